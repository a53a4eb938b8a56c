"""From a form of a term, as people write it, to its entry."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from sphinx_dlgloss.messages import did_you_mean
from sphinx_dlgloss.model import Glossary, Term
from sphinx_dlgloss.plain import in_one_line

#: Hyphens and dashes of Unicode, the minus sign, underscore and white space all separate words.
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")

#: What no reader sees inside a word: the soft hyphen, joiners without width, the byte order mark.
INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

_GIVEN, _DERIVED = 0, 1

#: Added to the rank of forms of bundled entries, so that a project's own entries go before them.
_BUNDLED = 2


class Match(NamedTuple):
    """What a form leads to."""

    #: The id of the entry.
    id: str
    #: The ids of other entries that the form may mean, in the order of the glossary.
    alternatives: tuple[str, ...] = ()


#: Apostrophes, as keyboards and typesetters make them.
APOSTROPHES = {ord(mark): "'" for mark in "\u2018\u2019\u02bc"}


def without_invisible(text: str) -> str:
    """Return a text without the marks in it that no reader sees."""
    return _INVISIBLE.sub("", text)


def spelling(form: str) -> str:
    """Return a form in NFKC, with dashes, spaces and apostrophes made alike and nothing invisible; its case is kept."""
    if not form.isascii():
        form = without_invisible(unicodedata.normalize("NFKC", form)).translate(APOSTROPHES)
    return _SEPARATORS.sub(" ", form).strip()


def folded(form: str) -> str:
    """Return a form as :func:`spelling` does, without its case."""
    return spelling(form).casefold()


def is_abbreviation(form: str) -> bool:
    """Tell whether a form is written as a short form: one word with two capitals or more."""
    return " " not in form and sum(letter.isupper() for letter in form) > 1


#: Endings of the singular and of its plurals, the first that fits; ``epoch`` does not hiss as ``batch`` does.
_PLURALS = tuple(
    (re.compile(ending, re.IGNORECASE), plurals)
    for ending, plurals in (
        (r"(?<=[^aeiou])y$", ("ies",)),
        (r"is$", ("es",)),
        (r"ix$", ("ices", "ixes")),
        (r"(?<=nd)ex$|(?<=rt)ex$", ("ices", "exes")),
        (r"och$", ("ochs",)),
        (r"(s|x|z|ch|sh)$", (r"\1es",)),
        (r"$", ("s",)),
    )
)


def plurals(form: str) -> tuple[str, ...]:
    """Return the regular English plurals of a singular noun phrase."""
    if is_abbreviation(form):
        return (f"{form}s",)
    for ending, endings in _PLURALS:
        if ending.search(form):
            return tuple(ending.sub(plural, form, count=1) for plural in endings)
    raise AssertionError(form)


def alphabetical(term: Term) -> tuple[str, str]:
    """Return the key by which entries are put in the order of the alphabet."""
    return term.term.casefold(), term.id


def names(term: Term) -> tuple[str, ...]:
    """Return the names that an entry gives: its headword, short and long form, and synonyms."""
    return (term.term, *filter(None, (term.abbr, term.expansion)), *term.aliases)


def plurals_of(term: Term, form: str) -> tuple[str, ...]:
    """Return the plurals of a form that an entry gives."""
    return (term.plural,) if term.plural and form == term.term else plurals(form)


def forms(term: Term) -> Iterator[tuple[str, int]]:
    """Yield every form of a term with its rank: given in the entry, or derived from it."""
    for form in (term.id, *names(term), *term.former_ids):
        yield form, _GIVEN
    if term.plural:
        yield term.plural, _GIVEN
    for form in names(term):
        if not (form == term.term and term.plural):
            yield from ((plural, _DERIVED) for plural in plurals(form))


class Lookup:
    """All forms of a glossary's terms.

    Args:
        glossary: The terms.
        own: The ids of those that a project has given itself; of two with one form, its own is meant.
    """

    def __init__(self, glossary: Glossary, own: Collection[str] = ()) -> None:
        self.terms: dict[str, Term] = {term.id: term for term in glossary.terms}
        exact: dict[str, dict[str, int]] = {}
        fold: dict[str, dict[str, int]] = {}
        for term in glossary.terms:
            layer = 0 if term.id in own else _BUNDLED
            for form, rank_in_layer in forms(term):
                rank = layer + rank_in_layer
                written = spelling(form)
                _add(exact, written, term.id, rank)
                # "MASs" is several MAS, but "mass" is not
                if rank_in_layer == _GIVEN or not written.endswith(("ss", "Ss")) or not is_abbreviation(written):
                    _add(fold, written.casefold(), term.id, rank)
        self._exact = {form: _best(ranks) for form, ranks in exact.items()}
        self._folded = {form: _best(ranks) for form, ranks in fold.items()}
        self._found: dict[str, Match | None] = {}

    def find(self, form: str) -> Match | None:
        """Return the entry that a form leads to, or ``None``.

        The exact case is looked up first, then any case. Where several entries remain,
        or the form is a bare word that the entry names other senses of, they are the alternatives.
        """
        if form not in self._found:
            self._found[form] = self._find(form)
        return self._found[form]

    def _find(self, form: str) -> Match | None:
        written = spelling(form)
        ids = self._exact.get(written) or self._folded.get(written.casefold())
        if not ids:
            return None
        main = self._main_sense(ids)
        others = [other for other in ids if other != main]
        for sense in self.terms[main].senses:
            if sense in self.terms and sense not in others and self._may_mean(written.casefold(), main, sense):
                others.append(sense)
        return Match(main, tuple(others))

    def near(self, form: str, count: int = 3) -> list[str]:
        """Return up to ``count`` headwords that are spelled like an unknown form, nearest first."""
        close = difflib.get_close_matches(folded(form), self._folded, n=4 * count, cutoff=0.65)
        ids = dict.fromkeys(self._main_sense(self._folded[match]) for match in close)
        return [self.terms[id_].term for id_ in list(ids)[:count]]

    def unknown(self, form: str) -> str:
        """Return the message that no entry has a form, with near headwords."""
        return f"unknown term: {in_one_line(form)!r}{did_you_mean(self.near(form))}"

    def _main_sense(self, ids: tuple[str, ...]) -> str:
        for id_ in ids:
            if set(ids) - {id_} <= set(self.terms[id_].senses):
                return id_
        return ids[0]

    def _may_mean(self, bare: str, main: str, sense: str) -> bool:
        """Tell whether a form is a headword of one word, or part of a longer name of another sense."""
        term = self.terms[main]
        for name in names(term):
            word = folded(name)
            if bare in {word, *map(folded, plurals_of(term, name))}:
                is_bare_headword = name == term.term and " " not in word
                longer = (f" {folded(other)} " for other in names(self.terms[sense]))
                return is_bare_headword or any(f" {word} " in other for other in longer)
        return False


def _add(index: dict[str, dict[str, int]], form: str, id_: str, rank: int) -> None:
    ranks = index.setdefault(form, {})
    ranks[id_] = min(rank, ranks.get(id_, rank))


def _best(ranks: dict[str, int]) -> tuple[str, ...]:
    best = min(ranks.values())
    return tuple(sorted(id_ for id_, rank in ranks.items() if rank == best))


@lru_cache(maxsize=4)
def lookup_of(glossary: Glossary, own: frozenset[str]) -> Lookup:
    """Return the lookup of a glossary, made once for each; the arguments are those of :class:`Lookup`."""
    return Lookup(glossary, own)


def conflicts(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """Return the forms, in their exact case, that several entries claim, with the ids of these."""
    claims: dict[str, dict[str, None]] = {}
    for term in terms:
        for form, rank in forms(term):
            if rank == _GIVEN:
                claims.setdefault(spelling(form), {})[term.id] = None
    return {form: tuple(ids) for form, ids in claims.items() if len(ids) > 1}
