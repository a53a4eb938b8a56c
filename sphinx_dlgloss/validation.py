"""Plain data held against the records, with a message that a person can act on for all that is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import inspect

from sphinx_dlgloss.messages import did_you_mean

#: Where in a file, such as ``$.terms[3].summary``, and what is wrong there.
Finding = tuple[str, str]

#: Control characters, which outputs cannot hold, and halves of characters, which JSON can write.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_WORDS = {bool: "a truth value", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}


def hint(given: str, known: Iterable[str]) -> str:
    """Return the question whether one of up to three near names was meant, or nothing."""
    return did_you_mean(difflib.get_close_matches(given, list(known), n=3, cutoff=0.6))


def _shown(value: int) -> str:
    """Return a number or a truth value, unless it has more digits than Python writes."""
    return str(value).lower() if value.bit_length() < 100 else "a huge one"


def _named(value: object) -> str:
    """Return what a value is, for people."""
    if value is None:
        return "nothing"
    kind = next((word for type_, word in _WORDS.items() if isinstance(value, type_)), "a date or time")
    if isinstance(value, list | dict) or kind == "a date or time":
        return kind
    shown = _shown(value) if isinstance(value, int) else repr(value)
    return f"{kind}, {shown if len(shown) <= 40 else f'{shown[:40]}...'}"


def findings(value: object, kind: inspect.Type, place: str = "$") -> Iterator[Finding]:
    """Yield what keeps a value from being of a kind.

    Args:
        value: What a file holds.
        kind: What it should be.
        place: Where it stands.
    """
    examples: Sequence[str] = ()
    if isinstance(kind, inspect.Metadata):
        examples = (kind.extra_json_schema or {}).get("examples", ())
        kind = kind.type
    match kind:
        case inspect.StructType():
            yield from _of_struct(value, kind, place)
        case inspect.VarTupleType():
            yield from _of_list(value, kind, place)
        case inspect.DictType():
            yield from _of_table(value, kind, place)
        case inspect.UnionType():
            # all unions are of something and nothing
            if value is not None:
                yield from findings(value, kind.types[0], place)
        case inspect.StrType():
            yield from _of_text(value, kind, place, examples)
        case _:
            yield from _of_simple(value, kind, place)


def _of_struct(value: object, kind: inspect.StructType, place: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield place, f"expected a table, got {_named(value)}"
        return
    fields = {field.encode_name: field for field in kind.fields}
    yield from _of_keys(value, place)
    meant: list[str] = []
    for name, inner in value.items():
        if name in fields:
            yield from findings(inner, fields[name].type, f"{place}.{name}")
        else:
            near = hint(name, fields)
            meant.append(near)
            yield f"{place}.{name}", f"there is no such field{near or f'; there are {_listed(fields)}'}"
    for name, field in fields.items():
        # a misspelt field is not missing too
        if field.required and name not in value and not any(repr(name) in near for near in meant):
            yield place, f"there is no {name!r}"


def _of_list(value: object, kind: inspect.VarTupleType, place: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield place, f"expected a list, got {_named(value)}"
        return
    if len(value) < (kind.min_length or 0):
        yield place, "expected a list that is not empty"
    for position, inner in enumerate(value):
        yield from findings(inner, kind.item_type, f"{place}[{position}]")


def _of_table(value: object, kind: inspect.DictType, place: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield place, f"expected a table, got {_named(value)}"
        return
    yield from _of_keys(value, place)
    for key, inner in value.items():
        yield from ((f"{place}.{key}", f"the key: {message}") for _, message in findings(key, kind.key_type))
        yield from findings(inner, kind.value_type, f"{place}.{key}")


def _of_keys(value: dict[str, object], place: str) -> Iterator[Finding]:
    yield from ((f"{place}.{key}", "is there more than once") for key in getattr(value, "repeated", ()))


def _of_text(value: object, kind: inspect.StrType, place: str, examples: Sequence[str]) -> Iterator[Finding]:
    if not isinstance(value, str):
        in_quotes = (
            "; a text that looks like something else goes in quotes" if not isinstance(value, list | dict) else ""
        )
        yield place, f"expected a text, got {_named(value)}{in_quotes if value is not None else ''}"
    elif found := _UNPRINTABLE.search(value):
        yield place, f"has the character U+{ord(found[0]):04X}, which cannot be shown"
    elif not value.strip() and kind.min_length:
        yield place, "expected a text, got an empty one"
    elif kind.pattern and not re.search(kind.pattern, value):
        yield place, f"expected something like {_listed(map(repr, examples))}, got {value!r}"


def _of_simple(value: object, kind: inspect.Type, place: str) -> Iterator[Finding]:
    match kind:
        case inspect.LiteralType():
            if not any(value == known and type(value) is type(known) for known in kind.values):
                near = (
                    hint(value, [known for known in kind.values if isinstance(known, str)])
                    if isinstance(value, str)
                    else ""
                )
                yield place, f"expected one of {_listed(map(repr, kind.values))}, got {_named(value)}{near}"
        case inspect.IntType():
            if not isinstance(value, int) or isinstance(value, bool):
                yield place, f"expected a whole number, got {_named(value)}"
            elif kind.ge is not None and kind.le is not None and not kind.ge <= value <= kind.le:
                yield place, f"expected a number from {kind.ge} to {kind.le}, got {_shown(value)}"
        case inspect.BoolType():
            if not isinstance(value, bool):
                yield place, f"expected true or false, got {_named(value)}"
        case _:
            raise AssertionError(kind)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
