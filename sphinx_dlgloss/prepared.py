"""What a built package has worked out for its own entries, so that builds of documentation take less time.

That is their Markdown, parsed, and their code, told apart into tokens; both come out the same in every project.
``tools/prepare.py`` writes the file when the package is built. Where there is none, or a text is not in it, as in a
project's own glossary, the same is worked out then and there.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

#: The name of the file beside the modules of a built package.
FILE = "prepared.msgpack"

#: What Sphinx asks of the lexer of Python, unless a project asks for something else.
LEXER_OPTIONS = {"stripnl": False}


class MarkdownToken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A token of Markdown."""

    #: What it is, by the parser's name for it.
    type: str
    #: Whether it opens an element (1), closes one (-1), or is one (0).
    nesting: int
    content: str
    #: The address of a link, the language of a block of code, the name of a role.
    name: str
    #: The tokens within a line.
    children: "tuple[MarkdownToken, ...]"  # noqa: UP037 - the class is not there yet when this is read


class Prepared(msgspec.Struct, frozen=True):
    """What has been worked out, each by its text."""

    markdown: dict[str, tuple[MarkdownToken, ...]] = {}
    #: For each token of Python code the position of its kind in the list of kinds, and its length, in one row.
    python: dict[str, list[int]] = {}
    #: The kinds of tokens, as Pygments names them.
    kinds: list[str] = []


@lru_cache(maxsize=1)
def prepared() -> Prepared:
    """Return what the installed package has worked out, which is nothing where it was not built."""
    file = files("sphinx_dlgloss") / FILE
    return msgspec.msgpack.decode(file.read_bytes(), type=Prepared) if file.is_file() else Prepared()
