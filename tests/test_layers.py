"""Glossary files of a project: what they may hold, how layers lie over each other, and what is said of mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sphinx_dlgloss.layers import Layered, first_sentence, laid_over, made_id, read_glossaries
from sphinx_dlgloss.lookup import lookup_of
from sphinx_dlgloss.model import Glossary, Term
from tests.samples import SAMPLE, make_glossary, make_term

TERM = "term: Gizmo\nsummary: A small part.\n"


def lay(tmp_path: Path, *files: str | bytes, suffix: str = ".yaml", bundled: bool = True) -> Layered:
    """The sample with files laid over it, the first of which is called ``0``."""
    names = []
    for number, content in enumerate(files):
        names.append(f"{number}{suffix}")
        (tmp_path / names[-1]).write_bytes(content if isinstance(content, bytes) else content.encode())
    return laid_over(SAMPLE, names, root=tmp_path, bundled=bundled)


def in_list(*terms: str) -> str:
    """YAML of entries, each given as the YAML of its fields."""
    items = ["- " + term.strip("\n").replace("\n", "\n  ") for term in terms]
    return "terms:\n" + "\n".join(items) + "\n"


def entry(layered: Layered, id_: str) -> Term:
    """An entry of the outcome."""
    assert layered.problems == ()
    return {term.id: term for term in layered.glossary.terms}[id_]


# -- what an entry needs, and what is made of it ---------------------------------------


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".json", '{"terms": [{"term": "Gizmo", "summary": "A small part."}]}'),
        (".toml", '[[terms]]\nterm = "Gizmo"\nsummary = "A small part."\n'),
        (".yaml", in_list(TERM)),
        (".yml", "\ufeff" + in_list(TERM)),
        (".YAML", in_list(TERM)),
    ],
)
def test_a_term_and_a_summary_are_enough_in_every_format(tmp_path: Path, suffix: str, content: str) -> None:
    term = entry(lay(tmp_path, content, suffix=suffix), "gizmo")

    assert (term.term, term.summary, term.definition, term.level) == ("Gizmo", "A small part.", None, None)
    assert term.category == "project"


def test_an_own_term_is_found_by_all_its_forms(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list(f"{TERM}abbr: GZ\naliases: [thingummy]\n"))
    lookup = lookup_of(layered.glossary, layered.own)

    assert {lookup.find(form).id for form in ("gizmos", "GZ", "thingummies", "GIZMO")} == {"gizmo"}  # type: ignore[union-attr] # found


def test_a_definition_alone_gives_the_summary_its_first_sentence(tmp_path: Path) -> None:
    text = "A *small* part of {dlterm}`the units <dropout>` with $x$ in `y`. More of it."
    term = entry(lay(tmp_path, in_list(f"term: Gizmo\ndefinition: {text!r}\n")), "gizmo")

    assert term.summary == "A small part of the units with x in y."
    assert term.definition == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("No end", "No end"),
        ("One\nline.\n\nAnother.", "One line."),
        ("See [a page](https://a.example/) now.", "See a page now."),
        ("{dlterm}`dropout` is it. No.", "dropout is it."),
        ("Mit 3.5 Punkten. Ja.", "Mit 3.5 Punkten."),
        ("\u6ce8\u610f\u529b\u3002 Mehr.", "\u6ce8\u610f\u529b\u3002"),
        ("word " * 100, ("word " * 32).strip() + "\u2026"),
    ],
)
def test_the_first_sentence_has_no_markup_and_is_not_long(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("headword", "id_"),
    [("Learning rate", "learning-rate"), ("F\u00fc\u00dfe 2.0", "fue-2-0"), ("C++", "c"), ("\u6ce8\u610f", "")],
)
def test_an_id_is_made_of_the_headword(headword: str, id_: str) -> None:
    assert made_id(headword) == id_


def test_the_category_of_entries_that_name_none_comes_first_and_is_there_only_with_them(tmp_path: Path) -> None:
    with_it = lay(tmp_path, in_list(TERM)).glossary.categories
    without = lay(tmp_path, in_list(f"{TERM}category: vision\n")).glossary.categories

    assert min(with_it, key=lambda category: category.order).id == "project"
    assert "project" not in {category.id for category in without}


def test_a_project_names_that_category_itself(tmp_path: Path) -> None:
    own = "categories:\n- {id: project, title: Ours, order: 99, intro: What we say.}\n"

    [category] = [c for c in lay(tmp_path, own + in_list(TERM)).glossary.categories if c.id == "project"]

    assert category.title == "Ours"


def test_references_of_the_file_and_of_the_bundled_glossary_can_be_cited(tmp_path: Path) -> None:
    file = "references:\n  us-2026: {authors: [Us], title: It, year: 2026}\n"
    layered = lay(tmp_path, file + in_list(f"{TERM}references: [us-2026, ioffe-2015]\n"))

    assert entry(layered, "gizmo").references == ("us-2026", "ioffe-2015")
    assert layered.glossary.references["us-2026"].title == "It"


# -- layers ----------------------------------------------------------------------------


def test_an_entry_with_a_bundled_id_replaces_that_entry(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list("id: dropout\nterm: Dropout\nsummary: Ours.\n"))

    assert entry(layered, "dropout") == Term(id="dropout", term="Dropout", summary="Ours.", category="project")
    assert len(layered.glossary.terms) == len(SAMPLE.terms)


def test_a_form_of_two_entries_of_the_files_is_told(tmp_path: Path) -> None:
    two = f"{TERM}aliases: [gadget]\n"
    layered = lay(tmp_path, in_list(two) + "- {term: Gadget, summary: S.}\n- {term: Relu, id: own, summary: S.}\n")
    assert list(map(str, layered.problems)) == [
        "0.yaml: $.terms[1]: 'gadget' is also a form of 'gizmo'; if it may mean both, name one in 'senses' of the other"
    ]
    told = lay(tmp_path, in_list(f"{two}senses: [gadget]\n") + "- {term: Gadget, summary: S.}\n")
    assert told.problems == ()


def test_a_file_may_name_its_schema(tmp_path: Path) -> None:
    layered = lay(tmp_path, '{"$schema": "s.json", "terms": [{"term": "Gizmo", "summary": "S."}]}', suffix=".json")
    assert (layered.own, layered.problems) == ({"gizmo"}, ())


def test_an_override_replaces_the_fields_that_it_gives(tmp_path: Path) -> None:
    [bundled] = [term for term in SAMPLE.terms if term.id == "dropout"]
    layered = lay(tmp_path, in_list("overrides: dropout\nsummary: Ours.\naliases: [units off]\n"))

    assert entry(layered, "dropout") == msgspec.structs.replace(bundled, summary="Ours.", aliases=("units off",))


def test_a_field_can_be_taken_away(tmp_path: Path) -> None:
    assert entry(lay(tmp_path, in_list("overrides: dropout\nformula: null\nrelated: []\n")), "dropout").formula is None


def test_a_later_file_lies_over_an_earlier_one(tmp_path: Path) -> None:
    first = in_list(TERM, "overrides: dropout\nsummary: First.\nterm: Drop-out\n")
    second = in_list("overrides: gizmo\nsummary: Second.\n", "overrides: dropout\nsummary: Second.\n")
    layered = lay(tmp_path, first, second)

    assert entry(layered, "gizmo").summary == "Second."
    assert (entry(layered, "dropout").term, entry(layered, "dropout").summary) == ("Drop-out", "Second.")


def test_own_entries_are_known_as_such(tmp_path: Path) -> None:
    assert lay(tmp_path, in_list(TERM, "overrides: dropout\nsummary: Ours.\n")).own == {"gizmo", "dropout"}


def test_a_form_that_two_entries_have_means_the_own_one(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list(f"{TERM}id: zz\naliases: [batch norm, CNN]\n"))
    lookup = lookup_of(layered.glossary, layered.own)

    assert {lookup.find(form).id for form in ("batch norm", "CNN", "Batch norm")} == {"zz"}  # type: ignore[union-attr] # found
    assert lookup.find("dropout").id == "dropout"  # type: ignore[union-attr] # found


def test_the_bundled_entries_can_be_left_out(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list(f"{TERM}category: vision\n"), bundled=False)

    assert [term.id for term in layered.glossary.terms] == ["gizmo"]
    assert [category.id for category in layered.glossary.categories] == ["vision"]


def test_the_bundled_glossary_is_the_first_layer_of_what_a_program_reads(tmp_path: Path, bundled: Glossary) -> None:
    (tmp_path / "own.json").write_text('{"terms": [{"term": "Gizmo", "summary": "A part."}]}')

    layered = read_glossaries([tmp_path / "own.json"])
    alone = read_glossaries(["own.json"], root=tmp_path, bundled=False)

    assert len(layered.glossary.terms) == len(bundled.terms) + 1
    assert [term.id for term in alone.glossary.terms] == ["gizmo"]


def test_a_file_in_the_format_of_the_bundled_glossary_is_a_project_glossary_too(tmp_path: Path) -> None:
    layered = lay(tmp_path, msgspec.json.encode(SAMPLE), suffix=".json", bundled=False)

    assert layered.problems == ()
    assert layered.glossary.terms == SAMPLE.terms


# -- mistakes --------------------------------------------------------------------------

#: What an author may do wrong in a file, and what is said of it.
MISTAKES: dict[str, tuple[str, str | bytes, str]] = {
    "an unknown suffix": (".txt", "", "0.txt: the name of a glossary file ends in .json, .toml, .yaml, .yml"),
    "not UTF-8": (".yaml", b"terms:\n- term: \xfcber\n", "0.yaml:2: not UTF-8: the byte 0xfc"),
    "broken JSON": (".json", '{"terms": [\n{"term" "A"}]}', "0.json:2:9: not JSON: expecting ':' delimiter"),
    "empty JSON": (".json", "", "0.json:1:1: not JSON: expecting value"),
    "no number": (".json", '{"terms": [NaN]}', "0.json: not JSON: NaN is no number of JSON"),
    "nested JSON": (".json", "[" * 100_000, "0.json: nested too deeply"),
    "broken TOML": (".toml", 'a = "b\n', "0.toml:1:7: not TOML: illegal character '\\n'"),
    "a key twice in TOML": (".toml", "a = 1\na = 2\n", "0.toml:2:6: not TOML: cannot overwrite a value"),
    "broken YAML": (".yaml", "terms: [a\nb: c\n", "0.yaml:2:2: not YAML: expected ',' or ']', but got ':'"),
    "a tab in YAML": (
        ".yaml",
        "terms:\n\t- a\n",
        "0.yaml:2:1: not YAML: found character '\\t' that cannot start any token",
    ),
    "nested YAML": (".yaml", "[" * 3000, "0.yaml: nested too deeply"),
    "an alias": (".yaml", "a: &x [1]\nb: *x\n", "0.yaml:2:4: not YAML: an alias is not allowed in a glossary"),
    "a tag": (
        ".yaml",
        "a: !!python/object/apply:os.system [x]\n",
        "0.yaml:1:4: not YAML: the tag 'python/object/apply:os.system' is not allowed in a glossary",
    ),
    "a key that is a list": (".yaml", "? [a]\n: b\n", "0.yaml:1:3: not YAML: a key must be a text"),
    "two documents": (".yaml", "a: b\n---\na: b\n", "0.yaml:2:1: not YAML: but found another document"),
    "a control character in YAML": (".yaml", "a: \x07\n", "0.yaml: not YAML: unacceptable character #x0007"),
    "a list": (".yaml", "- term: A\n", "0.yaml: $: expected a table, got a list"),
    "nothing": (".yaml", "", "0.yaml: $: expected a table, got nothing"),
    "no terms": (".yaml", "references: {}\n", "0.yaml: $: there is no 'terms'"),
    "an unknown key": (
        ".yaml",
        "term: []\nterms: []\n",
        "0.yaml: $.term: there is no such field; did you mean 'terms'?",
    ),
    "another version": (".yaml", "version: 2\nterms: []\n", "0.yaml: $.version: expected one of 1, got a number, 2"),
    "terms that are a table": (".yaml", "terms: {A: b}\n", "0.yaml: $.terms: expected a list, got a table"),
    "an entry that is a text": (".yaml", "terms: [A]\n", "0.yaml: $.terms[0]: expected a table, got a text, 'A'"),
    "a misspelt field": (
        ".yaml",
        in_list("term: A\nsumary: S.\n"),
        "0.yaml: $.terms[0].sumary: there is no such field; did you mean 'summary'?",
    ),
    "an unknown field": (
        ".yaml",
        in_list("term: A\nsummary: S.\nzzz: 1\n"),
        "0.yaml: $.terms[0].zzz: there is no such field; there are id, term, abbr,",
    ),
    "a field twice": (
        ".json",
        '{"terms": [{"term": "A", "summary": "S.", "term": "B"}]}',
        "0.json: $.terms[0].term: is there more than once",
    ),
    "a field twice in YAML": (
        ".yaml",
        in_list("term: A\nsummary: S.\nterm: B\n"),
        "0.yaml: $.terms[0].term: is there more than",
    ),
    "no headword": (".yaml", in_list("summary: S.\n"), "0.yaml: $.terms[0]: there is no 'term', the headword"),
    "neither summary nor definition": (
        ".yaml",
        in_list("term: A\n"),
        "0.yaml: $.terms[0]: there is neither a 'summary' nor a 'definition'",
    ),
    "a number for a text": (
        ".yaml",
        in_list("term: 42\nsummary: S.\n"),
        "$.terms[0].term: expected a text, got a number, 42; a text that looks like something else goes in quotes",
    ),
    "nothing for a text": (
        ".yaml",
        in_list("term:\nsummary: S.\n"),
        "0.yaml: $.terms[0].term: expected a text, got nothing",
    ),
    "a date for a text": (
        ".toml",
        "[[terms]]\nterm = 2020-01-01\nsummary = 'S.'\n",
        "0.toml: $.terms[0].term: expected a text, got a date or time; a text that",
    ),
    "a table for a text": (
        ".yaml",
        in_list("term: {a: b}\nsummary: S.\n"),
        "$.terms[0].term: expected a text, got a table",
    ),
    "an empty text": (
        ".yaml",
        in_list("term: ''\nsummary: S.\n"),
        "0.yaml: $.terms[0].term: expected a text, got an empty one",
    ),
    "white space": (
        ".yaml",
        in_list("term: A\nsummary: ' '\n"),
        "0.yaml: $.terms[0].summary: expected a text, got an empty one",
    ),
    "a control character": (
        ".json",
        '{"terms": [{"term": "A\\u0000", "summary": "S."}]}',
        "0.json: $.terms[0].term: has the character U+0000, which cannot be shown",
    ),
    "half a character": (
        ".json",
        '{"terms": [{"term": "A", "summary": "\\ud800"}]}',
        "0.json: $.terms[0].summary: has the character U+D800, which cannot be shown",
    ),
    "an id that is none": (
        ".yaml",
        in_list(f"{TERM}id: My Gizmo\n"),
        "0.yaml: $.terms[0].id: expected something like 'learning-rate', got 'My Gizmo'",
    ),
    "a headword without an id": (
        ".yaml",
        in_list("term: \u6ce8\u610f\nsummary: S.\n"),
        "0.yaml: $.terms[0]: no id can be made of '\u6ce8\u610f'; give one in 'id'",
    ),
    "the same id twice": (".yaml", in_list(TERM, TERM), "0.yaml: $.terms[1]: the id 'gizmo' is that of $.terms[0]"),
    "an unknown level": (
        ".yaml",
        in_list(f"{TERM}level: beginer\n"),
        "expected one of 'advanced', 'beginner', 'intermediate', got a text, 'beginer'; did you mean 'beginner'?",
    ),
    "an unknown category": (
        ".yaml",
        in_list(f"{TERM}category: visions\n"),
        "0.yaml: $.terms[0]: there is no category 'visions'; did you mean 'vision'?",
    ),
    "aliases that are a text": (
        ".yaml",
        in_list(f"{TERM}aliases: part\n"),
        "0.yaml: $.terms[0].aliases: expected a list, got a text, 'part'",
    ),
    "an alias that is a number": (
        ".yaml",
        in_list(f"{TERM}aliases: [a, 2]\n"),
        "0.yaml: $.terms[0].aliases[1]: expected a text",
    ),
    "a year in words": (
        ".yaml",
        in_list(f"{TERM}year: '2012'\n"),
        "0.yaml: $.terms[0].year: expected a whole number, got a text, '2012'",
    ),
    "a year that is true": (
        ".yaml",
        in_list(f"{TERM}year: true\n"),
        "year: expected a whole number, got a truth value, true",
    ),
    "a year far off": (
        ".yaml",
        in_list(f"{TERM}year: 20012\n"),
        "year: expected a number from 1600 to 2200, got 20012",
    ),
    "a flag in words": (
        ".yaml",
        in_list(f"{TERM}autolink: no\n"),
        "0.yaml: $.terms[0].autolink: expected true or false, got a text, 'no'",
    ),
    "a formula without symbols": (
        ".yaml",
        in_list(f"{TERM}formula: {{latex: x}}\n"),
        "0.yaml: $.terms[0].formula: there is no 'symbols'",
    ),
    "a formula that is a text": (
        ".yaml",
        in_list(f"{TERM}formula: x\n"),
        "$.terms[0].formula: expected a table, got a text, 'x'",
    ),
    "a misspelt field of a formula": (
        ".yaml",
        in_list(f"{TERM}formula: {{latx: x, symbols: {{}}}}\n"),
        "0.yaml: $.terms[0].formula.latx: there is no such field; did you mean 'latex'?",
    ),
    "a contrast without a difference": (
        ".yaml",
        in_list(f"{TERM}contrast: [{{id: dropout}}]\n"),
        "0.yaml: $.terms[0].contrast[0]: there is no 'difference'",
    ),
    "a related entry that is not there": (
        ".yaml",
        in_list(f"{TERM}related: [dropout, dropuot]\n"),
        "0.yaml: $.terms[0].related[1]: there is no entry 'dropuot'; did you mean 'dropout'?",
    ),
    "a contrast with nothing": (
        ".yaml",
        in_list(f"{TERM}contrast: [{{id: quokka, difference: D.}}]\n"),
        "0.yaml: $.terms[0].contrast[0]: there is no entry 'quokka'",
    ),
    "a reference that is not there": (
        ".yaml",
        in_list(f"{TERM}references: [iofe-2015]\n"),
        "0.yaml: $.terms[0].references[0]: there is no reference 'iofe-2015'; did you mean 'ioffe-2015'?",
    ),
    "an override of nothing": (
        ".yaml",
        in_list("overrides: dropuot\nsummary: S.\n"),
        "0.yaml: $.terms[0]: there is no entry 'dropuot' to override; did you mean 'dropout'?",
    ),
    "an override without fields": (
        ".yaml",
        in_list("overrides: dropout\n"),
        "0.yaml: $.terms[0]: there is no field to replace in 'dropout'",
    ),
    "an override with another id": (
        ".yaml",
        in_list("overrides: dropout\nid: relu\n"),
        "0.yaml: $.terms[0]: an entry that overrides 'dropout' keeps that id",
    ),
    "a reference without authors": (
        ".yaml",
        "references:\n  a: {title: T, year: 2020}\nterms: []\n",
        "0.yaml: $.references.a: there is no 'authors'",
    ),
    "an empty list of authors": (
        ".yaml",
        "references:\n  a: {authors: [], title: T, year: 2020}\nterms: []\n",
        "0.yaml: $.references.a.authors: expected a list that is not empty",
    ),
    "an address that is none": (
        ".yaml",
        "references:\n  a: {authors: [A], title: T, year: 2020, url: 'javascript:alert(1)'}\nterms: []\n",
        "0.yaml: $.references.a.url: expected something like 'https://example.org/paper', got 'javascript:alert(1)'",
    ),
    "a key of a reference that is none": (
        ".yaml",
        "references:\n  A B: {authors: [A], title: T, year: 2020}\nterms: []\n",
        "0.yaml: $.references.A B: the key: expected something like 'learning-rate', got 'A B'",
    ),
    "references that are a list": (
        ".yaml",
        "references: []\nterms: []\n",
        "0.yaml: $.references: expected a table, got a list",
    ),
    "a category without a title": (
        ".yaml",
        "categories: [{id: a, order: 1, intro: I.}]\nterms: []\n",
        "0.yaml: $.categories[0]: there is no 'title'",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_was_expected(tmp_path: Path, mistake: str) -> None:
    suffix, content, message = MISTAKES[mistake]
    layered = lay(tmp_path, content, suffix=suffix)

    assert message in str(layered.problems[0])
    assert len(layered.problems) == 1


def test_a_file_that_is_not_there_is_told() -> None:
    [problem] = laid_over(SAMPLE, ["no/such.yaml"], root="", bundled=True).problems

    assert str(problem) == "no/such.yaml: cannot be read: No such file or directory"


def test_all_mistakes_of_a_file_are_told_and_all_other_entries_are_there(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list("term: 1\nsumary: S.\n", TERM, "summary: S.\n"))

    assert [problem.place for problem in layered.problems] == ["$.terms[0].term", "$.terms[0].sumary", "$.terms[2]"]
    assert "gizmo" in layered.own


def test_an_entry_stays_without_the_ids_that_lead_nowhere(tmp_path: Path) -> None:
    layered = lay(tmp_path, in_list(f"{TERM}related: [quokka, dropout]\nsenses: [quokka]\nreferences: [quokka]\n"))
    [gizmo] = [term for term in layered.glossary.terms if term.id == "gizmo"]

    assert (gizmo.related, gizmo.senses, gizmo.references) == (("dropout",), (), ())
    assert len(layered.problems) == 3


def test_a_mistake_in_the_second_entry_is_not_held_against_the_twelfth(tmp_path: Path) -> None:
    terms = [f"term: Gizmo {number}\nsummary: {'S.' if number != 1 else '[]'}\n" for number in range(12)]
    layered = lay(tmp_path, in_list(*terms))

    assert layered.own == {f"gizmo-{number}" for number in range(12) if number != 1}


def test_a_truth_value_is_no_text_and_no_is_a_text(tmp_path: Path) -> None:
    assert entry(lay(tmp_path, in_list("term: No\nsummary: 2020-01-01\n")), "no").summary == "2020-01-01"


# -- anything at all -------------------------------------------------------------------

FIELDS = ["terms", "references", "categories", "id", "term", "summary", "definition", "overrides", "formula", "related"]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["dropout", "A"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=6),
    max_leaves=30,
)
ENTRIES = st.fixed_dictionaries(
    {}, optional={field.name: VALUES for field in msgspec.structs.fields(Term)} | {"overrides": VALUES}
)
FILES = VALUES | st.fixed_dictionaries(
    {"terms": st.lists(ENTRIES, max_size=5)}, optional={"references": VALUES, "categories": VALUES}
)
ANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@ANY
@given(data=FILES)
@example(data={"terms": [{"term": "A", "summary": "\ud800"}]})
def test_no_data_at_all_makes_a_traceback(tmp_path: Path, data: Any) -> None:
    layered = lay(tmp_path, json.dumps(data).encode("utf-8", "surrogatepass"), suffix=".json")

    check_outcome(layered)


@ANY
@given(
    content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    suffix=st.sampled_from([".json", ".toml", ".yaml"]),
)
def test_no_bytes_at_all_make_a_traceback(tmp_path: Path, content: bytes, suffix: str) -> None:
    check_outcome(lay(tmp_path, content, suffix=suffix))


@ANY
@given(
    cut=st.integers(0, 400),
    inserted=st.text(alphabet="[]{}:,-'\"#&*!|>%@`\n\t \x00ab01.=\\", max_size=6),
    suffix=st.sampled_from([".json", ".toml", ".yaml"]),
)
def test_no_slip_of_the_keyboard_makes_a_traceback(tmp_path: Path, cut: int, inserted: str, suffix: str) -> None:
    good = {
        ".json": '{"terms": [{"term": "Gizmo", "summary": "A small part.", "aliases": ["a", "b"], "year": 2012}]}',
        ".toml": '[[terms]]\nterm = "Gizmo"\nsummary = "A small part."\naliases = ["a", "b"]\nyear = 2012\n',
        ".yaml": in_list(f"{TERM}aliases: [a, b]\nyear: 2012\nformula: {{latex: x, symbols: {{x: y}}}}\n"),
    }[suffix]
    cut %= len(good)
    check_outcome(lay(tmp_path, good[:cut] + inserted + good[cut:], suffix=suffix))


def check_outcome(layered: Layered) -> None:
    """What is left can be used: looked up, and stored as the glossary that it says it is."""
    lookup = lookup_of(layered.glossary, layered.own)
    assert all(lookup.find(id_) for id_ in layered.own)
    assert msgspec.json.decode(msgspec.json.encode(layered.glossary), type=Glossary).terms == layered.glossary.terms
    assert {term.id for term in SAMPLE.terms} <= {term.id for term in layered.glossary.terms}
    assert all(str(problem) for problem in layered.problems)


def test_the_sample_itself_stays_as_it_is() -> None:
    assert laid_over(SAMPLE, [], root="", bundled=True).glossary.terms == SAMPLE.terms
    assert laid_over(make_glossary(make_term("a")), [], root="", bundled=False).glossary.terms == ()
