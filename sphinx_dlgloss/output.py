"""What entries are rendered to: docutils nodes here, HTML in :mod:`sphinx_dlgloss.entry_html`.

Rendering asks for paragraphs, lists, links; what these are is the output's affair. All it makes are
fragments: lists, of nodes or of pieces of HTML, that can be put one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinx_dlgloss.nodes import dlgloss_facts, dlgloss_label, dlgloss_math, dlgloss_part, dlgloss_summary

X = TypeVar("X")

#: Libraries, by the name that people know, each with the public names of a term's counterparts.
Counterparts = Sequence[tuple[str, Sequence[str]]]

#: The parts of an entry that unfold on HTML.
FOLDED = frozenset({"example", "code", "references"})

#: The parts whose words the search leaves out, from Sphinx 8.2 on: they are names of people, and of functions.
UNSEARCHED = frozenset({"code", "references"})


def is_elsewhere(address: str) -> bool:
    """Tell whether an address leads to another site."""
    return address.startswith(("http://", "https://"))


class Output(Protocol[X]):
    """What the parts of entries are made by."""

    def text(self, text: str) -> list[X]:
        """Return plain text."""

    def literal(self, text: str) -> list[X]:
        """Return code within a line."""

    def math(self, latex: str, *, display: bool) -> list[X]:
        """Return a formula."""

    def emphasis(self, content: list[X]) -> list[X]:
        """Return emphasized text."""

    def strong(self, content: list[X]) -> list[X]:
        """Return text of importance."""

    def subscript(self, text: str) -> list[X]:
        """Return lowered text."""

    def superscript(self, text: str) -> list[X]:
        """Return raised text."""

    def span(self, text: str, *classes: str) -> list[X]:
        """Return text with classes."""

    def term(self, target: str, text: str | None = None) -> list[X]:
        """Return a link to an entry; without a text of its own, the target is shown."""

    def link(self, content: list[X], address: str, *, internal: bool = False) -> list[X]:
        """Return a link to a page."""

    def paragraph(self, content: list[X], *classes: str) -> list[X]:
        """Return a paragraph."""

    def facts(self, content: list[X]) -> list[X]:
        """Return the line under a headword."""

    def summary(self, text: str) -> list[X]:
        """Return the text that the card shows."""

    def block(self, text: str, language: str) -> list[X]:
        """Return a block of code."""

    def quote(self, content: list[X]) -> list[X]:
        """Return a quotation."""

    def item(self, content: list[X]) -> list[X]:
        """Return an item of a list."""

    def bullets(self, items: list[X], *classes: str) -> list[X]:
        """Return a list with bullets."""

    def numbers(self, items: list[X]) -> list[X]:
        """Return a numbered list."""

    def part(self, kind: str, label: str, content: list[X]) -> list[X]:
        """Return a part of an entry with its label."""

    def counterparts(self, label: str, libraries: Counterparts) -> list[X]:
        """Return the line that names a term's counterparts in libraries."""


def term_reference(target: str, title: str | None = None) -> addnodes.pending_xref:
    """Return a reference from one entry to another: it is no use of the term by the project."""
    reference = addnodes.pending_xref(
        "",
        refdomain="dl",
        reftype="term",
        reftarget=target,
        refexplicit=title is not None,
        refwarn=True,
        dlgloss_entry=True,
    )
    reference += nodes.inline("", title or target, classes=["xref", "dl", "dl-term"])
    return reference


def api_reference(name: str) -> addnodes.pending_xref:
    """Return a name of a library, linked where the project documents it or has the library's inventory."""
    reference = addnodes.pending_xref(
        "", refdomain="py", reftype="obj", reftarget=name, refexplicit=False, refwarn=False, dlgloss_entry=True
    )
    reference += nodes.literal("", name)
    return reference


class NodeOutput:
    """Docutils nodes, for every builder."""

    def text(self, text: str) -> list[nodes.Node]:
        return [nodes.Text(text)]

    def literal(self, text: str) -> list[nodes.Node]:
        return [nodes.literal(text, text)]

    def math(self, latex: str, *, display: bool) -> list[nodes.Node]:
        return [dlgloss_math(latex=latex, display=display)]

    def emphasis(self, content: list[nodes.Node]) -> list[nodes.Node]:
        return [nodes.emphasis("", "", *content)]

    def strong(self, content: list[nodes.Node]) -> list[nodes.Node]:
        return [nodes.strong("", "", *content)]

    def subscript(self, text: str) -> list[nodes.Node]:
        return [nodes.subscript("", text)]

    def superscript(self, text: str) -> list[nodes.Node]:
        return [nodes.superscript("", text)]

    def span(self, text: str, *classes: str) -> list[nodes.Node]:
        return [nodes.inline("", text, classes=list(classes))]

    def term(self, target: str, text: str | None = None) -> list[nodes.Node]:
        return [term_reference(target, text)]

    def link(self, content: list[nodes.Node], address: str, *, internal: bool = False) -> list[nodes.Node]:
        return [nodes.reference("", "", *content, refuri=address, internal=internal)]

    def paragraph(self, content: list[nodes.Node], *classes: str) -> list[nodes.Node]:
        return [nodes.paragraph("", "", *content, classes=list(classes))]

    def facts(self, content: list[nodes.Node]) -> list[nodes.Node]:
        return [dlgloss_facts("", "", *content, classes=["dlgloss-facts"])]

    def summary(self, text: str) -> list[nodes.Node]:
        return [dlgloss_summary("", text, classes=["dlgloss-summary"])]

    def block(self, text: str, language: str) -> list[nodes.Node]:
        # Sphinx highlights a block whose source is its text
        text = text.rstrip("\n")
        return [nodes.literal_block(text, text, language=language, linenos=False)]

    def quote(self, content: list[nodes.Node]) -> list[nodes.Node]:
        return [nodes.block_quote("", *content)]

    def item(self, content: list[nodes.Node]) -> list[nodes.Node]:
        return [nodes.list_item("", *content)]

    def bullets(self, items: list[nodes.Node], *classes: str) -> list[nodes.Node]:
        return [nodes.bullet_list("", *items, bullet="-", classes=list(classes))]

    def numbers(self, items: list[nodes.Node]) -> list[nodes.Node]:
        return [nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")]

    def part(self, kind: str, label: str, content: list[nodes.Node]) -> list[nodes.Node]:
        part = dlgloss_part(kind=kind, folded=kind in FOLDED, classes=["no-search"] if kind in UNSEARCHED else [])
        part += dlgloss_label("", "", nodes.strong("", label))
        part += content
        return [part]

    def counterparts(self, label: str, libraries: Counterparts) -> list[nodes.Node]:
        line = nodes.paragraph("", "", nodes.strong("", label), classes=["dlgloss-api"])
        for library, names in libraries:
            for position, name in enumerate(names):
                line += nodes.Text(", " if position else f" {library} ")
                line += api_reference(name)
        return [line]


def joined(output: Output[X], fragments: Iterable[list[X]], between: str) -> list[X]:
    """Return fragments in a row, with a text between each two."""
    run: list[X] = []
    for fragment in fragments:
        if run:
            run += output.text(between)
        run += fragment
    return run
