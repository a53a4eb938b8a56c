"""Which mentions of terms in a plain text may be linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.mentions import Scanner
from tests.samples import SAMPLE, make_glossary, make_term

GLOSSARY = make_glossary(
    make_term("dropout"),
    make_term("learning-rate", aliases=("step size",), abbr="LR"),
    make_term("learning-rate-schedule"),
    make_term("convolutional-neural-network", abbr="CNN", aliases=("ConvNet",)),
    make_term("mean-average-precision", abbr="mAP"),
    make_term("zero-redundancy-optimizer", abbr="ZeRO"),
    make_term("multi-head-attention", term="Multi-head attention"),
    make_term("attention-head", aliases=("head",), autolink_except=("head",)),
    make_term("k-means-clustering", aliases=("k-means",)),
    make_term("bayes-theorem", term="Bayes' theorem"),
    make_term("a-b-testing", term="A/B testing"),
    make_term("f1-score", term="F1 score", aliases=("F1",)),
    make_term("adam", term="Adam", year=2014),
    make_term("transformer", year=2017),
    make_term("matrix", plural="matrices"),
    make_term("kl-divergence", term="KL divergence"),
    make_term("weight", autolink=False),
    make_term("state", senses=("optimizer-state",)),
    make_term("optimizer-state"),
    make_term("gradient-descent"),
)
LOOKUP = Lookup(GLOSSARY)
SCANNER = Scanner(LOOKUP)


def found(text: str, scanner: Scanner = SCANNER) -> list[str]:
    """The mentions of a text, as they stand there."""
    return [text[mention.start : mention.end] for mention in scanner.mentions(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("We use dropout here.", ["dropout"]),
        ("See dropout, (dropout) and \u201cdropout\u201d; dropout!", ["dropout", "dropout", "dropout", "dropout"]),
        ("dropout's rate and dropout\u2019s rate", ["dropout", "dropout"]),
        ("All learning rates fall.", ["learning rates"]),
        ("A learning-rate schedule; learning rate schedules", ["learning-rate schedule", "learning rate schedules"]),
        ("a learning\nrate over a line", ["learning\nrate"]),
        ("a step size and a stepsize", ["step size"]),
        ("gradient descents", ["gradient descents"]),
        ("two matrices and a matrix", ["matrices", "matrix"]),
        (
            "multi-head attention, Multi-Head Attention, multihead attention",
            ["multi-head attention", "Multi-Head Attention"],
        ),
        ("k-means and K-means", ["k-means", "K-means"]),
        ("by Bayes' theorem", ["Bayes' theorem"]),
        ("the option \u2013dropout, \u2014dropout and A\u2013dropout", ["dropout", "dropout"]),
        ("by Bayes\u2019 theorem", ["Bayes\u2019 theorem"]),
        ("of drop\u00adout, \u00adout", ["drop\u00adout"]),
        ("A/B testing, A testing, A-B testing", ["A/B testing"]),
        ("the F1 score, the F1", ["F1 score"]),
        ("The end: dropout", ["dropout"]),
        ("dropout", ["dropout"]),
        ("", []),
    ],
)
def test_a_mention_is_found_in_all_its_forms_and_the_longest_wins(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("CNN and CNNs, ConvNets", ["CNN", "CNNs", "ConvNets"]),
        ("cnn, Cnn, cnns, convnets", []),
        ("to map, a MAP, mAP", ["mAP"]),
        ("zero, Zero, ZERO, ZeRO", ["ZeRO"]),
        ("the KL divergence, KL Divergence, kl divergence", ["KL divergence", "KL Divergence"]),
        ("an LR, LRs and lr", []),
    ],
)
def test_an_abbreviation_is_meant_in_its_exact_case_only(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "non-dropout",
        "dropout-like",
        "semi\u2011dropout",
        "pre\u2010dropout",
        "dropout_rate",
        "my_dropout",
        "model.dropout",
        "dropout.p",
        "model.dropout.p",
        "dropout()",
        "dropout=0.1",
        "p=dropout",
        "dropout[0]",
        "data/dropout",
        "dropout/data",
        "C:\\dropout",
        "@dropout",
        "#dropout",
        "$dropout",
        "dropout@home",
        "--dropout",
        "<dropout>",
        "{dropout}",
        "**dropout**",
        "dropouts2",
        "2dropout",
        "dropout:p",
        "nn::dropout",
        "dropout++",
        "dropout'd",
    ],
)
def test_what_is_part_of_a_compound_an_identifier_or_a_path_is_no_mention(text: str) -> None:
    assert found(f"see {text} there") == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("\u4f7f\u7528Transformer\u6a21\u578b\u548cCNN\u3002", ["Transformer", "CNN"]),
        ("\u30c9\u30ed\u30c3\u30d7\u30a2\u30a6\u30c8dropout\u3092\u4f7f\u3046", ["dropout"]),
        ("\ub4dc\ub86d\uc544\uc6c3dropout\uc740", ["dropout"]),
        ("\u00fcberdropout, dropout\u00e9", []),
    ],
)
def test_a_word_beside_a_script_without_spaces_stands_by_itself(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Thanks to Adam Smith and Tim Adam.", []),
        ("the Adam optimizer", ["Adam"]),
        ("We use Adam. Training goes on.", ["Adam"]),
        ("The Adam method. The Transformer is new.", ["Adam", "Transformer"]),
        ("NVIDIA Transformer Engine", []),
        ("with the Google Transformer", []),
        ("see Adam, Transformer and CNN", ["Adam", "Transformer", "CNN"]),
        ("CNN Transformer", []),
        ("The Lightning CNN and the Convolutional Neural Network Toolbox", []),
        ("We train Convolutional Neural Networks (CNNs).", ["Convolutional Neural Networks", "CNNs"]),
    ],
)
def test_a_capitalized_word_in_a_name_is_no_mention(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Dropout helps. Dropout helps: Dropout (Dropout)", ["Dropout", "Dropout", "Dropout", "Dropout"]),
        ("pass a Dropout to it, and Matrices", []),
        ("use Adam or a Transformer", ["Adam", "Transformer"]),
        ("use Gradient Descent", ["Gradient Descent"]),
    ],
)
def test_a_common_noun_with_a_capital_within_a_sentence_is_a_class(text: str, mentions: list[str]) -> None:
    assert found(text) == mentions


def test_a_term_of_the_project_may_be_a_proper_name() -> None:
    assert found("use the Dropout", Scanner(LOOKUP, own={"dropout"})) == ["Dropout"]


def test_everyday_words_are_not_looked_for_unless_asked_for() -> None:
    text = "The weight of a head in its state, and dropout."

    assert found(text) == ["dropout"]
    assert found(text, Scanner(LOOKUP, include={"weight", "state"})) == ["weight", "state", "dropout"]
    assert found(text, Scanner(LOOKUP, exclude={"dropout"})) == []


def test_a_term_that_is_asked_for_is_found_by_all_its_forms() -> None:
    text = "A head, and the LR."

    assert found(text) == []
    assert found(text, Scanner(LOOKUP, include={"attention-head", "learning-rate"})) == ["head", "LR"]


def test_ids_are_no_forms_that_people_write() -> None:
    glossary = make_glossary(make_term("zero", term="Zero redundancy optimizer", abbr="ZeRO"))

    assert found("zero, ZeRO", Scanner(Lookup(glossary))) == ["ZeRO"]


def test_a_form_that_two_entries_have_is_not_linked() -> None:
    glossary = make_glossary(make_term("a-thing", aliases=("gadget",)), make_term("b-thing", aliases=("gadget",)))

    assert found("a gadget", Scanner(Lookup(glossary))) == []


def test_the_place_of_a_mention_is_told_with_its_entry() -> None:
    [mention] = SCANNER.mentions("no CNN.")

    assert mention == (3, 6, "convolutional-neural-network")


@given(st.text() | st.lists(st.sampled_from([*SCANNER.forms, " ", "-", "a", ".", "\n"])).map("".join))
def test_mentions_are_in_order_and_are_forms_whatever_the_text(text: str) -> None:
    end = 0
    for mention in SCANNER.mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        match = LOOKUP.find(text[mention.start : mention.end])
        assert match
        assert match.id == mention.term
        end = mention.end


def test_every_form_of_the_sample_is_found_by_itself() -> None:
    scanner = Scanner(Lookup(SAMPLE))

    assert {form for form in scanner.forms if found(f"{form} is there", scanner) == [form]} == set(scanner.forms)
