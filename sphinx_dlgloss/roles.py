"""The role ``dlterm``, which is the role ``term`` of the domain ``dl`` by a short name."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole


def authors_reference(
    rawsource: str, title: str, target: str, docname: str, *, explicit: bool = False
) -> addnodes.pending_xref:
    """Return a reference to a term, which counts as a use of it.

    Args:
        rawsource: What stands in the source.
        title: The text to show.
        target: The form of the term.
        docname: The document that it stands in.
        explicit: Whether the author gave the text beside the term.
    """
    reference = addnodes.pending_xref(
        rawsource,
        refdomain="dl",
        reftype="term",
        reftarget=target,
        refexplicit=explicit,
        refwarn=True,
        refdoc=docname,
    )
    reference += nodes.inline(rawsource, title, classes=["xref", "dl", "dl-term"])
    return reference


class TermRole(ReferenceRole):
    """A reference to a term of the glossary."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a cross-reference that the domain resolves, or the text after an exclamation mark."""
        if self.disabled:
            return [nodes.Text(self.title.removeprefix("!"))], []
        reference = authors_reference(
            self.rawtext, self.title, self.target, self.env.docname, explicit=self.has_explicit_title
        )
        self.set_source_info(reference)
        return [reference], []
