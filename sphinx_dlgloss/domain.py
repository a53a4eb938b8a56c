"""The domain ``dl``: which documents use and show which terms, and where references lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

import msgspec
from docutils import nodes
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri

from sphinx_dlgloss.config import Warn, warn
from sphinx_dlgloss.digest import digest
from sphinx_dlgloss.layers import Layered, laid_over
from sphinx_dlgloss.load import load_glossary
from sphinx_dlgloss.lookup import Lookup, Match, lookup_of
from sphinx_dlgloss.mentions import Scanner
from sphinx_dlgloss.messages import either
from sphinx_dlgloss.model import Glossary
from sphinx_dlgloss.nodes import dlgloss_listing, dlgloss_mention
from sphinx_dlgloss.output import is_elsewhere
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.prose import located
from sphinx_dlgloss.render import anchor
from sphinx_dlgloss.roles import TermRole
from sphinx_dlgloss.selection import Selection, select, with_linked

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: Builders that resolve references in a document assembled from several.
ASSEMBLING = frozenset({"singlehtml", "latex", "man", "texinfo"})


class Use(NamedTuple):
    """A reference to a term in a document of the project."""

    #: The term as the author wrote it.
    form: str
    #: The id of the entry it led to when the document was read; empty for an unknown form.
    term: str


class Listing(NamedTuple):
    """A ``dlglossary`` directive in a document."""

    #: What the author asked for.
    selection: Selection
    #: The ids that this came to when the document was read.
    terms: tuple[str, ...]
    #: Whether it may be the home of its terms.
    is_home: bool
    #: Whether it shows only what the project uses.
    used_only: bool


@lru_cache(maxsize=2)
def fingerprints(glossary: Glossary) -> dict[str, str]:
    """Return a digest of all that each entry says, by its id."""
    categories = {category.id: category for category in glossary.categories}
    return {
        term.id: digest(
            msgspec.json.encode(
                (term, categories[term.category], [glossary.references[key] for key in term.references])
            )
        )
        for term in glossary.terms
    }


def is_use(node: addnodes.pending_xref) -> bool:
    """Tell whether a reference is to a term, and not one of the glossary's own from entry to entry."""
    return node.get("refdomain") == "dl" and not node.get("dlgloss_entry")


def any_targets(xrefs: Iterable[addnodes.pending_xref]) -> Iterator[str]:
    """Yield what those of some references name that are made by the role ``any``."""
    return (node["reftarget"] for node in xrefs if node.get("reftype") == "any")


def found_elsewhere(env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.Element) -> nodes.Node | None:
    """Return what stands for a reference that has no home here, as intersphinx and others find it."""
    try:
        found: nodes.Node | None = env.events.emit_firstresult(
            "missing-reference", env, node, content, allowed_exceptions=(NoUri,)
        )
    except NoUri:
        return None
    return found


def warn_unknown(lookup: Lookup, form: str, location: nodes.Node | str) -> None:
    """Warn of a form that no entry has, with the nearest ones that exist."""
    warn(Warn.UNKNOWN, "%s", lookup.unknown(form), location=location)


def warn_ambiguous(form: str, match: Match, choices: Iterable[str], location: nodes.Node | str) -> None:
    """Warn of a form with several senses.

    Args:
        form: The form.
        match: What it leads to.
        choices: What the author may write in its place, to say which is meant.
        location: Where it stands.
    """
    message = "ambiguous term: %r leads to %r; say which is meant: %s"
    warn(Warn.AMBIGUOUS, message, form, match.id, either(choices), location=location)


class GlossaryDomain(Domain):
    """Terms, their uses and their homes."""

    name = "dl"
    label = "Deep learning glossary"
    object_types = {"term": ObjType("term", "term")}
    roles = {"term": TermRole()}
    initial_data: ClassVar[dict[str, Any]] = {
        "uses": {},
        "listings": {},
        "any": set(),
        "fingerprints": {},
        "written": {},
        "linked": "",
        "generated": False,
    }
    #: To be raised with the shape of the data, and of what is stored of listings and automatic links.
    data_version = 4

    #: The builder of this run, noted when there is one.
    builder: Builder

    #: The glossary of the project, read when first asked for, and never stored.
    _layers: Layered | None = None
    _scanner: Scanner | None = None

    #: Derived from the data when first asked for, and never stored.
    _homes: dict[str, str] | None = None
    _used: set[str] | None = None
    _assembled: Set[str] | None = None
    _addresses: dict[tuple[str, str], str]

    # -- what is known ---------------------------------------------------------------

    @property
    def glossary(self) -> Glossary:
        """The glossary of the project."""
        return self.layers.glossary

    @property
    def layers(self) -> Layered:
        """The bundled glossary, and the project's own files laid over it."""
        if self._layers is None:
            config = self.env.config
            self._layers = laid_over(
                load_glossary(), config.dlgloss_glossaries, root=self.builder.confdir, bundled=config.dlgloss_bundled
            )
        return self._layers

    @property
    def lookup(self) -> Lookup:
        """All forms of its terms."""
        return lookup_of(self.glossary, self.layers.own)

    @property
    def scanner(self) -> Scanner:
        """What finds the terms that the project wants linked without markup."""
        if self._scanner is None:
            config = self.env.config
            include, exclude = (
                {match.id for form in forms if (match := self.lookup.find(form))}
                for forms in (config.dlgloss_autolink_include, config.dlgloss_autolink_exclude)
            )
            self._scanner = Scanner(self.lookup, include, exclude, self.layers.own)
        return self._scanner

    @property
    def uses(self) -> dict[str, list[Use]]:
        """Document to its uses of terms: those without markup, then those with it, each in the order of the text."""
        return self.data.setdefault("uses", {})  # type: ignore[no-any-return] # domain data is untyped

    @property
    def listings(self) -> dict[str, list[Listing]]:
        """Document to its listings, in the order of the text."""
        return self.data.setdefault("listings", {})  # type: ignore[no-any-return] # domain data is untyped

    @property
    def any_users(self) -> set[str]:
        """Documents where the role ``any`` may have led to a term."""
        return self.data.setdefault("any", set())  # type: ignore[no-any-return] # domain data is untyped

    @property
    def fingerprints(self) -> dict[str, str]:
        """Term to a digest of its entry, as it was when the documents were read."""
        return self.data.setdefault("fingerprints", {})  # type: ignore[no-any-return] # domain data is untyped

    @property
    def written(self) -> dict[str, str]:
        """Builder to a digest of what pages show of other documents, as they were last written."""
        return self.data.setdefault("written", {})  # type: ignore[no-any-return] # domain data is untyped

    @property
    def generated(self) -> bool:
        """Whether the glossary page was generated when the documents were read."""
        return bool(self.data["generated"])

    # -- note, purge and merge -------------------------------------------------------

    def note_use(self, docname: str, use: Use) -> None:
        """Remember that a document refers to a term."""
        self.uses.setdefault(docname, []).append(use)
        self._forget()

    def note_any(self, docname: str) -> None:
        """Remember that a term may answer the role ``any`` in a document, if nothing else does."""
        self.any_users.add(docname)

    def note_listing(self, docname: str, listing: Listing) -> None:
        """Remember that a document shows entries."""
        self.listings.setdefault(docname, []).append(listing)
        self._forget()

    def note_glossary(self) -> None:
        """Remember the entries as the documents have them now, and the forms that were linked in them."""
        self.data["fingerprints"] = fingerprints(self.glossary)
        self.data["linked"] = self._linked_forms()

    def note_generated(self, generated: bool) -> None:
        """Remember whether the glossary page is generated."""
        self.data["generated"] = generated

    def note_written(self, name: str, state: str) -> None:
        """Remember what pages show of other documents."""
        self.written[name] = state

    def note_assembled(self, docnames: Set[str]) -> None:
        """Take what the document at hand has been put together from; it is not stored."""
        if docnames != self._assembled:
            self._assembled = docnames
            self._addresses = {}

    def note_builder(self, builder: Builder) -> None:
        """Take the builder of this run; it is not stored."""
        self.builder = builder
        self._forget()

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.uses.pop(docname, None)
        self.listings.pop(docname, None)
        self.any_users.discard(docname)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        for stored in ("uses", "listings"):
            own = self.data.setdefault(stored, {})
            own.update({docname: value for docname, value in otherdata[stored].items() if docname in docnames})
        self.any_users.update(docnames & otherdata["any"])
        self._forget()

    def may_have_listings(self, docname: str) -> bool:
        """Tell whether a document, as the builder has it, can have listings."""
        # builders that assemble documents pass the result under the name of its first
        return self.builder.name in ASSEMBLING or docname in self.listings

    def may_have_terms(self, docname: str) -> bool:
        """Tell whether a document, as the builder has it, can have references to terms."""
        return self.may_have_listings(docname) or docname in self.uses

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note the uses and the listings of a document that was read."""
        xrefs = list(document.findall(addnodes.pending_xref))
        for node, form in self.references(xrefs):
            match = self.lookup.find(form)
            self.note_use(docname, Use(form, match.id if match else ""))
            if match and is_use(node) and self.is_ambiguous(form, match, named=node["refexplicit"]):
                text = in_one_line(node.astext())
                choices = [f"{text} <{id_}>" for id_ in (match.id, *match.alternatives)]
                warn_ambiguous(form, match, choices, location=located(node))
        if any(map(self.lookup.find, any_targets(xrefs))):
            self.note_any(docname)
        for listing in document.findall(dlgloss_listing):
            is_home = listing["layout"] != "list" and not listing["no_index"]
            self.note_listing(docname, Listing(listing["selection"], listing["terms"], is_home, listing["used"]))

    def is_ambiguous(self, form: str, match: Match, *, named: bool) -> bool:
        """Tell whether a form has several senses, in a project that wants to know.

        Args:
            form: The form.
            match: What it leads to.
            named: Whether the author has named an entry, so that an id means its entry and is no bare word.
        """
        asks = self.env.config.dlgloss_warn_ambiguous
        return bool(asks and match.alternatives and not (named and form == match.id))

    def references(self, xrefs: Iterable[addnodes.pending_xref]) -> Iterator[tuple[addnodes.pending_xref, str]]:
        """Yield those of some references that are to terms, by a label too, with their forms."""
        for node in xrefs:
            if is_use(node):
                yield node, node["reftarget"]
            elif node.get("refdomain") == "std" and node["reftarget"].startswith(anchor("")):
                term = node["reftarget"].removeprefix(anchor(""))
                if term in self.lookup.terms:
                    yield node, term

    # -- homes -----------------------------------------------------------------------

    @property
    def homes(self) -> dict[str, str]:
        """Term to the document that it is linked to: the page, else the first document by name that shows it."""
        if self._homes is None:
            page = self.env.config.dlgloss_page
            self._homes = {}
            for docname in sorted(self.listings, key=lambda name: (name != page, name)):
                for listing in self.listings[docname]:
                    if listing.is_home:
                        for id_ in self.shown(docname, listing.terms, used_only=listing.used_only):
                            self._homes.setdefault(id_, docname)
        return self._homes

    @property
    def used(self) -> set[str]:
        """The terms that the project links to, and those which their definitions link to."""
        if self._used is None:
            self._used = with_linked(self.lookup, (use.term for uses in self.uses.values() for use in uses))
        return self._used

    def shown(self, docname: str, ids: Iterable[str], *, used_only: bool) -> list[str]:
        """Return the entries of a listing that this build shows.

        Args:
            docname: The document of the listing.
            ids: What the listing came to when it was read.
            used_only: Whether it asks for used terms only.
        """
        if used_only or (docname == self.env.config.dlgloss_page and self._page_shows_used_only()):
            return [id_ for id_ in ids if id_ in self.used]
        return list(ids)

    def _page_shows_used_only(self) -> bool:
        terms = self.env.config.dlgloss_page_terms
        # a builder without a format, such as gettext and linkcheck, looks at sources
        is_site = self.is_web and not isinstance(self.builder, SingleFileHTMLBuilder)
        return bool(terms == "used" or (terms == "auto" and not is_site and self.builder.format))

    def _forget(self) -> None:
        self._homes = None
        self._used = None
        self._assembled = None
        self._addresses = {}

    # -- what is out of date ---------------------------------------------------------

    def _linked_forms(self) -> str:
        if not self.env.config.dlgloss_autolink:
            return ""
        return digest(repr(sorted(self.scanner.forms.items())).encode())

    def outdated(self) -> Iterator[str]:
        """Yield the documents that would be read differently now, because the data changed."""
        if self.data["linked"] != self._linked_forms():
            yield from self.env.found_docs
            return
        now = fingerprints(self.glossary)
        changed = {id_ for id_ in now.keys() | self.fingerprints.keys() if now.get(id_) != self.fingerprints.get(id_)}
        if not changed:
            return
        for docname, listings in self.listings.items():
            for listing in listings:
                terms = select(self.glossary, listing.selection) if listing.terms else ()
                if terms != listing.terms or changed.intersection(terms):
                    yield docname
        for docname, uses in self.uses.items():
            if any(self._has_changed(use, changed) for use in uses):
                yield docname

    def _has_changed(self, use: Use, changed: Set[str]) -> bool:
        """Tell whether a use leads elsewhere since some entries changed, or has to be warned of now."""
        match = self.lookup.find(use.form)
        if match is None or match.id != use.term:
            return use.term != (match.id if match else "")
        # another sense may be new, or have the word in its name now
        is_concerned = not changed.isdisjoint((match.id, *match.alternatives))
        return is_concerned and self.is_ambiguous(use.form, match, named=False)

    # -- references ------------------------------------------------------------------

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return a link to the entry of a term.

        Raises:
            NoUri: The home is not part of what the builder puts together.
        """
        match = self.lookup.find(target)
        link = self.link(builder, fromdocname, match.id, contnode.children) if match else None
        if link is None:
            # another project may have it, under its id; its name for it shall not replace the author's
            node["refexplicit"] = True
            node["reftarget"] = match.id if match else target
        return link

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: a term answers ``any`` only when nothing else does, see :meth:`resolve_missing`."""
        return []

    def resolve_missing(self, node: addnodes.pending_xref, contnode: nodes.Element) -> nodes.Node | None:
        """Return what stands for a term that neither this project nor another one has a page for.

        Also answers the role ``any``, when no one else has.
        """
        if node.get("refdomain") != "dl" and node["reftype"] != "any":
            return None
        match = self.lookup.find(node["reftarget"])
        if match is None:
            return None
        link = self.link(self.builder, node.get("refdoc", ""), match.id, contnode.children)
        return link or self.mention(match.id, contnode)

    def link(
        self, builder: Builder, fromdocname: str, term: str, content: Iterable[nodes.Node]
    ) -> nodes.reference | None:
        """Return a link from a document to an entry, if there is one to link to.

        Raises:
            NoUri: The home of the term is not part of what the builder puts together.
        """
        address = self.address(builder, fromdocname, term)
        if address is None:
            return None
        reference = nodes.reference("", "", *content, internal=not is_elsewhere(address), classes=["dlterm"])
        if address.startswith("#"):
            reference["refid"] = address[1:]
        else:
            reference["refuri"] = address
        return reference

    def address(self, builder: Builder, fromdocname: str, term: str) -> str | None:
        """Return where an entry is, seen from a document: at its home, or on the page that is hosted elsewhere.

        Raises:
            NoUri: The home of the term is not part of what the builder puts together.
        """
        home = self.homes.get(term)
        if home is None:
            return self._hosted_address(builder, term)
        # one page holds them all in singlehtml, where Sphinx's own address would have two anchors
        if home in self.linkable and (fromdocname == home or isinstance(builder, SingleFileHTMLBuilder)):
            return f"#{anchor(term)}"
        return f"{self._page(builder, fromdocname, home)}#{anchor(term)}"

    def _hosted_address(self, builder: Builder, term: str) -> str | None:
        page = self.env.config.dlgloss_base_url
        # a manual page shows the address of every link; linkcheck would ask for the whole page for each term
        if not page or builder.name in {"man", "linkcheck"} or term not in self.layers.bundled:
            return None
        return f"{page}#{anchor(term)}"

    def _page(self, builder: Builder, fromdocname: str, home: str) -> str:
        # asked for once a document, not once a reference
        address = self._addresses.get((fromdocname, home))
        if address is None:
            if home not in self.linkable or builder.name == "man":
                # a manual page shows the address of a link, and there is none
                raise NoUri(home, "dl:term")
            address = self._addresses[fromdocname, home] = builder.get_relative_uri(fromdocname, home)
        return address

    def mention(self, term: str, contnode: nodes.Element) -> nodes.Node:
        """Return a term that has a card, but nothing to link to; plain text where there are no cards."""
        if self.shows_cards:
            return dlgloss_mention("", "", *contnode.children, term=term)
        return nodes.Text(contnode.astext())

    @property
    def is_web(self) -> bool:
        """Whether the builder makes pages for a browser."""
        return self.builder.format == "html" and not isinstance(self.builder, Epub3Builder)

    @property
    def shows_cards(self) -> bool:
        """Whether the pages of this build have cards."""
        return bool(self.is_web and self.env.config.dlgloss_tooltips)

    @property
    def linkable(self) -> Set[str]:
        """The documents that can be linked to in this build."""
        if self._assembled is None:
            self._assembled = (
                _below(self.env, self.env.config.root_doc)
                if isinstance(self.builder, SingleFileHTMLBuilder | Epub3Builder)
                else frozenset(self.env.found_docs)
            )
        return self._assembled

    # -- inventory -------------------------------------------------------------------

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the terms that have a home; last among the results of a search."""
        for id_, docname in self.homes.items():
            yield id_, self.lookup.terms[id_].term, "term", docname, anchor(id_), 2

    def get_full_qualified_name(self, node: nodes.Element) -> str | None:
        """Return the id of the entry that a reference leads to."""
        match = self.lookup.find(node.get("reftarget", ""))
        return match.id if match else None


def _below(env: BuildEnvironment, root: str) -> set[str]:
    """Return a document and all that its toctrees lead to."""
    found, waiting = set(), [root]
    while waiting:
        docname = waiting.pop()
        if docname not in found:
            found.add(docname)
            waiting += env.toctree_includes.get(docname, ())
    return found


def resolve_missing(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.Element
) -> nodes.Node | None:
    """Answer for a reference that no one else has answered."""
    return domain_of(env).resolve_missing(node, contnode)


def warn_missing(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Warn of an unknown term, in place of Sphinx, which knows no near matches, and of nothing that an entry names."""
    if not isinstance(domain, GlossaryDomain):
        return True if node.get("dlgloss_entry") else None
    # the report names unknown terms itself
    if app.builder.name != "dlgloss":
        warn_unknown(domain.lookup, node["reftarget"], location=located(node))
    return True


def domain_of(env: BuildEnvironment) -> GlossaryDomain:
    """Return the domain of an environment."""
    return cast("GlossaryDomain", env.get_domain("dl"))


def setup_domain(app: Sphinx) -> None:
    """Register the domain, and what answers when others do not."""
    app.add_domain(GlossaryDomain)
    # after intersphinx and whoever else finds references
    app.connect("missing-reference", resolve_missing, priority=900)
    app.connect("warn-missing-reference", warn_missing)
