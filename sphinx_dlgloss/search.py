"""Entries found by the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_dlgloss.lookup import alphabetical, folded, names, plurals_of
from sphinx_dlgloss.model import Glossary, Term
from sphinx_dlgloss.plain import without_roles

#: How far down a word is found: it is the whole headword, begins a word of a name, of the summary, of another text.
_HEADWORD, _NAME, _SUMMARY, _TEXT = range(4)


def search(glossary: Glossary, words: str) -> list[Term]:
    """Return the entries in which all words occur, the best first.

    A word may be the beginning of a longer one; case and dashes make no difference. An entry that has the words
    in its name comes before one that has them in its summary, and that before one that has them in another text.

    Args:
        glossary: Where to look.
        words: What to look for, with spaces between.
    """
    wanted = folded(words)
    if not wanted:
        return []
    found = []
    for term in glossary.terms:
        ranks = _ranks(term, wanted)
        if None not in ranks:
            found.append((sum(filter(None, ranks)), alphabetical(term), term))
    return [term for *_, term in sorted(found, key=lambda item: item[:2])]


def _ranks(term: Term, wanted: str) -> list[int | None]:
    """Return how far down each of the words is, ``None`` for one that is nowhere."""
    if wanted in {folded(form) for name in names(term) for form in (name, *plurals_of(term, name))}:
        return [_HEADWORD]
    places = [(rank, folded(text)) for rank, text in _texts(term)]
    patterns = [re.compile(rf"(?<!\w){re.escape(word)}") for word in wanted.split()]
    return [next((rank for rank, text in places if pattern.search(text)), None) for pattern in patterns]


def _texts(term: Term) -> Iterator[tuple[int, str]]:
    yield _NAME, " / ".join((term.id, *names(term)))
    yield _SUMMARY, term.summary
    for text in (term.definition, term.example, term.pitfall):
        if text:
            yield _TEXT, without_roles(text)
