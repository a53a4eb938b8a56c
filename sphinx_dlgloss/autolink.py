"""Plain mentions of terms, made into what the role makes: the first on a page, in a section, or every one.

Which ones is decided when a document is read. Its texts stay whole until it is written, because what is between takes
longer the more nodes there are: a block notes the mentions in its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.domain import Use, domain_of, is_use
from sphinx_dlgloss.mentions import Mention
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.prose import LISTS, OPT_OUT_FIELD, blocks, is_glued, is_prose, means_no, texts

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The attribute of a block for the mentions to link in its texts.
_ATTRIBUTE = "dlgloss_links"


class AutomaticLink(NamedTuple):
    """A mention to be linked in one of the texts of a block."""

    docname: str
    #: The words as they are written.
    form: str
    #: Which of all texts of the block it is in, and where.
    text: int
    start: int
    #: Where that is, if the block does not know: in fields of docstrings Sphinx takes away the element that does.
    source: str | None = None
    line: int | None = None


class ChooseMentions(SphinxTransform):
    """Note the mentions that the project wants linked."""

    # after quotation marks are set, which changes texts, and before other extensions see what has been read
    default_priority = 760

    def apply(self, **kwargs: Any) -> None:
        """Choose from the mentions in the document."""
        extent = self.config.dlgloss_autolink
        docname = self.env.docname
        if not extent or LISTS.search(docname) or is_generated(self.env, docname) or _has_opted_out(self.document):
            return
        domain = domain_of(self.env)
        most = self.config.dlgloss_autolink_max
        made = 0
        seen = self._linked_by_author() if extent != "all" else {}
        for block in blocks(self.document):
            known = seen.setdefault(self._around(block), set())
            chosen: list[tuple[nodes.Text, Mention]] = []
            for text in list(texts(block)):
                for mention in domain.scanner.mentions(str(text)):
                    if (most and made >= most) or (extent != "all" and mention.term in known):
                        continue
                    if not is_glued(text, mention):
                        known.add(mention.term)
                        chosen.append((text, mention))
                        made += 1
            if chosen:
                self._note(block, chosen)

    def _linked_by_author(self) -> dict[nodes.Node | None, set[str]]:
        lookup = domain_of(self.env).lookup
        seen: dict[nodes.Node | None, set[str]] = {}
        for reference in filter(is_use, self.document.findall(addnodes.pending_xref)):
            match = lookup.find(reference["reftarget"])
            if match:
                seen.setdefault(self._around(reference), set()).add(match.id)
        return seen

    def _around(self, node: nodes.Node) -> nodes.Node | None:
        """Return what a term is linked once in: the section, or for the whole page nothing."""
        if self.config.dlgloss_autolink != "section":
            return None
        while node.parent is not None and not isinstance(node, nodes.section):
            node = node.parent
        return node

    def _note(self, block: nodes.TextElement, chosen: list[tuple[nodes.Text, Mention]]) -> None:
        domain, docname = domain_of(self.env), self.env.docname
        numbers = {id(text): number for number, text in enumerate(block.findall(nodes.Text))}
        block[_ATTRIBUTE] = []
        for text, mention in chosen:
            form = str(text)[mention.start : mention.end]
            link = AutomaticLink(docname, form, numbers[id(text)], mention.start)
            if block.line is None and text.parent.line is not None:
                line = text.parent.line + text.count("\n", 0, mention.start)
                link = link._replace(source=text.parent.source, line=line)
            block[_ATTRIBUTE].append(link)
            domain.note_use(docname, Use(in_one_line(form), mention.term))


def automatic_links(block: nodes.Element) -> Sequence[AutomaticLink]:
    """Return the mentions to be linked in a block."""
    links: Sequence[AutomaticLink] = block.get(_ATTRIBUTE, ())
    return links


def mentions_in_texts(block: nodes.Element) -> Iterator[tuple[nodes.Text, AutomaticLink]]:
    """Yield the mentions to be linked in a block, each with its text; none in a text that was changed since."""
    links = automatic_links(block)
    found = list(block.findall(nodes.Text)) if links else []
    for link in links:
        end = link.start + len(link.form)
        # another extension may have put more texts into the block
        for text in (*found[link.text :], *found[: link.text]):
            if text[link.start : end] == link.form and (text.parent is block or is_prose(text.parent)):
                yield text, link
                break


def link_mentions(
    block: nodes.Element, linked: Callable[[nodes.Text, AutomaticLink, nodes.Element], nodes.Node]
) -> None:
    """Put links in place of the mentions that are to be linked in a block.

    Args:
        block: The block.
        linked: Makes a link of a text, which was noted so in a block.
    """
    noted: dict[int, tuple[nodes.Text, list[AutomaticLink]]] = {}
    for text, link in mentions_in_texts(block):
        noted.setdefault(id(text), (text, []))[1].append(link)
    del block[_ATTRIBUTE]
    for text, links in noted.values():
        run: list[nodes.Node] = []
        end = 0
        for link in sorted(links, key=lambda link: link.start):
            if link.start > end:
                run.append(nodes.Text(text[end : link.start]))
            run.append(linked(nodes.Text(link.form), link, block))
            end = link.start + len(link.form)
        if end < len(text):
            run.append(nodes.Text(text[end:]))
        element = text.parent
        position = next(position for position, child in enumerate(element.children) if child is text)
        element.children[position : position + 1] = run
        for node in run:
            element.setup_child(node)


def _has_opted_out(document: nodes.document) -> bool:
    for docinfo in document.findall(nodes.docinfo):
        for field in docinfo.findall(nodes.field):
            if field[0].astext() == OPT_OUT_FIELD:
                return means_no(field[1].astext())
    return False


def setup_autolink(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(ChooseMentions)
