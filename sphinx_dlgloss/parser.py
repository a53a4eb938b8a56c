"""MyST Markdown into its tokens."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_dlgloss.prepared import MarkdownToken

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


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    config = MdParserConfig(enable_extensions={"dollarmath"}, disable_syntax=_DISABLED)
    return create_md_parser(config, RendererHTML)


def tokens(text: str) -> tuple[MarkdownToken, ...]:
    """Return the tokens of a text, those within a line below the token of the line."""
    return tuple(map(_token, _parser().parse(text)))


def _token(token: Token) -> MarkdownToken:
    match token.type:
        case "link_open":
            name = str(token.attrs.get("href", ""))
        case "fence":
            name = token.info.strip()
        case "myst_role":
            name = token.meta["name"]
        case _:
            name = ""
    children = tuple(map(_token, token.children or ()))
    # what a line says is in its tokens
    return MarkdownToken(token.type, token.nesting, "" if children else token.content, name, children)
