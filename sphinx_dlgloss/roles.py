"""The role ``dlterm``, which is the role ``term`` of the domain ``dl`` by a short name."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole


class TermRole(ReferenceRole):
    """A reference to a term of the glossary."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a cross-reference that the domain resolves, or the text after an exclamation mark."""
        if self.disabled:
            return [nodes.Text(self.title.removeprefix("!"))], []
        reference = addnodes.pending_xref(
            self.rawtext,
            refdomain="dl",
            reftype="term",
            reftarget=self.target,
            refexplicit=self.has_explicit_title,
            refwarn=True,
            refdoc=self.env.docname,
        )
        reference += nodes.inline(self.rawtext, self.title, classes=["xref", "dl", "dl-term"])
        self.set_source_info(reference)
        return [reference], []
