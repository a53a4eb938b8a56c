"""Entries that are written as HTML at once are what the nodes of the same entries are written as."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from unittest import mock

import pytest
import sphinx

from sphinx_dlgloss.entry_html import HtmlOutput
from sphinx_dlgloss.model import Code, Formula, Glossary
from tests.building import Builder, Built
from tests.samples import SAMPLE, excerpt, with_fields

#: A translator that is not Sphinx's own, and writes the same.
BY_NODES = """
from sphinx.writers.html5 import HTML5Translator

class Translator(HTML5Translator):
    def visit_paragraph(self, node):
        super().visit_paragraph(node)

def setup(app):
    for name in ("html", "dirhtml", "singlehtml"):
        app.set_translator(name, Translator)
"""

FILES = {
    "index.rst": 'Home of "it" ``--``\n===================\n\n:dlterm:`dropout`\n\n.. toctree::\n\n   sub/a\n',
    "sub/a.rst": "A\n=\n\nDeeper\n------\n\n.. dlglossary::\n   :sort: category\n\n:dlterm:`ReLU`, :dlterm:`dropout`\n",
}


def built_by_nodes(
    build: Builder, files: dict[str, str] = FILES, *, conf: str = "", builder: str = "html", glossary: Glossary = SAMPLE
) -> Built:
    return build(files, builder, conf=conf + BY_NODES, glossary=glossary, outdir="by-nodes")


def differing(one: Built, other: Built) -> list[str]:
    """The names of files that are not the same."""
    files, others = one.files(), other.files()
    names = {name for name in files.keys() | others.keys() if files.get(name) != others.get(name)}
    if sphinx.version_info < (8, 2):
        # which knows no part of a page that the search leaves out, so that nodes of code are in the index
        names.discard("searchindex.js")
    return sorted(names)


@pytest.fixture
def written() -> Iterator[mock.Mock]:
    """Called for each entry that is written at once."""
    with mock.patch.object(HtmlOutput, "as_nodes", autospec=True, side_effect=HtmlOutput.as_nodes) as as_nodes:
        yield as_nodes


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_all_pages_are_byte_for_byte_the_same(build: Builder, builder: str, language: str) -> None:
    conf = f"language = {language!r}\n"
    at_once = build(FILES, builder, conf=conf)
    by_nodes = built_by_nodes(build, conf=conf, builder=builder)

    assert differing(at_once, by_nodes) == []


@pytest.mark.parametrize(
    "conf", ["smartquotes = False\n", "html_compact_lists = False\n", "dlgloss_tooltips = False\n"]
)
def test_they_are_the_same_whatever_the_project_asks_for(build: Builder, conf: str) -> None:
    at_once = build(FILES, conf=conf)
    by_nodes = built_by_nodes(build, conf=conf)

    assert differing(at_once, by_nodes) == []


def test_the_bundled_entries_are_the_same(build: Builder, bundled: Glossary, written: mock.Mock) -> None:
    files = {"index.rst": "Home\n====\n\n:dlterm:`dropout`\n\n.. toctree::\n"}
    at_once = build(files, glossary=bundled)
    assert written.call_count == len(bundled.terms)
    by_nodes = built_by_nodes(build, files, glossary=bundled)
    assert written.call_count == len(bundled.terms)

    assert differing(at_once, by_nodes) == []


def test_every_element_of_markdown_is_the_same(build: Builder, written: mock.Mock) -> None:
    text = """Plain, *emphasized "words"*, **strong**, `code  of "two" <b>` and $x < 1$ -- with a [link](https://a.example/?b&c).

- one {sub}`low` {sup}`high`
- {dlterm}`units <dropout>` & {math}`y^2`...

1. first
2. second 'quoted'

> A quotation, someone's@example.

```python
x = "1"
```

$$
z
$$

$$
f'(x) -- "y"
$$ (label)

```
as it "is"
```
"""
    glossary = with_fields(definition=text)
    at_once = build({"index.rst": "Home\n====\n"}, glossary=glossary)
    assert written.call_count == len(SAMPLE.terms)
    by_nodes = built_by_nodes(build, {}, glossary=glossary)

    assert differing(at_once, by_nodes) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"definition": "- one\n\n  - two"},
        {"definition": "- one\n\n  more of it"},
        {"code": Code(source=">>> 1\n1\n", output="")},
    ],
    ids=["nested list", "item of two paragraphs", "session"],
)
def test_what_cannot_be_written_at_once_goes_the_way_of_nodes(
    build: Builder, written: mock.Mock, fields: dict[str, object]
) -> None:
    glossary = with_fields(**fields)
    at_once = build({"index.rst": "Home\n====\n"}, glossary=glossary)
    assert written.call_count == len(SAMPLE.terms) - 1
    by_nodes = built_by_nodes(build, {}, glossary=glossary)

    assert differing(at_once, by_nodes) == []


def test_a_formula_that_cannot_be_converted_is_warned_of_once_in_the_page(build: Builder) -> None:
    glossary = with_fields(formula=Formula(latex=r"\nosuchcommand", symbols={}))
    built = build(FILES | {"sub/a.rst": "A\n=\n"}, glossary=glossary, warnings="allowed")

    assert built.warnings.count("cannot show the formula") == 1
    assert r'<span class="pre">\nosuchcommand</span>' in built.text("dl-glossary.html")


def test_code_that_the_lexer_cannot_read_is_warned_of_with_the_listing(build: Builder) -> None:
    glossary = with_fields(code=Code(source="x = ?$\n", output=""))
    built = build(FILES | {"sub/a.rst": "A\n=\n"}, glossary=glossary, warnings="allowed")

    assert "page.dlgloss" in built.warnings
    assert "Lexing" in built.warnings
    assert "x = ?$" in built.html("dl-glossary.html").text


def test_a_document_is_stored_with_the_names_of_its_entries_alone(build: Builder) -> None:
    built = build(FILES)
    stored = (built.doctreedir / "dl-glossary.doctree").read_bytes()

    assert pickle.loads(stored).astext().strip() == "Deep learning glossary"  # noqa: S301 - our own file


def test_an_entry_with_a_link_out_of_the_listings_goes_the_way_of_nodes(build: Builder) -> None:
    glossary = excerpt(["dropout", "overfitting"])
    files = {"index.rst": "Home\n====\n\n.. dlglossary::\n\n   dropout\n"}
    built = build(files, conf="dlgloss_page = None\n", glossary=glossary)

    assert 'data-dlterm="overfitting"' in built.text("index.html")
