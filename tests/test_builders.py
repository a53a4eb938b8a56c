"""Every builder: no warning, no dead link, and only what belongs into its output."""

from __future__ import annotations

import re

import pytest

from tests.building import Builder, Built
from tests.pages import pages_of

WRITERS = ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"]
ALL = [
    *WRITERS,
    "gettext",
    "xml",
    "pseudoxml",
    "json",
    "pickle",
    "dummy",
    "changes",
    "htmlhelp",
    "linkcheck",
    "doctest",
]
ASSEMBLED = ["singlehtml", "latex", "epub", "man", "texinfo"]

FILES = {
    "index.rst": "Home\n====\n\nSee :dlterm:`dropout`.\n\n.. toctree::\n\n   a/b\n   plain\n",
    "a/b.rst": (
        "On :dlterm:`CNNs`\n=================\n\n"
        "See :dlterm:`ConvNets <CNN>`, `it <https://x.example/>`_ and :math:`x`.\n"
    ),
    "plain.rst": "Plain\n=====\n\nNothing of the kind.\n",
    "stray.rst": ":orphan:\n\nStray\n=====\n\nSee :dlterm:`ReLU`.\n",
}

#: What those pages link to, and what the definitions of these link to.
USED = ["Batch normalization", "Convolutional neural network", "Dropout", "Overfitting", "ReLU"]
UNUSED = ["Kernel function", "Matrix", "Maximum a posteriori", "Mean average precision"]


def text_of(built: Built) -> str:
    """All text that was written, as one, without images and binary files."""
    names = (r"\.(html|xhtml|txt|tex|1|texi|xml|pseudoxml)$", r"_sources/|_static/")
    texts = [built.text(n) for n in built.files() if re.search(names[0], n) and not re.search(names[1], n)]
    return re.sub(r"\s+", " ", "\n".join(texts).replace(r"\sphinxhyphen{}", "-"))


@pytest.fixture(scope="module")
def outputs(build_once: Builder) -> dict[str, Built]:
    """The same project by every writer."""
    return {builder: build_once(FILES, builder) for builder in WRITERS}


@pytest.mark.parametrize("builder", ALL)
def test_every_builder_builds_and_builds_again_without_a_warning(build: Builder, builder: str) -> None:
    conf = "linkcheck_ignore = ['.*']\n"
    extensions = ("sphinx.ext.doctest", "sphinx_dlgloss")
    build(FILES, builder, conf=conf, extensions=extensions)
    assert build({}, builder, conf=conf, extensions=extensions).read == []


def dead_links(built: Built) -> list[str]:
    """The dead links of an output, without those that Sphinx itself writes into a single page."""
    sphinx = r"index\.html: ((genindex|search)\.html|#document-[^#]+#(?!dlterm|dlgloss).*)"
    single = (built.outdir / "index.html").exists() and not (built.outdir / "search.html").exists()
    return [link for link in built.dead_links() if not (single and re.fullmatch(sphinx, link))]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_no_link_is_dead(outputs: dict[str, Built], builder: str) -> None:
    assert dead_links(outputs[builder]) == []


def test_no_reference_in_latex_is_dead(outputs: dict[str, Built]) -> None:
    source = outputs["latex"].text("sample.tex")
    labels = set(re.findall(r"\\label\{\\detokenize\{(.+?)\}\}", source))
    references = set(re.findall(r"\\hyperref\[\\detokenize\{(.+?)\}\]", source))
    assert references
    assert references - labels == set()


def test_no_reference_in_texinfo_is_dead(outputs: dict[str, Built]) -> None:
    source = outputs["texinfo"].text("sample.texi")
    anchors = set(re.findall(r"@(?:anchor|node)\{?\s*([^},\n]+)", source))
    references = {reference.strip() for reference in re.findall(r"@(?:ref|pxref|xref)\{([^},]+)", source)}
    assert references
    assert references - anchors == set()


def test_no_id_is_used_twice(outputs: dict[str, Built]) -> None:
    for builder in ("html", "dirhtml", "singlehtml", "epub"):
        for name, page in pages_of(outputs[builder].outdir).items():
            ids = [id_ for id_ in page.ids if "dlterm" in id_ or "dlgloss" in id_]
            assert len(ids) == len(set(ids)), (builder, name)


# -- which terms are shown ---------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_sites_have_the_whole_glossary(outputs: dict[str, Built], builder: str) -> None:
    text = text_of(outputs[builder])
    assert [term for term in USED + UNUSED if term not in text] == []


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "texinfo"])
def test_assembled_and_printed_outputs_have_the_terms_that_are_used(outputs: dict[str, Built], builder: str) -> None:
    text = text_of(outputs[builder])
    assert [term for term in USED if f"The summary of {term.lower().replace(' ', '-')}" not in text] == []
    assert [term for term in UNUSED if f"The summary of {term.lower().replace(' ', '-')}" in text] == []


@pytest.mark.parametrize(
    ("builder", "terms", "has_all"),
    [("html", "used", False), ("html", "all", True), ("latex", "all", True), ("latex", "used", False)],
)
def test_a_project_can_say_which_terms_it_wants(build: Builder, builder: str, terms: str, has_all: bool) -> None:
    text = text_of(build(FILES, builder, conf=f"dlgloss_page_terms = {terms!r}\n"))
    assert "The summary of dropout" in text
    assert ("The summary of matrix" in text) is has_all


def test_a_page_of_used_terms_has_no_dead_links(build: Builder) -> None:
    built = build(FILES, conf="dlgloss_page_terms = 'used'\n")
    page = built.html("dl-glossary.html")
    # linked from the entry of overfitting, but not shown: it has a card
    assert page.terms["weight decay"] == ""
    assert built.dead_links() == []


def test_a_project_without_terms_has_an_empty_page_in_print(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\n.. toctree::\n"}
    for builder in ("latex", "epub", "texinfo", "man", "singlehtml", "text"):
        built = build(files, builder)
        assert "The summary of" not in text_of(built)
        assert dead_links(built) == []


# -- where the page is not part of the assembled document --------------------------------


@pytest.mark.parametrize("builder", ASSEMBLED)
@pytest.mark.parametrize("conf", ["dlgloss_toctree = False\n", "dlgloss_page = None\n"])
def test_without_the_page_terms_are_text(build: Builder, builder: str, conf: str) -> None:
    built = build(FILES, builder, conf=conf)
    names = {"singlehtml": "index.html", "epub": "index.xhtml", "latex": "sample.tex"}
    text = built.text(names.get(builder, "sample.1" if builder == "man" else "sample.texi"))
    assert "dlterm-" not in text
    assert "See dropout" in (built.html(names[builder]).body.text if "html" in names.get(builder, "") else text)
    assert dead_links(built) == []


def test_of_two_pdfs_the_one_without_the_page_has_text(build: Builder) -> None:
    conf = (
        "latex_documents = [('index', 'with.tex', 'W', 'S', 'manual'), ('plain', 'without.tex', 'W', 'S', 'manual')]\n"
    )
    files = FILES | {"plain.rst": "Plain\n=====\n\nSee :dlterm:`ReLU`.\n"}
    built = build(files, "latex", conf=conf)
    assert r"dlterm\sphinxhyphen{}relu" in built.text("with.tex") or "dlterm-relu" in built.text("with.tex")
    assert "See ReLU." in built.text("without.tex")
    assert "hyperref[" not in built.text("without.tex")


def test_of_two_manuals_the_one_without_the_page_has_text(build: Builder) -> None:
    conf = (
        "texinfo_documents = [('index', 'with', 'With', 'S', 'with', 'D', 'M'), "
        "('plain', 'without', 'Without', 'S', 'without', 'D', 'M')]\n"
    )
    files = FILES | {"plain.rst": "Plain\n=====\n\nSee :dlterm:`ReLU`.\n"}
    built = build(files, "texinfo", conf=conf)
    assert "See ReLU." in built.text("without.texi")


def test_a_term_on_an_orphan_of_a_site_is_linked(outputs: dict[str, Built]) -> None:
    assert outputs["html"].html("stray.html").terms == {"ReLU": "dl-glossary.html#dlterm-relu"}


# -- scripts, styles and formulas --------------------------------------------------------


@pytest.mark.parametrize("builder", [b for b in WRITERS if b not in {"html", "dirhtml", "singlehtml"}])
def test_nothing_but_html_has_scripts_styles_and_cards(outputs: dict[str, Built], builder: str) -> None:
    built = outputs[builder]
    assert [name for name in built.files() if "dlgloss/" in name or "cards-" in name] == []
    text = text_of(built)
    for ours in ("dlgloss.js", "dlgloss.css", "glossary.css", "data-cards", "data-dlterm", "tabindex", "popover"):
        assert ours not in text


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_sites_have_script_style_and_cards(outputs: dict[str, Built], builder: str) -> None:
    names = [name.rpartition("/")[2] for name in outputs[builder].files() if "_static/dlgloss/" in name]
    assert [re.sub(r"-[0-9a-f]{12}", "", name) for name in names] == [
        "cards.js",
        "dlgloss.css",
        "dlgloss.js",
        "glossary.css",
        "glossary.js",
    ]


@pytest.mark.parametrize(
    ("page", "assets"),
    [
        ("index.html", ["dlgloss.css", "dlgloss.js"]),
        ("a/b.html", ["dlgloss.css", "dlgloss.js"]),
        ("dl-glossary.html", ["dlgloss.css", "dlgloss.js", "glossary.css", "glossary.js"]),
        ("plain.html", []),
        ("search.html", []),
        ("genindex.html", []),
    ],
)
def test_script_and_styles_are_on_pages_that_have_terms(
    outputs: dict[str, Built], page: str, assets: list[str]
) -> None:
    found = [address for address in outputs["html"].html(page).assets if "dlgloss" in address]
    assert sorted(address.rpartition("/")[2] for address in found) == assets


def test_the_script_finds_the_cards(outputs: dict[str, Built]) -> None:
    for builder in ("html", "dirhtml", "singlehtml"):
        built = outputs[builder]
        [script] = [e for e in built.html().all("script") if "dlgloss.js" in e.get("src")]
        assert (built.outdir / f"_static/dlgloss/cards-{script['data-cards']}.js").is_file()
        assert script["data-shards"] == "1"
        assert script["data-more"] == "Read more"
        assert "defer" in script.attributes


def test_no_page_asks_anyone_else_for_anything(outputs: dict[str, Built]) -> None:
    for name, page in pages_of(outputs["html"].outdir).items():
        foreign = [address for address in page.assets if "//" in address]
        # of Sphinx, for the author's own formula, and up to 8.1 also above it
        assert all("mathjax" in address for address in foreign), name
        assert not foreign or name in {"a/b.html", "index.html"}


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_on_sites_formulas_are_mathml(outputs: dict[str, Built], builder: str) -> None:
    name = {"html": "dl-glossary.html", "dirhtml": "dl-glossary/index.html", "singlehtml": "index.html"}[builder]
    assert len(outputs[builder].html(name).all("math")) == 6


def test_elsewhere_formulas_are_those_of_the_builder(outputs: dict[str, Built]) -> None:
    assert r"\begin{equation*}" in outputs["latex"].text("sample.tex")
    assert r"\(p\)" in outputs["latex"].text("sample.tex")
    assert outputs["epub"].html("dl-glossary.xhtml").all(cls="math")
    for builder in ("latex", "epub", "text", "man", "texinfo"):
        assert "<math" not in text_of(outputs[builder]).replace('<math xmlns="http', "")


def test_nothing_but_html_names_who_uses_a_term(outputs: dict[str, Built]) -> None:
    assert "Used in" in text_of(outputs["html"])
    for builder in ("epub", "latex", "text", "texinfo"):
        assert "Used in" not in text_of(outputs[builder])


def test_plain_text_reads_as_it_should(outputs: dict[str, Built]) -> None:
    text = re.sub(r"\s+", " ", outputs["text"].text("dl-glossary.txt"))
    assert "Also: batch norm, BN · Regularization · intermediate" in text
    assert "switched off with probability p, against overfitting." in text
    assert "See the paper and normal batches." in text
    assert "**See also** Batch normalization, Overfitting" in text


def test_a_book_is_a_book(outputs: dict[str, Built]) -> None:
    built = outputs["epub"]
    assert (built.outdir / "Sample.epub").stat().st_size > 1000
    assert "dl-glossary.xhtml" in built.text("content.opf")
    assert "Deep learning glossary" in built.text("nav.xhtml")
