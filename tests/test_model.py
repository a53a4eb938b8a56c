"""The records are immutable, strict, and the one definition of the file format."""

from __future__ import annotations

import msgspec
import pytest

from sphinx_dlgloss.model import FORMAT_VERSION, LEVELS, Code, Glossary, Reference, Term
from tests.samples import SAMPLE, make_glossary, make_term
from tools import entries


@pytest.mark.skipif(msgspec.__version__ < "0.22", reason="older versions say less of the keys of tables")
def test_the_schema_that_ships_is_the_one_of_the_model() -> None:
    assert entries.SCHEMA.read_bytes() == entries.schema()


def test_the_glossary_that_ships_is_in_its_canonical_form() -> None:
    assert entries.GLOSSARY.read_bytes() == entries.canonical(entries.read_glossary())


def test_the_canonical_form_does_not_depend_on_the_order_of_the_entries() -> None:
    backwards = msgspec.structs.replace(
        SAMPLE,
        categories=SAMPLE.categories[::-1],
        references=dict(reversed(SAMPLE.references.items())),
        terms=SAMPLE.terms[::-1],
    )
    assert entries.canonical(backwards) == entries.canonical(SAMPLE)


def test_the_canonical_form_is_utf_8_with_two_spaces_and_a_final_newline() -> None:
    text = entries.canonical(make_glossary(make_term("a", summary="Größer als Ω."))).decode()
    assert "Größer als Ω." in text
    assert '\n  "terms": [\n    {\n' in text
    assert text.endswith("}\n")


def test_what_is_written_is_read_back() -> None:
    again = msgspec.json.decode(entries.canonical(SAMPLE), type=Glossary)
    assert msgspec.structs.asdict(again) == msgspec.structs.asdict(SAMPLE)


def test_fields_that_say_nothing_are_left_out() -> None:
    assert msgspec.json.decode(msgspec.json.encode(make_term("a"))).keys() == {
        "id",
        "term",
        "category",
        "level",
        "summary",
        "definition",
    }


@pytest.mark.parametrize(
    ("record", "field"),
    [(SAMPLE, "terms"), (SAMPLE.terms[0], "term"), (SAMPLE.references["ioffe-2015"], "year"), (LEVELS, "x")],
)
def test_records_cannot_be_changed(record: object, field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(record, field, "other")


def test_glossaries_are_told_apart_as_objects() -> None:
    assert make_glossary() != make_glossary()
    assert len({make_glossary(), make_glossary()}) == 2


def decode_term(**fields: object) -> Term:
    needed = {"id": "a", "term": "A", "category": "c", "level": "beginner", "summary": "S.", "definition": "D."}
    return msgspec.json.decode(msgspec.json.encode(needed | fields), type=Term)


def test_an_entry_needs_only_the_necessary() -> None:
    assert decode_term() == make_term("a", term="A", category="c", summary="S.", definition="D.")


@pytest.mark.parametrize("field", ["id", "term", "category", "summary"])
def test_what_is_necessary_is_asked_for(field: str) -> None:
    fields = {"id": "a", "term": "A", "category": "c", "level": "beginner", "summary": "S.", "definition": "D."}
    del fields[field]
    with pytest.raises(msgspec.ValidationError, match=f"missing required field `{field}`"):
        msgspec.json.decode(msgspec.json.encode(fields), type=Term)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sumary", "S."),
        ("id", "Not kebab"),
        ("id", "trailing-"),
        ("id", "ümlaut"),
        ("id", ""),
        ("term", ""),
        ("level", "expert"),
        ("aliases", "one"),
        ("related", ["Not kebab"]),
        ("year", "2014"),
        ("year", 20140),
        ("autolink", "no"),
        ("api", {"tensorflow": ["tf.nn.dropout"]}),
        ("contrast", [{"id": "b"}]),
        ("formula", {"latex": "x"}),
        ("code", {"source": "print()", "output": "", "language": "python"}),
    ],
)
def test_a_wrong_or_unknown_field_of_an_entry_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError, match=field):
        decode_term(**{field: value})


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("doi", "10.1162/neco.1997.9.8.1735", "https://doi.org/10.1162/neco"),
        ("arxiv", "1706.03762", "arXiv:1706.03762"),
        ("arxiv", "cs/9901002", "cs-9901002"),
        ("isbn", "978-0-262-03561-3", "12345"),
        ("url", "https://example.org/paper", "example.org"),
    ],
)
def test_identifiers_of_references_are_written_in_one_way(field: str, good: str, bad: str) -> None:
    needed = {"authors": ["A"], "title": "T", "year": 2014}
    reference = msgspec.json.decode(msgspec.json.encode(needed | {field: good}), type=Reference)
    assert getattr(reference, field) == good
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.json.decode(msgspec.json.encode(needed | {field: bad}), type=Reference)


def test_a_reference_has_an_author() -> None:
    with pytest.raises(msgspec.ValidationError, match="authors"):
        msgspec.json.decode(b'{"authors": [], "title": "T", "year": 2014}', type=Reference)


def test_code_may_print_nothing() -> None:
    assert msgspec.json.decode(b'{"source": "x = 1", "output": ""}', type=Code).output == ""


def test_a_file_of_another_format_version_is_refused() -> None:
    data = entries.canonical(SAMPLE).replace(b'"version": 1', b'"version": 2')
    assert SAMPLE.version == FORMAT_VERSION
    with pytest.raises(msgspec.ValidationError, match="version"):
        msgspec.json.decode(data, type=Glossary)
