"""A project's own glossary files in a build."""

from __future__ import annotations

import json

import pytest

from tests.building import Builder, Built

CONF = "dlgloss_glossaries = ['terms/own.yaml']\n"
OWN = """\
categories:
- {id: plumbing, title: Plumbing, order: -1, intro: What holds it together.}
terms:
- term: Gizmo
  abbr: GZ
  summary: A small part of the machine.
  definition: A part beside {dlterm}`dropout` and {dlterm}`quux`.
  category: plumbing
  related: [dropout]
- id: quux
  term: Quux
  summary: What a gizmo turns.
- overrides: dropout
  summary: Our own words on it.
"""
INDEX = "Home\n====\n\n:dlterm:`gizmos`, :dlterm:`GZ`, :dlterm:`dropout` and :dlterm:`relu`\n\n.. toctree::\n"
FILES = {"index.rst": INDEX, "terms/own.yaml": OWN}


def cards(built: Built) -> dict[str, list[str]]:
    """The cards of a site, by term."""
    [path] = (built.outdir / "_static/dlgloss").glob("cards-*.js")
    text = path.read_text("utf-8")
    return json.loads(text.removeprefix("dlglossCards(").rstrip(");\n"))  # type: ignore[no-any-return] # our own file


def test_own_terms_are_linked_have_cards_and_stand_on_the_page(build: Builder) -> None:
    built = build(FILES, conf=CONF)

    links = built.html().terms
    assert links["gizmos"] == links["GZ"] == "dl-glossary.html#dlterm-gizmo"
    assert cards(built)["gizmo"][:3] == ["Gizmo", "GZ", "A small part of the machine."]
    assert cards(built)["dropout"][2] == "Our own words on it."
    page = built.html("dl-glossary.html")
    assert page.body.by_id("dlterm-gizmo").one(cls="dlgloss-category").text == "Plumbing"
    assert page.body.by_id("dlterm-quux").one(cls="dlgloss-category").text == "This project"
    assert page.body.by_id("dlterm-quux").all(cls="dlgloss-level") == []
    assert page.body.by_id("dlterm-quux").get("data-level") == ""
    assert built.dead_links() == []


def test_the_project_alone_can_give_the_terms(build: Builder) -> None:
    own = (
        OWN.split("- overrides", maxsplit=1)[0]
        .replace("{dlterm}`dropout` and ", "")
        .replace("  related: [dropout]\n", "")
    )
    built = build(
        {"index.rst": "Home\n====\n\n:dlterm:`gizmo`\n\n.. toctree::\n", "terms/own.yaml": own},
        conf=CONF + "dlgloss_bundled = False\n",
    )

    entries = built.html("dl-glossary.html").body.all(cls="dlgloss-entry")
    assert [entry["id"] for entry in entries] == ["dlterm-gizmo", "dlterm-quux"]
    assert cards(built).keys() == {"gizmo", "quux"}


def test_neither_the_one_nor_the_other_is_an_empty_page(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n"}, conf="dlgloss_bundled = False\n")

    assert built.html("dl-glossary.html").body.text == "Deep learning glossary¶"


def test_a_file_that_is_not_there_is_warned_of_by_its_name(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n"}, conf=CONF, warnings="allowed")

    assert built.warnings == ("WARNING: terms/own.yaml: cannot be read: No such file or directory [dlgloss.glossary]")


def test_a_mistake_is_a_warning_with_file_and_place_and_the_rest_goes_on(build: Builder) -> None:
    wrong = OWN.replace("  summary: What a gizmo turns.\n", "  sumary: What a gizmo turns.\n")
    built = build(FILES | {"terms/own.yaml": wrong}, conf=CONF, warnings="allowed")

    assert built.warnings.splitlines()[0] == (
        "terms/own.yaml:$.terms[1].sumary: WARNING: there is no such field; did you mean 'summary'? [dlgloss.glossary]"
    )
    assert "unknown term: 'quux'" in built.warnings
    assert "dlterm-gizmo" in built.text("dl-glossary.html")


def test_a_file_that_cannot_be_parsed_names_line_and_column(build: Builder) -> None:
    built = build(FILES | {"terms/own.yaml": "terms: [\n", "index.rst": "Home\n====\n"}, conf=CONF, warnings="allowed")

    assert built.warnings.startswith("terms/own.yaml:2:1: WARNING: not YAML: ")
    assert built.warnings.endswith("[dlgloss.glossary]")


def test_hostile_texts_in_a_file_come_out_as_text(build: Builder) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    entry = {"id": "bad", "term": f"Bad {hostile}", "aliases": [hostile], "summary": hostile, "definition": hostile}
    own = {
        "categories": [{"id": "c", "title": hostile, "order": 1, "intro": hostile}],
        "references": {"r": {"authors": [hostile], "title": hostile, "year": 2020, "venue": hostile}},
        "terms": [entry | {"category": "c", "references": ["r"], "pitfall": hostile, "api": {"pytorch": [hostile]}}],
    }
    files = {"index.rst": "Home\n====\n\n:dlterm:`bad`\n\n.. dlglossary::\n   :sort: category\n"}
    built = build(
        files | {"own.json": json.dumps(own)}, conf="dlgloss_glossaries = ['own.json']\ndlgloss_page = None\n"
    )

    assert "<img" not in built.text("index.html")
    assert built.html().body.text.count("<img src=x onerror=alert(1)>") >= 8


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "man"])
def test_own_terms_are_in_every_output(build: Builder, builder: str) -> None:
    built = build(FILES, builder, conf=CONF)

    assert any(b"A small part of the machine" in content for content in built.files().values())


CHANGED = {
    "an own entry": OWN.replace("A small part", "A tiny part"),
    "an entry less": OWN.split("- overrides", maxsplit=1)[0],
    "another entry": OWN + "- {term: Widget, summary: Another part.}\n",
    "a category": OWN.replace("title: Plumbing", "title: Pipes"),
    "a form that leads elsewhere": OWN + "- {term: Widget, summary: Another part., aliases: [ReLU]}\n",
    "no terms at all": "terms: []\n",
}


@pytest.mark.parametrize("change", CHANGED)
def test_after_a_change_of_the_file_a_build_comes_to_what_a_clean_one_does(build: Builder, change: str) -> None:
    build(FILES, conf=CONF)
    later = build({"terms/own.yaml": CHANGED[change]}, conf=CONF, warnings="allowed")
    clean = build({}, conf=CONF, outdir="clean", warnings="allowed")

    assert later.comparable() == clean.comparable()


def test_without_a_change_nothing_is_read_or_written_again(build: Builder) -> None:
    build(FILES, conf=CONF)
    again = build({}, conf=CONF)

    assert (again.read, again.written) == ([], [])


def test_an_edit_of_one_own_entry_reads_only_what_shows_it(build: Builder) -> None:
    files = FILES | {"other.rst": ":orphan:\n\nOther\n=====\n\n.. dlglossary::\n   :no-index:\n\n   relu\n"}
    build(files, conf=CONF)
    again = build({"terms/own.yaml": CHANGED["an own entry"]}, conf=CONF)

    assert again.read == ["dl-glossary"]


def test_processes_in_parallel_know_the_own_terms(build: Builder) -> None:
    pages = {f"page{number}.rst": f":orphan:\n\nPage\n====\n\n:dlterm:`gizmo` {number}\n" for number in range(12)}
    serial = build(FILES | pages, conf=CONF)
    parallel = build({}, conf=CONF, parallel=2, outdir="parallel")

    assert serial.comparable() == parallel.comparable()
