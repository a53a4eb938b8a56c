"""A build that follows another one comes to what a clean one comes to, and does no more than it must."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_dlgloss.model import Formula, Glossary
from tests.building import Builder, Built
from tests.samples import SAMPLE, changed, make_glossary, make_term, without

#: Pages that come and go are orphans, because Sphinx does not write the neighbours of a page again.
FILES: dict[str, str | None] = {
    "index.rst": "Home\n====\n\nSee :dlterm:`dropout`.\n\n.. toctree::\n\n   a\n   plain\n   sub/c\n",
    "a.rst": "A\n=\n\n:dlterm:`CNNs`, :dlterm:`dropout`\n",
    "plain.rst": "Plain\n=====\n\nNothing.\n",
    "sub/c.rst": "C\n=\n\n:dlterm:`ReLU`, :dlterm:`mAP`\n",
    "sub/list.rst": ":orphan:\n\nSome\n====\n\n.. dlglossary::\n   :category: vision\n   :layout: summary\n",
    "sub/stray.rst": ":orphan:\n\nStray\n=====\n\n:dlterm:`BN`\n",
}

#: With the title of the generated one, and in the same place.
OWN_PAGE = "Deep learning glossary\n======================\n\nHello.\n\n.. dlglossary::\n"
LISTED = {
    "index.rst": "Home\n====\n\nSee :dlterm:`dropout`.\n\n.. toctree::\n\n   a\n   plain\n   sub/c\n   dl-glossary\n"
}
NO_ROLE = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n   plain\n   sub/c\n",
    "a.rst": "A\n=\n",
    "sub/c.rst": "C\n=\n",
    "sub/list.rst": ":orphan:\n\nSome\n====\n",
    "sub/stray.rst": ":orphan:\n\nStray\n=====\n",
}

#: What is changed between two builds: what the first has beside the sample, and what the second has.
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a text": ({}, {"files": {"plain.rst": "Plain\n=====\n\nOther.\n"}}),
    "a text beside a term": ({}, {"files": {"a.rst": "A\n=\n\nAlso :dlterm:`CNNs` and :dlterm:`dropout`\n"}}),
    "a title": ({}, {"files": {"sub/stray.rst": ":orphan:\n\nAnother\n=======\n\n:dlterm:`BN`\n"}}),
    "a new use": ({}, {"files": {"plain.rst": "Plain\n=====\n\n:dlterm:`matrix` and :dlterm:`dropout`\n"}}),
    "a use less": ({}, {"files": {"a.rst": "A\n=\n\n:dlterm:`CNNs`\n"}}),
    "no use left": ({}, {"files": {"sub/c.rst": "C\n=\n\nNothing.\n"}}),
    "a new page": ({}, {"files": {"b.rst": ":orphan:\n\nB\n=\n\n:dlterm:`model`\n"}}),
    "a page less": ({}, {"files": {"sub/stray.rst": None}}),
    # with an edit, because up to 8.1 Sphinx writes no inventory when all that changed is a page less
    "a listing less": ({}, {"files": {"sub/list.rst": None, "plain.rst": "Plain\n=====\n\nOther.\n"}}),
    "a new listing": ({}, {"files": {"b.rst": ":orphan:\n\nB\n=\n\n.. dlglossary::\n   :level: advanced\n"}}),
    "another selection": (
        {},
        {"files": {"sub/list.rst": ":orphan:\n\nSome\n====\n\n.. dlglossary::\n   :level: advanced\n"}},
    ),
    "a page of the project's own that no toctree names": ({}, {"files": {"dl-glossary.rst": OWN_PAGE}}),
    "a page of the project's own": ({"files": LISTED}, {"files": {"dl-glossary.rst": OWN_PAGE}}),
    "no page of the project's own": (
        {"files": LISTED | {"dl-glossary.rst": OWN_PAGE}},
        {"files": {"dl-glossary.rst": None}},
    ),
    "another summary": ({}, {"glossary": changed("dropout", summary="Another summary, for cards and pages alike.")}),
    "another definition": ({}, {"glossary": changed("relu", definition="It is {dlterm}`model`-like.")}),
    "another headword": ({}, {"glossary": changed("overfitting", term="Overdoing it")}),
    "another formula": ({}, {"glossary": changed("relu", formula=Formula(latex="x^2", symbols={"x": "it"}))}),
    "another category": ({}, {"glossary": changed("model", category="vision")}),
    "an alias more": ({}, {"glossary": changed("matrix", aliases=("table",))}),
    "a new term": ({}, {"glossary": make_glossary(*SAMPLE.terms, make_term("zebra", category="vision"))}),
    "a term less": ({}, {"glossary": without("matrix")}),
    "another page name": ({}, {"conf": "dlgloss_page = 'ref/terms'\n"}),
    "another page title": ({}, {"conf": "dlgloss_page_title = 'Words'\n"}),
    "no page": ({}, {"conf": "dlgloss_page = None\n"}),
    "a page again": ({"conf": "dlgloss_page = None\n"}, {}),
    "only used terms": ({}, {"conf": "dlgloss_page_terms = 'used'\n"}),
    "no cards": ({}, {"conf": "dlgloss_tooltips = False\n"}),
    "no place in the toctree": ({}, {"conf": "dlgloss_toctree = False\n"}),
    "another language": ({}, {"conf": "language = 'de'\n"}),
    "the extension is added": ({"extensions": (), "files": NO_ROLE}, {}),
    "the extension is removed": ({}, {"extensions": (), "files": NO_ROLE}),
}

#: The changes of what a page of used terms shows.
USES = ["a new use", "a use less", "no use left", "a page less"]


def build_and_change(
    build: Builder, change: str, builder: str = "html", conf: str = "", parallel: int = 0
) -> tuple[Built, Built]:
    """Build, change, build again and, elsewhere, clean; return these two."""
    first, second = CHANGES[change]
    options: dict[str, Any] = {"builder": builder, "parallel": parallel}
    before = {"files": FILES | first.get("files", {}), "conf": conf + first.get("conf", "")}
    after = {"files": FILES | first.get("files", {}) | second.get("files", {}), "conf": conf + second.get("conf", "")}
    build(**options, **(first | before), outdir="incremental")
    incremental = build(**options, **(second | after), outdir="incremental")
    after["files"] = {name: text for name, text in after["files"].items() if text is not None}
    clean = build(**options, **(second | after), outdir="clean")
    return incremental, clean


def assert_same(incremental: Built, clean: Built) -> None:
    """Compare all that the clean build wrote; what is gone from the sources Sphinx leaves where it was."""
    found, expected = incremental.comparable(), clean.comparable()
    different = [name for name in expected if found.get(name) != expected[name] and not name.endswith(".epub")]
    assert different == []


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_a_site_is_what_a_clean_build_makes(build: Builder, change: str) -> None:
    incremental, clean = build_and_change(build, change)
    assert_same(incremental, clean)
    gone = {"a page less", "a listing less", "another page name", "no page", "the extension is removed"}
    if change not in gone:
        assert incremental.dead_links() == clean.dead_links() == []


@pytest.mark.parametrize("change", USES)
def test_after_a_change_a_page_of_used_terms_is_what_a_clean_build_makes(build: Builder, change: str) -> None:
    assert_same(*build_and_change(build, change, conf="dlgloss_page_terms = 'used'\n"))


@pytest.mark.parametrize("builder", ["text", "latex", "dirhtml", "singlehtml", "epub"])
@pytest.mark.parametrize("change", ["a new use", "a use less", "another definition", "a page of the project's own"])
def test_after_a_change_every_output_is_what_a_clean_build_makes(build: Builder, builder: str, change: str) -> None:
    assert_same(*build_and_change(build, change, builder))


@pytest.mark.parametrize("change", ["a new use", "a text", "another summary", "a page less"])
def test_without_a_page_listings_are_homes_and_follow_every_change(build: Builder, change: str) -> None:
    assert_same(*build_and_change(build, change, conf="dlgloss_page = None\n"))


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex", "epub"])
def test_a_build_without_a_change_reads_and_writes_nothing(build: Builder, builder: str) -> None:
    before = build(FILES, builder).files()
    again = build({}, builder)
    assert (again.read, again.written) == ([], [])
    assert {name: data for name, data in again.files().items() if not name.endswith(".epub")} == {
        name: data for name, data in before.items() if not name.endswith(".epub")
    }


def test_two_builders_can_share_what_was_read(build: Builder) -> None:
    shared = "doctrees"
    build(FILES, "html", doctreedir=shared)
    assert build({}, "latex", doctreedir=shared).read == []
    assert build({}, "dirhtml", doctreedir=shared).read == []
    html = build({}, "html", doctreedir=shared)
    assert (html.read, html.written) == ([], [])
    clean = build({}, "dirhtml", outdir="clean")
    assert build({}, "dirhtml", doctreedir=shared).files() == clean.files()


def test_what_another_builder_read_in_between_is_written_too(build: Builder) -> None:
    build(FILES, "html", doctreedir="doctrees")
    edit = {"a.rst": "A\n=\n\n:dlterm:`matrix`\n"}
    build(edit, "text", doctreedir="doctrees")
    html = build({}, "html", doctreedir="doctrees")
    assert_same(html, build({}, "html", outdir="clean"))


# -- which documents are read and written ------------------------------------------------


def work(build: Builder, **second: Any) -> tuple[list[str], list[str]]:
    """The documents that a second build reads, and those it writes.

    Sphinx itself writes the documents again whose toctree has one that was read.
    """
    build(FILES)
    built = build(**second)
    return built.read, built.written


SHOWN = ["dl-glossary", "sub/list"]
WITH_TERMS = ["a", "dl-glossary", "index", "sub/c", "sub/list", "sub/stray"]


def test_after_an_edit_the_page_is_read_again_and_listings_are_left_alone(build: Builder) -> None:
    read, written = work(build, files={"plain.rst": "Plain\n=====\n\nOther.\n"})
    assert read == ["plain"]
    assert written == ["index", "plain"]


def test_after_a_new_use_the_entry_names_it(build: Builder) -> None:
    read, written = work(build, files={"plain.rst": "Plain\n=====\n\n:dlterm:`relu`\n"})
    assert read == ["plain"]
    assert written == ["dl-glossary", "index", "plain", "sub/list"]


@pytest.mark.parametrize(
    ("glossary", "read"),
    [
        # shown by both listings, or by one
        (changed("relu", definition="Other."), SHOWN),
        (changed("dropout", definition="Other."), ["dl-glossary"]),
        (changed("matrix", summary="Other summary of something that no one uses."), ["dl-glossary"]),
        # a category that it enters
        (changed("model", category="vision"), SHOWN),
    ],
)
def test_after_a_change_of_an_entry_the_documents_that_show_it_are_read(
    build: Builder, glossary: Glossary, read: list[str]
) -> None:
    found, _ = work(build, glossary=glossary)
    assert found == read


def test_after_a_change_that_no_card_shows_no_other_page_is_written(build: Builder) -> None:
    _, written = work(build, glossary=changed("dropout", definition="Other."))
    assert written == ["dl-glossary", "index"]


def test_after_a_change_of_a_card_the_pages_that_name_the_cards_are_written(build: Builder) -> None:
    read, written = work(build, glossary=changed("matrix", summary="Other summary of what no page links to."))
    assert read == ["dl-glossary"]
    assert written == WITH_TERMS


def test_where_a_form_leads_elsewhere_its_documents_are_read(build: Builder) -> None:
    moved = changed("relu", glossary=changed("kernel", aliases=("CNN", "CNNs")), summary="Other summary of relu.")
    moved = changed("convolutional-neural-network", glossary=moved, abbr=None)
    read, _ = work(build, glossary=moved)
    assert read == ["a", "dl-glossary", "sub/list"]


def test_where_a_term_is_gone_its_documents_are_warned_of(build: Builder) -> None:
    build(FILES)
    built = build(glossary=without("relu"), warnings="allowed")
    assert built.warnings.startswith("sub/c.rst:4: WARNING: unknown term: 'ReLU'")
    assert len(built.warnings.splitlines()) == 1
    assert built.read == ["dl-glossary", "sub/c", "sub/list"]


def test_where_an_unknown_term_comes_to_be_known_it_is_linked(build: Builder) -> None:
    build(FILES, glossary=without("relu"), warnings="allowed")
    built = build()
    assert built.read == ["dl-glossary", "sub/c", "sub/list"]
    assert built.html("sub/c.html").terms["ReLU"] == "../dl-glossary.html#dlterm-relu"


def test_the_cards_of_earlier_builds_are_removed(build: Builder) -> None:
    old = {name for name in build(FILES).files() if "cards-" in name}
    new = {
        name for name in build(glossary=changed("relu", summary="Another summary of it.")).files() if "cards-" in name
    }
    assert len(old) == len(new) == 1
    assert old != new


def test_after_an_edit_of_one_page_all_other_pages_have_their_cards(build: Builder) -> None:
    build(FILES)
    built = build({"a.rst": "A\n=\n\n:dlterm:`matrix`\n"})
    names = set(built.files())
    for page in ("index.html", "a.html", "sub/c.html", "dl-glossary.html"):
        [script] = [e for e in built.html(page).all("script") if "dlgloss.js" in e.get("src")]
        assert f"_static/dlgloss/cards-{script['data-cards']}.js" in names


def test_when_the_extension_is_removed_the_page_goes(build: Builder) -> None:
    build(FILES)
    built = build(NO_ROLE, extensions=())
    assert built.app
    assert "dl-glossary" not in built.app.env.found_docs
    assert "dl-glossary" not in built.text("searchindex.js")
    assert "dl-glossary" not in built.text("index.html")
