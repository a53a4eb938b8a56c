"""Entries as docutils nodes: the only renderer.

Everything is rendered when a document is read, with a target on every entry. What depends
on other documents (which listing is a term's home, which terms are used, and where) is
settled later, by :mod:`sphinx_dlgloss.transforms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal

from docutils import nodes

from sphinx_dlgloss.config import _
from sphinx_dlgloss.markup import api_reference, parse, parse_inline, term_reference
from sphinx_dlgloss.model import Api, Category, Code, Formula, Glossary, Reference, Term
from sphinx_dlgloss.nodes import (
    dlgloss_body,
    dlgloss_entries,
    dlgloss_entry,
    dlgloss_facts,
    dlgloss_group,
    dlgloss_heading,
    dlgloss_headword,
    dlgloss_label,
    dlgloss_math,
    dlgloss_part,
    dlgloss_summary,
    dlgloss_uses,
)

Layout = Literal["full", "summary", "list"]
Sort = Literal["term", "category"]

#: The parts of an entry that unfold on HTML.
FOLDED = frozenset({"example", "code", "references"})

#: The parts whose words the search leaves out, from Sphinx 8.2 on: they are names of people, and of functions.
UNSEARCHED = frozenset({"code", "references"})

#: A listing of more entries than this is divided into groups by letter.
GROUP_ABOVE = 20


def anchor(term_id: str) -> str:
    """Return the target of an entry, in every listing, for ever."""
    return f"dlterm-{term_id}"


def sort_key(term: Term) -> tuple[str, str]:
    """Return the key by which entries are put in the order of the alphabet."""
    return term.term.casefold(), term.id


def level_name(level: str) -> str:
    """Return the name of a level in the reader's language."""
    return {"beginner": _("beginner"), "intermediate": _("intermediate"), "advanced": _("advanced")}[level]


def render_listing(
    glossary: Glossary, terms: Sequence[Term], layout: Layout, sort: Sort, prefix: str
) -> list[nodes.Node]:
    """Return the groups of a listing.

    Args:
        glossary: Where categories and references are looked up.
        terms: What to show, in any order.
        layout: How much of each entry.
        sort: By headword, or by category and then by headword.
        prefix: What the ids of the groups begin with.
    """
    categories = {category.id: category for category in glossary.categories}
    ordered = sorted(terms, key=sort_key)
    if sort == "category":
        ordered.sort(key=lambda term: (categories[term.category].order, term.category))
        return [
            _group(glossary, entries, layout, categories[id_], prefix)
            for id_, entries in groupby(ordered, key=lambda term: term.category)
        ]
    if len(ordered) > GROUP_ABOVE:
        return [_group(glossary, entries, layout, letter, prefix) for letter, entries in groupby(ordered, key=initial)]
    return [_entries(glossary, ordered, layout, depth=1)]


def initial(term: Term) -> str:
    """Return the letter under which an entry stands; digits and signs share one heading."""
    letter = term.term[0].upper()
    return letter if letter.isalpha() else "0-9"


def _group(
    glossary: Glossary, terms: Iterable[Term], layout: Layout, heading: str | Category, prefix: str
) -> dlgloss_group:
    title = heading if isinstance(heading, str) else heading.title
    slug = heading.lower() if isinstance(heading, str) else heading.id
    group = dlgloss_group(title=title, ids=[f"{prefix}-{slug}"])
    group += dlgloss_heading("", title)
    if not isinstance(heading, str):
        group += nodes.paragraph("", heading.intro)
    group += _entries(glossary, list(terms), layout, depth=2)
    return group


def _entries(glossary: Glossary, terms: Sequence[Term], layout: Layout, depth: int) -> nodes.Element:
    if layout == "list":
        items = nodes.bullet_list(bullet="-")
        for term in terms:
            items += nodes.list_item(
                "", nodes.paragraph("", "", term_reference(term.id, term.term)), dlgloss_term=term.id
            )
        return items
    entries = dlgloss_entries()
    for term in terms:
        entries += _entry(glossary, term, layout, depth)
    return entries


def _entry(glossary: Glossary, term: Term, layout: Layout, depth: int) -> dlgloss_entry:
    ids = [anchor(id_) for id_ in (term.id, *term.former_ids)]
    headword = dlgloss_headword("", term.term, ids=ids, depth=depth, permalink=_("Link to this term"))
    if term.abbr:
        headword += [nodes.Text(" "), nodes.inline("", f"({term.abbr})", classes=["dlgloss-abbr"])]
    entry = dlgloss_entry(term=term.id, category=term.category, level=term.level)
    entry += headword
    body = dlgloss_body()
    if layout == "full":
        body += list(_full(glossary, term))
    else:
        body += _summary(term)
    entry += body
    return entry


def _full(glossary: Glossary, term: Term) -> Iterator[nodes.Node]:
    yield _facts(glossary, term)
    yield _summary(term)
    yield from parse(term.definition)
    if term.formula:
        yield _part("formula", _("Formula"), *_formula(term.formula))
    if term.example:
        yield _part("example", _("Example"), *parse(term.example))
    if term.code:
        yield _part("code", _("Code"), *_code(term.code))
    if term.pitfall:
        yield _part("pitfall", _("Common mistake"), *parse(term.pitfall))
    if term.contrast:
        yield _part("contrast", _("Not to be confused with"), _contrast(glossary, term))
    if term.references:
        yield _part("references", _("References"), _references(glossary.references[key] for key in term.references))
    if term.api:
        yield _api(term.api)
    if term.related:
        yield _related(glossary, term)
    yield dlgloss_uses(term=term.id, classes=["dlgloss-uses"])


def _summary(term: Term) -> dlgloss_summary:
    return dlgloss_summary("", term.summary, classes=["dlgloss-summary"])


def _facts(glossary: Glossary, term: Term) -> dlgloss_facts:
    facts = dlgloss_facts(classes=["dlgloss-facts"])
    long = term.expansion or ""
    # an alias may be the expansion in another case
    names = [*filter(None, [long]), *(alias for alias in term.aliases if alias.casefold() != long.casefold())]
    if names:
        facts += nodes.inline("", _("Also: %s") % ", ".join(names), classes=["dlgloss-aliases"])
        facts += nodes.Text(" · ")
    titles = {category.id: category.title for category in glossary.categories}
    facts += nodes.inline("", titles[term.category], classes=["dlgloss-category"])
    facts += nodes.Text(" · ")
    facts += nodes.inline("", level_name(term.level), classes=["dlgloss-level", f"dlgloss-{term.level}"])
    return facts


def _part(kind: str, label: str, *children: nodes.Node) -> dlgloss_part:
    part = dlgloss_part(kind=kind, folded=kind in FOLDED, classes=["no-search"] if kind in UNSEARCHED else [])
    part += dlgloss_label("", "", nodes.strong("", label))
    part += children
    return part


def _formula(formula: Formula) -> Iterator[nodes.Node]:
    yield dlgloss_math(latex=formula.latex, display=True)
    symbols = nodes.bullet_list(bullet="-", classes=["dlgloss-symbols"])
    for symbol, meaning in formula.symbols.items():
        line = nodes.paragraph("", "", dlgloss_math(latex=symbol, display=False), nodes.Text(": "))
        line += parse_inline(meaning)
        symbols += nodes.list_item("", line)
    yield symbols


def _code(code: Code) -> Iterator[nodes.Node]:
    yield _block(code.source, "python")
    if code.output:
        yield nodes.paragraph("", _("Output:"))
        yield _block(code.output, "text")


def _block(text: str, language: str) -> nodes.literal_block:
    # Sphinx highlights a block whose source is its text
    text = text.rstrip("\n")
    return nodes.literal_block(text, text, language=language)


@lru_cache(maxsize=2)
def _headwords(glossary: Glossary) -> dict[str, str]:
    return {term.id: term.term for term in glossary.terms}


def _contrast(glossary: Glossary, term: Term) -> nodes.bullet_list:
    names = _headwords(glossary)
    contrasts = nodes.bullet_list(bullet="-")
    for contrast in term.contrast:
        line = nodes.paragraph("", "", term_reference(contrast.id, names[contrast.id]), nodes.Text(": "))
        line += parse_inline(contrast.difference)
        contrasts += nodes.list_item("", line)
    return contrasts


def _related(glossary: Glossary, term: Term) -> nodes.paragraph:
    names = _headwords(glossary)
    line = nodes.paragraph("", "", nodes.strong("", _("See also")), nodes.Text(" "), classes=["dlgloss-related"])
    for position, id_ in enumerate(term.related):
        if position:
            line += nodes.Text(", ")
        line += term_reference(id_, names[id_])
    return line


def _api(api: Api) -> nodes.paragraph:
    line = nodes.paragraph("", "", nodes.strong("", _("In code")), classes=["dlgloss-api"])
    for library, names in (("PyTorch", api.pytorch), ("JAX", api.jax), ("Keras", api.keras)):
        for position, name in enumerate(names):
            line += nodes.Text(", " if position else f" {library} ")
            line += api_reference(name)
    return line


def _references(references: Iterable[Reference]) -> nodes.bullet_list:
    sources = nodes.bullet_list(bullet="-")
    for reference in references:
        line = nodes.paragraph("", f"{_authors(reference.authors)} ({reference.year}). ")
        line += nodes.emphasis("", reference.title)
        line += nodes.Text(f". {reference.venue}. " if reference.venue else ". ")
        for position, (text, address) in enumerate(_addresses(reference)):
            if position:
                line += nodes.Text(", ")
            line += nodes.reference("", text, refuri=address, internal=False) if address else nodes.Text(text)
        sources += nodes.list_item("", line)
    return sources


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
