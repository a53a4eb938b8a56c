"""The rules that every entry of the glossary keeps, as functions that return findings.

Used by the tests, for every entry that ships, and by ``tools/entries.py check``, for drafts.
"""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType
from typing import Any

import math_core

from sphinx_dlgloss.lookup import Lookup, conflicts, forms
from sphinx_dlgloss.model import Glossary, Reference, Term

SUMMARY_LENGTH = range(40, 161)
DEFINITION_WORDS = range(40, 181)
EXAMPLE_WORDS = range(5, 91)
CODE_LINES = 12
CODE_WIDTH = 88
#: What samples are called in tracebacks.
SAMPLE_FILE = "<entry>"

DLTERM = re.compile(r"\{dlterm\}`(?:(?P<text>[^`<]*?)\s*<)?(?P<id>[^`<>]+)>?`")
ROLE = re.compile(r"\{(\w+)\}`([^`]*)`")
QUOTATION = re.compile(r'"[^"]*"')
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
    r"transposed convolution (inverts|reverses|undoes)": "a transposed convolution has the shape of an inverse only",
    r"(can|to) learn any (continuous )?function": "universal approximation says that weights exist",
    r"weight decay (is|equals|and L2 regularization are) (the same|equivalent|identical)": "they differ under Adam",
    r"\bepochs? (is|are) (the number of times|iterations?)\b": "an epoch is one pass",
    r"weights (may|can|should) (all )?(start|be initialized) (at|to|with) (zero|the same)": "symmetry must be broken",
    r"layer norm(alization)? (normalizes|averages|works) (over|across) the batch": "it normalizes over features",
    r"batch norm(alization)? (works because|removes|eliminates) .{0,20}internal covariate shift": "that is disputed",
    r"cross-entropy is a distance": "cross-entropy is not symmetric",
    r"logits? (is|are) (a |the )?(probability|probabilities)": "a logit is not normalized",
    r"KV cache .{0,30}(stores|remembers) the conversation": "it stores keys and values",
    r"DPO (uses|trains|needs) a reward model": "DPO trains none",
    r"LoRA (compresses|shrinks)": "LoRA makes the model no smaller",
    r"(self-supervised learning is|same as) (a form of )?semi-supervised": "they differ",
    r"(?-i:FLOPS)": "write FLOPs for a count and FLOP/s for a rate",
    r"(BF16|bfloat16) is more precise": "BF16 has fewer fraction bits than FP16",
    r"gradient checkpointing (saves|writes|stores) checkpoints": "it recomputes activations",
    r"data parallelism splits the model": "it splits the batch",
}


def words(text: str) -> int:
    """Return the number of words of a Markdown text, without the markup around them."""
    plain = ROLE.sub(lambda m: m[2].split("<")[0], MATH.sub(" x ", text))
    return len(re.findall(r"\w[\w'\u2019.,/-]*", plain))


def texts(term: Term) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every field that people read as Markdown."""
    yield "definition", term.definition or ""
    if term.example:
        yield "example", term.example
    if term.pitfall:
        yield "pitfall", term.pitfall
    for contrast in term.contrast:
        yield f"contrast.{contrast.id}", contrast.difference
    if term.formula:
        for symbol, meaning in term.formula.symbols.items():
            yield f"formula.{symbol}", meaning


def linked_ids(text: str) -> list[str]:
    """Return the ids that a text links to, each as often as it does."""
    return [link["id"] for link in DLTERM.finditer(text)]


def run_code(source: str) -> str:
    """Return what a sample prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, SAMPLE_FILE, "exec"), {"__name__": "__entry__"})  # noqa: S102 - our own samples
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
    if (count := words(term.definition or "")) not in DEFINITION_WORDS:
        yield f"definition has {count} words, not 40 to 180"
    if not term.level:
        yield "no level"
    if not term.example:
        yield "no example"
    elif (count := words(term.example)) not in EXAMPLE_WORDS:
        yield f"example has {count} words, not 5 to 90"


def check_wording(term: Term) -> Iterator[str]:
    """Yield what is wrong with the wording of an entry."""
    if re.match(rf"(?:An?\s|The\s)?\W*{re.escape(term.term)}\b", term.definition or "", re.IGNORECASE):
        yield "definition begins by repeating its headword"
    for name, text in [("summary", term.summary), *texts(term)]:
        if found := PERISHABLE.search(text):
            yield f"{name}: {found[0]!r} will not stay true"
        # a pitfall quotes the wrong belief that it puts right
        claimed = QUOTATION.sub("", text) if name == "pitfall" else text
        for pattern, right in WRONG.items():
            if found := re.search(pattern, claimed, re.IGNORECASE):
                yield f"{name}: {found[0]!r}: {right}"


def check_links(term: Term, ids: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the links in the texts of an entry."""
    known = set(ids)
    linked = linked_ids(term.definition or "")
    if not linked:
        yield "definition links no other term"
    yield from (f"definition links {target!r} more than once" for target in set(linked) if linked.count(target) > 1)
    for name, text in texts(term):
        yield from (f"{name}: role {role!r}" for role, _ in ROLE.findall(text) if role != "dlterm")
        for target in linked_ids(text):
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
    if not _computes(term.code.source, printed):
        yield "code prints what it is given: no input of it changes what it prints"
    missing = numbers(term.code.output) - numbers(f"{term.example} {term.definition}")
    if missing:
        yield f"code prints numbers that the example does not mention: {sorted(missing)}"


def _computes(source: str, printed: str) -> bool:
    """Return whether another input would change what a sample prints."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    prints = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    shown = {id(node) for call in prints for argument in call.args for node in _as_written(argument)}
    inputs = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in shown]
    return any(_run_with(tree, node) != printed for node in inputs)


def _as_written(argument: ast.expr) -> Iterator[ast.AST]:
    """Yield what a call of print shows as it stands: constants that nothing is computed from."""
    match argument:
        case ast.Constant():
            yield argument
        case ast.JoinedStr():
            for part in argument.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _as_written(part.value)
                    yield from ast.walk(part.format_spec) if part.format_spec else ()
                else:
                    yield part


def _run_with(tree: ast.Module, constant: ast.Constant) -> str:
    """Return what a sample prints, or that it fails or does not end, when one constant is another."""
    before = constant.value
    match before:
        case bool():
            constant.value = not before
        case int() | float():
            constant.value = before + 1
        case str():
            constant.value = f"{before}s"
    try:
        with warnings.catch_warnings(action="ignore"), _limited(lines=100_000):
            return run_code(ast.unparse(tree))
    except Exception as error:
        return repr(error)
    finally:
        constant.value = before


@contextlib.contextmanager
def _limited(lines: int) -> Iterator[None]:
    """Raise TimeoutError after a number of executed lines: another constant may make a loop endless."""
    left = itertools.count(lines, -1)

    def count(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename != SAMPLE_FILE:
            return None
        if next(left) <= 0:
            raise TimeoutError
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


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
    return [
        f"{term.id}: {finding}" for term in glossary.terms for finding in check_term(term, ids, glossary.references)
    ] + check_whole(glossary)


def check_whole(glossary: Glossary) -> list[str]:
    """Return what is wrong between the entries of a glossary, each of which may be right by itself."""
    ids = [term.id for term in glossary.terms]
    findings = [
        f"{form!r} leads to several entries: {', '.join(claimants)}"
        for form, claimants in conflicts(glossary.terms).items()
    ]
    findings += [f"{id_}: no other entry leads here" for id_ in sorted(set(ids) - _led_to(glossary))]
    findings += [f"{id_}: senses: no form of it may mean {sense!r}" for id_, sense in _unoffered_senses(glossary)]
    cited = {key for term in glossary.terms for key in term.references}
    findings += [f"references.{key}: no entry cites it" for key in glossary.references if key not in cited]
    for key, reference in glossary.references.items():
        if not (reference.doi or reference.arxiv or reference.isbn or reference.url):
            findings.append(f"references.{key}: no identifier")
    return findings


def _unoffered_senses(glossary: Glossary) -> Iterator[tuple[str, str]]:
    """Yield the entries with those of their other senses that no form of theirs leads to."""
    lookup = Lookup(glossary)
    for term in glossary.terms:
        matches = [lookup.find(form) for form, _ in forms(term)]
        offered = {sense for match in matches if match for sense in match.alternatives}
        yield from ((term.id, sense) for sense in term.senses if sense not in offered)


def _led_to(glossary: Glossary) -> set[str]:
    """Return the ids that some entry links to, names as related, or sets apart."""
    found = set()
    for term in glossary.terms:
        found |= {target for _, text in texts(term) for target in linked_ids(text)}
        found |= {*term.related, *(contrast.id for contrast in term.contrast)}
    return found
