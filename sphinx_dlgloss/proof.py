"""What a build would find wrong in the texts of a project's own entries: formulas, and links to no entry."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_dlgloss.layers import Layered, Problem
from sphinx_dlgloss.lookup import Lookup, lookup_of
from sphinx_dlgloss.markup import parse
from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.model import Term
from sphinx_dlgloss.terminal import Piece, TerminalOutput


def proofread(layered: Layered) -> Iterator[Problem]:
    """Yield what is wrong in the texts of the entries that files give or change."""
    lookup = lookup_of(layered.glossary, layered.own)
    for id_, (file, place) in layered.places.items():
        for field, text in _texts(lookup.terms[id_]):
            reader = _Proofreader(lookup)
            parse(text, reader)
            yield from (Problem(file, f"{place}.{field}", message) for message in reader.found)
        for field, latex in _formulas(lookup.terms[id_]):
            yield from (Problem(file, f"{place}.{field}", message) for message in wrong_in_formula(latex))


def wrong_in_formula(latex: str, *, display: bool = True) -> list[str]:
    """Return why a formula cannot be shown, or nothing."""
    try:
        mathml(latex, display=display)
    except MathError as error:
        return [f"the formula {latex!r} cannot be shown: {error}"]
    return []


class _Proofreader(TerminalOutput):
    """An output that reads along."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.found: list[str] = []

    def term(self, target: str, text: str | None = None) -> list[Piece]:
        if self._lookup.find(target) is None:
            self.found.append(self._lookup.unknown(target))
        return super().term(target, text)

    def math(self, latex: str, *, display: bool) -> list[Piece]:
        self.found += wrong_in_formula(latex, display=display)
        return super().math(latex, display=display)


def _texts(term: Term) -> Iterator[tuple[str, str]]:
    for field in ("definition", "example", "pitfall"):
        if text := getattr(term, field):
            yield field, text
    for position, contrast in enumerate(term.contrast):
        yield f"contrast[{position}].difference", contrast.difference
    for symbol, meaning in (term.formula.symbols if term.formula else {}).items():
        yield f"formula.symbols.{symbol}", meaning


def _formulas(term: Term) -> Iterator[tuple[str, str]]:
    if term.formula:
        yield "formula.latex", term.formula.latex
        for symbol in term.formula.symbols:
            yield f"formula.symbols.{symbol}", symbol
