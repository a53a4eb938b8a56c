"""LaTeX becomes MathML when a site is built."""

from __future__ import annotations

import contextlib
import re

import pytest

from sphinx_dlgloss.mathml import MathError, mathml
from sphinx_dlgloss.model import Glossary
from tools.content import MATH, texts


def test_a_formula_becomes_a_math_element() -> None:
    assert mathml(r"\frac{1}{n}", display=False).startswith("<math><mfrac>")
    assert mathml(r"\frac{1}{n}", display=True).startswith('<math display="block">')


@pytest.mark.parametrize("latex", [r"\frac{1}", r"{", r"\unknowncommand x", r"\begin{align} x", "x^"])
def test_what_is_not_latex_is_refused(latex: str) -> None:
    with pytest.raises(MathError):
        mathml(latex, display=False)


def test_the_reason_is_one_plain_line() -> None:
    with pytest.raises(MathError) as error:
        mathml(r"\unknowncommand x", display=False)
    assert str(error.value) == 'Unknown command "\\unknowncommand"'


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        "x < y & z > 1",
        r"\text{a & b}",
        r"\href{javascript:alert(1)}{x}",
        r"\url{javascript:alert(1)}",
    ],
)
def test_whatever_it_holds_a_formula_is_refused_or_harmless(latex: str) -> None:
    markup = ""
    with contextlib.suppress(MathError):
        markup = mathml(latex, display=False)
    assert not re.search(r"<script|href|& ", markup)


def test_a_formula_leaves_nothing_behind_for_the_next_one() -> None:
    with contextlib.suppress(MathError):
        mathml(r"\newcommand{\mine}{x} \mine", display=False)
    with pytest.raises(MathError):
        mathml(r"\mine", display=False)


def test_every_formula_of_the_bundled_glossary_converts(bundled: Glossary) -> None:
    formulas = [latex for term in bundled.terms for _, text in texts(term) for latex in MATH.findall(text)]
    for term in bundled.terms:
        if term.formula:
            formulas += [term.formula.latex, *term.formula.symbols]
    assert formulas
    for latex in formulas:
        assert mathml(latex, display=False).startswith("<math")
