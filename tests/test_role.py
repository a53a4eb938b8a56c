"""What an author gets for a role: the link, or the text and a warning."""

from __future__ import annotations

import re

import pytest

from tests.building import Builder, Built

#: What stands in the source, the text that comes out, and the entry that it leads to.
ROLES = [
    ("dlterm", "dropout", "dropout", "dropout"),
    ("dlterm", "CNNs", "CNNs", "convolutional-neural-network"),
    ("dlterm", "Batch normalization", "Batch normalization", "batch-normalization"),
    ("dlterm", "over-fitting", "over-fitting", "overfitting"),
    ("dlterm", "mAP", "mAP", "mean-average-precision"),
    ("dlterm", "MAP", "MAP", "maximum-a-posteriori-estimation"),
    ("dlterm", "switching units off <dropout>", "switching units off", "dropout"),
    ("dlterm", "conv nets <ConvNets>", "conv nets", "convolutional-neural-network"),
    ("dl:term", "ReLU", "ReLU", "relu"),
    ("dl:term", "decaying <weight decay>", "decaying", "weight-decay"),
]


def rst(role: str, text: str) -> str:
    return f":{role}:`{text}`"


def myst(role: str, text: str) -> str:
    return f"{{{role}}}`{text}`"


@pytest.fixture(scope="module", params=["rst", "md"])
def site(request: pytest.FixtureRequest, build_once: Builder) -> Built:
    """A page of terms, in both markups, in the root and in a folder."""
    write = rst if request.param == "rst" else myst
    terms = "\n\n".join(write(role, text) for role, text, *_ in [*ROLES, ("dlterm", "!kernel", "", "")])
    toctree = ".. toctree::\n\n   sub/page\n" if write is rst else "```{toctree}\nsub/page\n```\n"
    head = "Home\n====\n\n" if write is rst else "# Home\n\n"
    return build_once(
        {f"index.{request.param}": f"{head}{terms}\n\n{toctree}", f"sub/page.{request.param}": f"{head}{terms}\n"},
        extensions=("sphinx_dlgloss",) if write is rst else ("myst_parser", "sphinx_dlgloss"),
        srcdir=request.param,
        outdir=f"{request.param}-out",
    )


@pytest.mark.parametrize(("role", "source", "text", "id_"), ROLES)
def test_a_role_links_its_text_to_the_entry(site: Built, role: str, source: str, text: str, id_: str) -> None:
    assert site.html("index.html").terms[text] == f"dl-glossary.html#dlterm-{id_}"
    assert site.html("sub/page.html").terms[text] == f"../dl-glossary.html#dlterm-{id_}"


def test_a_role_with_an_exclamation_mark_is_text(site: Built) -> None:
    page = site.html()
    assert "kernel" in page.body.text
    assert "!kernel" not in page.body.text
    assert "kernel" not in page.terms


def test_no_link_of_the_site_is_dead(site: Built) -> None:
    assert site.dead_links() == []


def test_a_link_is_a_link_and_no_more(site: Built) -> None:
    [link] = [e for e in site.html().body.all(cls="dlterm") if e.text == "dropout"]
    assert link.tag == "a"
    assert not {"title", "aria-expanded", "aria-haspopup"} & link.attributes.keys()


# -- where a role can stand --------------------------------------------------------------

PLACES = {
    "list": "* one\n* :dlterm:`dropout`",
    "definition list": "Word\n  :dlterm:`dropout`",
    "definition list term": ":dlterm:`dropout`\n  Meaning.",
    "field": ":field: :dlterm:`dropout`",
    "grid table": "+---------------------+\n| :dlterm:`dropout`   |\n+---------------------+",
    "list table": ".. list-table::\n\n   * - :dlterm:`dropout`",
    "admonition": ".. note:: :dlterm:`dropout`",
    "caption": ".. code-block:: python\n   :caption: With :dlterm:`dropout`\n\n   x = 1",
    "footnote": "Text [#]_\n\n.. [#] :dlterm:`dropout`",
    "substitution": ".. |sub| replace:: :dlterm:`dropout`\n\nText |sub|",
    "emphasis around": ".. default-role:: dlterm\n\nText `dropout`",
    "rubric": ".. rubric:: :dlterm:`dropout`",
    "topic title": ".. topic:: :dlterm:`dropout`\n\n   Text",
    "only": ".. only:: html\n\n   :dlterm:`dropout`",
    "section title": "About :dlterm:`dropout`\n-----------------------",
}


def test_a_role_works_wherever_text_can_stand(build: Builder) -> None:
    files = {f"p{number}.rst": f"Page\n====\n\n{source}\n" for number, source in enumerate(PLACES.values())}
    built = build(files | {"index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   p*\n"})
    for number, place in enumerate(PLACES):
        terms = built.html(f"p{number}.html").terms
        assert terms == {"dropout": "dl-glossary.html#dlterm-dropout"}, place


def test_the_default_role_of_a_project_can_be_dlterm(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\n`dropout`\n"}, conf="default_role = 'dlterm'\n")
    assert built.html().terms == {"dropout": "dl-glossary.html#dlterm-dropout"}


def test_dirhtml_links_to_folders(build: Builder) -> None:
    source = "Home\n====\n\n:dlterm:`dropout`\n"
    built = build({"index.rst": f"{source}\n.. toctree::\n\n   a/b\n", "a/b.rst": source}, builder="dirhtml")
    assert built.html("index.html").terms == {"dropout": "dl-glossary/#dlterm-dropout"}
    assert built.html("a/b/index.html").terms == {"dropout": "../../dl-glossary/#dlterm-dropout"}
    assert built.dead_links() == []


def test_a_term_on_the_page_of_its_entry_links_within_the_page(build: Builder) -> None:
    page = "Terms\n=====\n\n:dlterm:`dropout`\n\n.. dlglossary::\n"
    built = build({"index.rst": "Home\n====\n\n.. toctree::\n\n   dl-glossary\n", "dl-glossary.rst": page})
    [link] = [e for e in built.html("dl-glossary.html").body.all(cls="dlterm") if e.text == "dropout"]
    assert link["href"] == "#dlterm-dropout"


def test_a_warning_names_the_line_of_the_term_and_not_of_its_paragraph(build: Builder) -> None:
    rst_, md = "First line,\n*second\nline* :dlterm:`quokka`\nand :dlterm:`wombat`.", "One\ntwo {dlterm}`quokka`.\n"
    files = {"index.rst": f"Home\n====\n\n{rst_}\n", "page.md": f"---\norphan: true\n---\n\n# Page\n\n{md}"}
    built = build(files, extensions=("sphinx_dlgloss", "myst_parser"), warnings="allowed")
    assert sorted(line.partition(" [")[0] for line in built.warnings.splitlines()) == [
        "index.rst:6: WARNING: unknown term: 'quokka'",
        "index.rst:7: WARNING: unknown term: 'wombat'",
        "page.md:8: WARNING: unknown term: 'quokka'",
    ]


# -- without a home ----------------------------------------------------------------------

HOMELESS = {"index.rst": "Home\n====\n\nSee :dlterm:`units off <dropout>` and :dlterm:`CNNs`.\n"}


def test_a_term_without_a_home_has_a_card_and_no_link(build: Builder) -> None:
    page = build(HOMELESS, conf="dlgloss_page = None\n").html()
    assert page.terms == {"units off": "", "CNNs": ""}
    [span, _] = page.body.all(cls="dlterm")
    assert span.tag == "span"
    assert span["data-dlterm"] == "dropout"
    assert span["tabindex"] == "0"
    assert any("dlgloss.js" in address for address in page.assets)


def test_a_term_without_home_and_card_is_text(build: Builder) -> None:
    page = build(HOMELESS, conf="dlgloss_page = None\ndlgloss_tooltips = False\n").html()
    assert page.terms == {}
    assert "See units off and CNNs." in page.body.text
    assert not any("dlgloss" in address for address in page.assets)


def test_without_cards_a_term_is_still_a_link(build: Builder) -> None:
    page = build(HOMELESS, conf="dlgloss_tooltips = False\n").html()
    assert page.terms["units off"] == "dl-glossary.html#dlterm-dropout"
    assert not any("dlgloss.js" in address for address in page.assets)


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "texinfo"])
def test_where_there_are_no_cards_a_term_without_a_home_is_text(build: Builder, builder: str) -> None:
    built = build(HOMELESS, builder, conf="dlgloss_page = None\n")
    [name] = [n for n in built.files() if re.fullmatch(r"(index|sample)\.(txt|tex|xhtml|1|texi)", n)]
    text = " ".join(built.text(name).replace(r"\&", "").split())
    assert "See units off and CNNs." in text
    assert "dlterm" not in text


# -- unknown terms -----------------------------------------------------------------------


def test_an_unknown_term_is_one_warning_with_file_line_and_near_matches(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\nText\n\nA :dlterm:`dropuot` here.\n"}, warnings="allowed")
    assert built.warnings == "index.rst:6: WARNING: unknown term: 'dropuot'; did you mean 'Dropout'? [dlgloss.unknown]"


def test_the_same_in_markdown(build: Builder) -> None:
    built = build(
        {"index.md": "# Home\n\nText\n\nA {dlterm}`dropuot` here.\n"},
        extensions=("myst_parser", "sphinx_dlgloss"),
        warnings="allowed",
    )
    assert built.warnings == "index.md:5: WARNING: unknown term: 'dropuot'; did you mean 'Dropout'? [dlgloss.unknown]"


def test_in_an_included_file_the_warning_names_that_file(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\n.. include:: part.txt\n", "part.txt": "Text\n\n:dlterm:`quokka`\n"}
    built = build(files, warnings="allowed")
    assert built.warnings == "part.txt:3: WARNING: unknown term: 'quokka' [dlgloss.unknown]"


def test_an_unknown_term_leaves_its_text_and_the_rest_is_built(build: Builder) -> None:
    source = "Home\n====\n\nA :dlterm:`quokka`, :dlterm:`small one <quokka>`, :dlterm:`dropout`.\n"
    built = build({"index.rst": source}, warnings="allowed")
    assert len(built.warnings.splitlines()) == 2
    assert "A quokka, small one, dropout." in built.html().body.text
    assert list(built.html().terms) == ["dropout"]


def test_a_warning_names_up_to_three_near_matches(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\n:dlterm:`kernel functon`\n"}, warnings="allowed")
    assert "did you mean 'Kernel function'" in built.warnings
    assert built.warnings.count("' or '") <= 2


@pytest.mark.parametrize("conf", ["", "nitpicky = True\n", "dlgloss_page = None\n"])
def test_every_place_is_warned_of_once(build: Builder, conf: str) -> None:
    source = "Home\n====\n\n:dlterm:`quokka`\n\n:dlterm:`quokka`\n\n:dlterm:`dropout`\n"
    warnings = build({"index.rst": source}, conf=conf, warnings="allowed").warnings.splitlines()
    assert [line.split(" ")[0] for line in warnings] == ["index.rst:4:", "index.rst:6:"]


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "latex", "text", "man", "texinfo"])
def test_every_builder_warns_as_often_as_it_does_for_a_role_of_sphinx(build: Builder, builder: str) -> None:
    source = "Home\n====\n\n:dlterm:`quokka`\n\n:term:`quokka`\n"
    warnings = build({"index.rst": source}, builder, warnings="allowed").warnings.splitlines()
    ours = [line for line in warnings if line.startswith("index.rst:4:")]
    theirs = [line for line in warnings if line.startswith("index.rst:6:")]
    assert len(ours) == len(theirs) >= 1
    assert len(ours) + len(theirs) == len(warnings)


def test_an_unknown_term_in_a_title_is_one_warning(build: Builder) -> None:
    files = {
        "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n",
        "a.rst": "The :dlterm:`quokka`\n====================\n",
    }
    built = build(files, warnings="allowed")
    assert built.warnings == "a.rst:1: WARNING: unknown term: 'quokka' [dlgloss.unknown]"
    assert "The quokka" in built.html().body.text


def test_nitpick_ignore_is_respected(build: Builder) -> None:
    source = "Home\n====\n\n:dlterm:`quokka`\n"
    build({"index.rst": source}, conf="nitpicky = True\nnitpick_ignore = [('dl:term', 'quokka')]\n")
