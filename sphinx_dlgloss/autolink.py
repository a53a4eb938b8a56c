"""Plain mentions of terms, made into what the role makes: the first on a page, in a section, or every one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.domain import domain_of, is_use
from sphinx_dlgloss.mentions import Mention
from sphinx_dlgloss.nodes import dlgloss_listing
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.roles import authors_reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


class LinkMentions(SphinxTransform):
    """Put references in place of the mentions that the project wants linked."""

    # after translations, before quotation marks are set
    default_priority = 740

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
        for text in list(_prose(self.document)):
            known = seen.setdefault(self._around(text), set())
            chosen = []
            for mention in domain.scanner.mentions(str(text)):
                if (most and made >= most) or (extent != "all" and mention.term in known):
                    continue
                if not _is_glued(text, mention):
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
        reference = authors_reference(form, form, " ".join(form.split()), self.env.docname)
        reference["dlgloss_automatic"] = True
        reference.source, reference.line = text.parent.source, text.parent.line
        return reference


def _has_opted_out(document: nodes.document) -> bool:
    for docinfo in document.findall(nodes.docinfo):
        for field in docinfo.findall(nodes.field):
            if field[0].astext() == OPT_OUT_FIELD:
                return field[1].astext().strip().lower() in {"false", "no", "off", "0"}
    return False


def _prose(node: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the texts in which terms may be linked, in their order."""
    if isinstance(node, _SKIPPED) or OPT_OUT_CLASS in node["classes"]:
        return
    if isinstance(node, nodes.TextElement):
        is_figure = isinstance(node, nodes.caption) and isinstance(node.parent, nodes.figure)
        if is_figure or isinstance(node, nodes.paragraph | nodes.line):
            yield from _line(node)
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _prose(child)


def _line(node: nodes.Element) -> Iterator[nodes.Text]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif (
            type(child) in {nodes.emphasis, nodes.inline, nodes.strong} and not cast("nodes.Element", child)["classes"]
        ):
            # other roles have said what they mean
            yield from _line(cast("nodes.Element", child))


def _is_glued(text: nodes.Text, mention: Mention) -> bool:
    """Tell whether something stands right beside a mention that makes one thing of both, such as code."""
    siblings = text.parent.children
    position = next(index for index, sibling in enumerate(siblings) if sibling is text)
    # a backslash that keeps markup from words leaves a mark in the text
    before, after = _ESCAPED_SPACE.sub("", text[: mention.start]), _ESCAPED_SPACE.sub("", text[mention.end :])
    beside = [siblings[position - 1]] if position and not before else []
    beside += siblings[position + 1 : position + 2] if not after else []
    return any(not isinstance(sibling, nodes.Text) for sibling in beside)


def setup_autolink(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LinkMentions)
