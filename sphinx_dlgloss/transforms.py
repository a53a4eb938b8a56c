"""What is settled when all documents are known: listings first, then references."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_dlgloss.autolink import AutomaticLink, automatic_links, link_mentions
from sphinx_dlgloss.config import Warn, _, warn
from sphinx_dlgloss.domain import ASSEMBLING, GlossaryDomain, domain_of, found_elsewhere
from sphinx_dlgloss.entry_html import HtmlOutput, NotWritableError, Piece
from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.nodes import (
    dlgloss_body,
    dlgloss_entry,
    dlgloss_group,
    dlgloss_headword,
    dlgloss_letters,
    dlgloss_listing,
    dlgloss_math,
)
from sphinx_dlgloss.output import NodeOutput, Output, X, term_reference
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.render import Pages, render_body, render_headword, render_uses
from sphinx_dlgloss.roles import authors_reference
from sphinx_dlgloss.typography import SmartQuotes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Most documents that an entry names as using it.
MOST_USES = 10


class _DomainPostTransform(SphinxPostTransform):
    @property
    def domain(self) -> GlossaryDomain:
        return domain_of(self.env)

    def note_assembled(self) -> None:
        """Tell the domain what an assembled document consists of, because nothing else of it can be linked to."""
        if self.domain.builder.name in ASSEMBLING:
            parts = {part["docname"] for part in self.document.findall(addnodes.start_of_file)}
            self.domain.note_assembled(parts | {self.env.docname})


class FinishListings(_DomainPostTransform):
    """Prune listings to what they show, and let their entries say what they say, with targets at the homes only."""

    # before the references, because it makes and removes some
    default_priority = 4

    def is_supported(self) -> bool:
        """Return whether there are listings to settle."""
        return self.domain.may_have_listings(self.env.docname)

    def run(self, **kwargs: Any) -> None:
        """Settle every listing of the document."""
        self.note_assembled()
        users = self._users()
        claimed: dict[str, set[str]] = {}
        for listing, docname in self._listings():
            self._prune(listing, docname)
            self._keep_own_targets(listing, docname, claimed.setdefault(docname, set()))
            with _uncollected():
                self._fill(listing, docname, users)
            self._add_letters(listing)
            if not listing.children:
                self._say_empty(listing, docname)
            if self.domain.builder.name == "linkcheck":
                _unlink(listing)

    def _listings(self) -> list[tuple[dlgloss_listing, str]]:
        """Return the listings with the document that each stands in, which in an assembled one is a part of it."""
        docnames = dict.fromkeys(self.document.findall(dlgloss_listing), self.env.docname)
        # downwards, because what Sphinx assembles keeps its parents; inner parts come after the outer ones
        for part in self.document.findall(addnodes.start_of_file):
            docnames |= dict.fromkeys(part.findall(dlgloss_listing), part["docname"])
        return list(docnames.items())

    def _prune(self, listing: dlgloss_listing, docname: str) -> None:
        shown = set(self.domain.shown(docname, listing["terms"], used_only=listing["used"]))
        for entry in list(_entries(listing)):
            if entry.get("term", entry.get("dlgloss_term")) not in shown:
                _remove_with_empty_parents(entry, listing)

    def _keep_own_targets(self, listing: dlgloss_listing, docname: str, claimed: set[str]) -> None:
        for entry in listing.findall(dlgloss_entry):
            term = entry["term"]
            if not entry.children:
                entry.append(render_headword(self.domain.lookup.terms[term], entry["depth"]))
            if self.domain.homes.get(term) == docname and not listing["no_index"] and term not in claimed:
                claimed.add(term)
                continue
            headword = cast("dlgloss_headword", entry[0])
            headword["ids"] = []
            link = term_reference(term)
            cast("nodes.Element", link[0]).children = headword.children
            headword.children = []
            headword += link

    def _fill(self, listing: dlgloss_listing, docname: str, users: dict[str, list[str]]) -> None:
        quotes = SmartQuotes(self.document)
        html, html_as_is = self._html_output(listing, quotes), self._html_output(listing, None)
        for entry in listing.findall(dlgloss_entry):
            names = users.get(entry["term"], []) if entry["layout"] == "full" else []
            pages, more = self._pages(names, docname)
            is_translated = len(entry) > 1
            if not is_translated:
                # what Sphinx has done to all that it read
                quotes.educate(entry.children)
                if html and html_as_is and (said := self._written(entry, html)) is not None:
                    entry.append(dlgloss_body("", *html.as_nodes(said + render_uses(pages, more, html_as_is))))
                    continue
                entry.append(dlgloss_body("", *self._said(entry, NodeOutput())))
                quotes.educate(entry[1:])
            body = cast("dlgloss_body", entry[1])
            self._settle_math(body, listing)
            body += render_uses(pages, more, NodeOutput())

    def _written(self, entry: dlgloss_entry, html: HtmlOutput) -> list[Piece] | None:
        try:
            return self._said(entry, html)
        except NotWritableError:
            return None

    def _html_output(self, listing: dlgloss_listing, quotes: SmartQuotes | None) -> HtmlOutput | None:
        builder = self.domain.builder
        if not self.domain.is_web or not isinstance(builder, StandaloneHTMLBuilder) or not HtmlOutput.is_for(builder):
            return None
        return HtmlOutput(builder, quotes, cache(self._address), listing)

    def _address(self, form: str) -> str | None:
        match = self.domain.lookup.find(form)
        if match is None:
            return None
        try:
            return self.domain.address(self.domain.builder, self.env.docname, match.id)
        except NoUri:
            return None

    def _said(self, entry: dlgloss_entry, output: Output[X]) -> list[X]:
        return render_body(self.domain.glossary, self.domain.lookup.terms[entry["term"]], entry["layout"], output)

    def _say_empty(self, listing: dlgloss_listing, docname: str) -> None:
        # where there is no table of contents to leave a hole in, an empty page of ours is no page
        if self.domain.builder.format in {"latex", "texinfo", "man"} and is_generated(self.env, docname):
            for node in self.document.findall(nodes.Element):
                node.children = [
                    child
                    for child in node.children
                    if not (isinstance(child, addnodes.start_of_file) and child["docname"] == docname)
                ]
        else:
            listing += nodes.paragraph("", _("This documentation links to no term of the glossary yet."))

    def _users(self) -> dict[str, list[str]]:
        """Return the documents that link to each term, on web pages, which alone name them."""
        users: dict[str, dict[str, None]] = {}
        if self.domain.is_web:
            for user in sorted(self.domain.uses.keys() & self.domain.linkable):
                for use in self.domain.uses[user]:
                    users.setdefault(use.term, {})[user] = None
        return {term: list(names) for term, names in users.items()}

    def _pages(self, users: list[str], docname: str) -> tuple[Pages, int]:
        """Return title and address of the first documents that use a term, and how many more there are."""
        pages: Pages = []
        others = [name for name in users if name != docname]
        for name in others[:MOST_USES]:
            title = self.env.titles[name].astext() if name in self.env.titles else name
            # the document that others are put into has no target of its own
            is_top = self.domain.builder.name in ASSEMBLING and name == self.env.docname
            pages.append((title, "#" if is_top else self.domain.builder.get_relative_uri(docname, name)))
        return pages, len(others) - len(pages)

    def _settle_math(self, body: dlgloss_body, listing: dlgloss_listing) -> None:
        as_mathml = self.domain.is_web
        for math in list(body.findall(dlgloss_math)):
            if as_mathml:
                try:
                    math["mathml"] = mathml(math["latex"], display=math["display"])
                except MathError as error:
                    warn(Warn.MATH, "cannot show the formula %r: %s", math["latex"], error, location=listing)
                    math.replace_self(nodes.literal("", math["latex"]))
            else:
                math.replace_self(_docutils_math(math))

    def _add_letters(self, listing: dlgloss_listing) -> None:
        groups = [group for group in listing.children if isinstance(group, dlgloss_group)]
        if not self.domain.is_web or len(groups) < 2:
            return
        letters = dlgloss_letters(label=_("Go to"))
        for group in groups:
            letters += nodes.reference("", group["title"], refid=group["ids"][0], internal=True)
        listing.insert(0, letters)


class ResolveTerms(_DomainPostTransform):
    """Resolve the references to terms that this project has a home for; Sphinx does the others."""

    # just before Sphinx's own
    default_priority = 9

    def is_supported(self) -> bool:
        """Return whether there are references to resolve."""
        # other extensions copy parts of documents, with the mentions in them
        return bool(self.config.dlgloss_autolink) or self.domain.may_have_terms(self.env.docname)

    def run(self, **kwargs: Any) -> None:
        """Put links in place of references."""
        self.note_assembled()
        domain = self.domain
        if self.config.dlgloss_autolink:
            for block in list(filter(automatic_links, self.document.findall(nodes.TextElement))):
                link_mentions(block, self._linked)
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "dl":
                continue
            docname = node.get("refdoc") or self.env.docname
            content = cast("nodes.Element", node[0])
            try:
                link = domain.resolve_xref(self.env, docname, domain.builder, "term", node["reftarget"], node, content)
            except NoUri:
                node.replace_self(content.children)
            else:
                found = link or self._elsewhere(node, content)
                if found is not None:
                    node.replace_self(found)

    def _linked(self, text: nodes.Text, link: AutomaticLink, block: nodes.Element) -> nodes.Node:
        form = in_one_line(link.form)
        match = self.domain.lookup.find(form)
        try:
            found = match and self.domain.link(self.domain.builder, link.docname, match.id, [text])
        except NoUri:
            return text
        if found:
            return found
        # what the role would make: other projects may have it
        reference = authors_reference(link.form, link.form, form, link.docname)
        reference.source, reference.line = block.source or link.source, block.line or link.line
        return reference

    def _elsewhere(self, node: addnodes.pending_xref, content: nodes.Element) -> nodes.Node | None:
        """Return what another project has for a term that is known here, which has its card all the same."""
        if self.domain.lookup.find(node["reftarget"]) is None:
            # Sphinx asks the others itself, and warns
            return None
        found = found_elsewhere(self.env, node, content)
        if isinstance(found, nodes.reference):
            found["classes"].append("dlterm")
        return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking again and again through a listing that grows: it finds nothing there."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _entries(listing: nodes.Element) -> Iterator[nodes.Element]:
    for node in listing.findall(nodes.Element):
        if isinstance(node, dlgloss_entry) or node.get("dlgloss_term"):
            yield node


def _remove_with_empty_parents(node: nodes.Element, top: nodes.Element) -> None:
    parent = node.parent
    parent.remove(node)
    while parent is not top and not any(True for entry in _entries(parent)):
        parent, empty = parent.parent, parent
        parent.remove(empty)


def _docutils_math(math: dlgloss_math) -> nodes.Element:
    latex = math["latex"]
    if math["display"]:
        return nodes.math_block(latex, latex, nowrap=False, number=None, xml_space="preserve")
    return nodes.math(latex, latex)


def _unlink(listing: dlgloss_listing) -> None:
    for reference in [*listing.findall(nodes.reference), *listing.findall(addnodes.pending_xref)]:
        if not reference.get("internal") and reference.get("refdomain") != "dl":
            reference.replace_self(reference.children)


def setup_transforms(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FinishListings)
    app.add_post_transform(ResolveTerms)
