"""Entries, rendered: the only renderer, for whichever output.

A listing is put together when its document is read, and is light: an entry in it is a node that names its term.
What the entries say is rendered when all documents are known (:mod:`sphinx_dlgloss.transforms`), or at once
where a project translates the entries itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal

from docutils import nodes

from sphinx_dlgloss.config import _
from sphinx_dlgloss.lookup import alphabetical
from sphinx_dlgloss.markup import parse, parse_inline
from sphinx_dlgloss.model import Api, Category, Code, Formula, Glossary, Reference, Term
from sphinx_dlgloss.nodes import (
    dlgloss_body,
    dlgloss_entries,
    dlgloss_entry,
    dlgloss_group,
    dlgloss_heading,
    dlgloss_headword,
)
from sphinx_dlgloss.output import Counterparts, NodeOutput, Output, X, joined, term_reference

Layout = Literal["full", "summary", "list"]
Sort = Literal["term", "category"]

#: Title and address of documents.
Pages = list[tuple[str, str]]

#: A listing of more entries than this is divided into groups by letter.
GROUP_ABOVE = 20


def anchor(term_id: str) -> str:
    """Return the target of an entry, in every listing, for ever."""
    return f"dlterm-{term_id}"


def level_name(level: str) -> str:
    """Return the name of a level in the reader's language."""
    return {"beginner": _("beginner"), "intermediate": _("intermediate"), "advanced": _("advanced")}[level]


def render_listing(
    glossary: Glossary, terms: Sequence[Term], layout: Layout, sort: Sort, prefix: str
) -> list[nodes.Node]:
    """Return the groups of a listing.

    Args:
        glossary: Where categories are looked up.
        terms: What to show, in any order.
        layout: How much of each entry.
        sort: By headword, or by category and then by headword.
        prefix: What the ids of the groups begin with.
    """
    categories = {category.id: category for category in glossary.categories}
    ordered = sorted(terms, key=alphabetical)
    if sort == "category":
        ordered.sort(key=lambda term: (categories[term.category].order, term.category))
        return [
            _group(entries, layout, categories[id_], prefix)
            for id_, entries in groupby(ordered, key=lambda term: term.category)
        ]
    if len(ordered) > GROUP_ABOVE:
        return [_group(entries, layout, letter, prefix) for letter, entries in groupby(ordered, key=initial)]
    return [_entries(ordered, layout, depth=1)]


def initial(term: Term) -> str:
    """Return the letter under which an entry stands; digits and signs share one heading."""
    letter = term.term[0].upper()
    return letter if letter.isalpha() else "0-9"


def _group(terms: Iterable[Term], layout: Layout, heading: str | Category, prefix: str) -> dlgloss_group:
    title = heading if isinstance(heading, str) else heading.title
    slug = heading.lower() if isinstance(heading, str) else heading.id
    group = dlgloss_group(title=title, ids=[f"{prefix}-{slug}"])
    group += dlgloss_heading("", title)
    if not isinstance(heading, str):
        group += nodes.paragraph("", heading.intro)
    group += _entries(list(terms), layout, depth=2)
    return group


def _entries(terms: Sequence[Term], layout: Layout, depth: int) -> nodes.Element:
    if layout == "list":
        items = nodes.bullet_list(bullet="-")
        for term in terms:
            items += nodes.list_item(
                "", nodes.paragraph("", "", term_reference(term.id, term.term)), dlgloss_term=term.id
            )
        return items
    entries = dlgloss_entries()
    for term in terms:
        entries += dlgloss_entry(term=term.id, category=term.category, level=term.level, layout=layout, depth=depth)
    return entries


def render_entry(glossary: Glossary, entry: dlgloss_entry, term: Term) -> list[nodes.Node]:
    """Return an entry as nodes; the arguments are those of :func:`render_body`, and the node in the listing."""
    body = dlgloss_body("", *render_body(glossary, term, entry["layout"], NodeOutput()))
    return [render_headword(term, entry["depth"]), body]


def render_headword(term: Term, depth: int) -> dlgloss_headword:
    """Return the headword of an entry, with the targets of the entry.

    Args:
        term: The entry.
        depth: How many levels the headword stands below the section around it.
    """
    ids = [anchor(id_) for id_ in (term.id, *term.former_ids)]
    headword = dlgloss_headword("", term.term, ids=ids, depth=depth, permalink=_("Link to this term"))
    if term.abbr:
        headword += [nodes.Text(" "), nodes.inline("", f"({term.abbr})", classes=["dlgloss-abbr"])]
    return headword


def render_body(glossary: Glossary, term: Term, layout: Layout, output: Output[X]) -> list[X]:
    """Return what an entry says.

    Args:
        glossary: Where categories and references are looked up.
        term: The entry.
        layout: How much of it.
        output: What it is made by.
    """
    summary = output.summary(term.summary)
    if layout != "full":
        return summary
    body = [*_facts(glossary, term, output), *summary]
    if term.definition:
        body += parse(term.definition, output)
    if term.formula:
        body += output.part("formula", _("Formula"), _formula(term.formula, output))
    if term.example:
        body += output.part("example", _("Example"), parse(term.example, output))
    if term.code:
        body += output.part("code", _("Code"), _code(term.code, output))
    if term.pitfall:
        body += output.part("pitfall", _("Common mistake"), parse(term.pitfall, output))
    if term.contrast:
        body += output.part("contrast", _("Not to be confused with"), _contrast(glossary, term, output))
    if term.references:
        sources = [item for key in term.references for item in _source(glossary.references[key], output)]
        body += output.part("references", _("References"), output.bullets(sources))
    return body + _pointers(glossary, term, output)


def _pointers(glossary: Glossary, term: Term, output: Output[X]) -> list[X]:
    pointers = output.counterparts(_("In code"), _libraries(term.api)) if term.api else []
    if term.related:
        pointers += _related(glossary, term, output)
    return pointers


def _facts(glossary: Glossary, term: Term, output: Output[X]) -> list[X]:
    long = term.expansion or ""
    # an alias may be the expansion in another case
    names = [*filter(None, [long]), *(alias for alias in term.aliases if alias.casefold() != long.casefold())]
    facts = [output.span(_titles(glossary)[term.category], "dlgloss-category")]
    if term.level:
        facts.append(output.span(level_name(term.level), "dlgloss-level", f"dlgloss-{term.level}"))
    if names:
        facts.insert(0, output.span(_("Also: %s") % ", ".join(names), "dlgloss-aliases"))
    return output.facts(joined(output, facts, " · "))


def _formula(formula: Formula, output: Output[X]) -> list[X]:
    symbols: list[X] = []
    for symbol, meaning in formula.symbols.items():
        line = [*output.math(symbol, display=False), *output.text(": "), *parse_inline(meaning, output)]
        symbols += output.item(output.paragraph(line))
    return [*output.math(formula.latex, display=True), *output.bullets(symbols, "dlgloss-symbols")]


def _code(code: Code, output: Output[X]) -> list[X]:
    blocks = output.block(code.source, "python")
    if code.output:
        blocks += output.paragraph(output.text(_("Output:")))
        blocks += output.block(code.output, "text")
    return blocks


@lru_cache(maxsize=2)
def _headwords(glossary: Glossary) -> dict[str, str]:
    return {term.id: term.term for term in glossary.terms}


@lru_cache(maxsize=2)
def _titles(glossary: Glossary) -> dict[str, str]:
    return {category.id: category.title for category in glossary.categories}


def _contrast(glossary: Glossary, term: Term, output: Output[X]) -> list[X]:
    names = _headwords(glossary)
    items: list[X] = []
    for contrast in term.contrast:
        line = [*output.term(contrast.id, names[contrast.id]), *output.text(": ")]
        items += output.item(output.paragraph(line + parse_inline(contrast.difference, output)))
    return output.bullets(items)


def _related(glossary: Glossary, term: Term, output: Output[X]) -> list[X]:
    names = _headwords(glossary)
    links = joined(output, (output.term(id_, names[id_]) for id_ in term.related), ", ")
    label = output.strong(output.text(_("See also")))
    return output.paragraph([*label, *output.text(" "), *links], "dlgloss-related")


def render_uses(pages: Pages, more: int, output: Output[X]) -> list[X]:
    """Return the line that names who uses a term.

    Args:
        pages: Those to name.
        more: How many there are beside these.
        output: What it is made by.
    """
    if not pages:
        return []
    links = joined(output, (output.link(output.text(title), address, internal=True) for title, address in pages), ", ")
    line = [*output.strong(output.text(_("Used in"))), *output.text(" "), *links]
    if more:
        line += output.text(_(" and %d more") % more)
    return output.paragraph(line, "dlgloss-uses")


def _libraries(api: Api) -> Counterparts:
    libraries = (("PyTorch", api.pytorch), ("JAX", api.jax), ("Keras", api.keras))
    return [(library, names) for library, names in libraries if names]


def _source(reference: Reference, output: Output[X]) -> list[X]:
    line = output.text(f"{_authors(reference.authors)} ({reference.year}). ")
    line += output.emphasis(output.text(reference.title))
    end = "" if reference.title.endswith(("?", "!", ".")) else "."
    line += output.text(f"{end} {reference.venue}. " if reference.venue else f"{end} ")
    addresses = [
        output.link(output.text(text), address) if address else output.text(text)
        for text, address in _addresses(reference)
    ]
    return output.item(output.paragraph(line + joined(output, addresses, ", ")))


def _authors(authors: Sequence[str]) -> str:
    if len(authors) > 6:
        return _("%s and others") % ", ".join(authors[:5])
    if len(authors) > 1:
        return _("%s and %s") % (", ".join(authors[:-1]), authors[-1])
    return authors[0]


def _addresses(reference: Reference) -> Iterator[tuple[str, str | None]]:
    if reference.doi:
        yield f"doi:{reference.doi}", f"https://doi.org/{reference.doi}"
    if reference.arxiv:
        yield f"arXiv:{reference.arxiv}", f"https://arxiv.org/abs/{reference.arxiv}"
    if reference.isbn:
        yield f"ISBN {reference.isbn}", None
    if reference.url:
        yield reference.url.removeprefix("https://").removeprefix("http://").rstrip("/"), reference.url
