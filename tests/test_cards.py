"""The data of the cards."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from sphinx_dlgloss.cards import ONE_FILE_UP_TO, CardData, card_data, shard_of
from sphinx_dlgloss.model import Formula, Glossary
from tests.samples import IDS, SAMPLE, changed, make_glossary, make_term


def cards_of(data: CardData) -> dict[str, list[str]]:
    """All cards, by the id of their term."""
    cards: dict[str, list[str]] = {}
    for text in data.files:
        call = re.fullmatch(r"dlglossCards\((\{.*\})\);\n", text, re.DOTALL)
        assert call
        cards |= json.loads(call[1])
    return cards


def test_every_term_has_a_card() -> None:
    assert list(cards_of(card_data(SAMPLE))) == IDS


@pytest.mark.parametrize(
    ("id_", "name", "short"),
    [
        ("dropout", "Dropout", ""),
        ("convolutional-neural-network", "Convolutional neural network", "CNN"),
        ("relu", "ReLU", "Rectified linear unit"),
    ],
)
def test_a_card_has_name_short_or_long_form_and_summary(id_: str, name: str, short: str) -> None:
    summary = f"The summary of {id_}, which a card shows to its reader."
    assert cards_of(card_data(SAMPLE))[id_][:3] == [name, short, summary]


def test_a_card_has_the_formula_of_its_term_in_mathml() -> None:
    cards = cards_of(card_data(SAMPLE))
    assert cards["dropout"][3].startswith('<math display="block">')
    assert cards["relu"][3] == ""


def test_a_formula_that_does_not_convert_is_left_out_and_said() -> None:
    data = card_data(changed("relu", formula=Formula(latex=r"\nonsense{", symbols={"x": "y"})))
    assert cards_of(data)["relu"][3] == ""
    [(id_, latex, reason)] = data.failures
    assert (id_, latex) == ("relu", r"\nonsense{")
    assert reason
    assert card_data(SAMPLE).failures == ()


def test_the_name_of_the_files_changes_with_what_they_hold_and_with_nothing_else() -> None:
    again = card_data(make_glossary(*reversed(SAMPLE.terms)))
    assert again.hash == card_data(SAMPLE).hash
    assert card_data(changed("relu", definition="Another definition.")).hash == card_data(SAMPLE).hash
    assert card_data(changed("relu", summary="Another summary.")).hash != card_data(SAMPLE).hash


def test_a_small_glossary_comes_in_one_file() -> None:
    data = card_data(SAMPLE)
    assert list(data.names()) == [f"cards-{data.hash}.js"]


LARGE = make_glossary(
    *(make_term(f"term-{n}", summary=f"{n}: {' '.join(str(n * k) for k in range(2, 24))}.") for n in range(600))
)


def test_a_large_glossary_comes_in_shards_of_some_eight_kilobytes() -> None:
    data = card_data(LARGE)
    assert len(LARGE.terms) > ONE_FILE_UP_TO
    assert len(data.files) > 2
    assert list(data.names()) == [f"cards-{data.hash}-{n}.js" for n in range(len(data.files))]
    assert max(len(gzip.compress(text.encode())) for text in data.files) < 10_000
    assert len(cards_of(data)) == 600


def test_a_term_is_in_the_shard_that_the_script_asks_for() -> None:
    data = card_data(LARGE)
    for number, text in enumerate(data.files):
        for id_ in cards_of(CardData("", (text,), ())):
            assert shard_of(id_, len(data.files)) == number


@pytest.mark.parametrize(
    # what the script computes in a browser: n = (Math.imul(n, 31) + c.charCodeAt()) >>> 0
    ("id_", "number"),
    [("", 0), ("a", 97), ("dropout", 1925735935), ("convolutional-neural-network", 1732289898)],
)
def test_the_number_of_a_shard_is_the_one_of_the_script(id_: str, number: int) -> None:
    assert shard_of(id_, 2**32) == number


def test_a_shard_of_the_bundled_glossary_is_small_enough(bundled: Glossary) -> None:
    assert max(len(gzip.compress(text.encode())) for text in card_data(bundled).files) < 10_240


def test_a_card_says_what_the_summary_says_whatever_signs_it_has() -> None:
    data = card_data(changed("relu", summary="</script><!-- \u2028 &amp; \\ \" '"))
    assert cards_of(data)["relu"][2] == "</script><!-- \u2028 &amp; \\ \" '"
