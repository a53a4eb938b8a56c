"""What is settled when all documents are known: listings first, then references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_dlgloss.config import Warn, _, warn
from sphinx_dlgloss.domain import GlossaryDomain, domain_of
from sphinx_dlgloss.markup import term_reference
from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.nodes import (
    dlgloss_entry,
    dlgloss_group,
    dlgloss_headword,
    dlgloss_letters,
    dlgloss_listing,
    dlgloss_math,
    dlgloss_uses,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Most documents that an entry names as using it.
MOST_USES = 10


class _DomainPostTransform(SphinxPostTransform):
    @property
    def domain(self) -> GlossaryDomain:
        return domain_of(self.env)


class FinishListings(_DomainPostTransform):
    """Prune listings to what they show, keep targets at the homes only, fill in back-links, settle formulas."""

    # before the references, because it makes and removes some
    default_priority = 4

    def is_supported(self) -> bool:
        """Return whether there are listings to settle."""
        return self.domain.may_have_listings(self.env.docname)

    def run(self, **kwargs: Any) -> None:
        """Settle every listing of the document."""
        for listing in list(self.document.findall(dlgloss_listing)):
            docname = self._docname(listing)
            self._prune(listing, docname)
            self._keep_own_targets(listing, docname)
            self._fill_uses(listing, docname)
            self._settle_math(listing)
            self._add_letters(listing)
            if self.domain.builder.name == "linkcheck":
                _unlink(listing)

    def _docname(self, node: nodes.Node) -> str:
        # in an assembled document every part knows where it came from
        parent = node.parent
        while parent is not None and not isinstance(parent, addnodes.start_of_file):
            parent = parent.parent
        return str(parent["docname"]) if parent is not None else self.env.docname

    def _prune(self, listing: dlgloss_listing, docname: str) -> None:
        shown = set(self.domain.shown(docname, listing["terms"], used_only=listing["used"]))
        for entry in list(_entries(listing)):
            if entry.get("term", entry.get("dlgloss_term")) not in shown:
                _remove_with_empty_parents(entry, listing)

    def _keep_own_targets(self, listing: dlgloss_listing, docname: str) -> None:
        claimed = self._claimed(docname)
        for entry in listing.findall(dlgloss_entry):
            headword, term = cast("dlgloss_headword", entry[0]), entry["term"]
            is_home = self.domain.homes.get(term) == docname and not listing["no_index"] and term not in claimed
            if is_home:
                claimed.add(term)
            else:
                headword["ids"] = []
                link = term_reference(term)
                link.children[0].children = headword.children
                headword.children = []
                headword += link

    def _claimed(self, docname: str) -> set[str]:
        # kept on the transform, which lives as long as the document does
        claims: dict[str, set[str]] = self.__dict__.setdefault("claims", {})
        return claims.setdefault(docname, set())

    def _fill_uses(self, listing: dlgloss_listing, docname: str) -> None:
        users: dict[str, dict[str, None]] = {}
        for user in sorted(self.domain.uses):
            for use in self.domain.uses[user]:
                users.setdefault(use.term, {})[user] = None
        for uses in list(listing.findall(dlgloss_uses)):
            names = [name for name in users.get(uses["term"], {}) if name != docname]
            if names and self.domain.is_web:
                self._name_uses(uses, names, docname)
            else:
                uses.parent.remove(uses)

    def _name_uses(self, uses: dlgloss_uses, names: list[str], docname: str) -> None:
        uses += [nodes.strong("", _("Used in")), nodes.Text(" ")]
        for position, name in enumerate(names[:MOST_USES]):
            if position:
                uses += nodes.Text(", ")
            title = self.env.titles[name].astext() if name in self.env.titles else name
            address = self.domain.builder.get_relative_uri(docname, name)
            uses += nodes.reference("", title, refuri=address, internal=True)
        if len(names) > MOST_USES:
            uses += nodes.Text(_(" and %d more") % (len(names) - MOST_USES))

    def _settle_math(self, listing: dlgloss_listing) -> None:
        as_mathml = self.domain.is_web
        for math in list(listing.findall(dlgloss_math)):
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
        letters = dlgloss_letters(classes=["dlgloss-letters"])
        for group in groups:
            letters += nodes.reference("", group["title"], refid=group["ids"][0], internal=True)
        listing.insert(0, letters)


class ResolveTerms(_DomainPostTransform):
    """Resolve the references to terms that this project has a home for; Sphinx does the others."""

    # just before Sphinx's own
    default_priority = 9

    def is_supported(self) -> bool:
        """Return whether there are references to resolve."""
        return self.domain.may_have_terms(self.env.docname)

    def run(self, **kwargs: Any) -> None:
        """Put links in place of references."""
        domain = self.domain
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
                if link is not None:
                    node.replace_self(link)


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
    for reference in list(listing.findall(nodes.reference)):
        if not reference.get("internal"):
            reference.replace_self(reference.children)


def setup_transforms(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FinishListings)
    app.add_post_transform(ResolveTerms)
