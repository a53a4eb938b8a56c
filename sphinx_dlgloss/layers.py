"""A project's own glossary files, laid over the bundled glossary.

A later file wins over an earlier one, and each over the bundled glossary: an entry with an id that is there
replaces the entry, one with ``overrides`` replaces single fields of it, and any other is new.
What is wrong in a file is collected, with its place; the entry is left out, and all others are used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec
from msgspec.inspect import type_info

from sphinx_dlgloss.load import load_glossary
from sphinx_dlgloss.lookup import conflicts
from sphinx_dlgloss.messages import either
from sphinx_dlgloss.model import Category, Glossary, ProjectGlossary, Reference, Term
from sphinx_dlgloss.plain import without_roles
from sphinx_dlgloss.sources import UnreadableError, read_source
from sphinx_dlgloss.validation import findings, hint

#: Where entries stand that name no category.
OWN_CATEGORY = Category(id="project", title="This project", order=0, intro="Terms of this documentation.")

#: A summary that is taken from a definition is cut at about as many characters.
LONGEST_SUMMARY = 160

_FILE = type_info(ProjectGlossary)


class Problem(NamedTuple):
    """Something that is wrong in a glossary file."""

    #: The file as it was named, with line and column where it cannot be parsed.
    file: str
    #: Such as ``$.terms[3].summary``; empty where it is the whole file.
    place: str
    message: str

    def __str__(self) -> str:
        """Return it in one line."""
        return ": ".join(filter(None, self))


class Layered(NamedTuple):
    """A glossary of several layers."""

    glossary: Glossary
    #: The ids of the entries that the project's files give or change.
    own: frozenset[str]
    #: Where each of these stands last: the file as it was named, and such as ``$.terms[3]``.
    places: Mapping[str, tuple[str, str]]
    #: The ids that the bundled glossary has, if it is the first layer, those that the files change among them.
    bundled: frozenset[str]
    problems: tuple[Problem, ...]


def read_glossaries(paths: Iterable[str | Path], *, root: str | Path = "", bundled: bool = True) -> Layered:
    """Return the bundled glossary with glossary files laid over it, in their order.

    Args:
        paths: The files, in JSON, TOML or YAML by their suffix.
        root: The folder that relative paths start from; the current one, if there is none.
        bundled: Whether the bundled glossary is the first layer; else the files stand alone.
    """
    return laid_over(load_glossary(), paths, root=root, bundled=bundled)


def laid_over(base: Glossary, paths: Iterable[str | Path], *, root: str | Path, bundled: bool) -> Layered:
    """Return a glossary with glossary files laid over it; the arguments are those of :func:`read_glossaries`."""
    layers = _Layers(base, bundled=bundled)
    for path in paths:
        layers.lay(Path(root, path), str(path))
    return layers.result()


class _Layers:
    def __init__(self, glossary: Glossary, *, bundled: bool) -> None:
        self._base = glossary
        self._categories = {category.id: category for category in glossary.categories}
        self._references = dict(glossary.references) if bundled else {}
        self._terms = {term.id: term for term in glossary.terms} if bundled else {}
        self._bundled = frozenset(self._terms)
        #: File and place of the entries that are the project's own.
        self._places: dict[str, tuple[str, str]] = {}
        self._problems: list[Problem] = []

    def result(self) -> Layered:
        """Return what the layers come to."""
        for id_, (file, place) in self._places.items():
            self._terms[id_] = self._without_dangling(self._terms[id_], file, place)
        self._tell_conflicts()
        used = {term.category for term in self._terms.values()}
        glossary = msgspec.structs.replace(
            self._base,
            categories=tuple(category for category in self._categories.values() if category.id in used),
            references=self._references,
            terms=tuple(self._terms.values()),
        )
        return Layered(glossary, frozenset(self._places), self._places, self._bundled, tuple(self._problems))

    def lay(self, path: Path, name: str) -> None:
        """Lay a file over what is there."""
        try:
            data = read_source(path, name)
        except UnreadableError as error:
            self._problems.append(Problem(error.place, "", error.reason))
            return
        problems = [Problem(name, *finding) for finding in findings(data, _FILE)]
        self._problems += problems
        if not isinstance(data, dict):
            return
        wrong = {problem.place for problem in problems}
        for key, reference in _sound(data.get("references"), dict, "$.references", wrong):
            self._references[str(key)] = msgspec.convert(reference, Reference)
        for _, item in _sound(data.get("categories"), list, "$.categories", wrong):
            category = msgspec.convert(item, Category)
            self._categories[category.id] = category
        here: dict[str, int] = {}
        for position, fields in _sound(data.get("terms"), list, "$.terms", wrong):
            if message := self._lay_term(dict(fields), position, here, name):
                self._problems.append(Problem(name, f"$.terms[{position}]", message))

    def _lay_term(self, fields: dict[str, Any], position: int, here: dict[str, int], file: str) -> str:
        """Add an entry, or return why that cannot be."""
        message = self._override(fields) if "overrides" in fields else self._complete(fields)
        if message:
            return message
        if fields["category"] not in self._categories:
            return f"there is no category {fields['category']!r}{hint(fields['category'], self._categories)}"
        term = msgspec.convert(fields, Term)
        if term.id in here:
            return f"the id {term.id!r} is that of $.terms[{here[term.id]}]"
        here[term.id] = position
        self._terms[term.id] = term
        self._places[term.id] = file, f"$.terms[{position}]"
        return ""

    def _override(self, fields: dict[str, Any]) -> str:
        id_ = fields.pop("overrides")
        if id_ not in self._terms:
            return f"there is no entry {id_!r} to override{hint(id_, self._terms)}"
        if not fields:
            return f"there is no field to replace in {id_!r}"
        if fields.get("id", id_) != id_:
            return f"an entry that overrides {id_!r} keeps that id, and has no other"
        old = msgspec.to_builtins(self._terms[id_])
        fields |= {name: value for name, value in old.items() if name not in fields}
        return ""

    def _complete(self, fields: dict[str, Any]) -> str:
        if "term" not in fields:
            return "there is no 'term', the headword"
        definition = fields.get("definition")
        if "summary" not in fields and definition is None:
            return "there is neither a 'summary' nor a 'definition'"
        fields.setdefault("summary", first_sentence(definition or ""))
        fields.setdefault("id", made_id(fields["term"]))
        if not fields["id"]:
            return f"no id can be made of {fields['term']!r}; give one in 'id', of small letters, digits and hyphens"
        if not fields["summary"]:
            return "the 'definition' has no first sentence that could be the 'summary'; give one"
        if "category" not in fields:
            fields["category"] = OWN_CATEGORY.id
            self._categories.setdefault(OWN_CATEGORY.id, OWN_CATEGORY)
        return ""

    def _tell_conflicts(self) -> None:
        """Add a problem for each form of several entries of the files, none of which names the others as senses."""
        terms = [self._terms[id_] for id_ in self._places]
        for form, ids in conflicts(terms).items():
            if not any(set(ids) - {id_} <= set(self._terms[id_].senses) for id_ in ids):
                others = either(ids[:-1])
                message = f"{form!r} is also a form of {others}; if it may mean both, name one in 'senses' of the other"
                self._problems.append(Problem(*self._places[ids[-1]], message))

    def _without_dangling(self, term: Term, file: str, place: str) -> Term:
        """Return an entry without the ids that lead nowhere, each of which is a problem."""

        def there(field: str, ids: Iterable[str], known: Collection[str], kind: str) -> list[str]:
            found = []
            for position, id_ in enumerate(ids):
                if id_ in known:
                    found.append(id_)
                else:
                    message = f"there is no {kind} {id_!r}{hint(id_, known)}"
                    self._problems.append(Problem(file, f"{place}.{field}[{position}]", message))
            return found

        contrasts = there("contrast", [contrast.id for contrast in term.contrast], self._terms, "entry")
        return msgspec.structs.replace(
            term,
            related=tuple(there("related", term.related, self._terms, "entry")),
            senses=tuple(there("senses", term.senses, self._terms, "entry")),
            references=tuple(there("references", term.references, self._references, "reference")),
            contrast=tuple(contrast for contrast in term.contrast if contrast.id in contrasts),
        )


def _sound(value: object, kind: type, place: str, wrong: Collection[str]) -> Iterator[tuple[Any, Any]]:
    """Yield position or key, and value, of the items in which nothing is wrong."""
    if not isinstance(value, kind):
        return
    items = value.items() if isinstance(value, dict) else enumerate(cast("list[object]", value))
    for key, item in items:
        at = f"{place}.{key}" if isinstance(value, dict) else f"{place}[{key}]"
        if not any(other == at or other.startswith((f"{at}.", f"{at}[")) for other in wrong):
            yield key, item


def made_id(headword: str) -> str:
    """Return the id of an entry that gives none: its headword in small ASCII letters with hyphens."""
    ascii_ = unicodedata.normalize("NFKD", headword).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_.lower()))


def first_sentence(markdown: str) -> str:
    """Return the first sentence of a text without its markup, cut where it is too long for a card."""
    text = without_roles(markdown.strip().partition("\n\n")[0])
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = " ".join(re.sub(r"[*`$\\]", "", text).split())
    sentence = re.split(r"(?<=[.!?\u3002])\s+", text, maxsplit=1)[0]
    if len(sentence) <= LONGEST_SUMMARY:
        return sentence
    return sentence[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + "\u2026"
