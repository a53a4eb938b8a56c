"""Entries as HTML, without a node for every word of them.

A page of hundreds of entries has a hundred thousand nodes, and Sphinx walks through all of them some thirty times.
Where pages are written by Sphinx's own translator, this output writes what that would write, which a test holds
byte for byte, and one node holds the result. Elsewhere entries go the usual way, as nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from docutils import nodes
from docutils.utils import new_document
from pygments import format, highlight  # noqa: A004 - what Pygments calls it
from pygments.filters import ErrorToken
from pygments.lexers.python import PythonLexer
from pygments.token import string_to_tokentype
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.nodes import dlgloss_written
from sphinx_dlgloss.output import FOLDED, UNSEARCHED, Counterparts, NodeOutput, is_elsewhere
from sphinx_dlgloss.prepared import LEXER_OPTIONS, prepared

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer
    from sphinx.builders import Builder

    from sphinx_dlgloss.typography import SmartQuotes

#: The nodes of docutils in whose place HTML is written here.
_WRITTEN = (
    "block_quote",
    "bullet_list",
    "emphasis",
    "enumerated_list",
    "inline",
    "list_item",
    "literal",
    "literal_block",
    "paragraph",
    "reference",
    "strong",
    "subscript",
    "superscript",
    "Text",
)


_SPECIAL = re.compile(f"[{''.join(map(chr, HTML5Translator.special_characters))}]")


class NotWritableError(Exception):
    """Something that takes Sphinx's own machinery, such as a link that leads out of this project."""


class Piece(NamedTuple):
    """A piece of HTML."""

    #: A text, which is set with the paragraph around it; a text that stays as it is; the tag that begins a paragraph,
    #: and the one that ends it; all else.
    kind: Literal["text", "literal", "begin", "end", "markup"]
    #: What a reader sees of it, for typography and for the search.
    text: str
    #: Nothing for a text that is to be set.
    html: str
    is_searched: bool = True
    #: What takes Sphinx to write it.
    node: nodes.Node | None = None


class HtmlOutput:
    """HTML as Sphinx's own translator writes it.

    Args:
        builder: Whose highlighter colors the code.
        quotes: What sets quotation marks; nothing, for texts that have been set.
        address: Where the entry of a term is, seen from the page; nothing, where this project has no place for it.
        location: The listing that warnings are about.
    """

    def __init__(
        self,
        builder: StandaloneHTMLBuilder,
        quotes: SmartQuotes | None,
        address: Callable[[str], str | None],
        location: nodes.Node,
    ) -> None:
        self._builder = builder
        self._quotes = quotes
        self._address = address
        self._location = location
        self._colors: dict[str, tuple[Lexer, Formatter[str]]] = {}
        self._indexed: set[str] = set()

    @staticmethod
    def is_for(builder: Builder) -> bool:
        """Tell whether a builder's translator writes what entries consist of in Sphinx's own way.

        Themes and extensions may have a translator of their own, or replace how one node is written.
        """
        # there are no settings, where an extension resolves a document before any is written
        settings = getattr(builder, "docsettings", None)
        if not isinstance(builder, StandaloneHTMLBuilder) or settings is None:
            return False
        translator = builder.create_translator(new_document("", settings), builder)
        return all(
            getattr(getattr(translator, name, None), "__func__", None) is getattr(HTML5Translator, name)
            for node in _WRITTEN
            for name in (f"visit_{node}", f"depart_{node}")
        )

    def text(self, text: str) -> list[Piece]:
        return [Piece("text", text, "") if self._quotes else Piece("literal", text, _escaped(text))]

    def literal(self, text: str) -> list[Piece]:
        html = "".join(map(_protected, re.findall(r"[^ \n]+| +|\n", _escaped(text))))
        return [Piece("literal", text, f'<code class="docutils literal notranslate">{html}</code>')]

    def math(self, latex: str, *, display: bool) -> list[Piece]:
        try:
            return [Piece("markup", "", mathml(latex, display=display))]
        except MathError as error:
            raise NotWritableError(latex) from error

    def emphasis(self, content: list[Piece]) -> list[Piece]:
        return [_markup("<em>"), *content, _markup("</em>")]

    def strong(self, content: list[Piece]) -> list[Piece]:
        return [_markup("<strong>"), *content, _markup("</strong>")]

    def subscript(self, text: str) -> list[Piece]:
        return [_markup("<sub>"), *self.text(text), _markup("</sub>")]

    def superscript(self, text: str) -> list[Piece]:
        return [_markup("<sup>"), *self.text(text), _markup("</sup>")]

    def span(self, text: str, *classes: str) -> list[Piece]:
        return [_markup(_tag("span", classes)), *self.text(text), _markup("</span>")]

    def term(self, target: str, text: str | None = None) -> list[Piece]:
        address = self._address(target)
        if address is None:
            raise NotWritableError(target)
        place = "external" if is_elsewhere(address) else "internal"
        return _link(f"dlterm reference {place}", address, self.text(text or target))

    def link(self, content: list[Piece], address: str, *, internal: bool = False) -> list[Piece]:
        return _link("reference internal" if internal else "reference external", address, content)

    def paragraph(self, content: list[Piece], *classes: str) -> list[Piece]:
        return [Piece("begin", "", _tag("p", classes)), *content, Piece("end", "", "</p>\n")]

    def facts(self, content: list[Piece]) -> list[Piece]:
        return self.paragraph(content, "dlgloss-facts")

    def summary(self, text: str) -> list[Piece]:
        return self.paragraph(self.text(text), "dlgloss-summary")

    def block(self, text: str, language: str) -> list[Piece]:
        text = text.rstrip("\n")
        if text.startswith(">>>"):
            raise NotWritableError("a session at a prompt, which Sphinx may trim")
        html = self._highlighted(text, language)
        return [Piece("markup", text, f'<div class="highlight-{language} notranslate">{html}</div>\n')]

    def _highlighted(self, text: str, language: str) -> str:
        bridge, options = self._builder.highlighter, self._builder.config.highlight_options.get(language, {})
        if language not in self._colors:
            # making these for each block takes as long as half of the coloring
            lexer = bridge.get_lexer(text, language, options, location=self._location)
            self._colors[language] = lexer, bridge.get_formatter()
        lexer, formatter = self._colors[language]
        if type(lexer) is PythonLexer and lexer.options == LEXER_OPTIONS and text in prepared().python:
            return format(self._tokens(text), formatter)
        try:
            return highlight(text, lexer, formatter)
        except ErrorToken:
            # Sphinx says what it cannot read, and goes on without colors
            return bridge.highlight_block(text, language, opts=options, location=self._location)

    def _tokens(self, code: str) -> Iterator[tuple[Any, str]]:
        text, end = f"{code}\n", 0
        row = iter(prepared().python[code])
        for kind, length in zip(row, row, strict=True):
            start, end = end, end + length
            yield self._kinds[kind], text[start:end]

    @cached_property
    def _kinds(self) -> list[Any]:
        return list(map(string_to_tokentype, prepared().kinds))

    def quote(self, content: list[Piece]) -> list[Piece]:
        return [_markup("<blockquote>\n<div>"), *content, _markup("</div></blockquote>\n")]

    def item(self, content: list[Piece]) -> list[Piece]:
        if content and content[0].kind == "begin" and next(p for p in content if p.kind == "end") is content[-1]:
            return [_markup("<li>"), *content[:-1], Piece("end", "", "</p></li>\n")]
        raise NotWritableError("an item of several blocks")

    def bullets(self, items: list[Piece], *classes: str) -> list[Piece]:
        return self._list("ul", items, classes)

    def numbers(self, items: list[Piece]) -> list[Piece]:
        return self._list("ol", items, ("arabic",))

    def _list(self, tag: str, items: list[Piece], classes: tuple[str, ...]) -> list[Piece]:
        if self._builder.config.html_compact_lists:
            classes = (*classes, "simple")
        return [_markup(f"{_tag(tag, classes)}\n"), *items, _markup(f"</{tag}>\n")]

    def part(self, kind: str, label: str, content: list[Piece]) -> list[Piece]:
        classes: tuple[str, ...] = ("dlgloss-part", f"dlgloss-{kind}")
        tag, head, foot = "div", '<p class="dlgloss-label">', "</p>"
        if kind in FOLDED:
            tag, head, foot = "details", "<summary>", "</summary>"
        if kind in UNSEARCHED:
            classes = ("no-search", *classes)
        begin, end = Piece("begin", "", f"{_tag(tag, classes)}\n{head}"), Piece("end", "", f"{foot}\n")
        part = [begin, *self.strong(self.text(label)), end, *content, _markup(f"</{tag}>\n")]
        return [piece._replace(is_searched=False) for piece in part] if kind in UNSEARCHED else part

    def counterparts(self, label: str, libraries: Counterparts) -> list[Piece]:
        # nodes, because Sphinx resolves the names
        content = NodeOutput().counterparts(label, libraries)
        if self._quotes:
            self._quotes.educate(content)
        return [Piece("markup", "", "", node=node) for node in content]

    def as_nodes(self, content: Iterable[Piece]) -> list[nodes.Node]:
        """Return as few nodes as there can be for what has been written."""
        made: list[nodes.Node] = []
        run: list[Piece] = []
        for piece in self._set(content):
            if piece.node is None:
                run.append(piece)
                continue
            made += [self._as_node(run), piece.node] if run else [piece.node]
            run = []
        return [*made, self._as_node(run)] if run else made

    def _as_node(self, run: Sequence[Piece]) -> dlgloss_written:
        html = "".join([_escaped(piece.text) if piece.kind == "text" else piece.html for piece in run])
        # a page is found by a word however often it has it
        words = dict.fromkeys(" ".join([piece.text for piece in run if piece.is_searched]).split())
        new = [word for word in words if word not in self._indexed]
        self._indexed.update(new)
        return dlgloss_written("", nodes.Text(" ".join(new)), html=html)

    def _set(self, content: Iterable[Piece]) -> list[Piece]:
        """Return the pieces with quotation marks, dashes and ellipses as they are to be set."""
        pieces = list(content)
        if self._quotes:
            # all paragraphs at a time, because each time has its cost
            runs = [run for run in _paragraphs(pieces) if self._quotes.may_change(_texts(pieces, run))]
            texts = self._quotes.educated(
                [[(pieces[n].text, pieces[n].kind == "literal") for n in run] for run in runs]
            )
            for position, text in zip(chain.from_iterable(runs), texts, strict=True):
                pieces[position] = pieces[position]._replace(text=text)
        return pieces


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Yield where the texts of each paragraph are."""
    run: list[int] = []
    for position, piece in enumerate(pieces):
        if piece.kind == "begin":
            run = []
        elif piece.kind == "end":
            yield run
            # what stands between paragraphs is set in none
            run = []
        elif piece.kind != "markup":
            run.append(position)


def _texts(pieces: Sequence[Piece], run: Iterable[int]) -> Iterator[str]:
    return (pieces[position].text for position in run if pieces[position].kind == "text")


def _markup(html: str) -> Piece:
    return Piece("markup", "", html)


def _tag(name: str, classes: tuple[str, ...]) -> str:
    return f'<{name} class="{" ".join(classes)}">' if classes else f"<{name}>"


def _link(classes: str, address: str, content: list[Piece]) -> list[Piece]:
    return [_markup(f'<a class="{classes}" href="{_escaped(address)}">'), *content, _markup("</a>")]


def _escaped(text: str) -> str:
    return text.translate(HTML5Translator.special_characters) if _SPECIAL.search(text) else text


def _protected(token: str) -> str:
    """Return a word of code so that no line breaks in it, and several spaces so that they stay."""
    if token.strip(" \n"):
        return f'<span class="pre">{token}</span>'
    return token if token in {" ", "\n"} else "&#160;" * (len(token) - 1) + " "
