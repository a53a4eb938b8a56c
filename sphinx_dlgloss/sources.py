"""Glossary files in JSON, TOML or YAML, as plain data.

Nothing in a file is executed. Of YAML only what JSON has too is read: no tags, and no aliases, with which
a small file can stand for a huge one.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import yaml


class GlossaryError(ValueError):
    """A glossary file cannot be used; the message says which, where and why."""


class UnreadableError(GlossaryError):
    """A file cannot be read at all.

    Args:
        place: The file, with line and column where these are known.
        reason: What is wrong there.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Table(dict[str, Any]):
    """A table of a file, and the keys that it gives more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


def read_source(path: Path, name: str) -> Any:
    """Return what a file holds.

    Args:
        path: The file.
        name: What to call it in messages.

    Raises:
        UnreadableError: It is not there, not UTF-8, or not what its suffix says; the message names line and column.
    """
    parse = _PARSERS.get(path.suffix.lower())
    if parse is None:
        raise UnreadableError(name, f"the name of a glossary file ends in {', '.join(_PARSERS)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(name, f"cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"{name}:{line}", f"not UTF-8: the byte {data[error.start]:#04x}") from error
    try:
        return parse(text, name)
    except RecursionError as error:
        raise UnreadableError(name, "nested too deeply") from error


def _parse_json(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=Table, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"{name}:{error.lineno}:{error.colno}", f"not JSON: {_lower(error.msg)}") from error
    except ValueError as error:
        # a number of thousands of digits, or one that JSON does not have
        raise UnreadableError(name, f"not JSON: {str(error).partition(';')[0]}") from error


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _parse_toml(text: str, name: str) -> Any:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        # the message ends in line and column, where it is about the file and not about a number of thousands of digits
        place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        message = str(error)[: place.start()] if place else str(error).partition(";")[0]
        line = f":{place[1]}:{place[2]}" if place and place[1] else ""
        raise UnreadableError(f"{name}{line}", f"not TOML: {_lower(message)}") from error


def _parse_yaml(text: str, name: str) -> Any:
    try:
        return _yaml_value(_YamlComposer(text).get_single_node())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise UnreadableError(f"{name}{place}", f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise UnreadableError(name, f"not YAML: {_lower(str(error).splitlines()[0])}") from error


class _YamlComposer(
    yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer, yaml.resolver.BaseResolver
):
    """Reads YAML 1.2 with its core schema, in which ``no`` and ``2020-01-01`` are texts."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node, which is never one that was there before."""
        if self.check_event(yaml.AliasEvent):
            event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # yaml's stubs leave it out
            raise _refusal("an alias is not allowed in a glossary", event.start_mark)
        return super().compose_node(parent, index)


_YAML = "tag:yaml.org,2002:"
_SCALARS: dict[str, Callable[[str], Any]] = {
    "null": lambda text: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
    "str": str,
}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _YamlComposer.add_implicit_resolver(f"{_YAML}{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def _yaml_value(node: yaml.Node | None) -> Any:
    if node is None:
        return None
    kind = node.tag.removeprefix(_YAML)
    if isinstance(node, yaml.SequenceNode) and kind == "seq":
        return [_yaml_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode) and kind == "map":
        return Table([(_yaml_key(key), _yaml_value(value)) for key, value in node.value])
    if isinstance(node, yaml.ScalarNode) and kind in _SCALARS:
        try:
            return _SCALARS[kind](node.value)
        except ValueError as error:
            raise _refusal(f"{node.value[:20]!r} is no {kind}", node.start_mark) from error
    raise _refusal(f"the tag {kind!r} is not allowed in a glossary", node.start_mark)


def _yaml_key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _refusal("a key must be a text", node.start_mark)
    return str(node.value)


def _refusal(problem: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    ".json": _parse_json,
    ".toml": _parse_toml,
    ".yaml": _parse_yaml,
    ".yml": _parse_yaml,
}
