"""Mentions of terms in plain text, found in one pass, however many terms there are.

What counts as a mention was set on real documentation: ``docs/autolink.md`` tells how.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sphinx_dlgloss.lookup import (
    APOSTROPHES,
    INVISIBLE,
    Lookup,
    folded,
    is_abbreviation,
    names,
    plurals_of,
    without_invisible,
)
from sphinx_dlgloss.model import Term

#: A word, up to the scripts that are written without spaces, in which a word of another script stands by itself.
_WORD = re.compile(rf"[0-9A-Za-z_{INVISIBLE}\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\ua640-\uabff]+")

_HYPHENS = "-\u2010\u2011"

#: What stands between the words of a term where it has a space or a hyphen.
_GAP = re.compile(rf"\s+|[{_HYPHENS}]")

#: Signs that make one thing of what stands on both sides: a compound, an identifier, a path, an address, a call.
_BEFORE = re.compile(rf"(?:[{_HYPHENS}\\/@#$%&~=<\[{{^|+*_]|[.:](?<=\w.)|::|(?<!\w)\u2013)\Z")
_AFTER = re.compile(rf"[{_HYPHENS}\\/@$~=(\[^|*_]|[.:](?=\w)|\+\+|['\u2019](?!s\b)(?=\w)")

_CAPITALIZED = re.compile(r"[A-Z]")
_SENTENCE_START = re.compile(r"[.!?:;(\[\"\u201c\u201e\u2022|][^\w]*\Z")


class Mention(NamedTuple):
    """A term in a text."""

    start: int
    end: int
    #: The id of the entry.
    term: str


class _Node(dict[tuple[str, str], "_Node"]):
    """A place in the tree of all forms: what may follow, by gap and word."""

    term: str | None = None


class Scanner:
    """Finds the terms that may be linked without markup.

    Args:
        lookup: All terms and their forms.
        include: The ids of entries to look for, whatever their own flag says.
        exclude: The ids of entries not to look for.
        own: The ids of entries that a project has given itself; they may be proper names.
        in_names: Whether words with capitals are found also where they look like part of a name.
    """

    def __init__(
        self,
        lookup: Lookup,
        include: Collection[str] = (),
        exclude: Collection[str] = (),
        own: Collection[str] = (),
        *,
        in_names: bool = False,
    ) -> None:
        self._in_names = in_names
        self._root = _Node()
        #: Entries that are no named methods, which people write with a capital.
        self._common_nouns = {term.id for term in lookup.terms.values() if term.year is None} - set(own)
        #: The forms that are looked for, each with its entry.
        self.forms: dict[str, str] = {}
        for term in lookup.terms.values():
            if term.id in exclude or not (term.autolink or term.id in include):
                continue
            for form in linked_forms(term, all_of_them=term.id in include):
                match = lookup.find(form)
                if match and match.id == term.id and (term.id in include or not match.alternatives):
                    self._add(form, term.id)
        self._first = {word.removeprefix("=").casefold() for _, word in self._root}

    def _add(self, form: str, id_: str) -> None:
        self.forms[form] = id_
        node = self._root
        end = 0
        for word in _WORD.finditer(form):
            gap = _gap(form[end : word.start()]) if end else ""
            key = gap, _key(word[0])
            node = node.setdefault(key, _Node())
            end = word.end()
        if end == len(form) and node is not self._root:
            node.term = id_

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the mentions in a text, the longest at each place, in order and without overlap."""
        words = list(_WORD.finditer(text))
        read = [word[0] for word in words]
        if not text.isascii():
            read = list(map(without_invisible, read))
        # at once, because most words begin no term
        folded_words = " ".join(read).casefold().split(" ")
        past = 0
        for position in [position for position, word in enumerate(folded_words) if word in self._first]:
            if position < past:
                continue
            found = self._longest(text, words, read, position)
            if found is None:
                continue
            last, id_ = found
            start, end = words[position].start(), words[last].end()
            is_other = not self._in_names and (
                _is_name(text, words, position, last)
                or (id_ in self._common_nouns and _is_class(text, words, position, last))
            )
            if _stands_alone(text, start, end) and not is_other:
                yield Mention(start, end, id_)
            # what is inside a term is not a mention of its own, even where the term itself is none
            past = last + 1

    def _longest(self, text: str, words: list[re.Match[str]], read: list[str], first: int) -> tuple[int, str] | None:
        node, found = self._root, None
        for position in range(first, len(words)):
            gap = _gap(text[words[position - 1].end() : words[position].start()]) if position > first else ""
            # a short form in its own case, any other word in any case
            exact, folded = (gap, _exact(read[position])), (gap, read[position].casefold())
            if exact not in node and folded not in node:
                break
            node = node[exact] if exact in node else node[folded]
            if node.term:
                found = position, node.term
        return found


def linked_forms(term: Term, *, all_of_them: bool = False) -> Iterator[str]:
    """Yield the forms of an entry that may be linked without markup: those that people read, and their plurals.

    Args:
        term: The entry.
        all_of_them: Whether also those that mean something else too often.
    """
    left_out = set() if all_of_them else {folded(form) for form in term.autolink_except}
    for form in names(term):
        # of two letters there are too many abbreviations in the world
        if folded(form) in left_out or len(form) < (2 if all_of_them else 3):
            continue
        yield form
        yield from (plural for plural in plurals_of(term, form) if folded(plural) not in left_out)


def _key(word: str) -> str:
    return _exact(word) if is_abbreviation(word) else word.casefold()


def _exact(word: str) -> str:
    return f"={word}"


def _gap(text: str) -> str:
    return " " if text == " " or _GAP.fullmatch(text) else text.translate(APOSTROPHES)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not _BEFORE.search(text[max(0, start - 2) : start]) and not _AFTER.match(text, end)


def _is_name(text: str, words: list[re.Match[str]], first: int, last: int) -> bool:
    """Tell whether words with capitals are part of a longer name, such as that of a person or a product."""
    if not all(_CAPITALIZED.match(word[0]) for word in words[first : last + 1]):
        return False
    if _are_neighbors(text, words, last):
        return True
    # the first word of a sentence has a capital anyway, unless it has more of them
    return _are_neighbors(text, words, first - 1) and (
        is_abbreviation(words[first - 1][0]) or not _begins_sentence(text, words, first - 1)
    )


def _are_neighbors(text: str, words: list[re.Match[str]], position: int) -> bool:
    """Tell whether a word and the next one have capitals, and nothing but a space between them."""
    if not 0 <= position < len(words) - 1:
        return False
    one, other = words[position], words[position + 1]
    has_capitals = _CAPITALIZED.match(one[0]) and _CAPITALIZED.match(other[0])
    return bool(has_capitals and text[one.end() : other.start()].isspace())


def _is_class(text: str, words: list[re.Match[str]], first: int, last: int) -> bool:
    """Tell whether one common noun has a capital where no sentence begins, as names of classes have."""
    word = words[first][0]
    return first == last and word[0].isupper() and word[1:].islower() and not _begins_sentence(text, words, first)


def _begins_sentence(text: str, words: list[re.Match[str]], position: int) -> bool:
    before = text[words[position - 1].end() if position else 0 : words[position].start()]
    return position == 0 or bool(_SENTENCE_START.search(before))
