"""Entries for the gettext builder, where a project asks to translate them itself."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.nodes import (
    dlgloss_facts,
    dlgloss_label,
    dlgloss_listing,
    dlgloss_math,
    dlgloss_uses,
)


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
    return isinstance(node, nodes.paragraph | nodes.term) and not isinstance(
        node, dlgloss_facts | dlgloss_label | dlgloss_uses
    )


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
