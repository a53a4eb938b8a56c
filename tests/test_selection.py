"""Which entries a listing shows."""

from __future__ import annotations

import pytest

from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.selection import Selection, linked_terms, select, with_linked
from tests.samples import IDS, SAMPLE, make_glossary, make_term


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), IDS),
        (Selection(terms=("relu", "dropout")), ["dropout", "relu"]),
        (Selection(categories=("regularization",)), ["batch-normalization", "dropout", "overfitting", "weight-decay"]),
        (Selection(levels=("intermediate",)), ["batch-normalization", "weight-decay"]),
        (Selection(levels=("advanced", "intermediate"), exclude=("weight-decay",)), [IDS[0], IDS[1]]),
        (Selection(categories=("vision",), levels=("beginner",)), ["kernel", "mean-average-precision", "relu"]),
        (Selection(terms=("relu",), exclude=("relu",)), []),
        (Selection(terms=("gone",)), []),
    ],
)
def test_a_selection_asks_for_all_that_fits_all_of_it(selection: Selection, ids: list[str]) -> None:
    assert list(select(SAMPLE, selection)) == ids


def test_the_links_of_a_definition_are_found_in_every_way_of_writing_them(lookup: Lookup) -> None:
    assert linked_terms(lookup, lookup.terms["dropout"]) == {"overfitting", "batch-normalization"}
    assert linked_terms(lookup, lookup.terms["overfitting"]) == {"weight-decay"}
    assert linked_terms(lookup, lookup.terms["relu"]) == set()


def test_a_link_to_nothing_counts_for_nothing() -> None:
    term = make_term("a", definition="See {dlterm}`gone` and {dlterm}`!a`.")
    assert linked_terms(Lookup(make_glossary(term)), term) == set()


def test_used_terms_bring_those_their_definitions_link_to_and_no_further(lookup: Lookup) -> None:
    assert with_linked(lookup, ["dropout", "gone", ""]) == {"dropout", "overfitting", "batch-normalization"}
    assert with_linked(lookup, []) == set()
