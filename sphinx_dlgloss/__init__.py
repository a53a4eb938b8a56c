"""A deep-learning glossary for Sphinx: links, cards and a page of definitions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_dlgloss.layers import read_glossaries
from sphinx_dlgloss.load import load_glossary
from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.search import search
from sphinx_dlgloss.sources import GlossaryError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
__all__ = ["GlossaryError", "Lookup", "load_glossary", "read_glossaries", "search", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    # imported here, so that the glossary can be read where there is no Sphinx
    from sphinx_dlgloss.autolink import setup_autolink
    from sphinx_dlgloss.builder import setup_builder
    from sphinx_dlgloss.config import setup_config
    from sphinx_dlgloss.directives import DlGlossary
    from sphinx_dlgloss.domain import setup_domain
    from sphinx_dlgloss.gettext import setup_gettext
    from sphinx_dlgloss.html import setup_html
    from sphinx_dlgloss.nodes import setup_nodes
    from sphinx_dlgloss.page import setup_page
    from sphinx_dlgloss.roles import TermRole
    from sphinx_dlgloss.transforms import setup_transforms
    from sphinx_dlgloss.updates import setup_updates

    setup_config(app)
    setup_nodes(app)
    setup_domain(app)
    app.add_role("dlterm", TermRole())
    app.add_directive("dlglossary", DlGlossary)
    setup_autolink(app)
    setup_gettext(app)
    setup_transforms(app)
    setup_page(app)
    setup_html(app)
    setup_updates(app)
    setup_builder(app)
    app.add_message_catalog("sphinx_dlgloss", str(Path(__file__).parent / "locale"))
    # No `env_version`: Sphinx writes it into the search index of every project, also of one that uses nothing of this
    # extension. The version of the domain's data stands for all that is stored, the nodes of listings included.
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
