"""The role ``any`` finds a term only when nothing else answers."""

from __future__ import annotations

import pytest

from tests.building import Builder

ANY = "default_role = 'any'\n"


def test_a_term_answers_when_nothing_else_does(build: Builder) -> None:
    page = build({"index.rst": "Home\n====\n\n`dropout`, `CNNs`, `off <dropout>`\n"}, conf=ANY).html()
    assert page.terms == {
        "dropout": "dl-glossary.html#dlterm-dropout",
        "CNNs": "dl-glossary.html#dlterm-convolutional-neural-network",
        "off": "dl-glossary.html#dlterm-dropout",
    }


OTHERS = {
    "a class": ("Model", ".. py:class:: Model\n", "#Model"),
    "a label": ("model", ".. _model:\n\nSomething\n---------\n", "#model"),
    "a term of the author's": ("dropout", ".. glossary::\n\n   dropout\n      Leaving school.\n", "#term-dropout"),
    "a document": ("dropout", "", "dropout.html"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_whatever_else_answers_comes_first_and_is_not_ambiguous(build: Builder, other: str) -> None:
    word, source, address = OTHERS[other]
    files = {"index.rst": f"Home\n====\n\nSee `{word}`.\n\n{source}\n.. toctree::\n   :glob:\n\n   *\n"}
    if not source:
        files["dropout.rst"] = "Leaving school\n==============\n"
    page = build(files, conf=ANY).html()
    assert page.terms == {}
    [paragraph] = [e for e in page.body.all("p") if e.text.startswith("See ")]
    assert paragraph.one("a")["href"] == address


def test_what_nothing_answers_is_left_to_sphinx_to_warn_of(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\n`quokka`\n"}, conf=ANY, warnings="allowed")
    [warning] = built.warnings.splitlines()
    assert warning.startswith("index.rst:4: WARNING: 'any' reference target not found: quokka")
    assert "dlgloss" not in warning


def test_without_a_page_the_term_has_a_card(build: Builder) -> None:
    page = build({"index.rst": "Home\n====\n\n`dropout`\n"}, conf=f"{ANY}dlgloss_page = None\n").html()
    assert page.terms == {"dropout": ""}


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "singlehtml", "man", "texinfo"])
def test_every_builder_can_do_it(build: Builder, builder: str) -> None:
    build({"index.rst": "Home\n====\n\n`dropout`\n\n.. toctree::\n"}, builder, conf=ANY)


def test_where_another_page_begins_to_answer_the_term_gives_way(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\n`dropout`\n\n.. toctree::\n\n   a\n", "a.rst": "A\n=\n"}
    assert build(files, conf=ANY).html().terms
    built = build({"a.rst": "A\n=\n\n.. py:function:: dropout\n"}, conf=ANY)
    clean = build({}, conf=ANY, outdir="clean")
    assert clean.html().terms == {}
    # as for every reference of Sphinx, the page has to be written for another reason
    built = build({"index.rst": f"{files['index.rst']}\nText\n"}, conf=ANY)
    assert built.html().terms == {}
