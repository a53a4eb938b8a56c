"""Entries for the gettext builder, where a project asks to translate them itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain

from sphinx_dlgloss.nodes import (
    dlgloss_facts,
    dlgloss_label,
    dlgloss_listing,
    dlgloss_math,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def mark_translatable(listing: dlgloss_listing, *, translatable: bool) -> None:
    """Give each text of a listing the source that Sphinx extracts and translates, or keep Sphinx from it."""
    for node in listing.findall(nodes.TextElement):
        if isinstance(node, nodes.Inline):
            # Sphinx dissolves an inline node that has the mark, whichever it is
            continue
        node["translatable"] = translatable and _is_prose(node)
        if node["translatable"]:
            node.rawsource = _restructuredtext(node)
            node.source, node.line = listing.source, listing.line


def _is_prose(node: nodes.TextElement) -> bool:
    if "dlgloss-api" in node["classes"]:
        return False
    return isinstance(node, nodes.paragraph | nodes.term) and not isinstance(node, dlgloss_facts | dlgloss_label)


def _restructuredtext(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext().replace("\\", "\\\\").replace("*", "\\*").replace("`", "\\`")
    inner = "".join(map(_restructuredtext, node.children))
    match node:
        case dlgloss_math():
            text = f":math:`{node['latex']}`"
        case nodes.literal():
            text = f"``{node.astext()}``"
        case nodes.emphasis():
            text = f"*{inner}*"
        case nodes.strong():
            text = f"**{inner}**"
        case addnodes.pending_xref():
            text = f":dlterm:`{node.astext()} <{node['reftarget']}>`"
        case nodes.reference():
            text = f"`{inner} <{node['refuri']}>`__"
        case _:
            text = inner
    return text


def drop_empty_catalog(app: Sphinx, exception: Exception | None) -> None:
    """Remove the catalog that the gettext builder makes for every document, where it has no message of ours."""
    page = app.config.dlgloss_page
    if exception or app.builder.name != "gettext" or page is None or app.config.dlgloss_gettext:
        return
    catalog = Path(app.outdir, f"{docname_to_domain(page, app.config.gettext_compact)}.pot")
    # the header is a message too
    if catalog.is_file() and catalog.read_text(encoding="utf-8").count("\nmsgid ") == 1:
        catalog.unlink()


class TranslatedEntries(SphinxTransform):
    """Make what a translation brought into a listing what the renderer would have made."""

    # right after the translation, and before anyone looks for math
    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Put our own nodes in place of those of the roles in a translation."""
        if not self.config.dlgloss_gettext:
            return
        for listing in self.document.findall(dlgloss_listing):
            for math in list(listing.findall(nodes.math)):
                math.replace_self(dlgloss_math(latex=math.astext(), display=False))
            for reference in listing.findall(addnodes.pending_xref):
                if reference["refdomain"] == "dl":
                    reference["dlgloss_entry"] = True


def setup_gettext(app: Sphinx) -> None:
    """Register what concerns translation."""
    app.add_transform(TranslatedEntries)
    app.connect("build-finished", drop_empty_catalog)
