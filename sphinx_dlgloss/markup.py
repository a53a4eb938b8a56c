"""The Markdown of entries.

Entries are data, so what becomes more than text is an allow-list: whatever is not named here
(raw HTML, images, directives, other roles, links that are not http) comes out as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_dlgloss.output import Output, X, is_elsewhere, joined

_DISABLED = [
    "front_matter",
    "footnote_def",
    "footnote_ref",
    "heading",
    "hr",
    "html_block",
    "html_inline",
    "image",
    "lheading",
    "myst_block_break",
    "myst_line_comment",
    "myst_target",
    "reference",
    "table",
    "wordcount",
]

#: Which method of an output makes an element of Markdown.
_CONTAINERS = {
    "blockquote": "quote",
    "bullet_list": "bullets",
    "em": "emphasis",
    "list_item": "item",
    "ordered_list": "numbers",
    "paragraph": "paragraph",
    "strong": "strong",
}

#: What Markdown leaves as it is. Most texts of one line are, and the parser is slow.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;:.()'/=+-]*")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    config = MdParserConfig(enable_extensions={"dollarmath"}, disable_syntax=_DISABLED)
    return create_md_parser(config, RendererHTML)


def parse(text: str, output: Output[X]) -> list[X]:
    """Return the blocks of a MyST Markdown text."""
    return _fragment(iter(_parser().parse(text)), output)


def parse_inline(text: str, output: Output[X]) -> list[X]:
    """Return the contents of the blocks of a MyST Markdown text, as one run."""
    if _PLAIN.fullmatch(text):
        return output.text(text)
    # a block of code becomes a text, so that it stays in its line
    runs = (
        _fragment(iter(token.children or ()), output) if token.type == "inline" else output.text(token.content)
        for token in _parser().parse(text)
        if token.nesting == 0
    )
    return joined(output, runs, " ")


def _fragment(tokens: Iterator[Token], output: Output[X]) -> list[X]:
    """Return what the tokens come to, up to the end of the element that they stand in."""
    fragment: list[X] = []
    for token in tokens:
        if token.nesting < 0:
            break
        if token.nesting > 0:
            fragment += _container(token, _fragment(tokens, output), output)
        elif token.type == "inline":
            fragment += _fragment(iter(token.children or ()), output)
        else:
            fragment += _leaf(token, output)
    return fragment


def _container(token: Token, content: list[X], output: Output[X]) -> list[X]:
    kind = token.type.removesuffix("_open")
    if kind == "link":
        address = str(token.attrs.get("href", ""))
        return output.link(content, address) if is_elsewhere(address) else content
    make = _CONTAINERS.get(kind)
    return getattr(output, make)(content) if make else content


def _leaf(token: Token, output: Output[X]) -> list[X]:
    match token.type:
        case "softbreak" | "hardbreak":
            return output.text("\n")
        case "code_inline":
            return output.literal(token.content)
        case "fence" | "code_block":
            return output.block(token.content, _language(token))
        case "math_inline" | "math_inline_double" | "math_block":
            return output.math(token.content.strip(), display=token.type != "math_inline")
        case "myst_role":
            return _role(token.meta["name"], token.content, output)
        case _:
            return output.text(token.content)


def _language(token: Token) -> str:
    name = token.info.strip() if token.type == "fence" else ""
    return name if re.fullmatch(r"[\w+-]+", name) else "text"


def _role(name: str, text: str, output: Output[X]) -> list[X]:
    match name:
        case "dlterm":
            explicit = re.fullmatch(r"(.+?)\s*<([^<>]+)>", text, re.DOTALL)
            return output.term(explicit[2], explicit[1]) if explicit else output.term(text)
        case "math":
            return output.math(text, display=False)
        case "sub" | "subscript":
            return output.subscript(text)
        case "sup" | "superscript":
            return output.superscript(text)
        case _:
            return output.text(f"{{{name}}}`{text}`")
