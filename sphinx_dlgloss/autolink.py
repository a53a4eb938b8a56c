"""Plain mentions of terms, made into what the role makes: the first on a page, in a section, or every one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.domain import domain_of, is_use
from sphinx_dlgloss.mentions import Mention
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.prose import LISTS, OPT_OUT_FIELD, blocks, is_glued, opts_out, texts
from sphinx_dlgloss.roles import authors_reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class LinkMentions(SphinxTransform):
    """Put references in place of the mentions that the project wants linked."""

    # after quotation marks are set, which takes longer the more texts there are
    default_priority = 760

    def apply(self, **kwargs: Any) -> None:
        """Link the mentions of the document."""
        extent = self.config.dlgloss_autolink
        docname = self.env.docname
        if not extent or LISTS.search(docname) or is_generated(self.env, docname) or _has_opted_out(self.document):
            return
        domain = domain_of(self.env)
        most = self.config.dlgloss_autolink_max
        made = 0
        seen: dict[nodes.Node | None, set[str]] = {}
        if extent != "all":
            for reference in filter(is_use, self.document.findall(addnodes.pending_xref)):
                match = domain.lookup.find(reference["reftarget"])
                if match:
                    seen.setdefault(self._around(reference), set()).add(match.id)
        for text in [text for block in blocks(self.document) for text in texts(block)]:
            known = seen.setdefault(self._around(text), set())
            chosen = []
            for mention in domain.scanner.mentions(str(text)):
                if (most and made >= most) or (extent != "all" and mention.term in known):
                    continue
                if not is_glued(text, mention):
                    known.add(mention.term)
                    chosen.append(mention)
                    made += 1
            if chosen:
                self._link(text, chosen)

    def _around(self, node: nodes.Node) -> nodes.Node | None:
        """Return what a term is linked once in: the section, or for the whole page nothing."""
        if self.config.dlgloss_autolink != "section":
            return None
        while node.parent is not None and not isinstance(node, nodes.section):
            node = node.parent
        return node

    def _link(self, text: nodes.Text, mentions: list[Mention]) -> None:
        written = str(text)
        run: list[nodes.Node] = []
        end = 0
        for mention in mentions:
            if mention.start > end:
                run.append(nodes.Text(written[end : mention.start]))
            run.append(self._reference(text, written[mention.start : mention.end]))
            end = mention.end
        if end < len(written):
            run.append(nodes.Text(written[end:]))
        text.parent.replace(text, run)

    def _reference(self, text: nodes.Text, form: str) -> addnodes.pending_xref:
        reference = authors_reference(form, form, in_one_line(form), self.env.docname)
        reference["dlgloss_automatic"] = True
        reference.source, reference.line = text.parent.source, text.parent.line
        return reference


def _has_opted_out(document: nodes.document) -> bool:
    for docinfo in document.findall(nodes.docinfo):
        for field in docinfo.findall(nodes.field):
            if field[0].astext() == OPT_OUT_FIELD:
                return opts_out(field[1].astext())
    return False


def setup_autolink(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LinkMentions)
