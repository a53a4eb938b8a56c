"""The data of the cards: what a script file holds for every term."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sphinx_dlgloss.digest import digest
from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.model import Glossary, Term

#: Up to so many terms come in one file.
ONE_FILE_UP_TO = 150
#: What a shard should have above that, compressed, in bytes; and what none may have more of.
SHARD_SIZE, LARGEST_SHARD = 8000, 10_000


class CardData(NamedTuple):
    """The files that hold the cards of a glossary."""

    #: A digest of all of them.
    hash: str
    #: The texts of the files; the shard of a term is :func:`shard_of` its id.
    files: tuple[str, ...]
    #: The formulas that are left out, with the id of their term and the reason.
    failures: tuple[tuple[str, str, str], ...]

    def names(self) -> Iterator[str]:
        """Yield the names of the files, as the script asks for them."""
        for number in range(len(self.files)):
            yield f"cards-{self.hash}-{number}.js" if len(self.files) > 1 else f"cards-{self.hash}.js"


def shard_of(term_id: str, shards: int) -> int:
    """Return the number of the file that holds a term; the script computes the same."""
    value = 0
    for letter in term_id:
        value = (value * 31 + ord(letter)) & 0xFFFFFFFF
    return value % shards


@lru_cache(maxsize=2)
def card_data(glossary: Glossary) -> CardData:
    """Return the cards of all terms, whichever of them a project uses."""
    cards: dict[str, list[str]] = {}
    failures = []
    for term in sorted(glossary.terms, key=lambda term: term.id):
        try:
            formula = mathml(term.formula.latex, display=True) if term.formula else ""
        except MathError as error:
            formula = ""
            failures.append((term.id, term.formula.latex if term.formula else "", str(error)))
        cards[term.id] = _card(term, formula)
    texts = _shards(cards, 1) if len(cards) <= ONE_FILE_UP_TO else _small_shards(cards)
    return CardData(digest("".join(texts).encode()), texts, tuple(failures))


def _card(term: Term, formula: str) -> list[str]:
    return [term.term, term.abbr or term.expansion or "", term.summary, formula]


def _small_shards(cards: dict[str, list[str]]) -> tuple[str, ...]:
    """Return as few shards as there can be without one that is too large; the numbers of the ids decide about each."""
    fewest = math.ceil(_sent("".join(_shards(cards, 1))) / SHARD_SIZE)
    # a card that is too large by itself is so in any number of shards
    for count in range(fewest, 3 * fewest):
        texts = _shards(cards, count)
        if all(_sent(text) <= LARGEST_SHARD for text in texts):
            break
    return texts


def _sent(text: str) -> int:
    # as servers compress
    return len(gzip.compress(text.encode(), compresslevel=6))


def _shards(cards: dict[str, list[str]], count: int) -> tuple[str, ...]:
    parts: list[dict[str, list[str]]] = [{} for _ in range(count)]
    for id_, card in cards.items():
        parts[shard_of(id_, count)][id_] = card
    return tuple(f"dlglossCards({json.dumps(part, ensure_ascii=False, separators=(',', ':'))});\n" for part in parts)
