"""Reading a glossary: strict, with messages that name the place, and without Sphinx."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sphinx_dlgloss
from sphinx_dlgloss import GlossaryError, load_glossary
from sphinx_dlgloss.load import decode_glossary
from sphinx_dlgloss.model import Glossary
from tests.samples import SAMPLE
from tools import entries

DATA = entries.canonical(SAMPLE)


def test_the_bundled_glossary_is_read_once() -> None:
    assert isinstance(load_glossary(), Glossary)
    assert load_glossary() is load_glossary()


def test_the_bundled_glossary_has_the_seed_terms(bundled: Glossary) -> None:
    assert {"dropout", "convolutional-neural-network", "relu", "transformer"} <= {term.id for term in bundled.terms}
    assert len(bundled.terms) >= 34


def test_ids_of_the_bundled_glossary_are_unique(bundled: Glossary) -> None:
    ids = [id_ for term in bundled.terms for id_ in (term.id, *term.former_ids)]
    assert len(set(ids)) == len(ids)
    categories = [category.id for category in bundled.categories]
    assert len(set(categories)) == len(categories)


def test_every_entry_has_a_declared_category_and_declared_references(bundled: Glossary) -> None:
    assert {term.category for term in bundled.terms} <= {category.id for category in bundled.categories}
    assert {key for term in bundled.terms for key in term.references} <= bundled.references.keys()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'"level": "beginner"', b'"level": "easy"', r"\$\.terms\[2\]\.level"),
        (b'"year": 2014', b'"year": "then"', r"\$\.references\[\.\.\.\]\.year"),
        (b'"license"', b'"licence"', "licence"),
    ],
)
def test_an_error_names_the_file_and_the_place(old: bytes, new: bytes, place: str) -> None:
    with pytest.raises(GlossaryError, match=rf"^my\.json: .*{place}"):
        decode_glossary(DATA.replace(old, new, 1), "my.json")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
def test_what_is_not_a_glossary_is_refused(data: bytes) -> None:
    with pytest.raises(GlossaryError, match=r"^my\.json: "):
        decode_glossary(data, "my.json")


def test_an_error_is_a_value_error() -> None:
    assert issubclass(GlossaryError, ValueError)


def test_the_public_names_are_the_promised_ones() -> None:
    assert set(sphinx_dlgloss.__all__) >= {"GlossaryError", "load_glossary", "setup"}


@pytest.mark.parametrize(
    "program",
    [
        "import sphinx_dlgloss; sphinx_dlgloss.load_glossary()",
        """from sphinx_dlgloss import model, load, lookup, selection, mathml, digest, cards
lookup.Lookup(load.load_glossary()).find('CNNs')""",
    ],
)
def test_the_core_works_without_sphinx(program: str) -> None:
    check = "import sys; print(sorted({'sphinx', 'docutils', 'myst_parser'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", f"{program}\n{check}"], check=True, capture_output=True, text=True)
    assert result.stdout.strip() == "[]"
