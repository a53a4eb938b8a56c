"""The file that a built package brings with it, so that builds of documentation need not work it out.

Usage::

    python -m tools.prepare FILE

``sphinx_dlgloss/prepared.py`` says what is in it. The build of the package calls this (``hatch_build.py``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from pygments import lex
from pygments.lexers.python import PythonLexer

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.markup import PLAIN
from sphinx_dlgloss.model import Glossary, Term
from sphinx_dlgloss.parser import tokens
from sphinx_dlgloss.prepared import LEXER_OPTIONS, Prepared


def prepare(glossary: Glossary) -> Prepared:
    """Return what is worked out for the texts of a glossary."""
    markdown = {text: tokens(text) for term in glossary.terms for text in markdown_of(term)}
    code = {term.code.source.rstrip("\n") for term in glossary.terms if term.code}
    lexed = {text: list(lex(text, PythonLexer(**LEXER_OPTIONS))) for text in sorted(code)}
    kinds = sorted({str(kind) for found in lexed.values() for kind, _ in found})
    python = {
        text: [number for kind, part in found for number in (kinds.index(str(kind)), len(part))]
        for text, found in lexed.items()
    }
    return Prepared(markdown, python, kinds)


def markdown_of(term: Term) -> Iterator[str]:
    """Yield the texts of an entry that are Markdown."""
    yield from filter(None, (term.definition, term.example, term.pitfall))
    in_lines = [contrast.difference for contrast in term.contrast]
    if term.formula:
        in_lines += term.formula.symbols.values()
    yield from (text for text in in_lines if not PLAIN.fullmatch(text))


def main() -> None:
    """Write the file."""
    Path(sys.argv[1]).write_bytes(msgspec.msgpack.encode(prepare(load_glossary())))


if __name__ == "__main__":
    main()
