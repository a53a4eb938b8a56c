"""The builder ``dlgloss``: the terminology report of a project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging

from sphinx_dlgloss.autolink import automatic_links, mentions_in_texts
from sphinx_dlgloss.console import printable
from sphinx_dlgloss.domain import any_targets, domain_of, found_elsewhere
from sphinx_dlgloss.lookup import plurals_of, spelling
from sphinx_dlgloss.mentions import Mention, Scanner
from sphinx_dlgloss.page import is_generated
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.prose import LISTS, OPT_OUT_FIELD, blocks, is_glued, line_of, means_no, texts
from sphinx_dlgloss.report import (
    Abbreviation,
    Report,
    Unknown,
    Unlinked,
    Unused,
    Use,
    UsedTerm,
    as_json,
    as_text,
    found,
    summary,
)
from sphinx_dlgloss.selection import with_linked

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: Stands for what is no text: the character for objects.
_NO_WORD = "\ufffc"

TEXT_FILE, JSON_FILE = "terminology.txt", "terminology.json"


class TerminologyBuilder(Builder):
    """Writes a report of the terms that a documentation links, mentions and leaves unused."""

    name = "dlgloss"
    epilog = f"The terminology report is %(outdir)s/{TEXT_FILE}, and for programs {JSON_FILE}."

    #: The kinds of findings there are for which the project wants the build to fail.
    failing: Sequence[str] = ()

    def get_outdated_docs(self) -> str:
        """Return what is made: one report of all documents, at every build."""
        return "terminology report"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: a report has no pages."""
        return ""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Prepare nothing."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write nothing for single documents."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing for a document, which is what Sphinx 8.1 asks for."""

    def finish(self) -> None:
        """Write the report, say what it comes to, and fail where the project wants that."""
        report = _Collector(self).report()
        for name, text in ((TEXT_FILE, printable(as_text(report))), (JSON_FILE, as_json(report))):
            Path(self.outdir, name).write_text(text, "utf-8")
        for line in summary(report):
            logger.info("%s", line)
        self.failing = [kind for kind in found(report) if kind in self.config.dlgloss_report_fail_on]
        if self.failing:
            logger.error("the terminology report has findings of the kind %s", ", ".join(self.failing))


class _Collector:
    """What the documents of a project have to report."""

    def __init__(self, builder: TerminologyBuilder) -> None:
        self.env = builder.env
        self.domain = domain_of(builder.env)
        self.srcdir = Path(builder.srcdir)
        lookup = self.domain.lookup
        #: Finds every form, also those that are not linked without markup.
        self.all_forms = Scanner(lookup, include=lookup.terms, in_names=True)
        #: The short forms of entries whose headwords are the long ones, by how they are spelled.
        self.short_forms = {
            term.id: {spelling(form) for form in (term.abbr, *plurals_of(term, term.abbr))}
            for term in lookup.terms.values()
            if term.abbr
        }
        self.uses: dict[str, list[Use]] = defaultdict(list)
        self.unknown: list[Unknown] = []
        self.unlinked: list[Unlinked] = []
        self.abbreviations: list[Abbreviation] = []
        #: Document to the terms that the role ``any`` may lead to.
        self.any: dict[str, set[str]] = defaultdict(set)

    def report(self) -> Report:
        """Return the report."""
        docnames = sorted(name for name in self.env.found_docs if not is_generated(self.env, name))
        for docname in docnames:
            document = self.env.get_doctree(docname)
            self._note_references(docname, document)
            if not LISTS.search(docname):
                if not means_no(self.env.metadata.get(docname, {}).get(OPT_OUT_FIELD, "")):
                    self.unlinked += self._unlinked(docname, document)
                self.abbreviations += self._abbreviations(docname, document)
        return Report(
            version=1,
            documents=len(docnames),
            terms=tuple(self._used()),
            unlinked=tuple(self.unlinked),
            abbreviations=tuple(self.abbreviations),
            unknown=tuple(self.unknown),
            unused=tuple(self._unused()),
        )

    def _note_references(self, docname: str, document: nodes.document) -> None:
        xrefs = list(document.findall(addnodes.pending_xref))
        for node, target in self.domain.references(xrefs):
            match = self.domain.lookup.find(target)
            source, line = self._place(node, line_of(node), docname)
            form = in_one_line(target)
            if match:
                use = Use(form=form, document=docname, source=source, line=line, automatic=False)
                self.uses[match.id].append(use)
            elif found_elsewhere(self.env, node, cast("nodes.Element", node[0].deepcopy())) is None:
                near = tuple(self.domain.lookup.near(form))
                self.unknown.append(Unknown(form=form, near=near, document=docname, source=source, line=line))
        for block in document.findall(nodes.TextElement):
            for text, link in mentions_in_texts(block):
                form = in_one_line(link.form)
                if match := self.domain.lookup.find(form):
                    source, line = self._place(text, line_of(text, link.start) or link.line, docname, link.source)
                    use = Use(form=form, document=docname, source=source, line=line, automatic=True)
                    self.uses[match.id].append(use)
        for target in any_targets(xrefs):
            if match := self.domain.lookup.find(target):
                self.any[docname].add(match.id)

    def _used(self) -> Iterator[UsedTerm]:
        for id_, uses in sorted(self.uses.items()):
            term = self.domain.lookup.terms[id_]
            uses.sort(key=lambda use: (use.document, use.source, use.line or 0))
            yield UsedTerm(id=id_, term=term.term, own=id_ in self.domain.layers.own, uses=tuple(uses))

    def _unused(self) -> Iterator[Unused]:
        reached = with_linked(self.domain.lookup, self.uses.keys() | set().union(*self.any.values()))
        for id_, (file, place) in self.domain.layers.places.items():
            if id_ not in reached:
                yield Unused(id=id_, term=self.domain.lookup.terms[id_].term, file=file, place=place)

    def _unlinked(self, docname: str, document: nodes.document) -> Iterator[Unlinked]:
        linked = {use.term for use in self.domain.uses.get(docname, ())} | self.any[docname]
        #: Term and source file to the first form and the lines.
        mentioned: dict[tuple[str, str], tuple[str, list[int | None]]] = {}
        for block in blocks(document):
            for text in texts(block):
                for mention in self.domain.scanner.mentions(str(text)):
                    if mention.term not in linked and not is_glued(text, mention):
                        source, line = self._place(text, line_of(text, mention.start), docname)
                        form = in_one_line(text[mention.start : mention.end])
                        _, lines = mentioned.setdefault((mention.term, source), (form, []))
                        lines.append(line)
        for (id_, source), (form, lines) in mentioned.items():
            yield Unlinked(id=id_, form=form, document=docname, source=source, lines=tuple(lines))

    def _abbreviations(self, docname: str, document: nodes.document) -> Iterator[Abbreviation]:
        prose = set(map(id, blocks(document)))
        explained: set[str] = set()
        for block in cast("Iterator[nodes.TextElement]", document.findall(_holds_a_line)):
            text = _read(block)
            short: dict[str, Mention] = {}
            for mention in self.all_forms.mentions(text):
                if not self._is_short(mention, text):
                    explained.add(mention.term)
            for mention in self.domain.scanner.mentions(text):
                if self._is_short(mention, text):
                    short.setdefault(mention.term, mention)
            explained |= self._explained_by_markup(block)
            if id(block) not in prose:
                continue
            for id_, mention in short.items():
                if id_ not in explained:
                    line = block.line and block.line + text[: mention.start].count("\n")
                    source, line = self._place(block, line, docname)
                    form, long = in_one_line(text[mention.start : mention.end]), self.domain.lookup.terms[id_].term
                    yield Abbreviation(id=id_, form=form, long=long, document=docname, source=source, line=line)
            explained |= short.keys()

    def _is_short(self, mention: Mention, text: str) -> bool:
        return spelling(text[mention.start : mention.end]) in self.short_forms.get(mention.term, ())

    def _explained_by_markup(self, block: nodes.Element) -> set[str]:
        """Return the terms that a block links, or spells out with the role ``abbr``."""
        xrefs = list(block.findall(addnodes.pending_xref))
        forms = [*(form for _, form in self.domain.references(xrefs)), *any_targets(xrefs)]
        forms += [link.form for element in block.findall(nodes.TextElement) for link in automatic_links(element)]
        for abbreviation in block.findall(nodes.abbreviation):
            forms += [abbreviation.astext(), abbreviation.get("explanation", "")]
        return {match.id for form in forms if (match := self.domain.lookup.find(form))}

    def _place(
        self, node: nodes.Node, line: int | None, docname: str, source: str | None = None
    ) -> tuple[str, int | None]:
        """Return a source file as people name it, below the source directory, and the line in it."""
        # what a directive has made may not say where it comes from
        while node.source is None and node.parent is not None:
            node = node.parent
        source = str(source or node.source or self.env.doc2path(docname))
        if translated := re.fullmatch(r"(.+?):(\d*):?<translated>", source):
            source, line = translated[1], int(translated[2]) if translated[2] else None
        path = Path(source)
        if not path.is_relative_to(self.srcdir):
            # docutils names an included file as seen from the current directory
            path = path.resolve()
        return path.relative_to(self.srcdir).as_posix() if path.is_relative_to(self.srcdir) else source, line


def _holds_a_line(node: nodes.Node) -> bool:
    """Tell whether a node is a paragraph, a title or the like, and no code."""
    return (
        isinstance(node, nodes.TextElement)
        and not isinstance(node, nodes.FixedTextElement | addnodes.desc_signature)
        and not isinstance(node.parent, nodes.TextElement)
    )


def _read(block: nodes.Element) -> str:
    """Return the text of a block, with a mark in place of code and formulas."""
    return "".join(
        str(child)
        if isinstance(child, nodes.Text)
        else _NO_WORD
        if isinstance(child, nodes.literal | nodes.math | nodes.Invisible)
        else _read(child)
        for child in block.children
        if isinstance(child, nodes.Text | nodes.Element)
    )


def fail(app: Sphinx, exception: Exception | None) -> None:
    """Let the build fail where its report has what the project does not want."""
    if isinstance(app.builder, TerminologyBuilder) and app.builder.failing:
        app.statuscode = 1


def setup_builder(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(TerminologyBuilder)
    app.connect("build-finished", fail)
