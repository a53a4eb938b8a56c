"""Entries, titles and roles are data: whatever they hold comes out as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from sphinx_dlgloss.cards import card_data
from sphinx_dlgloss.model import Code, Contrast, Formula, Glossary
from tests.building import Builder, Built
from tests.pages import Element
from tests.samples import SAMPLE, changed, make_glossary, make_term

PAGE = {"index.rst": "Home\n====\n\n:dlterm:`relu`\n\n.. toctree::\n", "secret.txt": "THE SECRET\n"}

#: What an entry may hold, and what must not come of it; the text itself may.
HOSTILE = {
    "raw HTML": "<b onclick=alert(1)>bold</b>",
    "a script": "<script>alert(1)</script>",
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "a comment that hides": "<!-- x -->",
    "an HTML block": "<div>\n\nfree\n\n</div>",
    "a javascript link": "[click](javascript:alert(1))",
    "a javascript link in disguise": "[click](JaVaScRiPt:alert(1))",
    "a link with an entity": "[click](java&#115;cript:alert(1))",
    "an automatic javascript link": "<javascript:alert(1)>",
    "a data link": "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "a file link": "[click](file:///etc/passwd)",
    "a local link": "[click](secret.txt)",
    "a project link": "[click](project:index.rst)",
    "a path link": "[click](path:secret.txt)",
    "an inventory link": "[click](inv:#x)",
    "an image": "![x](https://tracker.example/x.png)",
    "an include": "```{include} secret.txt\n```",
    "a literal include": "```{literalinclude} secret.txt\n```",
    "raw output": "```{raw} html\n<script>alert(1)</script>\n```",
    "reStructuredText": "```{eval-rst}\n.. raw:: html\n\n   <script>alert(1)</script>\n```",
    "a colon fence": ":::{include} secret.txt\n:::",
    "a figure": "```{figure} https://tracker.example/x.png\n```",
    "a code cell": "```{code-cell} python\nprint(1)\n```",
    "a csv table from elsewhere": "```{csv-table}\n:url: https://tracker.example/x.csv\n```",
    "an unknown role": "{nonsense}`x`",
    "a raw role": "{raw-html}`<script>alert(1)</script>`",
    "a download": "{download}`secret.txt`",
    "a document": "{doc}`index`",
    "an evaluated role": "{eval}`1`",
    "front matter": "---\nhtml_meta:\n  refresh: 0\n---\n\ntext",
    "a substitution": "{{ secret }} |secret|",
    "a definition of a link": "[click]\n\n[click]: javascript:alert(1)",
    "an attribute": "[click](https://ok.example){onclick=alert(1)}",
    "a heading": "# Heading",
    "a target": "(index)=\ntext",
    "a footnote": "text[^1]\n\n[^1]: note",
    "an attribute breaker": '"><script>alert(1)</script>',
    "RST markup": ".. raw:: html\n\n   <script>alert(1)</script>",
    "a template": "{% raw %}{{ config }}{% endraw %}",
}

#: The fields that people read as Markdown.
FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "definition": lambda text: {"definition": text},
    "example": lambda text: {"example": text},
    "pitfall": lambda text: {"pitfall": text},
    "contrast": lambda text: {"contrast": (Contrast(id="dropout", difference=text),)},
    "symbol": lambda text: {"formula": Formula(latex="x", symbols={"x": text})},
}
HANDLERS = re.compile(r"^on|^srcdoc$|^formaction$")


def everything(fields: dict[str, Any]) -> Glossary:
    """A glossary with what is given in one entry, which the project uses."""
    return changed("relu", **fields)


def dangers(root: Element) -> list[str]:
    """What could do harm in a part of a page."""
    found = []
    for element in root.walk():
        if element.tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "form",
            "img",
            "svg",
            "style",
            "link",
            "meta",
            "base",
        }:
            found.append(f"<{element.tag}>")
        found += [f"{name}={value}" for name, value in element.attributes.items() if HANDLERS.match(name)]
        for name in ("href", "src", "action", "xlink:href"):
            address = element.get(name).strip().lower()
            if re.match(r"(javascript|data|vbscript|file):", re.sub(r"[\x00-\x20]", "", address)):
                found.append(f"{name}={address}")
    return found


def entry(built: Built, id_: str = "relu") -> Element:
    return built.html("dl-glossary.html").by_id(f"dlterm-{id_}")


@pytest.fixture(scope="module", params=FIELDS)
def hostile(request: pytest.FixtureRequest, build_once: Builder) -> Built:
    """One glossary with an entry for each kind of harm, in one field of all."""
    fields = FIELDS[request.param]
    terms = [make_term(f"h-{number}", **fields(text)) for number, text in enumerate(HOSTILE.values())]
    return build_once(PAGE, glossary=make_glossary(*SAMPLE.terms, *terms), outdir=request.param)


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_in_an_entry_becomes_more_than_text(hostile: Built, kind: str) -> None:
    element = entry(hostile, f"h-{list(HOSTILE).index(kind)}")
    assert dangers(element) == []
    assert "THE SECRET" not in element.text
    assert not element.all("a", cls="download")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("raw HTML", "<b onclick=alert(1)>bold</b>"),
        ("a script", "<script>alert(1)</script>"),
        ("an unknown role", "{nonsense}`x`"),
        ("raw output", "<script>alert(1)</script>"),
        ("a link with an entity", "click"),
    ],
)
def test_what_is_not_allowed_can_be_read(hostile: Built, kind: str, text: str) -> None:
    assert text in entry(hostile, f"h-{list(HOSTILE).index(kind)}").text


def test_the_site_has_no_dead_link_from_it(hostile: Built) -> None:
    assert hostile.dead_links() == []


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "texinfo", "man", "singlehtml", "gettext"])
def test_no_other_builder_is_harmed(build: Builder, builder: str) -> None:
    terms = [make_term(f"h-{number}", definition=text, example=text) for number, text in enumerate(HOSTILE.values())]
    conf = "dlgloss_page_terms = 'all'\ndlgloss_gettext = True\n"
    built = build(PAGE, builder, conf=conf, glossary=make_glossary(*SAMPLE.terms, *terms))
    for name, data in built.files().items():
        if not name.startswith(("_static", "_sources")):
            assert b"THE SECRET" not in data, name
            if name.endswith("html"):
                assert b"<script>alert" not in data, name


# -- the fields that are plain text ------------------------------------------------------

PLAIN = "<script>alert(1)</script> & <img src=x onerror=alert(1)> [a](javascript:b) {raw}`c` *d*"


@pytest.mark.parametrize(
    "fields",
    [
        {"term": PLAIN},
        {"abbr": PLAIN},
        {"expansion": PLAIN},
        {"aliases": (PLAIN,)},
        {"summary": PLAIN},
        {"code": Code(source=f'print("{PLAIN}")', output=PLAIN)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_plain_fields_come_out_word_for_word(build: Builder, fields: dict[str, Any]) -> None:
    built = build(PAGE, glossary=everything(fields))
    assert dangers(entry(built)) == []
    assert PLAIN in entry(built).text
    assert built.dead_links() == []


def test_a_reference_comes_out_word_for_word(build: Builder) -> None:
    reference = replace(SAMPLE.references["ioffe-2015"], authors=(PLAIN,), title=PLAIN, venue=PLAIN)
    glossary = replace(SAMPLE, references=SAMPLE.references | {"ioffe-2015": reference})
    built = build(PAGE, glossary=glossary)
    assert dangers(entry(built, "batch-normalization")) == []
    assert entry(built, "batch-normalization").text.count(PLAIN) == 3


# -- formulas ----------------------------------------------------------------------------

LATEX = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\text{<script>alert(1)</script>}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\html{<b>}",
    r"\htmlClass{x}{y}",
    r"\style{color:red}{x}",
    r"\class{x}{y}",
    r"\cssId{x}{y}",
    r"\includegraphics{secret.txt}",
    r"\input{secret.txt}",
    r"\require{html}",
    r"\def\x{\x}\x",
    r"\newcommand{\x}{y}\x",
    r"\frac{1}{",
    r"}{",
    r"\begin{matrix}",
    r"\unicode{x3c}script\unicode{x3e}",
    r"</math><script>alert(1)</script>",
    r"x < y > z & w",
    r"\operatorname{\"onload=alert(1)\"}",
]


@pytest.mark.parametrize("latex", LATEX)
def test_a_formula_on_the_page_and_in_a_card_is_a_formula_or_text(build: Builder, latex: str) -> None:
    fields = {
        "formula": Formula(latex=latex, symbols={latex: "it"}),
        "definition": f"With ${latex}$ and\n\n$${latex}$$",
    }
    glossary = everything(fields)
    built = build(PAGE, glossary=glossary, warnings="allowed")
    assert all(line.endswith("[dlgloss.math]") for line in built.warnings.splitlines())
    assert dangers(entry(built)) == []
    assert "THE SECRET" not in entry(built).text
    [card] = card_data(glossary).files
    assert "<script" not in card
    assert not re.search(r"<[^>]*\b(href|on\w+)\s*=", card)


# -- what authors write ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<img onerror=alert(1)>",
        "x <img onerror=alert(1)>",
        "<script>alert(1)</script> <dropout>",
        '"onmouseover="alert(1) <dropout>',
        "&lt;script&gt; <dropout>",
        "javascript:alert(1)",
        "<b>dropout</b> <dropout>",
    ],
)
@pytest.mark.parametrize("conf", ["", "dlgloss_page = None\n"])
def test_the_text_of_a_role_is_text(build: Builder, text: str, conf: str) -> None:
    built = build({"index.rst": f"Home\n====\n\nA :dlterm:`{text}`.\n"}, conf=conf, warnings="allowed")
    assert dangers(built.html().body) == []
    assert not built.html().body.all("b")


def test_a_warning_shows_a_hostile_term_in_quotes(build: Builder) -> None:
    source = "Home\n====\n\nA :dlterm:`\\<img onerror=alert(1)\\>`.\n"
    built = build({"index.rst": source}, warnings="allowed")
    assert built.warnings == "index.rst:4: WARNING: unknown term: '<img onerror=alert(1)>' [dlgloss.unknown]"
    assert "A <img onerror=alert(1)>." in built.html().body.text


def test_a_term_with_control_characters_does_not_forge_a_line_of_the_log(build: Builder) -> None:
    source = "Home\n====\n\nA :dlterm:`x\x1b[31m %s %d {0}`.\n"
    built = build({"index.rst": source}, warnings="allowed")
    assert len(built.warnings.splitlines()) == 1
    assert "%s %d {0}" in built.warnings


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "|x| :raw:`y` `z <javascript:alert(1)>`_",
        "A\n\n.. raw:: html\n\n   <script>alert(1)</script>",
        "A\n\n.. include:: secret.txt",
        "{{ 7 * 7 }} %s {0}",
        ".. include:: secret.txt",
        "``",
        "a_ b__ c",
    ],
)
def test_the_title_of_the_page_is_text(build: Builder, title: str) -> None:
    built = build(PAGE, conf=f"dlgloss_page_title = {title!r}\n")
    page = built.html("dl-glossary.html")
    assert dangers(page.body) == []
    assert "THE SECRET" not in page.text
    assert page.one("h1").text == f"{' '.join(title.split())}¶"
    assert dangers(built.html().body) == []


def test_a_category_is_text(build: Builder) -> None:
    category = replace(SAMPLE.categories[0], title=PLAIN, intro=PLAIN)
    glossary = replace(SAMPLE, categories=(category, *SAMPLE.categories[1:]))
    source = f"{PAGE['index.rst']}\n.. dlglossary::\n   :sort: category\n"
    built = build(PAGE | {"index.rst": source}, glossary=glossary)
    for page in ("index.html", "dl-glossary.html"):
        assert dangers(built.html(page).body) == []
    assert PLAIN in built.html().body.text
