"""The rules that every entry of the glossary keeps, as functions that return findings.

Used by the tests, for every entry that ships, and by ``tools/entries.py check``, for drafts.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping

import math_core

from sphinx_dlgloss.model import Glossary, Reference, Term

SUMMARY_LENGTH = range(40, 161)
DEFINITION_WORDS = range(40, 181)
EXAMPLE_WORDS = range(5, 91)
CODE_LINES = 12
CODE_WIDTH = 88

DLTERM = re.compile(r"\{dlterm\}`(?:[^`<]*<)?([^`>]+)>?`")
ROLE = re.compile(r"\{(\w+)\}`([^`]*)`")
MATH = re.compile(r"(?<![\\$])\$(?!\s)([^$]+?)(?<![\\\s])\$(?!\d)")
NUMBER = re.compile(r"(?<![\w.])[-\u2212]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")

#: Words that make a claim rot.
PERISHABLE = re.compile(
    r"\b(recently|nowadays|currently|today's|these days|most popular|state[- ]of[- ]the[- ]art|cutting[- ]edge"
    r"|modern day|in recent years|revolutioni[sz]ed|game[- ]chang\w+)\b",
    re.IGNORECASE,
)

#: Wrong wordings that glossaries print, and what is right.
WRONG: Mapping[str, str] = {
    r"applied to (the|a|each|its) neuron'?s? output": "an activation is applied to the pre-activation",
    r"ReLU (avoids|solves|eliminates) ": "ReLU mitigates saturation",
    r"GELU .{0,20}(variant|version) of ReLU": "GELU is a function of its own",
    r"convolution(al)?\b.{0,40}\btranslation[- ]invarian": "convolution is translation equivariant",
    r"backprop(agation)? (trains|updates|adjusts)": "backpropagation computes gradients only",
    r"(converges|guaranteed) to (the|a) global minimum": "at best a stationary point",
    r"dropout .{0,40}(zeroes|drops|removes) (random )?weights": "dropout zeroes activations",
    r"AUC .{0,30}(from|between) 0\.5 (to|and) 1": "AUC ranges from 0 to 1",
    r"Graphical Processing Unit": "Graphics Processing Unit",
    r"(introduced|designed|invented) to (fix|solve|avoid|prevent) (the )?vanishing": "ResNet targets degradation",
    r"all transformers are auto-?regressive": "encoders are not",
    r"loss (is|=) (the )?(true|actual)( value)? (-|minus) (the )?pred": "a loss is a function of both",
    r"KL divergence is a (metric|distance)": "KL divergence is not symmetric",
    r"temperature (of )?(0|zero) (makes|is|guarantees)\b.{0,30}deterministic": "results can still vary",
}


def words(text: str) -> int:
    """Return the number of words of a Markdown text, without the markup around them."""
    plain = ROLE.sub(lambda m: m[2].split("<")[0], MATH.sub(" x ", text))
    return len(re.findall(r"\w[\w'\u2019.,/-]*", plain))


def texts(term: Term) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every field that people read as Markdown."""
    yield "definition", term.definition
    if term.example:
        yield "example", term.example
    if term.pitfall:
        yield "pitfall", term.pitfall
    for contrast in term.contrast:
        yield f"contrast.{contrast.id}", contrast.difference
    if term.formula:
        for symbol, meaning in term.formula.symbols.items():
            yield f"formula.{symbol}", meaning


def run_code(source: str) -> str:
    """Return what a sample prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "<entry>", "exec"), {"__name__": "__entry__"})  # noqa: S102 - our own samples
    return printed.getvalue()


def numbers(text: str) -> set[str]:
    """Return the numbers of a text in one spelling."""
    found = NUMBER.findall(re.sub(r"\{,\}|\\,", "", text))
    return {_spelling(number) for number in found}


def _spelling(number: str) -> str:
    value = number.replace("\u2212", "-").replace(",", "").lstrip("-")
    return value.rstrip("0").rstrip(".") if "." in value and "e" not in value else value


def check_summary(term: Term) -> Iterator[str]:
    """Yield what is wrong with the summary of an entry."""
    text = term.summary
    if len(text) not in SUMMARY_LENGTH:
        yield f"summary has {len(text)} characters, not 40 to 160"
    if re.search(r"[*`${}\\\n]", text):
        yield "summary has markup"
    if not text.endswith("."):
        yield "summary does not end with a full stop"
    if re.search(r"[.!?] [A-Z]", text):
        yield "summary has more than one sentence"
    if re.search(rf"\b{re.escape(term.term.casefold())}\b", text.casefold()):
        yield "summary contains the headword"


def check_lengths(term: Term) -> Iterator[str]:
    """Yield what is wrong with the lengths of an entry's texts."""
    if (count := words(term.definition)) not in DEFINITION_WORDS:
        yield f"definition has {count} words, not 40 to 180"
    if not term.example:
        yield "no example"
    elif (count := words(term.example)) not in EXAMPLE_WORDS:
        yield f"example has {count} words, not 5 to 90"


def check_wording(term: Term) -> Iterator[str]:
    """Yield what is wrong with the wording of an entry."""
    if re.match(rf"(?:An?\s|The\s)?\W*{re.escape(term.term)}\b", term.definition, re.IGNORECASE):
        yield "definition begins by repeating its headword"
    for name, text in [("summary", term.summary), *texts(term)]:
        if found := PERISHABLE.search(text):
            yield f"{name}: {found[0]!r} will not stay true"
        for pattern, right in WRONG.items():
            if found := re.search(pattern, text, re.IGNORECASE):
                yield f"{name}: {found[0]!r}: {right}"


def check_links(term: Term, ids: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the links in the texts of an entry."""
    known = set(ids)
    linked = DLTERM.findall(term.definition)
    yield from (f"definition links {target!r} more than once" for target in set(linked) if linked.count(target) > 1)
    for name, text in texts(term):
        yield from (f"{name}: role {role!r}" for role, _ in ROLE.findall(text) if role != "dlterm")
        for target in DLTERM.findall(text):
            if target == term.id or target not in known:
                yield f"{name}: links to {target!r}, which is itself or no id"


def check_relations(term: Term, ids: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the entries that an entry names beside its texts."""
    known = set(ids) - {term.id}
    if len(term.related) < 2:
        yield "fewer than two related terms"
    for field, targets in (
        ("related", term.related),
        ("contrast", tuple(contrast.id for contrast in term.contrast)),
        ("senses", term.senses),
    ):
        if len(set(targets)) != len(targets):
            yield f"{field}: an id twice"
        yield from (f"{field}: {target!r} is itself or no id" for target in targets if target not in known)


def check_references(term: Term, references: Mapping[str, Reference]) -> Iterator[str]:
    """Yield what is wrong with the references of an entry."""
    for key in term.references:
        if key not in references:
            yield f"reference {key!r} is not in the table"
    if term.year and not term.references:
        yield "a year without a reference"
    years = [references[key].year for key in term.references if key in references]
    if term.year and years and term.year != min(years) and not term.year_note:
        yield f"year {term.year} is not that of the earliest reference, {min(years)}, and no year_note says why"


def check_math(term: Term) -> Iterator[str]:
    """Yield what is wrong with the formulas of an entry."""
    converter = math_core.LatexToMathML()
    formulas = [(name, latex) for name, text in texts(term) for latex in MATH.findall(text)]
    if term.formula:
        formulas.append(("formula", term.formula.latex))
        formulas += [("formula", symbol) for symbol in term.formula.symbols]
        if not term.formula.symbols:
            yield "formula: no symbol is explained"
    for name, latex in formulas:
        try:
            converter.convert_with_local_state(latex, displaystyle=False)
        except math_core.LatexError as error:
            yield f"{name}: {latex!r} does not convert: {error}"


def check_code(term: Term) -> Iterator[str]:
    """Yield what is wrong with the sample of an entry, which is run."""
    if not term.code:
        return
    lines = term.code.source.rstrip("\n").split("\n")
    if len(lines) > CODE_LINES:
        yield f"code has {len(lines)} lines, more than {CODE_LINES}"
    if any(len(line) > CODE_WIDTH for line in lines):
        yield f"code has a line of more than {CODE_WIDTH} characters"
    try:
        printed = run_code(term.code.source)
    except Exception as error:
        yield f"code raises {error!r}"
        return
    if printed.rstrip("\n") != term.code.output.rstrip("\n"):
        yield f"code prints {printed!r}, not {term.code.output!r}"
    missing = numbers(term.code.output) - numbers(f"{term.example} {term.definition}")
    if missing:
        yield f"code prints numbers that the example does not mention: {sorted(missing)}"


def check_term(term: Term, ids: Iterable[str], references: Mapping[str, Reference]) -> list[str]:
    """Return what is wrong with an entry, a sentence for each finding.

    Args:
        term: The entry.
        ids: All ids that it may link to.
        references: The table of references that it may cite.
    """
    return [
        *check_summary(term),
        *check_lengths(term),
        *check_wording(term),
        *check_links(term, ids),
        *check_relations(term, ids),
        *check_references(term, references),
        *check_math(term),
        *check_code(term),
    ]


def check_glossary(glossary: Glossary) -> list[str]:
    """Return what is wrong with a glossary, each finding with the id of its entry."""
    ids = [term.id for term in glossary.terms]
    findings = [
        f"{term.id}: {finding}" for term in glossary.terms for finding in check_term(term, ids, glossary.references)
    ]
    cited = {key for term in glossary.terms for key in term.references}
    findings += [f"references.{key}: no entry cites it" for key in glossary.references if key not in cited]
    for key, reference in glossary.references.items():
        if not (reference.doi or reference.arxiv or reference.isbn or reference.url):
            findings.append(f"references.{key}: no identifier")
    return findings
