"""Sites that share a glossary page: terms link to the one that is hosted elsewhere, and the cards are local."""

from __future__ import annotations

import re

import pytest

from sphinx_dlgloss.cards import card_data
from tests.building import Builder, Built
from tests.samples import SAMPLE

HOSTED = "https://h.example/terms/dl-glossary.html"
SHARED = f"dlgloss_page = None\ndlgloss_base_url = {HOSTED!r}\n"
INDEX = {"index.rst": "Home\n====\n\nSee :dlterm:`units off <dropout>` and :dlterm:`CNNs`.\n"}
DROPOUT = f"{HOSTED}#dlterm-dropout"
CNN = f"{HOSTED}#dlterm-convolutional-neural-network"


def link_classes(built: Built, text: str) -> list[str]:
    [link] = [element for element in built.html().body.all("a", cls="dlterm") if element.text == text]
    return link["class"].split()


def test_terms_link_to_the_page_that_is_hosted_elsewhere(build: Builder) -> None:
    built = build(INDEX, conf=SHARED)

    assert built.html().terms == {"units off": DROPOUT, "CNNs": CNN}
    assert link_classes(built, "CNNs") == ["dlterm", "reference", "external"]
    assert not (built.outdir / "dl-glossary.html").exists()


def test_their_cards_come_with_the_site(build: Builder) -> None:
    built = build(INDEX, conf=SHARED)

    data = card_data(SAMPLE)
    page = built.text("index.html")
    assert f'data-cards="{data.hash}"' in page
    assert [built.text(f"_static/dlgloss/{name}") for name in data.names()] == list(data.files)
    # the browser goes there when the reader does, and not before
    assert not re.findall(r'(?:src|<link[^>]*href)="(https?:[^"]*)"', page)


def test_a_folder_is_an_address_too(build: Builder) -> None:
    built = build(INDEX, "dirhtml", conf="dlgloss_page = None\ndlgloss_base_url = 'https://h.example/terms/'\n")

    assert built.html().terms["CNNs"] == "https://h.example/terms/#dlterm-convolutional-neural-network"


def test_an_entry_in_this_documentation_comes_first(build: Builder) -> None:
    listing = INDEX | {"terms.rst": ":orphan:\n\nTerms\n=====\n\n.. dlglossary::\n\n   dropout\n"}

    assert build(INDEX, conf=f"dlgloss_base_url = {HOSTED!r}\n").html().terms == {
        "units off": "dl-glossary.html#dlterm-dropout",
        "CNNs": "dl-glossary.html#dlterm-convolutional-neural-network",
    }
    assert build(listing, conf=SHARED).html().terms == {"units off": "terms.html#dlterm-dropout", "CNNs": CNN}


@pytest.mark.parametrize("layout", ["full", "summary", "list"])
def test_a_listing_without_targets_links_there(build: Builder, layout: str) -> None:
    source = f"Home\n====\n\n.. dlglossary::\n   :layout: {layout}\n   :no-index:\n\n   dropout\n   overfitting\n"
    page = build({"index.rst": source}, conf=SHARED).html()

    assert page.terms["Dropout"] == DROPOUT
    if layout == "full":
        assert page.terms["weight decay"] == f"{HOSTED}#dlterm-weight-decay"


def test_entries_are_written_the_same_by_both_ways(build: Builder) -> None:
    source = {"index.rst": "Home\n====\n\n.. dlglossary::\n\n   overfitting\n"}
    html = build(source, conf=SHARED, outdir="html").text("index.html")
    translator = (
        "from sphinx.writers.html5 import HTML5Translator\n"
        "class Own(HTML5Translator):\n"
        "    def visit_paragraph(self, node): super().visit_paragraph(node)\n"
        "def setup(app): app.set_translator('html', Own)\n"
    )
    nodes = build(source, conf=SHARED + translator, outdir="nodes").text("index.html")

    assert f'<a class="dlterm reference external" href="{HOSTED}#dlterm-weight-decay">' in html
    assert html == nodes


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        ("latex", rf"\sphinxhref{{{HOSTED}\#dlterm-dropout}}{{units off}}"),
        ("text", "See units off and CNNs."),
        ("man", r"See units off and CNNs\&."),
        ("epub", DROPOUT),
        ("texinfo", f"units off@footnote{{{DROPOUT}}}"),
        ("singlehtml", DROPOUT),
    ],
)
def test_other_outputs_link_there_as_they_do_to_any_site(build: Builder, builder: str, expected: str) -> None:
    built = build(INDEX, builder, conf=SHARED)

    assert any(expected.encode() in content for content in built.files().values())


def test_linkcheck_asks_nobody_for_terms(build: Builder) -> None:
    built = build(INDEX, "linkcheck", conf=SHARED)

    assert built.text("output.json") == ""


OWN = {"own.yaml": "terms:\n- {term: Gizmo, summary: A part.}\n- {overrides: dropout, aliases: [unit dropout]}\n"}


def test_a_term_of_the_project_alone_is_a_card_without_a_link(build: Builder) -> None:
    files = OWN | {"index.rst": "Home\n====\n\n:dlterm:`gizmo` and :dlterm:`unit dropout`\n"}
    built = build(files, conf=f"{SHARED}dlgloss_glossaries = ['own.yaml']\n")

    assert built.html().terms == {"unit dropout": DROPOUT, "gizmo": ""}


def test_without_the_bundled_glossary_no_term_is_hosted_elsewhere(build: Builder) -> None:
    files = {
        "own.yaml": "terms:\n- {term: Dropout, summary: Who leaves school.}\n",
        "index.rst": "Home\n====\n\n:dlterm:`dropout`\n",
    }
    built = build(files, conf=f"{SHARED}dlgloss_glossaries = ['own.yaml']\ndlgloss_bundled = False\n")

    assert built.html().terms == {"dropout": ""}


def test_mentions_without_markup_link_there_too(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\nWe use dropout.\n"}, conf=f"{SHARED}dlgloss_autolink = 'page'\n")

    assert built.html().terms == {"dropout": DROPOUT}


def test_another_address_is_in_all_pages_of_the_next_build(build: Builder) -> None:
    files = INDEX | {"other.rst": ":orphan:\n\nOther\n=====\n\n:dlterm:`relu`\n"}
    build(files, conf=SHARED)
    later = build(conf=SHARED.replace("h.example", "i.example"))
    clean = build(conf=SHARED.replace("h.example", "i.example"), outdir="clean")

    assert "https://i.example/" in later.text("other.html")
    assert later.comparable() == clean.comparable()


@pytest.mark.parametrize(
    "value",
    [
        "dl-glossary.html",
        "/terms/",
        "ftp://h.example/",
        "https://",
        "https:///x",
        f"{HOSTED}#dlterm-x",
        "javascript:x",
        "",
    ],
)
def test_what_is_no_web_address_is_one_warning(build: Builder, value: str) -> None:
    built = build(INDEX, conf=f"dlgloss_page = None\ndlgloss_base_url = {value!r}\n", warnings="allowed")

    assert built.warnings == (
        "WARNING: dlgloss_base_url must be an address such as 'https://example.org/dl-glossary.html', "
        f"without a fragment, or None, not {value!r} [dlgloss.config]"
    )
    assert built.html().terms == {"units off": "", "CNNs": ""}


def test_an_address_with_marks_in_it_is_escaped_where_it_stands(build: Builder) -> None:
    built = build(INDEX, conf="dlgloss_page = None\ndlgloss_base_url = 'https://h.example/?a=\"><b>&c'\n")

    assert built.html().terms["CNNs"].startswith('https://h.example/?a="><b>&c#dlterm-')
    assert "<b>" not in built.text("index.html")


def test_a_page_hosted_by_this_extension_has_every_target(build: Builder) -> None:
    host = build({"index.rst": "Home\n====\n\n.. toctree::\n"}, srcdir="host", outdir="host-out")
    built = build(INDEX, conf=SHARED)

    targets = set(re.findall(r'id="(dlterm-[^"]+)"', host.text("dl-glossary.html")))
    assert {address.partition("#")[2] for address in built.html().terms.values()} <= targets
