"""The prose of documents: where terms may be mentioned, and in which line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_dlgloss.mentions import Mention
from sphinx_dlgloss.nodes import dlgloss_listing

N = TypeVar("N", bound=nodes.Element)

#: The class of a block in which nothing is linked, and the field in the metadata of a page that asks for nothing.
OPT_OUT_CLASS, OPT_OUT_FIELD = "dlgloss-nolink", "dlgloss-autolink"

#: The last part of the name of documents that are lists of people and of changes, not prose.
LISTS = re.compile(
    r"(?:^|/)(?:about|acknowledge?ments?|authors?|change[-_ ]?logs?|changes|contributors?|credits|history|news|people"
    r"|release[-_ ]?(?:history|notes?)|team|what'?s[-_ ]?new|v?\d+[._]\d+[^/]*)$",
    re.IGNORECASE,
)

#: How docutils keeps a space after a backslash, which no output shows.
_ESCAPED_SPACE = re.compile("\x00[ \n]")

#: What is not prose all through; of other elements with text, only paragraphs and what is like them are.
_SKIPPED = (
    addnodes.acks,
    addnodes.productionlist,
    addnodes.toctree,
    dlgloss_listing,
    nodes.Invisible,
    nodes.Special,
    nodes.citation,
    nodes.docinfo,
    nodes.thead,
)


def means_no(value: str) -> bool:
    """Tell whether the field in the metadata of a page asks for no links."""
    return value.strip().lower() in {"false", "no", "off", "0"}


def blocks(node: nodes.Element) -> Iterator[nodes.TextElement]:
    """Yield the paragraphs, and what is like them, in which terms may be linked, in their order."""
    if isinstance(node, _SKIPPED) or OPT_OUT_CLASS in node["classes"]:
        return
    if isinstance(node, nodes.TextElement):
        is_figure = isinstance(node, nodes.caption) and isinstance(node.parent, nodes.figure)
        if is_figure or isinstance(node, nodes.paragraph | nodes.line):
            yield node
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from blocks(child)


def texts(node: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the texts of a block in which terms may be linked: what roles have said is theirs."""
    _join_texts(node)
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif is_prose(child):
            yield from texts(cast("nodes.Element", child))


def is_prose(element: nodes.Node) -> bool:
    """Tell whether terms may be linked in an element within a line: not in what a role has made."""
    return (
        type(element) in {nodes.emphasis, nodes.inline, nodes.strong} and not cast("nodes.Element", element)["classes"]
    )


def _join_texts(node: nodes.Element) -> None:
    """Make one text of those that stand side by side: in Markdown each line is one."""
    joined: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, nodes.Text) and joined and isinstance(joined[-1], nodes.Text):
            joined[-1] = nodes.Text(f"{joined[-1]}{child}")
        else:
            joined.append(child)
    if len(joined) < len(node.children):
        node.children = joined
        for child in joined:
            node.setup_child(child)


def is_glued(text: nodes.Text, mention: Mention) -> bool:
    """Tell whether something stands right beside a mention that makes one thing of both, such as code."""
    siblings = text.parent.children
    position = next(index for index, sibling in enumerate(siblings) if sibling is text)
    # a backslash that keeps markup from words leaves a mark in the text
    before, after = _ESCAPED_SPACE.sub("", text[: mention.start]), _ESCAPED_SPACE.sub("", text[mention.end :])
    beside = [siblings[position - 1]] if position and not before else []
    beside += siblings[position + 1 : position + 2] if not after else []
    return any(not isinstance(sibling, nodes.Text) for sibling in beside)


def line_of(node: nodes.Node, offset: int = 0) -> int | None:
    """Return the line of a source file that something within a block stands in, as far as it is known.

    Args:
        node: A text, or an element within a line.
        offset: Where in the text.
    """
    block = node.parent
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    if block.line is None or (node.line is not None and isinstance(block, nodes.title)):
        # what is made of docstrings has fields without lines; a title may name the line below it
        return node.line
    first = node if isinstance(node, nodes.Text) else next(iter(node.findall(nodes.Text)), None)
    lines = str(node)[:offset].count("\n") if isinstance(node, nodes.Text) else 0
    for text in block.findall(nodes.Text):
        if text is first:
            break
        lines += text.count("\n")
    # in a cell of a table Markdown knows more of a reference than of its paragraph
    return max(block.line + lines, node.line or 0)


def located(node: N) -> N:
    """Return a reference, which knows the line of its paragraph, with its own line."""
    node.line = line_of(node)
    return node
