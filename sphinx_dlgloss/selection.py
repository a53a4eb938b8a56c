"""Which entries a listing shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.model import Glossary, Term

_DLTERM = re.compile(r"\{dlterm\}`(?:[^`<]*<)?([^`<>]+)>?`")


class Selection(NamedTuple):
    """What an author asked a listing to show; an empty field asks for nothing in particular."""

    #: Ids of the entries.
    terms: tuple[str, ...] = ()
    #: Ids of categories, one of which an entry belongs to.
    categories: tuple[str, ...] = ()
    #: Levels, one of which an entry has.
    levels: tuple[str, ...] = ()
    #: Ids of entries to leave out.
    exclude: tuple[str, ...] = ()


def select(glossary: Glossary, selection: Selection) -> tuple[str, ...]:
    """Return the ids of the entries that a selection asks for, in the order of the glossary."""
    return tuple(term.id for term in glossary.terms if _fits(term, selection))


def _fits(term: Term, selection: Selection) -> bool:
    return (
        (not selection.terms or term.id in selection.terms)
        and (not selection.categories or term.category in selection.categories)
        and (not selection.levels or term.level in selection.levels)
        and term.id not in selection.exclude
    )


def linked_terms(lookup: Lookup, term: Term) -> set[str]:
    """Return the ids of the entries that the definition of a term links to."""
    matches = (lookup.find(form) for form in _DLTERM.findall(term.definition or ""))
    return {match.id for match in matches if match}


def with_linked(lookup: Lookup, used: Iterable[str]) -> set[str]:
    """Return the entries that are used and those which their definitions link to, one step far."""
    known = {id_ for id_ in used if id_ in lookup.terms}
    return known.union(*(linked_terms(lookup, lookup.terms[id_]) for id_ in known))
