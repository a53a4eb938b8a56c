"""Plain mentions of terms, made into what the role makes: the first on a page, in a section, or every one.

Which ones is decided when a document is read. Its texts stay whole until it is written, because what is between takes
longer the more nodes there are: an element notes the mentions in its own texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.domain import GlossaryDomain, Use, domain_of, is_use
from sphinx_dlgloss.mentions import Mention
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.prose import LISTS, blocks, is_glued, opts_out, texts

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The attribute of an element for the mentions to link in its texts.
_ATTRIBUTE = "dlgloss_links"


class AutomaticLink(NamedTuple):
    """A mention to be linked in one of the texts of an element."""

    docname: str
    #: Which child of the element the text is.
    child: int
    start: int
    end: int


class ChooseMentions(SphinxTransform):
    """Note the mentions that the project wants linked."""

    # last, because the notes count children: at 999 Sphinx, which comes first, takes out its marks of what is to be
    # translated; docutils sorts priorities as texts of three digits
    default_priority = 999

    def apply(self, **kwargs: Any) -> None:
        """Choose from the mentions in the document."""
        extent = self.config.dlgloss_autolink
        docname = self.env.docname
        if not extent or LISTS.search(docname) or is_generated(self.env, docname) or opts_out(self.env, docname):
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
                self._note(domain, text, chosen)

    def _around(self, node: nodes.Node) -> nodes.Node | None:
        """Return what a term is linked once in: the section, or for the whole page nothing."""
        if self.config.dlgloss_autolink != "section":
            return None
        while node.parent is not None and not isinstance(node, nodes.section):
            node = node.parent
        return node

    def _note(self, domain: GlossaryDomain, text: nodes.Text, mentions: list[Mention]) -> None:
        docname, element = self.env.docname, text.parent
        child = next(position for position, child in enumerate(element.children) if child is text)
        element.attributes.setdefault(_ATTRIBUTE, []).extend(
            AutomaticLink(docname, child, mention.start, mention.end) for mention in mentions
        )
        for mention in mentions:
            domain.note_use(docname, Use(in_one_line(text[mention.start : mention.end]), mention.term))


def automatic_links(top: nodes.Element) -> Iterator[tuple[nodes.Text, AutomaticLink]]:
    """Yield the mentions to be linked below a node, each with the text that it is in."""
    for element in top.findall(nodes.TextElement):
        noted = _by_child(element)
        for position, child in enumerate(element.children):
            if isinstance(child, nodes.Text):
                for link in noted.get(position, ()):
                    yield child, link


def has_automatic_links(element: nodes.Element) -> bool:
    """Tell whether there are mentions to be linked in the texts of an element."""
    return _ATTRIBUTE in element.attributes


def link_mentions(
    element: nodes.Element, linked: Callable[[nodes.Text, AutomaticLink, nodes.Element], nodes.Node]
) -> None:
    """Put links in place of the mentions that are to be linked in the texts of an element.

    Args:
        element: The element.
        linked: Makes a link of a text, which was noted so in an element.
    """
    noted = _by_child(element)
    del element[_ATTRIBUTE]
    run: list[nodes.Node] = []
    for position, child in enumerate(element.children):
        if isinstance(child, nodes.Text) and position in noted:
            run += _with_links(child, noted[position], element, linked)
        else:
            run.append(child)
    element.children = run
    for child in run:
        element.setup_child(child)


def _with_links(
    text: nodes.Text,
    links: list[AutomaticLink],
    element: nodes.Element,
    linked: Callable[[nodes.Text, AutomaticLink, nodes.Element], nodes.Node],
) -> list[nodes.Node]:
    run: list[nodes.Node] = []
    end = 0
    for link in links:
        if link.start > end:
            run.append(nodes.Text(text[end : link.start]))
        run.append(linked(nodes.Text(text[link.start : link.end]), link, element))
        end = link.end
    return [*run, nodes.Text(text[end:])] if end < len(text) else run


def _by_child(element: nodes.Element) -> dict[int, list[AutomaticLink]]:
    by_child: dict[int, list[AutomaticLink]] = {}
    links: list[AutomaticLink] = element.get(_ATTRIBUTE, [])
    for link in links:
        by_child.setdefault(link.child, []).append(link)
    return by_child


def setup_autolink(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(ChooseMentions)
