"""Entries for a terminal: plain text in lines that fit."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from itertools import groupby

from sphinx_dlgloss.console import BOLD, PLAIN, bold, printable
from sphinx_dlgloss.model import Glossary, Term
from sphinx_dlgloss.output import Counterparts, is_elsewhere
from sphinx_dlgloss.render import render_body

#: What a block comes to in a width, in characters.
Block = Callable[[int], list[str]]
#: Text within a line, or a block.
Piece = str | Block

#: What keeps a line from being broken inside code and formulas.
_FIXED_SPACE = "\u00a0"


def entry_lines(glossary: Glossary, term: Term, width: int) -> list[str]:
    """Return an entry as lines, with marks for what is bold.

    Args:
        glossary: Where categories and references are looked up.
        term: The entry.
        width: The longest line, in characters; code, formulas and addresses are not broken.
    """
    headword = f"{term.term} ({term.abbr})" if term.abbr else term.term
    body = render_body(glossary, term, "full", TerminalOutput())
    return [bold(headword), *_lines(body, width)]


class TerminalOutput:
    """Text for a terminal; what each method makes is said by :class:`~sphinx_dlgloss.output.Output`."""

    def text(self, text: str) -> list[Piece]:
        # labels are translated when they become text
        return [printable(str(text))]

    def literal(self, text: str) -> list[Piece]:
        return self.text(f"`{text.replace(' ', _FIXED_SPACE)}`")

    def math(self, latex: str, *, display: bool) -> list[Piece]:
        if display:
            return self.block(latex, "latex")
        return self.text(f"${' '.join(latex.split())}$".replace(" ", _FIXED_SPACE))

    def emphasis(self, content: list[Piece]) -> list[Piece]:
        return content

    def strong(self, content: list[Piece]) -> list[Piece]:
        return [BOLD, *content, PLAIN]

    def subscript(self, text: str) -> list[Piece]:
        return self.text(f"_{text}")

    def superscript(self, text: str) -> list[Piece]:
        return self.text(f"^{text}")

    def span(self, text: str, *classes: str) -> list[Piece]:
        return self.text(text)

    def term(self, target: str, text: str | None = None) -> list[Piece]:
        return self.text(text or target)

    def link(self, content: list[Piece], address: str, *, internal: bool = False) -> list[Piece]:
        text = _inline(content)
        # "doi:10.1000/x" stands in its address
        says_the_same = address.rstrip("/").endswith(text.partition(":")[2] or text)
        return self.text(address if says_the_same or not is_elsewhere(address) else f"{text} <{address}>")

    def paragraph(self, content: list[Piece], *classes: str) -> list[Piece]:
        return [lambda width: _wrapped(_inline(content), width)]

    def facts(self, content: list[Piece]) -> list[Piece]:
        return self.paragraph(content)

    def summary(self, text: str) -> list[Piece]:
        return self.paragraph(self.text(text))

    def block(self, text: str, language: str) -> list[Piece]:
        return [lambda width: [f"  {line}".rstrip() for line in printable(text).strip("\n").splitlines()]]

    def quote(self, content: list[Piece]) -> list[Piece]:
        return [lambda width: _indented(_lines(content, width - 2), "> ")]

    def item(self, content: list[Piece]) -> list[Piece]:
        return [lambda width: _lines(content, width)]

    def bullets(self, items: list[Piece], *classes: str) -> list[Piece]:
        return _list(items, ["- "] * len(items))

    def numbers(self, items: list[Piece]) -> list[Piece]:
        return _list(items, [f"{number}. " for number in range(1, len(items) + 1)])

    def part(self, kind: str, label: str, content: list[Piece]) -> list[Piece]:
        return [lambda width: [bold(str(label)), *_indented(_lines(content, width - 2), "  ")]]

    def counterparts(self, label: str, libraries: Counterparts) -> list[Piece]:
        found = "; ".join(f"{library} {', '.join(members)}" for library, members in libraries)
        return self.paragraph([*self.strong(self.text(label)), *self.text(f": {found}")])


def _list(items: list[Piece], marks: list[str]) -> list[Piece]:
    def block(width: int) -> list[str]:
        return [
            line
            for item, mark in zip(items, marks, strict=True)
            for line in _indented(_lines([item], width - len(mark)), " " * len(mark), mark)
        ]

    return [block]


def _lines(content: Iterable[Piece], width: int) -> list[str]:
    """Return blocks as lines, with an empty line between each two; text within a line makes a paragraph."""
    lines: list[str] = []
    for is_text, run in groupby(content, key=lambda piece: isinstance(piece, str)):
        pieces = list(run)
        blocks = [_wrapped(_inline(pieces), width)] if is_text else [p(width) for p in pieces if not isinstance(p, str)]
        for block in blocks:
            lines += ["", *block] if lines else block
    return lines


def _inline(content: Iterable[Piece]) -> str:
    return "".join(piece for piece in content if isinstance(piece, str))


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False)
    return [line.replace(_FIXED_SPACE, " ") for line in lines]


def _indented(lines: list[str], indent: str, first: str = "") -> list[str]:
    marks = [first or indent, *[indent] * len(lines)]
    return [f"{mark}{line}".rstrip() for mark, line in zip(marks, lines, strict=False)]
