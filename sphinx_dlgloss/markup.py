"""The Markdown of entries, as docutils nodes.

Entries are data, so what becomes a node is an allow-list: whatever is not named here
(raw HTML, images, directives, other roles, links that are not http) comes out as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx import addnodes

from sphinx_dlgloss.nodes import dlgloss_math

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
]

_CONTAINERS: dict[str, Callable[[], nodes.Element]] = {
    "paragraph": nodes.paragraph,
    "em": nodes.emphasis,
    "strong": nodes.strong,
    "bullet_list": lambda: nodes.bullet_list(bullet="-"),
    "ordered_list": lambda: nodes.enumerated_list(enumtype="arabic", prefix="", suffix="."),
    "list_item": nodes.list_item,
    "blockquote": nodes.block_quote,
}


#: What Markdown leaves as it is. Most texts of one line are, and the parser is slow.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;:.()'/=+-]*")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    config = MdParserConfig(enable_extensions={"dollarmath"}, disable_syntax=_DISABLED)
    return create_md_parser(config, RendererHTML)


def parse(text: str) -> list[nodes.Node]:
    """Return the blocks of a MyST Markdown text."""
    tree = SyntaxTreeNode(_parser().parse(text))
    return [node for child in tree.children for node in _convert(child)]


def parse_inline(text: str) -> list[nodes.Node]:
    """Return the contents of the paragraphs of a MyST Markdown text, as one run."""
    if _PLAIN.fullmatch(text):
        return [nodes.Text(text)]
    run: list[nodes.Node] = []
    for block in parse(text):
        if run:
            run.append(nodes.Text(" "))
        run += block.children if isinstance(block, nodes.paragraph) else [nodes.Text(block.astext())]
    return run


def term_reference(target: str, title: str | None = None) -> addnodes.pending_xref:
    """Return a reference from one entry to another: it is no use of the term by the project."""
    reference = addnodes.pending_xref(
        "",
        refdomain="dl",
        reftype="term",
        reftarget=target,
        refexplicit=title is not None,
        refwarn=True,
        dlgloss_entry=True,
    )
    reference += nodes.inline("", title or target, classes=["xref", "dl", "dl-term"])
    return reference


def api_reference(name: str) -> addnodes.pending_xref:
    """Return a name of a library, linked where the project documents it or has the library's inventory."""
    reference = addnodes.pending_xref(
        "", refdomain="py", reftype="obj", reftarget=name, refexplicit=False, refwarn=False, dlgloss_entry=True
    )
    reference += nodes.literal("", name)
    return reference


def _convert(token: SyntaxTreeNode) -> Iterator[nodes.Node]:
    kind = token.type
    if kind in _CONTAINERS:
        container = _CONTAINERS[kind]()
        container += list(_children(token))
        yield container
    elif kind == "inline":
        yield from _children(token)
    elif kind in {"softbreak", "hardbreak"}:
        yield nodes.Text("\n")
    elif kind == "code_inline":
        yield nodes.literal(token.content, token.content)
    elif kind in {"fence", "code_block"}:
        text = token.content.rstrip("\n")
        yield nodes.literal_block(text, text, language=_language(token))
    elif kind in {"math_inline", "math_inline_double", "math_block"}:
        yield dlgloss_math(latex=token.content.strip(), display=kind != "math_inline")
    elif kind == "myst_role":
        yield _role(token)
    elif kind == "link":
        yield from _link(token)
    else:
        yield nodes.Text(token.content)


def _children(token: SyntaxTreeNode) -> Iterator[nodes.Node]:
    for child in token.children:
        yield from _convert(child)


def _language(token: SyntaxTreeNode) -> str:
    name = token.info.strip() if token.type == "fence" else ""
    return name if re.fullmatch(r"[\w+-]+", name) else "text"


def _role(token: SyntaxTreeNode) -> nodes.Node:
    name, text = token.meta["name"], token.content
    if name == "dlterm":
        explicit = re.fullmatch(r"(.+?)\s*<([^<>]+)>", text, re.DOTALL)
        return term_reference(explicit[2], explicit[1]) if explicit else term_reference(text)
    if name == "math":
        return dlgloss_math(latex=text, display=False)
    if name in {"sub", "subscript"}:
        return nodes.subscript("", text)
    if name in {"sup", "superscript"}:
        return nodes.superscript("", text)
    return nodes.Text(f"{{{name}}}`{text}`")


def _link(token: SyntaxTreeNode) -> Iterator[nodes.Node]:
    address = str(token.attrs.get("href", ""))
    if not re.match(r"https?://", address):
        yield from _children(token)
        return
    reference = nodes.reference("", "", refuri=address, internal=False)
    reference += list(_children(token))
    yield reference
