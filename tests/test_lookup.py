"""Every form of a term, as people write it, leads to its entry."""

from __future__ import annotations

import pytest

from sphinx_dlgloss.lookup import Lookup, Match, conflicts, folded, forms, is_abbreviation, lookup_of, plurals, spelling
from sphinx_dlgloss.model import Glossary
from tests.samples import SAMPLE, make_glossary, make_term


@pytest.mark.parametrize(
    ("form", "id_"),
    [
        # id, term, abbreviation, expansion, alias, former id
        ("batch-normalization", "batch-normalization"),
        ("Batch normalization", "batch-normalization"),
        ("BatchNorm", "batch-normalization"),
        ("BN", "batch-normalization"),
        ("batch norm", "batch-normalization"),
        ("rectified linear unit", "relu"),
        ("machine", "model"),
        # plurals of each, regular and irregular
        ("batch normalizations", "batch-normalization"),
        ("CNNs", "convolutional-neural-network"),
        ("ConvNets", "convolutional-neural-network"),
        ("Convolutional neural networks", "convolutional-neural-network"),
        ("rectified linear units", "relu"),
        ("matrices", "matrix"),
        ("Matrices", "matrix"),
        # any case
        ("BATCH NORMALIZATION", "batch-normalization"),
        ("batchnorm", "batch-normalization"),
        ("cnn", "convolutional-neural-network"),
        ("cnns", "convolutional-neural-network"),
        ("relu", "relu"),
        ("ReLUs", "relu"),
        ("Dropout", "dropout"),
        # dashes, spaces, underscores, full width
        ("over-fitting", "overfitting"),
        ("over\u2010fitting", "overfitting"),
        ("over\u2011fitting", "overfitting"),
        ("over\u2013fitting", "overfitting"),
        ("over\u2212fitting", "overfitting"),
        ("over fitting", "overfitting"),
        ("over_fitting", "overfitting"),
        ("over\u00adfitting", "overfitting"),
        ("\ufeffdropout\u200d", "dropout"),
        ("batch_normalization", "batch-normalization"),
        ("batch\u00a0normalization", "batch-normalization"),
        ("  batch \n  normalization ", "batch-normalization"),
        ("\uff23\uff2e\uff2e", "convolutional-neural-network"),
        ("\uff44\uff52\uff4f\uff50\uff4f\uff55\uff54", "dropout"),
    ],
)
def test_every_form_of_a_term_leads_to_its_entry(lookup: Lookup, form: str, id_: str) -> None:
    match = lookup.find(form)
    assert match
    assert match.id == id_


@pytest.mark.parametrize(
    "form", ["", " ", "-", "dropuot", "drop out", "dropout regularization", "matrixs", "<dropout>"]
)
def test_what_is_no_form_leads_nowhere(lookup: Lookup, form: str) -> None:
    assert lookup.find(form) is None


def test_every_form_that_the_bundled_glossary_gives_leads_to_its_own_entry(bundled: Glossary) -> None:
    lookup = Lookup(bundled)
    wrong = {}
    for term in bundled.terms:
        for form, _ in forms(term):
            match = lookup.find(form)
            if match is None or term.id not in (match.id, *match.alternatives):
                wrong[form] = (term.id, match)
    assert wrong == {}


def test_no_form_of_the_bundled_glossary_is_claimed_twice(bundled: Glossary) -> None:
    assert conflicts(bundled.terms) == {}


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "\u02bc"])
def test_an_apostrophe_is_one_however_it_is_set(apostrophe: str) -> None:
    lookup = Lookup(make_glossary(make_term("goodharts-law", term="Goodhart\u2019s law")))
    assert lookup.find(f"Goodhart{apostrophe}s law") == Match("goodharts-law")


# -- case --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "match"),
    [
        ("mAP", Match("mean-average-precision")),
        ("MAP", Match("maximum-a-posteriori-estimation")),
        ("mAPs", Match("mean-average-precision")),
        ("MAPs", Match("maximum-a-posteriori-estimation")),
    ],
)
def test_the_exact_case_comes_first(lookup: Lookup, form: str, match: Match) -> None:
    assert lookup.find(form) == match


@pytest.mark.parametrize("form", ["map", "Map", "maps"])
def test_another_case_that_fits_two_entries_is_ambiguous(lookup: Lookup, form: str) -> None:
    match = lookup.find(form)
    assert match is not None
    assert {match.id, *match.alternatives} == {"mean-average-precision", "maximum-a-posteriori-estimation"}


def test_a_short_form_in_capitals_is_not_a_word_that_is_spelled_like_its_plural() -> None:
    lookup = Lookup(make_glossary(make_term("multi-agent-system", abbr="MAS"), make_term("gas", term="GAS")))
    for form in ("mas", "MAS", "MASs"):
        assert lookup.find(form) == Match("multi-agent-system"), form
    assert lookup.find("mass") is None
    assert lookup.find("Mass") is None


# -- senses ------------------------------------------------------------------------------


def test_an_entry_that_names_other_senses_is_the_main_one(lookup: Lookup) -> None:
    assert lookup.find("kernel") == Match("kernel", ("kernel-function",))
    assert lookup.find("Kernels") == Match("kernel", ("kernel-function",))


def test_another_sense_by_its_own_name_is_not_ambiguous(lookup: Lookup) -> None:
    assert lookup.find("kernel function") == Match("kernel-function")


def test_senses_concern_the_bare_word_and_not_the_short_forms() -> None:
    lookup = Lookup(make_glossary(make_term("head", abbr="HD", senses=("task-head",)), make_term("task-head")))
    assert lookup.find("heads") == Match("head", ("task-head",))
    assert lookup.find("HD") == Match("head")


@pytest.mark.parametrize(
    ("form", "alternatives"),
    [
        ("kernel", ("gpu-kernel", "kernel-method")),
        ("Kernels", ("gpu-kernel", "kernel-method")),
        ("convolution kernel", ()),
        ("convolution-kernel", ()),
        ("filter", ()),
    ],
)
def test_a_bare_word_is_part_of_a_longer_name_of_the_other_sense(form: str, alternatives: tuple[str, ...]) -> None:
    convolution = make_term("convolution-kernel", aliases=("kernel", "filter"), senses=("gpu-kernel", "kernel-method"))
    others = (make_term("gpu-kernel", term="GPU kernel"), make_term("kernel-method"))
    assert Lookup(make_glossary(convolution, *others)).find(form) == Match("convolution-kernel", alternatives)


@pytest.mark.parametrize(
    ("form", "id_", "alternatives"),
    [
        ("bias", "bias", ("statistical-bias", "inductive-bias", "algorithmic-bias")),
        ("kernel", "convolution-kernel", ("gpu-kernel", "kernel-method")),
        ("head", "model-head", ("attention-head",)),
        ("agents", "rl-agent", ("ai-agent",)),
        ("normalization", "normalization-layer", ("standardization",)),
        ("feed-forward network", "feedforward-neural-network", ("transformer-feed-forward-network",)),
        ("attention head", "attention-head", ()),
    ],
)
def test_the_bundled_glossary_knows_the_overloaded_words(
    bundled: Glossary, form: str, id_: str, alternatives: tuple[str, ...]
) -> None:
    assert Lookup(bundled).find(form) == Match(id_, alternatives)


def test_a_sense_that_the_glossary_does_not_have_is_no_alternative() -> None:
    assert Lookup(make_glossary(make_term("head", senses=("gone",)))).find("head") == Match("head")


def test_a_form_that_is_given_comes_before_one_that_is_derived() -> None:
    lookup = Lookup(make_glossary(make_term("datum"), make_term("data-set", aliases=("datums",))))
    assert lookup.find("datums") == Match("data-set")


def test_of_two_entries_with_one_form_the_one_that_names_the_other_is_the_main_one() -> None:
    for terms in [("a-kernel", "b-kernel"), ("b-kernel", "a-kernel")]:
        lookup = Lookup(
            make_glossary(
                make_term(terms[0], aliases=("kernel",), senses=(terms[1],)), make_term(terms[1], aliases=("kernel",))
            )
        )
        assert lookup.find("kernel") == Match(terms[0], (terms[1],))


def test_forms_that_two_entries_claim_are_conflicts() -> None:
    assert conflicts(SAMPLE.terms) == {}
    assert conflicts([make_term("a-b"), make_term("c", aliases=("a b",))]) == {"a b": ("a-b", "c")}


# -- near matches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "near"),
    [
        ("dropuot", "Dropout"),
        ("overfiting", "Overfitting"),
        ("Batchnormalisation", "Batch normalization"),
        ("convolutional neural net", "Convolutional neural network"),
        ("matrixes", "Matrix"),
    ],
)
def test_a_slip_of_the_pen_finds_the_term_that_was_meant(lookup: Lookup, form: str, near: str) -> None:
    assert lookup.near(form)[0] == near


def test_nothing_is_near_to_something_else_altogether(lookup: Lookup) -> None:
    assert lookup.near("quokka") == []
    assert lookup.near("") == []


def test_near_matches_are_at_most_three_different_headwords() -> None:
    lookup = Lookup(make_glossary(*(make_term(f"norm-{letter}", aliases=(f"norms {letter}",)) for letter in "abcdef")))
    near = lookup.near("norm-x")
    assert len(near) == len(set(near)) == 3
    assert len(lookup.near("norm-x", 2)) == 2


# -- spelling ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("singular", "several"),
    [
        ("layer", ["layers"]),
        ("loss", ["losses"]),
        ("bias", ["biases"]),
        ("class", ["classes"]),
        ("batch", ["batches"]),
        ("epoch", ["epochs"]),
        ("box", ["boxes"]),
        ("mesh", ["meshes"]),
        ("category", ["categories"]),
        ("policy", ["policies"]),
        ("array", ["arrays"]),
        ("basis", ["bases"]),
        ("hypothesis", ["hypotheses"]),
        ("analysis", ["analyses"]),
        ("matrix", ["matrices", "matrixes"]),
        ("index", ["indices", "indexes"]),
        ("vertex", ["vertices", "vertexes"]),
        ("Weight matrix", ["Weight matrices", "Weight matrixes"]),
        ("loss function", ["loss functions"]),
        ("CNN", ["CNNs"]),
        ("GAN", ["GANs"]),
        ("MAS", ["MASs"]),
        ("mAP", ["mAPs"]),
        ("BatchNorm", ["BatchNorms"]),
        ("ReLU", ["ReLUs"]),
    ],
)
def test_regular_plurals_are_those_of_english(singular: str, several: list[str]) -> None:
    assert list(plurals(singular)) == several


def test_an_irregular_plural_is_what_the_entry_says_and_no_other() -> None:
    lookup = Lookup(make_glossary(make_term("datum", plural="data")))
    assert lookup.find("data") == lookup.find("Data") == Match("datum")
    assert lookup.find("datums") is None


@pytest.mark.parametrize(
    ("form", "is_one"),
    [("CNN", True), ("mAP", True), ("ReLU", True), ("A", False), ("Adam", False), ("CNN layer", False), ("", False)],
)
def test_a_short_form_is_one_word_with_two_capitals(form: str, is_one: bool) -> None:
    assert is_abbreviation(form) is is_one


def test_a_spelling_keeps_its_case_and_a_folded_one_does_not() -> None:
    assert spelling(" Batch\u2013Norm_2 ") == "Batch Norm 2"
    assert folded("Straße") == folded("STRASSE")


def test_a_lookup_is_made_once_for_each_glossary() -> None:
    none: frozenset[str] = frozenset()
    assert lookup_of(SAMPLE, none) is lookup_of(SAMPLE, none)
    assert lookup_of(SAMPLE, none) is not lookup_of(SAMPLE, frozenset({"dropout"}))
    assert lookup_of(SAMPLE, none) is not lookup_of(make_glossary(*SAMPLE.terms), none)
