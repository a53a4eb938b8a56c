"""Every entry that ships keeps the rules of content, and each rule finds what it is there for."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from typing import Any

import pytest
from msgspec.structs import replace

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.model import Code, Contrast, Formula, Glossary, Reference, Term
from tools import content
from tools.content import check_glossary, check_term, check_whole, run_code

GLOSSARY = load_glossary()
TERMS = {term.id: term for term in GLOSSARY.terms}
#: Words of the field and of other languages, and names, that look like mistakes.
SPELLING = ["-L", "dialogues,gage,hart,ist,nce,retuned,teh"]


@pytest.mark.parametrize("id_", TERMS)
def test_an_entry_keeps_the_rules(id_: str) -> None:
    assert check_term(TERMS[id_], TERMS, GLOSSARY.references) == []


@pytest.mark.parametrize("id_", [id_ for id_, term in TERMS.items() if term.code])
def test_the_code_of_an_entry_prints_what_the_entry_says(id_: str) -> None:
    code = TERMS[id_].code
    assert code
    assert run_code(code.source).rstrip("\n") == code.output.rstrip("\n")


def test_the_glossary_as_a_whole_keeps_the_rules(bundled: Glossary) -> None:
    assert check_whole(bundled) == []


def test_references_are_there_once(bundled: Glossary) -> None:
    for field in ("doi", "arxiv", "isbn"):
        values = [value for reference in bundled.references.values() if (value := getattr(reference, field))]
        assert len(values) == len(set(values)), field


def test_the_texts_are_spelled_as_in_america(bundled: Glossary) -> None:
    texts = "\n".join(text for term in bundled.terms for _, text in [("", term.summary), *content.texts(term)])
    command = [sys.executable, "-m", "codespell_lib", "--builtin", "clear,rare,en-GB_to_en-US", *SPELLING, "-"]
    done = subprocess.run(command, input=texts, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("", "")


# -- the checks themselves ---------------------------------------------------------------

GOOD = Term(
    id="scaling",
    term="Scaling",
    category="data",
    level="beginner",
    summary="Bringing the values of each column of a table into one common range.",
    definition=(
        "A table often has columns of very different size, such as an age and an income, and a model that adds them up "
        "hears only the loudest. Each column is shifted and stretched so that all of them run from 0 to 1, with the "
        "minimum and the maximum of the training data, as {dlterm}`other` does too. With $x$ the result is $x - 1$."
    ),
    example="The ages 20, 30 and 40 become 0, 0.5 and 1.",
    formula=Formula(latex=r"\frac{x - a}{b - a}", symbols={"x": "the value", "a": "the least", "b": "the greatest"}),
    code=Code(source="print((30 - 20) / (40 - 20))\n", output="0.5\n"),
    pitfall="It is not a cure for outliers.",
    related=("other", "third"),
    contrast=(Contrast(id="other", difference="It has unit variance."),),
    references=("someone-2001",),
    year=2001,
)
IDS = ["scaling", "other", "third"]
REFERENCES = {
    "someone-2001": Reference(authors=("A. Someone",), title="On scaling", year=2001, doi="10.1000/x"),
    "else-1999": Reference(authors=("B. Else",), title="Before", year=1999, url="https://x.example"),
}


def findings(**fields: Any) -> list[str]:
    """What is wrong with the good entry after a change."""
    return check_term(replace(GOOD, **fields), IDS, REFERENCES)


def test_a_good_entry_has_no_findings() -> None:
    assert findings() == []


MANY = "word " * 181
LONG_LINE = f"x = 1  # {'-' * 90}"
WRONG = {
    "an activation is applied to the pre-activation": "It is applied to the neuron's output.",
    "ReLU mitigates saturation": "ReLU solves the problem.",
    "GELU is a function of its own": "GELU is a smooth variant of ReLU.",
    "convolution is translation equivariant": "A convolution is translation invariant.",
    "backpropagation computes gradients only": "Backpropagation updates the weights.",
    "at best a stationary point": "It converges to the global minimum.",
    "dropout zeroes activations": "Here dropout randomly zeroes weights.",
    "AUC ranges from 0 to 1": "The AUC is a number from 0.5 to 1.",
    "Graphics Processing Unit": "A GPU is a Graphical Processing Unit.",
    "ResNet targets degradation": "It was designed to fix the vanishing gradient.",
    "encoders are not": "All transformers are autoregressive.",
    "a loss is a function of both": "The loss is the true value minus the prediction.",
    "KL divergence is not symmetric": "The KL divergence is a distance.",
    "results can still vary": "Temperature 0 makes the output deterministic.",
    "a transposed convolution has the shape of an inverse only": "A transposed convolution inverts a convolution.",
    "universal approximation says that weights exist": "Such a network can learn any function.",
    "they differ under Adam": "Weight decay and L2 regularization are the same.",
    "an epoch is one pass": "Epochs are the number of times the data is seen.",
    "symmetry must be broken": "All weights may start at zero.",
    "it normalizes over features": "Layer normalization averages over the batch.",
    "that is disputed": "Batch normalization works because it removes internal covariate shift.",
    "cross-entropy is not symmetric": "Cross-entropy is a distance.",
    "a logit is not normalized": "Logits are probabilities.",
    "it stores keys and values": "The KV cache stores the conversation.",
    "DPO trains none": "DPO uses a reward model.",
    "LoRA makes the model no smaller": "LoRA compresses the model.",
    "they differ": "Self-supervised learning is a form of semi-supervised learning.",
    "write FLOPs for a count and FLOP/s for a rate": "It does 3 TFLOPS.",
    "BF16 has fewer fraction bits than FP16": "BF16 is more precise.",
    "it recomputes activations": "Gradient checkpointing saves checkpoints.",
    "it splits the batch": "Data parallelism splits the model.",
}

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "short summary": ({"summary": "Too short."}, "summary has 10 characters"),
    "long summary": ({"summary": f"{'Long ' * 33}."}, "summary has 166 characters"),
    "markup in summary": ({"summary": f"*{GOOD.summary}"}, "summary has markup"),
    "line break in summary": ({"summary": GOOD.summary.replace(" ", "\n", 1)}, "summary has markup"),
    "no full stop": ({"summary": GOOD.summary[:-1]}, "does not end with a full stop"),
    "two sentences": ({"summary": "Bringing all values into range. It is done first."}, "more than one sentence"),
    "headword in summary": ({"summary": "The scaling of the values of a table into a common range."}, "the headword"),
    "short definition": ({"definition": "Too short {dlterm}`other`."}, "definition has 3 words"),
    "long definition": ({"definition": MANY}, "definition has 181 words"),
    "no example": ({"example": None}, "no example"),
    "long example": ({"example": f"{GOOD.example} {MANY}"}, "example has 1"),
    "short example": ({"example": "0.5, see."}, "example has 2 words"),
    "headword first": ({"definition": f"Scaling is this. {GOOD.definition}"}, "begins by repeating its headword"),
    "headword after an article": ({"definition": f"The scaling is this. {GOOD.definition}"}, "repeating its headword"),
    "perishable": ({"pitfall": "Recently this was the state-of-the-art."}, "will not stay true"),
    "perishable example": ({"example": f"{GOOD.example} In recent years too."}, "example: 'In recent years'"),
    "linked twice": ({"definition": f"{GOOD.definition} {{dlterm}}`other`"}, "links 'other' more than once"),
    "another role": ({"pitfall": "See {term}`other`."}, "pitfall: role 'term'"),
    "link to nothing": ({"pitfall": "See {dlterm}`gone`."}, "pitfall: links to 'gone'"),
    "link to itself": ({"example": f"{GOOD.example} {{dlterm}}`x <scaling>`"}, "example: links to 'scaling'"),
    "link to nothing by another text": ({"pitfall": "See {dlterm}`that <gone>`."}, "links to 'gone'"),
    "link in a contrast": ({"contrast": (Contrast(id="other", difference="{dlterm}`gone`"),)}, "contrast.other: links"),
    "link in a symbol": (
        {"formula": Formula(latex="x", symbols={"x": "{dlterm}`gone`"})},
        "formula.x: links to 'gone'",
    ),
    "one related": ({"related": ("other",)}, "fewer than two related terms"),
    "related to nothing": ({"related": ("other", "gone")}, "related: 'gone' is itself or no id"),
    "related to itself": ({"related": ("other", "scaling")}, "related: 'scaling' is itself or no id"),
    "related twice": ({"related": ("other", "other")}, "related: an id twice"),
    "contrast with nothing": ({"contrast": (Contrast(id="gone", difference="D."),)}, "contrast: 'gone'"),
    "sense of nothing": ({"senses": ("gone",)}, "senses: 'gone'"),
    "no such reference": ({"references": ("someone-2001", "gone")}, "reference 'gone' is not in the table"),
    "year without reference": ({"references": ()}, "a year without a reference"),
    "another year": ({"year": 2002}, "year 2002 is not that of the earliest reference, 2001"),
    "an earlier reference": ({"references": ("someone-2001", "else-1999")}, "the earliest reference, 1999"),
    "no symbol": ({"formula": Formula(latex="x", symbols={})}, "no symbol is explained"),
    "broken formula": ({"formula": Formula(latex=r"\frac{1", symbols={"x": "it"})}, "formula: '\\\\frac{1' does not"),
    "broken symbol": ({"formula": Formula(latex="x", symbols={r"\nonsense": "it"})}, "does not convert"),
    "broken math in text": ({"pitfall": r"See $\nonsense$."}, r"pitfall: '\\nonsense' does not convert"),
    "wrong output": ({"code": Code(source="print(0.25)\n", output="0.5\n")}, "code prints '0.25\\n', not '0.5\\n'"),
    "raising": ({"code": Code(source="print(1 / 0)\n", output="0.5\n")}, "code raises ZeroDivisionError"),
    "not Python": ({"code": Code(source="print(", output="")}, "code raises SyntaxError"),
    "many lines": ({"code": Code(source="x = 1\n" * 12 + "print(0.5)\n", output="0.5\n")}, "code has 13 lines"),
    "long line": ({"code": Code(source=f"{LONG_LINE}\nprint(0.5)", output="0.5")}, "a line of more than 88 characters"),
    "no link": ({"definition": GOOD.definition.replace("{dlterm}`other`", "others")}, "links no other term"),
    "code that computes nothing": ({"code": Code(source="x = 1\nprint(0.5)\n", output="0.5\n")}, "no input of it"),
    "code that formats what it is given": (
        {"code": Code(source='print(f"{0.5:.1f}")\n', output="0.5")},
        "no input of it",
    ),
    "numbers apart": (
        {"code": Code(source="print(0.75)\n", output="0.75\n")},
        "code prints numbers that the example does not mention: ['0.75']",
    ),
}
BAD |= {right: ({"pitfall": wrong}, right) for right, wrong in WRONG.items()}  # fmt: skip


@pytest.mark.parametrize("defect", BAD)
def test_each_check_finds_its_defect(defect: str) -> None:
    fields, finding = BAD[defect]
    assert any(finding in found for found in findings(**fields)), findings(**fields)


def test_every_wrong_wording_is_tried_here() -> None:
    assert set(content.WRONG.values()) == set(WRONG)


def test_a_pitfall_may_quote_what_is_wrong() -> None:
    assert findings(pitfall='"ReLU solves the problem" is what many say.') == []
    assert findings(pitfall="ReLU solves the problem.") != []


def test_a_year_may_differ_where_a_note_says_why() -> None:
    assert findings(year=1990, year_note="It was known before.") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000 and 2{,}000", {"1000", "2000"}),
        ("0.50, 1.0 and 3", {"0.5", "1", "3"}),
        ("\u22120.25 and -2", {"0.25", "2"}),
        ("1e-05", {"1e-05"}),
        ("x1 and v2.0a", set()),
        ("[0.5 1. ]", {"0.5", "1"}),
    ],
)
def test_numbers_are_compared_in_one_spelling(text: str, numbers: set[str]) -> None:
    assert content.numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "count"),
    [("one two-three four's", 3), ("with $a + b$ and {dlterm}`two words <x>`", 5), ("", 0), ("0.5, 1.0", 2)],
)
def test_words_are_counted_as_people_read_them(text: str, count: int) -> None:
    assert content.words(text) == count


def test_for_every_reference_it_is_written_down_how_it_was_checked() -> None:
    table = files("sphinx_dlgloss").joinpath("reference-checks.tsv").read_text(encoding="utf-8")
    [head, *rows] = [line.split("\t") for line in table.splitlines()]
    assert head == ["reference", "checked", "found in"]
    assert all(len(row) == 3 and all(row) for row in rows)
    assert [row[0] for row in rows] == sorted(GLOSSARY.references)


def test_a_reference_that_nobody_cites_is_found() -> None:
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=REFERENCES, terms=(GOOD,))
    assert "references.else-1999: no entry cites it" in check_glossary(glossary)


def test_a_reference_that_cannot_be_found_is_found() -> None:
    references = {"someone-2001": replace(REFERENCES["someone-2001"], doi=None)}
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=references, terms=(GOOD,))
    assert "references.someone-2001: no identifier" in check_glossary(glossary)


def test_code_whose_loop_depends_on_an_input_is_no_endless_test() -> None:
    source = "x = 2\nn = 0\nwhile x != 0:\n    x -= 1\n    n += 0.25\nprint(n)\n"
    assert findings(code=Code(source=source, output="0.5\n")) == []
    endless = "x = 0\nwhile x != 0:\n    x -= 1\nx = 0.5\nprint(x)\n"
    assert findings(code=Code(source=endless, output="0.5\n")) == []


def test_an_entry_that_nothing_leads_to_is_found() -> None:
    other = replace(GOOD, id="other", term="Other", related=("third", "else"), contrast=())
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=REFERENCES, terms=(GOOD, other))
    found = check_glossary(glossary)
    assert "scaling: no other entry leads here" in found
    assert "other: no other entry leads here" not in found


def test_a_form_of_two_entries_is_found() -> None:
    other = replace(GOOD, id="other", term="Other", aliases=("Scaling",))
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=REFERENCES, terms=(GOOD, other))
    assert "'Scaling' leads to several entries: scaling, other" in check_glossary(glossary)


def test_a_sense_that_no_form_may_mean_is_found() -> None:
    terms = (replace(GOOD, term="Min-max scaling", senses=("other",)), replace(GOOD, id="other", term="Other range"))
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=REFERENCES, terms=terms)
    assert "scaling: senses: no form of it may mean 'other'" in check_glossary(glossary)
    named = replace(glossary, terms=(replace(terms[0], aliases=("range",)), terms[1]))
    assert not any("senses" in finding for finding in check_glossary(named))


def test_findings_name_their_entry() -> None:
    glossary = Glossary(version=1, license="CC0-1.0", categories=(), references=REFERENCES, terms=(GOOD,))
    assert "scaling: related: 'other' is itself or no id" in check_glossary(glossary)
