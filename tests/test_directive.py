"""``dlglossary``: which entries it shows, in which layout and order, and what it warns of."""

from __future__ import annotations

from itertools import pairwise

import pytest
import sphinx

from sphinx_dlgloss.model import Formula
from tests.building import Builder, Built
from tests.pages import Element, Page
from tests.samples import CATEGORIES, SAMPLE, changed, make_glossary, make_term

NO_PAGE = "dlgloss_page = None\n"
ALL = sorted((term.term for term in SAMPLE.terms), key=str.casefold)


def rst(content: str = "", *options: str) -> dict[str, str]:
    lines = [*options, "", *content.splitlines()]
    body = "".join(f"   {line}\n" if line else "\n" for line in lines)
    return {"index.rst": f"Home\n====\n\nText\n\n.. dlglossary::\n{body}"}


def myst(content: str = "", *options: str) -> dict[str, str]:
    lines = [*options, *content.splitlines()]
    body = "".join(f"{line}\n" for line in lines)
    return {"index.md": f"# Home\n\nText\n\n```{{dlglossary}}\n{body}```\n"}


def headwords(page: Page | Element) -> list[str]:
    """The headwords of the entries of a listing, in the order of the text."""
    return [e.text.removesuffix("¶").split(" (")[0].strip() for e in page.all(cls="dlgloss-headword")]


def shown(build: Builder, content: str = "", *options: str, conf: str = NO_PAGE) -> list[str]:
    """What a listing shows."""
    return headwords(build(rst(content, *options), conf=conf).html())


# -- which entries -----------------------------------------------------------------------


def test_without_anything_it_is_the_whole_glossary_in_the_order_of_the_alphabet(build: Builder) -> None:
    assert shown(build) == ALL


@pytest.mark.parametrize(
    ("content", "options", "terms"),
    [
        ("dropout\nCNNs\nbatch norm", [], ["Batch normalization", "Convolutional neural network", "Dropout"]),
        ("dropout\n\ndropout\nDropout", [], ["Dropout"]),
        ("", [":category: vision"], ["Convolutional neural network", "Kernel", "Mean average precision", "ReLU"]),
        ("", [":category: vision, regularization", ":level: advanced,intermediate"], [ALL[0], ALL[1], "Weight decay"]),
        ("", [":level: Advanced"], ["Convolutional neural network"]),
        ("", [":exclude: relu, kernels, MAP", ":category: vision, statistics", ":level: beginner"],
         ["Kernel function", "Matrix", "Mean average precision", "Model"]),
        ("relu\ndropout", [":category: vision"], ["ReLU"]),
        ("relu", [":exclude: relu"], []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("markup", [rst, myst])
def test_content_and_options_select(
    build: Builder, markup: object, content: str, options: list[str], terms: list[str]
) -> None:
    files = rst(content, *options) if markup is rst else myst(content, *options)
    extensions = ("sphinx_dlgloss",) if markup is rst else ("myst_parser", "sphinx_dlgloss")
    assert headwords(build(files, conf=NO_PAGE, extensions=extensions).html()) == terms


def test_used_shows_what_the_project_links_to_and_what_these_definitions_link_to(build: Builder) -> None:
    files = {"a.rst": "A\n=\n\n:dlterm:`dropout`\n", "b.rst": ":orphan:\n\nB\n=\n\n:dlterm:`ReLUs`\n"}
    page = rst("", ":used:")
    page["index.rst"] += "\n.. toctree::\n\n   a\n"
    built = build(files | page, conf=NO_PAGE)
    assert headwords(built.html()) == ["Batch normalization", "Dropout", "Overfitting", "ReLU"]
    assert built.dead_links() == []


def test_used_and_other_options_go_together(build: Builder) -> None:
    page = rst("", ":used:", ":level: beginner", ":exclude: overfitting")
    page["index.rst"] += "\n:dlterm:`dropout`\n"
    assert headwords(build(page, conf=NO_PAGE).html()) == ["Dropout"]


def test_of_a_listing_of_used_terms_in_an_unused_category_nothing_is_left(build: Builder) -> None:
    page = build(rst("", ":used:", ":sort: category"), conf=NO_PAGE).html()
    assert headwords(page) == []
    assert not page.all(cls="dlgloss-heading")


# -- layouts -----------------------------------------------------------------------------


def entry(built: Built, id_: str) -> Element:
    return built.html().by_id(f"dlterm-{id_}")


def test_the_full_layout_has_all_that_an_entry_says(build: Builder) -> None:
    built = build(rst(), conf=NO_PAGE)
    dropout = entry(built, "dropout")
    text = dropout.text
    for said in (
        "Regularization · beginner",
        "The summary of dropout",
        "Units are switched off with probability p, against overfitting.",
        "As one of them",
        "See the paper and normal batches.",
        "half of eight units stay",
        "m: the mask",
        "a: the activation, a",
        "print(6 * 7)",
        "Output: 42",
        "It is overfitting that it works against, not underfitting.",
        "Weight decay: It shrinks weights.",
        "Nitish Srivastava and Geoffrey Hinton (2014). Dropout: A Simple Way. JMLR 15.",
        "See also Batch normalization, Overfitting",
    ):
        assert said in text, said
    assert [e.text for e in dropout.all("summary")] == ["Example", "Code", "References"]
    assert [e.text for e in dropout.all("em")] == ["one", "Dropout: A Simple Way"]
    assert dropout.one("sub").text == "2"
    assert {e.text: e["href"] for e in dropout.all("a", cls="external")} == {
        "the paper": "https://paper.example/dropout",
        "jmlr.example/dropout": "https://jmlr.example/dropout",
    }
    assert {e.text: e["href"] for e in dropout.all("a", cls="dlterm")} == {
        "overfitting": "#dlterm-overfitting",
        "normal batches": "#dlterm-batch-normalization",
        "Batch normalization": "#dlterm-batch-normalization",
        "Overfitting": "#dlterm-overfitting",
        "Weight decay": "#dlterm-weight-decay",
    }


def test_an_alias_that_is_the_expansion_is_named_once(build: Builder) -> None:
    glossary = changed("relu", aliases=("rectified linear unit", "rectifier"))
    built = build(rst(), conf=NO_PAGE, glossary=glossary)
    facts = entry(built, "relu").one("p", cls="dlgloss-facts")
    assert facts.text.startswith("Also: Rectified linear unit, rectifier · ")


@pytest.mark.skipif(sphinx.version_info < (8, 2), reason="before 8.2, Sphinx has no way to leave a part out")
def test_the_search_finds_texts_and_leaves_out_code_and_references(build: Builder) -> None:
    index = build(rst(), conf=NO_PAGE).text("searchindex.js")
    assert '"overfit"' in index
    assert "srivastava" not in index


def test_an_entry_names_its_other_names_category_and_level(build: Builder) -> None:
    built = build(rst(), conf=NO_PAGE)
    facts = entry(built, "batch-normalization").one("p", cls="dlgloss-facts")
    assert facts.text == "Also: batch norm, BN · Regularization · intermediate"
    assert facts.one(cls="dlgloss-level").text == "intermediate"
    assert entry(built, "relu").one("p", cls="dlgloss-facts").text.startswith("Also: Rectified linear unit")
    assert entry(built, "batch-normalization")["data-category"] == "regularization"
    assert entry(built, "batch-normalization")["data-level"] == "intermediate"


def test_an_entry_has_a_permalink(build: Builder) -> None:
    link = entry(build(rst(), conf=NO_PAGE), "dropout").one("a", cls="headerlink")
    assert link["href"] == "#dlterm-dropout"
    assert link["title"] == "Link to this term"


def test_formulas_are_mathml(build: Builder) -> None:
    dropout = entry(build(rst(), conf=NO_PAGE), "dropout")
    assert [e.get("display") for e in dropout.all("math")] == ["", "block", "", "", "", ""]
    assert "\\tilde" not in dropout.text


def test_the_summary_layout_has_the_summary_and_no_more(build: Builder) -> None:
    built = build(rst("", ":layout: summary"), conf=NO_PAGE)
    assert headwords(built.html()) == ALL
    assert entry(built, "dropout").text == "Dropout¶ The summary of dropout, which a card shows to its reader."


def test_the_list_layout_has_links_to_the_homes(build: Builder) -> None:
    built = build(rst("", ":layout: list"))
    listing = built.html().one(cls="dlgloss")
    assert [(e.text, e["href"]) for e in listing.all("a", cls="dlterm")] == [
        (term, f"dl-glossary.html#dlterm-{id_}")
        for term, id_ in sorted(((t.term, t.id) for t in SAMPLE.terms), key=lambda pair: pair[0].casefold())
    ]
    assert not [id_ for id_ in built.html().ids if id_.startswith("dlterm")]


@pytest.mark.parametrize("layout", ["full", "summary", "list"])
@pytest.mark.parametrize("sort", ["term", "category"])
@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"])
def test_every_builder_shows_every_layout(build: Builder, builder: str, layout: str, sort: str) -> None:
    built = build(rst("", f":layout: {layout}", f":sort: {sort}"), builder, conf=NO_PAGE)
    assert b"Weight decay" in b"".join(built.files().values())


# -- order -------------------------------------------------------------------------------


def test_by_category_entries_stand_under_titles_in_the_order_of_the_categories(build: Builder) -> None:
    page = build(rst("", ":sort: category"), conf=NO_PAGE).html()
    groups = page.all(cls="dlgloss-group")
    assert [group.all(cls="dlgloss-heading")[0].text for group in groups] == [c.title for c in CATEGORIES]
    assert [headwords(group) for group in groups] == [
        ["Batch normalization", "Dropout", "Overfitting", "Weight decay"],
        ["Convolutional neural network", "Kernel", "Mean average precision", "ReLU"],
        ["Kernel function", "Matrix", "Maximum a posteriori estimation", "Model"],
    ]
    assert CATEGORIES[0].intro in groups[0].text


def test_a_long_listing_stands_under_letters_that_a_bar_leads_to(build: Builder) -> None:
    glossary = make_glossary(
        *(make_term(f"{letter}-{n}") for letter in "abz" for n in range(8)),
        make_term("k-means", term="$k$-means"),
        make_term("two-d", term="2D convolution"),
        make_term("umlaut", term="Übung"),
    )
    built = build(rst(), conf=NO_PAGE, glossary=glossary)
    page = built.html()
    bar = page.one(cls="dlgloss-letters")
    titles = [group.all(cls="dlgloss-heading")[0].text for group in page.all(cls="dlgloss-group")]
    assert [e.text for e in bar.all("a")] == titles
    assert len(set(titles)) == len(titles)
    assert {"0-9", "A", "B", "Z"} < set(titles)
    assert len(page.ids) == len(set(page.ids))
    assert built.dead_links() == []


def test_headings_of_entries_keep_the_order_of_levels(build: Builder) -> None:
    source = f"{rst()['index.rst']}\nDeeper\n------\n\n.. dlglossary::\n   :no-index:\n   :sort: category\n"
    page = build({"index.rst": source}, conf=NO_PAGE).html()
    levels = [int(e.tag[1]) for e in page.body.walk() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


# -- back-links --------------------------------------------------------------------------


def test_an_entry_names_the_pages_that_use_it_by_their_titles(build: Builder) -> None:
    files = {
        "a/one.rst": "The :dlterm:`ReLU` page\n=======================\n\n:dlterm:`dropout` and :dlterm:`dropout`\n",
        "two.rst": "Two\n===\n\n:dlterm:`dropout`\n",
        "index.rst": "Home\n====\n\n.. toctree::\n\n   a/one\n   two\n",
    }
    built = build(files)
    page = built.html("dl-glossary.html")
    uses = page.by_id("dlterm-dropout").one(cls="dlgloss-uses")
    assert uses.text == "Used in The ReLU page, Two"
    assert [e["href"] for e in uses.all("a")] == ["a/one.html", "two.html"]
    assert not page.by_id("dlterm-matrix").all(cls="dlgloss-uses")
    assert built.dead_links() == []


def test_of_many_pages_that_use_a_term_ten_are_named(build: Builder) -> None:
    files = {f"p{n:02}.rst": f"Page {n}\n=======\n\n:dlterm:`dropout`\n" for n in range(13)}
    built = build(files | {"index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   p*\n"})
    uses = built.html("dl-glossary.html").by_id("dlterm-dropout").one(cls="dlgloss-uses")
    assert len(uses.all("a")) == 10
    assert uses.text.endswith("and 3 more")


# -- warnings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "options", "line", "message"),
    [
        ("dropout\nquokka\nrelu", [], 9, "unknown term: 'quokka' [dlgloss.unknown]"),
        ("dropuot", [], 8, "unknown term: 'dropuot'; did you mean 'Dropout'? [dlgloss.unknown]"),
        ("", [":exclude: dropuot"], 6, "unknown term: 'dropuot'; did you mean 'Dropout'? [dlgloss.unknown]"),
        (
            "",
            [":category: visoin"],
            6,
            "dlglossary: option 'category': no 'visoin'; did you mean 'vision'? [dlgloss.option]",
        ),
        (
            "",
            [":level: expert"],
            6,
            "dlglossary: option 'level': no 'expert'; it is one of beginner, intermediate, advanced [dlgloss.option]",
        ),
        (
            "",
            [":layout: sumary"],
            6,
            "dlglossary: option 'layout': no 'sumary'; did you mean 'summary'? [dlgloss.option]",
        ),
        ("", [":sort: size"], 6, "dlglossary: option 'sort': no 'size'; it is one of term, category [dlgloss.option]"),
        ("", [":catgory: vision"], 6, "dlglossary: no option 'catgory'; did you mean 'category'? [dlgloss.option]"),
        ("", [":used: yes"], 6, "dlglossary: option 'used' takes no value, but has 'yes' [dlgloss.option]"),
        ("", [":category:"], 6, "dlglossary: option 'category' needs a value [dlgloss.option]"),
    ],
)
def test_a_mistake_is_one_warning_with_file_and_line(
    build: Builder, content: str, options: list[str], line: int, message: str
) -> None:
    built = build(rst(content, *options), "dummy", conf=NO_PAGE, warnings="allowed")
    assert built.warnings == f"index.rst:{line}: WARNING: {message}"
    # in Markdown the title takes a line less, and no empty line stands before the content
    line -= 2 if content else 1
    extensions = ("myst_parser", "sphinx_dlgloss")
    files = myst(content, *options)
    built = build(files, "dummy", conf=NO_PAGE, extensions=extensions, srcdir="md", outdir="md-out", warnings="allowed")
    assert built.warnings == f"index.md:{line}: WARNING: {message}"


def test_in_an_included_file_the_warning_names_that_file(build: Builder) -> None:
    files = {
        "index.rst": "Home\n====\n\n.. include:: part.txt\n",
        "part.txt": ".. dlglossary::\n\n   dropout\n   quokka\n",
    }
    built = build(files, "dummy", conf=NO_PAGE, warnings="allowed")
    assert built.warnings == "part.txt:4: WARNING: unknown term: 'quokka' [dlgloss.unknown]"


def test_in_nested_content_the_line_is_right(build: Builder) -> None:
    source = "Home\n====\n\n.. note::\n\n   Text\n\n   .. dlglossary::\n\n      dropout\n      quokka\n"
    built = build({"index.rst": source}, "dummy", conf=NO_PAGE, warnings="allowed")
    assert built.warnings == "index.rst:11: WARNING: unknown term: 'quokka' [dlgloss.unknown]"


def test_in_nested_markdown_the_line_is_right(build: Builder) -> None:
    source = "# Home\n\n````{note}\nText\n\n```{dlglossary}\ndropout\nquokka\n```\n````\n"
    built = build(
        {"index.md": source}, "dummy", conf=NO_PAGE, extensions=("myst_parser", "sphinx_dlgloss"), warnings="allowed"
    )
    assert built.warnings == "index.md:8: WARNING: unknown term: 'quokka' [dlgloss.unknown]"


def test_what_is_right_is_shown_beside_what_is_wrong(build: Builder) -> None:
    files = rst("dropout\nquokka\nrelu", ":layout: sumary", ":colour: red", ":level: beginner, expert")
    built = build(files, conf=NO_PAGE, warnings="allowed")
    assert headwords(built.html()) == ["Dropout", "ReLU"]
    assert len(built.warnings.splitlines()) == 4


@pytest.mark.parametrize(
    "files", [rst("quokka"), rst("", ":category: visoin"), rst("", ":level: expert")], ids=["term", "category", "level"]
)
def test_a_listing_of_nothing_that_exists_is_not_the_whole_glossary(build: Builder, files: dict[str, str]) -> None:
    assert headwords(build(files, conf=NO_PAGE, warnings="allowed").html()) == []


def test_an_argument_is_refused_with_a_warning(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\n.. dlglossary:: dropout\n\nText\n"}, conf=NO_PAGE, warnings="allowed")
    assert "Text" in built.html().body.text


def test_a_formula_that_does_not_convert_is_a_warning_and_shown_as_it_is_written(build: Builder) -> None:
    glossary = changed("relu", formula=Formula(latex=r"\nonsense{x}", symbols={"x": "the input"}))
    built = build(rst("relu"), conf=NO_PAGE, glossary=glossary, warnings="allowed")
    assert all(line.endswith("[dlgloss.math]") for line in built.warnings.splitlines())
    assert built.warnings.startswith("index.rst:6: WARNING: cannot show the formula '\\\\nonsense{x}'")
    assert r"\nonsense{x}" in entry(built, "relu").text
