"""The Markdown of entries.

Entries are data, so what becomes more than text is an allow-list: whatever is not named here
(raw HTML, images, directives, other roles, links that are not http) comes out as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sphinx_dlgloss.output import Output, X, is_elsewhere, joined
from sphinx_dlgloss.prepared import MarkdownToken, prepared

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
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;:.()'/=+-]*")


#: A role with a text of its own.
_EXPLICIT = re.compile(r"(.+?)\s*<([^<>]+)>", re.DOTALL)


def _tokens(text: str) -> Sequence[MarkdownToken]:
    found = prepared().markdown.get(text)
    if found is None:
        from sphinx_dlgloss.parser import tokens  # noqa: PLC0415 - takes a moment, and what is prepared needs none

        found = tokens(text)
    return found


def parse(text: str, output: Output[X]) -> list[X]:
    """Return the blocks of a MyST Markdown text."""
    return _fragment(iter(_tokens(text)), output)


def parse_inline(text: str, output: Output[X]) -> list[X]:
    """Return the contents of the blocks of a MyST Markdown text, as one run."""
    if PLAIN.fullmatch(text):
        return output.text(text)
    # a block of code becomes a text, so that it stays in its line
    runs = (
        _fragment(iter(token.children), output) if token.type == "inline" else output.text(token.content)
        for token in _tokens(text)
        if token.nesting == 0
    )
    return joined(output, runs, " ")


def _fragment(tokens: Iterator[MarkdownToken], output: Output[X]) -> list[X]:
    """Return what the tokens come to, up to the end of the element that they stand in."""
    fragment: list[X] = []
    for token in tokens:
        if token.nesting < 0:
            break
        if token.nesting > 0:
            fragment += _container(token, _fragment(tokens, output), output)
        elif token.type == "inline":
            fragment += _fragment(iter(token.children), output)
        else:
            fragment += _leaf(token, output)
    return fragment


def _container(token: MarkdownToken, content: list[X], output: Output[X]) -> list[X]:
    kind = token.type.removesuffix("_open")
    if kind == "link":
        return output.link(content, token.name) if is_elsewhere(token.name) else content
    make = _CONTAINERS.get(kind)
    return getattr(output, make)(content) if make else content


def _leaf(token: MarkdownToken, output: Output[X]) -> list[X]:
    match token.type:
        case "softbreak" | "hardbreak":
            return output.text("\n")
        case "code_inline":
            return output.literal(token.content)
        case "fence" | "code_block":
            return output.block(token.content, _language(token))
        case "math_inline" | "math_inline_double" | "math_block" | "math_block_label":
            return output.math(token.content.strip(), display=token.type != "math_inline")
        case "myst_role":
            return _role(token.name, token.content, output)
        case _:
            return output.text(token.content)


def _language(token: MarkdownToken) -> str:
    return token.name if re.fullmatch(r"[\w+-]+", token.name) else "text"


def _role(name: str, text: str, output: Output[X]) -> list[X]:
    match name:
        case "dlterm":
            explicit = _EXPLICIT.fullmatch(text)
            return output.term(explicit[2], explicit[1]) if explicit else output.term(text)
        case "math":
            return output.math(text, display=False)
        case "sub" | "subscript":
            return output.subscript(text)
        case "sup" | "superscript":
            return output.superscript(text)
        case _:
            return output.text(f"{{{name}}}`{text}`")
