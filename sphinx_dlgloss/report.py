"""The terminology report: its records, from which the schema of the JSON file is made, and its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, get_args

import msgspec

from sphinx_dlgloss.model import Record

#: What a report can find.
Finding = Literal["unlinked", "abbreviations", "unknown", "unused"]
FINDINGS: tuple[Finding, ...] = get_args(Finding)


class InDocument(Record, frozen=True, kw_only=True):
    """Something that stands in a document."""

    #: The name of the document, without suffix.
    document: str
    #: The source file, below the source directory if it lies there; an included file is named itself.
    source: str


class AtLine(InDocument, frozen=True, kw_only=True):
    """Something that stands in a line of a document."""

    #: The line in the source file, `null` where it is not known.
    line: int | None


class Use(AtLine, frozen=True, kw_only=True):
    """A reference to a term."""

    #: The form of the term as it stands in the source.
    form: str
    #: Whether a plain mention was linked.
    automatic: bool


class UsedTerm(Record, frozen=True, kw_only=True):
    """A term that documents refer to."""

    #: The id of the entry.
    id: str
    #: Its headword.
    term: str
    #: Whether the project's own glossary files give or change the entry.
    own: bool
    #: The references, in the order of the documents and of the text.
    uses: tuple[Use, ...]


class Unlinked(InDocument, frozen=True, kw_only=True):
    """A term that a document mentions and does not link."""

    #: The id of the entry.
    id: str
    #: The first mention as it stands in the source.
    form: str
    #: The line of each mention, `null` where it is not known.
    lines: tuple[int | None, ...]


class Abbreviation(AtLine, frozen=True, kw_only=True):
    """A short form that a document uses before it spells it out or links it."""

    #: The id of the entry.
    id: str
    #: The short form as it stands in the source.
    form: str
    #: What it stands for.
    long: str


class Unknown(AtLine, frozen=True, kw_only=True):
    """A reference to a term that no entry has."""

    #: What stands in the source.
    form: str
    #: Up to three headwords that are spelled alike.
    near: tuple[str, ...]


class Unused(Record, frozen=True, kw_only=True):
    """An entry of the project's own glossary that nothing uses."""

    #: The id of the entry.
    id: str
    #: Its headword.
    term: str
    #: The glossary file.
    file: str
    #: The place in it, such as `$.terms[3]`.
    place: str


class Report(Record, frozen=True, kw_only=True):
    """What a documentation does with the terms of its glossary."""

    #: The version of this format, 1.
    version: Literal[1]
    #: How many documents there are, without the glossary page that the build makes.
    documents: int
    #: The terms that documents refer to, by id.
    terms: tuple[UsedTerm, ...]
    #: Terms that are mentioned on a page and not linked on it.
    unlinked: tuple[Unlinked, ...]
    #: Abbreviations that are used before they are spelled out.
    abbreviations: tuple[Abbreviation, ...]
    #: References to terms that no entry has.
    unknown: tuple[Unknown, ...]
    #: Entries of the project's own glossary that nothing uses.
    unused: tuple[Unused, ...]


#: The records, from the whole to its parts.
RECORDS: tuple[type[Record], ...] = (Report, UsedTerm, Use, Unlinked, Abbreviation, Unknown, Unused)

#: The heading of each kind of finding, and what can be done about it.
_SECTIONS: dict[Finding, tuple[str, str]] = {
    "unlinked": (
        "Mentioned and not linked",
        (
            "Terms on pages that do not link them once. Mark a mention with the role dlterm, set dlgloss_autolink,\n"
            "or name what shall stay plain in dlgloss_autolink_exclude."
        ),
    ),
    "abbreviations": (
        "Abbreviations before they are spelled out",
        "Write the long form at the first place on the page, or link the short one, whose card says it.",
    ),
    "unknown": ("Unknown terms", "References that lead to no entry."),
    "unused": ("Own terms that nothing uses", "No page links them, nor does an entry that pages link."),
}


def summary(report: Report) -> list[str]:
    """Return what a report comes to, a line for the uses and one for each kind of finding."""
    uses = [use for term in report.terms for use in term.uses]
    pages = {use.document for use in uses}
    unlinked = {found.id for found in report.unlinked}
    mentions = sum(len(found.lines) for found in report.unlinked)
    without = _count(len({found.document for found in report.unlinked}), "page")
    return [
        f"{_count(len(report.terms), 'term')} linked {_times(len(uses))}, on {len(pages)} of {report.documents} pages",
        f"{_count(len(unlinked), 'term')} mentioned {_times(mentions)} without a link, on {without}",
        f"{_count(len(report.abbreviations), 'abbreviation')} used before being spelled out",
        f"{_count(len(report.unknown), 'reference')} to unknown terms",
        f"{_count(len(report.unused), 'own term')} that nothing uses",
    ]


def found(report: Report) -> list[Finding]:
    """Return the kinds of findings that a report has."""
    return [kind for kind in FINDINGS if getattr(report, kind)]


def as_json(report: Report) -> str:
    """Return a report as JSON, in the form that :class:`Report` says."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def as_text(report: Report) -> str:
    """Return a report for people; each finding is a line that begins with its place."""
    parts = [_heading("Terminology report", "="), "\n".join(summary(report)) + "\n"]
    for kind in FINDINGS:
        lines = list(_lines(report, kind))
        if lines:
            title, advice = _SECTIONS[kind]
            parts.append(f"{_heading(title, '-')}\n{advice}\n\n" + "".join(f"{line}\n" for line in lines))
    if report.terms:
        lines = list(_uses(report.terms))
        legend = "The lines in which a term is linked; an asterisk marks mentions without markup."
        parts.append(f"{_heading('Terms and where they are linked', '-')}\n{legend}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _lines(report: Report, kind: Finding) -> Iterator[str]:
    match kind:
        case "unlinked":
            for unlinked in report.unlinked:
                more = f" ({len(unlinked.lines)} times)" if len(unlinked.lines) > 1 else ""
                yield f"{_place(unlinked.source, unlinked.lines[0])}: {unlinked.form}{more}{_entry(unlinked)}"
        case "abbreviations":
            for short in report.abbreviations:
                yield f"{_place(short.source, short.line)}: {short.form} is short for {short.long}"
        case "unknown":
            for unknown in report.unknown:
                near = f" (near: {', '.join(unknown.near)})" if unknown.near else ""
                yield f"{_place(unknown.source, unknown.line)}: {unknown.form}{near}"
        case "unused":
            for unused in report.unused:
                yield f"{unused.file}: {unused.place}: {unused.term}"


def _uses(terms: Sequence[UsedTerm]) -> Iterator[str]:
    for term in terms:
        yield f"{term.term}{' (own)' if term.own else ''}: {len(term.uses)}"
        for source, uses in groupby(term.uses, key=lambda use: use.source):
            yield f"    {source}: {', '.join(map(_line, uses))}"


def _line(use: Use) -> str:
    return f"{use.line or '?'}{'*' if use.automatic else ''}"


def _entry(unlinked: Unlinked) -> str:
    """Return the id of an entry, where the form does not say it."""
    return "" if unlinked.form.casefold().replace(" ", "-") == unlinked.id else f" -> {unlinked.id}"


def _place(source: str, line: int | None) -> str:
    return f"{source}:{line}" if line else source


def _heading(title: str, underline: str) -> str:
    return f"{title}\n{underline * len(title)}\n"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
