"""Entries are found by words in them, those with the words in their names first."""

from __future__ import annotations

import pytest

from sphinx_dlgloss.model import Glossary
from sphinx_dlgloss.search import search
from tests.samples import make_glossary, make_term

ZEBRA = make_glossary(
    make_term("in-text", definition="About the zebra."),
    make_term("in-summary", summary="Like a zebra, it has stripes."),
    make_term("striped", aliases=("zebra pattern",)),
    make_term("zebra"),
    make_term("zebrafish"),
    make_term("dazebra"),
    make_term("okapi", example="A Zebra's cousin.", pitfall="It is no giraffe."),
)


def found(words: str, glossary: Glossary = ZEBRA) -> list[str]:
    return [term.id for term in search(glossary, words)]


def test_the_best_come_first() -> None:
    assert found("zebra") == ["zebra", "striped", "zebrafish", "in-summary", "in-text", "okapi"]


def test_all_words_have_to_occur_wherever_they_do() -> None:
    assert found("zebra giraffe") == ["okapi"]
    assert found("zebra quokka") == []


@pytest.mark.parametrize("words", ["Zebra", "ZEBRA", "zeb", " zebra "])
def test_case_and_the_rest_of_a_word_make_no_difference(words: str) -> None:
    assert "zebra" in found(words)
    assert "dazebra" not in found(words)


@pytest.mark.parametrize("words", ["", "  ", "-"])
def test_no_words_find_nothing(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize("words", ["(", "\\", "[a", "zebra.*", "$x$"])
def test_signs_are_nothing_but_signs(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("CNN", "convolutional-neural-network"),
        ("batch norms", "batch-normalization"),
        ("vanishing gradients", "vanishing-gradient-problem"),
        ("over-fitting", "overfitting"),
        ("kernel", "convolution-kernel"),
    ],
)
def test_a_name_of_an_entry_finds_it_first(bundled: Glossary, words: str, id_: str) -> None:
    assert found(words, bundled)[0] == id_
