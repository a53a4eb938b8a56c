"""The generated page: a document of the build that gets in nobody's way."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from tests.building import Builder, Built
from tests.pages import Page
from tests.samples import IDS, SAMPLE

MYST = ("myst_parser", "sphinx_dlgloss")
HOME = "Home\n====\n\n:dlterm:`dropout`\n\n"
TITLE = "Deep learning glossary"
TERMS = {term.term for term in SAMPLE.terms}


def toctree(*lines: str, name: str = "toctree") -> str:
    return f"\n.. {name}::\n" + "".join(f"   {line}\n" for line in lines)


def is_there(built: Built, name: str = "dl-glossary") -> bool:
    """Tell whether a page has all entries."""
    page = built.html(f"{name}.html")
    return {f"dlterm-{id_}" for id_ in IDS} <= set(page.ids)


def included(built: Built, docname: str = "index") -> list[str]:
    """What the toctrees of a document have, in their order."""
    assert built.app
    return built.app.env.toctree_includes.get(docname, [])


def tree(root: Path) -> dict[str, tuple[int, int]]:
    """All that is in a folder, with sizes and times."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")
    } | {".": (root.stat().st_mtime_ns, 0)}


# -- its place ---------------------------------------------------------------------------

A_AND_B = {"a.rst": "A\n=\n", "b.rst": "B\n=\n"}


@pytest.mark.parametrize(
    ("source", "order"),
    [
        (toctree("", "a", "b"), ["a", "b", "dl-glossary"]),
        (toctree("", "a") + toctree("", "b"), ["a", "b", "dl-glossary"]),
        (toctree(":hidden:", "", "a", "b"), ["a", "b", "dl-glossary"]),
        (toctree(":numbered:", "", "a", "b"), ["a", "b", "dl-glossary"]),
        (toctree(":caption: Parts", ":maxdepth: 1", "", "a", "b"), ["a", "b", "dl-glossary"]),
        (toctree(":titlesonly:", "", "a", "b"), ["a", "b", "dl-glossary"]),
        (toctree(":glob:", "", "?"), ["a", "b", "dl-glossary"]),
        (toctree(":glob:", "", "*"), ["a", "b", "dl-glossary"]),
        (toctree(":glob:", "", "dl-*", "*"), ["dl-glossary", "a", "b"]),
        (toctree("", "a", "dl-glossary", "b"), ["a", "dl-glossary", "b"]),
        (toctree("", "dl-glossary") + toctree("", "a", "b"), ["dl-glossary", "a", "b"]),
        (toctree("", "Words <dl-glossary>", "a", "b"), ["dl-glossary", "a", "b"]),
        (toctree("", "Words </dl-glossary>", "a", "b"), ["dl-glossary", "a", "b"]),
        (toctree("", "a", "b", "https://example.org"), ["a", "b", "dl-glossary"]),
        (toctree("", "a", "b") + "\nPart\n----\n" + toctree(), ["a", "b", "dl-glossary"]),
    ],
)
def test_it_is_the_last_of_the_last_toctree_unless_one_has_it(build: Builder, source: str, order: list[str]) -> None:
    built = build(A_AND_B | {"index.rst": HOME + source})
    assert included(built) == order
    assert built.html("dl-glossary.html").one("h1").text.endswith(f"{TITLE}¶")
    assert built.dead_links() == []


def test_it_can_be_reached_from_every_page(build: Builder) -> None:
    built = build(A_AND_B | {"index.rst": HOME + toctree("", "a", "b")}, conf="html_theme = 'alabaster'\n")
    for name in ("index.html", "a.html"):
        sidebar = built.html(name).one(cls="sphinxsidebar")
        assert [e["href"] for e in sidebar.all("a") if e.text == TITLE] == ["dl-glossary.html"]
    last = built.html("b.html")
    assert [e["href"] for e in last.all("link") if e["rel"] == "next"] == ["dl-glossary.html"]


def test_a_reversed_toctree_ends_with_it_too(build: Builder) -> None:
    built = build(A_AND_B | {"index.rst": HOME + toctree(":reversed:", "", "a", "b")})
    assert included(built)[-1] == "dl-glossary"


def test_it_has_a_number_where_the_others_have_one(build: Builder) -> None:
    built = build(A_AND_B | {"index.rst": HOME + toctree(":numbered:", "", "a", "b")})
    assert built.app
    assert built.app.env.toc_secnumbers["dl-glossary"][""] == (3,)
    assert "3. Deep learning glossary" in built.html().text


@pytest.mark.parametrize("conf", ["dlgloss_toctree = False\n", "dlgloss_page = None\n"])
def test_it_is_not_appended_where_that_is_not_wanted(build: Builder, conf: str) -> None:
    assert included(build(A_AND_B | {"index.rst": HOME + toctree("", "a", "b")}, conf=conf)) == ["a", "b"]


def test_outside_of_all_toctrees_it_is_still_there(build: Builder) -> None:
    built = build({"index.rst": HOME + toctree()}, conf="dlgloss_toctree = False\n")
    assert is_there(built)
    assert built.html().terms == {"dropout": "dl-glossary.html#dlterm-dropout"}


def test_a_root_without_a_toctree_gets_none(build: Builder) -> None:
    built = build({"index.rst": HOME})
    assert is_there(built)
    assert included(built) == []


def test_a_toctree_of_another_document_can_have_it(build: Builder) -> None:
    files = {"index.rst": HOME + toctree("", "a"), "a.rst": "A\n=\n" + toctree("", "dl-glossary")}
    built = build(files, conf="dlgloss_toctree = False\n")
    assert (included(built), included(built, "a")) == (["a"], ["dl-glossary"])


# -- its name and title ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reference/terms", "terms", "a.b", "Wörter"])
def test_it_can_have_another_name(build: Builder, name: str) -> None:
    built = build({"index.rst": HOME + toctree("", "reference/a"), "reference/a.rst": "A\n=\n\n:dlterm:`relu`\n"},
                  conf=f"dlgloss_page = {name!r}\n")  # fmt: skip
    assert is_there(built, name)
    assert included(built)[-1] == name
    assert built.dead_links() == []
    assert not (built.outdir / "dl-glossary.html").exists()


def test_none_turns_it_off(build: Builder) -> None:
    built = build({"index.rst": HOME + toctree()}, conf="dlgloss_page = None\n")
    assert not (built.outdir / "dl-glossary.html").exists()
    assert built.read == ["index"]


@pytest.mark.parametrize(
    "title", ["Words", "Wörterbuch für Modelle", "用語集", "A *b* `c` |d| \\e", "===", "Q & A <b>"]
)
def test_its_title_is_what_the_project_says_word_for_word(build: Builder, title: str) -> None:
    built = build({"index.rst": HOME + toctree()}, conf=f"dlgloss_page_title = {title!r}\n")
    assert built.html("dl-glossary.html").one("h1").text == f"{title}¶"
    assert title in [e.text for e in built.html().body.all("a")]


# -- a page of the project's own ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "source", "extensions"),
    [
        ("dl-glossary.rst", "Our words\n=========\n\nAn introduction.\n\n.. dlglossary::\n", ("sphinx_dlgloss",)),
        ("dl-glossary.md", "# Our words\n\nAn introduction.\n\n```{dlglossary}\n```\n", MYST),
    ],
)
def test_a_page_of_that_name_is_used_and_nothing_is_generated(
    build: Builder, name: str, source: str, extensions: tuple[str, ...]
) -> None:
    files = {"index.rst": HOME + toctree("", "dl-glossary"), name: source}
    for _ in range(2):
        built = build(files, extensions=extensions)
        page = built.html("dl-glossary.html")
        assert page.one("h1").text == "Our words¶"
        assert "An introduction." in page.body.text
        assert is_there(built)
        assert page.ids.count("dlterm-dropout") == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_a_page_of_that_name_is_put_into_the_toctree_if_the_project_wants_that(build: Builder, wanted: bool) -> None:
    files = {
        "index.rst": HOME + toctree(),
        "dl-glossary.rst": f"{'' if wanted else ':orphan:'}\n\nOurs\n====\n\n.. dlglossary::\n",
    }
    assert included(build(files, conf=f"dlgloss_toctree = {wanted}\n")) == (["dl-glossary"] if wanted else [])


def test_a_page_of_that_name_keeps_its_source_link(build: Builder) -> None:
    files = {"index.rst": HOME + toctree("", "dl-glossary"), "dl-glossary.rst": "Ours\n====\n\n.. dlglossary::\n"}
    built = build(files, conf="html_theme = 'alabaster'\n")
    assert "_sources/dl-glossary.rst.txt" in [e.get("href") for e in built.html("dl-glossary.html").all("a")]


def test_a_page_of_that_name_without_entries_is_no_home(build: Builder) -> None:
    files = {"index.rst": HOME + toctree("", "dl-glossary"), "dl-glossary.rst": "Ours\n====\n\nNothing yet.\n"}
    built = build(files)
    assert built.html().terms == {"dropout": ""}
    assert built.dead_links() == []


def test_a_page_that_the_project_excludes_is_generated(build: Builder) -> None:
    files = {"index.rst": HOME + toctree(), "dl-glossary.rst": "Ours\n====\n\nDraft.\n"}
    built = build(files, conf="exclude_patterns = ['dl-glossary.rst']\n")
    assert built.html("dl-glossary.html").one("h1").text == f"{TITLE}¶"
    assert is_there(built)


# -- the sources of a project ------------------------------------------------------------

PROJECTS: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "rst only": ({"index.rst": HOME + toctree()}, ("sphinx_dlgloss",), ""),
    "md only": ({"index.md": "# Home\n\n{dlterm}`dropout`\n\n```{toctree}\n```\n"}, MYST, ""),
    "no rst suffix": (
        {"index.md": "# Home\n\n{dlterm}`dropout`\n\n```{toctree}\n```\n"},
        MYST,
        "source_suffix = {'.md': 'markdown'}\n",
    ),
    "txt suffix": ({"index.txt": HOME + toctree()}, ("sphinx_dlgloss",), "source_suffix = '.txt'\n"),
    "suffix list": ({"index.rst": HOME + toctree()}, ("sphinx_dlgloss",), "source_suffix = ['.rst', '.txt']\n"),
    "strict exclude patterns": (
        {"index.rst": HOME + toctree(), "b.rst": "B"},
        ("sphinx_dlgloss",),
        "exclude_patterns = ['[!i]*', '**/*.dlgloss', '*.dlgloss']\n",
    ),
    "include patterns": ({"index.rst": HOME + toctree()}, ("sphinx_dlgloss",), "include_patterns = ['index.*']\n"),
    "another root": ({"start.rst": HOME + toctree()}, ("sphinx_dlgloss",), "root_doc = 'start'\n"),
    "no toctree": ({"index.rst": HOME}, ("sphinx_dlgloss",), ""),
    "loaded first": ({"index.md": "# Home\n\n{dlterm}`dropout`\n"}, ("sphinx_dlgloss", "myst_parser"), ""),
    "rst prolog and epilog": (
        {"index.rst": HOME + toctree()},
        ("sphinx_dlgloss",),
        "rst_prolog = '.. |a| replace:: b'\nrst_epilog = '.. |c| replace:: d'\n",
    ),
}


@pytest.mark.parametrize("project", PROJECTS)
def test_every_kind_of_project_builds_twice_without_a_warning(build: Builder, project: str) -> None:
    files, extensions, conf = PROJECTS[project]
    built = build(files, extensions=extensions, conf=conf)
    assert is_there(built)
    before = built.files()
    again = build(files, extensions=extensions, conf=conf)
    assert (again.read, again.written) == ([], [])
    assert again.files() == before


@pytest.mark.parametrize("folder", ["src/_build/html", "src/out"])
def test_the_output_can_lie_in_the_source_folder(build: Builder, folder: str) -> None:
    files = {"index.rst": HOME + toctree()}
    for _ in range(3):
        built = build(files, outdir=folder, doctreedir=f"{folder}/.doctrees")
        assert is_there(built)
    assert built.read == []


@pytest.mark.parametrize("builder", ["html", "text", "latex", "gettext"])
def test_nothing_is_written_into_the_source_folder(build: Builder, builder: str) -> None:
    source = {"index.rst": HOME + toctree("", "a/b"), "a/b.rst": "B\n=\n"}
    built = build(source, builder, extensions=(), conf="html_extra_path = []\n", warnings="allowed")
    before = tree(built.srcdir)
    conf = (built.srcdir / "conf.py").read_text("utf-8")
    build({}, builder, conf="html_extra_path = []\n")
    after = tree(built.srcdir)
    # the fixture itself writes conf.py
    assert (built.srcdir / "conf.py").read_text("utf-8") != conf
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= {"conf.py"}


def test_a_read_only_source_folder_works(build: Builder) -> None:
    source = {"index.rst": HOME + toctree()}
    built = build(source, "dummy", outdir="first")
    folders = [built.srcdir, *built.srcdir.iterdir()]
    for path in folders:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        before = tree(built.srcdir)
        for _ in range(2):
            assert is_there(build(source))
        assert tree(built.srcdir) == before
    finally:
        for path in folders:
            path.chmod(0o755)


def test_stray_markdown_files_of_an_rst_project_stay_strays(build: Builder) -> None:
    built = build({"index.rst": HOME + toctree(), "README.md": "# Read me\n"})
    assert built.read == ["dl-glossary", "index"]


# -- titles with a term in them ----------------------------------------------------------

TERM_IN_TITLE = {
    "index.rst": "Home\n====\n" + toctree("", "a", "b", "c"),
    "a.rst": "A\n=\n",
    "b.rst": "The :dlterm:`dropout` page\n==========================\n\nOn :dlterm:`CNNs`\n-----------------\n",
    "c.rst": "C\n=\n",
}


def test_a_term_in_a_title_is_text_wherever_the_title_is_shown(build: Builder) -> None:
    built = build(TERM_IN_TITLE, conf="html_theme = 'alabaster'\n")
    assert built.html("b.html").one("title").text.startswith("The dropout page")
    [after] = [e for e in built.html("a.html").all("link") if e["rel"] == "next"]
    [before] = [e for e in built.html("c.html").all("link") if e["rel"] == "prev"]
    assert after["title"] == before["title"] == "The dropout page"
    entries = built.html().body.one(cls="toctree-wrapper")
    assert {e.text: e["href"] for e in entries.all("a")} == {
        "A": "a.html",
        "The dropout page": "b.html",
        "On CNNs": "b.html#on-cnns",
        "C": "c.html",
        TITLE: "dl-glossary.html",
    }
    for page in ("index.html", "a.html", "b.html", "c.html"):
        assert "pending_xref" not in built.text(page)
        assert not [e for e in built.html(page).all("a") if e.all("a")], "a link within a link"
    assert built.html("b.html").terms == {
        "dropout": "dl-glossary.html#dlterm-dropout",
        "CNNs": "dl-glossary.html#dlterm-convolutional-neural-network",
    }
    assert built.dead_links() == []


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext"])
def test_a_term_in_a_title_breaks_no_builder(build: Builder, builder: str) -> None:
    built = build(TERM_IN_TITLE, builder)
    for name, data in built.files().items():
        assert b"pending_xref" not in data, name


def test_a_term_in_a_title_is_in_the_search_index(build: Builder) -> None:
    assert '"The dropout page"' in build(TERM_IN_TITLE).text("searchindex.js")


# -- themes ------------------------------------------------------------------------------

GITHUB = "'github_user': 'someone', 'github_repo': 'sample', 'github_version': 'main'"
THEMES = {
    "alabaster": (
        "html_theme_options = {'github_user': 'someone', 'github_repo': 'sample'}\n",
        "_sources/index.rst.txt",
    ),
    "furo": (
        """html_theme_options = {
    'source_repository': 'https://github.com/someone/sample/',
    'source_branch': 'main',
    'source_directory': 'docs/',
    'top_of_page_buttons': ['view', 'edit'],
}
""",
        "/edit/main/docs/index.rst",
    ),
    "pydata_sphinx_theme": (
        f"html_context = {{{GITHUB}, 'doc_path': 'docs'}}\nhtml_theme_options = {{'use_edit_page_button': True}}\n",
        "/edit/main/docs/index.rst",
    ),
    "sphinx_book_theme": (
        """html_theme_options = {
    'repository_url': 'https://github.com/someone/sample',
    'repository_branch': 'main',
    'path_to_docs': 'docs',
    'use_edit_page_button': True,
    'use_source_button': True,
}
""",
        "/edit/main/docs/index.rst",
    ),
    "sphinx_rtd_theme": (
        f"html_context = {{'display_github': True, {GITHUB}, 'conf_py_path': '/docs/'}}\n",
        "/blob/main/docs/index.rst",
    ),
    "sphinx_rtd_theme, GitLab": (
        """html_context = {
    'display_gitlab': True,
    'gitlab_user': 'someone',
    'gitlab_repo': 'sample',
    'gitlab_version': 'main',
    'conf_py_path': '/docs/',
}
""",
        "/blob/main/docs/index.rst",
    ),
    "sphinx_rtd_theme, any": (
        "html_context = {'source_url_prefix': 'https://h.example/blob/', 'display_github': False}\n",
        "h.example/blob/index.rst",
    ),
}


def source_links(page: Page) -> list[str]:
    """The addresses of a page that lead to a source."""
    links = [e.get("href") for e in page.all("a")]
    return [link for link in links if re.search(r"_sources/|/(edit|blob|raw|tree)/|\.(rst|md|txt|dlgloss)\b", link)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_theme_leads_to_a_source_that_does_not_exist(build: Builder, builder: str, theme: str) -> None:
    name = theme.split(",", maxsplit=1)[0]
    if not importlib.util.find_spec(name):
        pytest.skip(f"{name} is not installed")
    conf, index_link = THEMES[theme]
    built = build({"index.rst": HOME + toctree()}, builder, conf=f"html_theme = {name!r}\n{conf}")
    assert any(index_link in link for link in source_links(built.html())), "the theme links to sources"
    page = built.html("dl-glossary.html" if builder == "html" else "dl-glossary/index.html")
    assert source_links(page) == []
    assert not list(built.outdir.glob("_sources/dl-glossary*"))
    assert built.dead_links() == []


# -- it does not get in the way ----------------------------------------------------------


def test_it_adds_nothing_to_the_general_index(build: Builder) -> None:
    with_page = build({"index.rst": HOME + toctree()}).html("genindex.html")
    assert not [e for e in with_page.body.all("a") if "dlterm" in e.get("href")]


def test_the_search_finds_it_and_ranks_its_terms_last(build: Builder) -> None:
    source = HOME + toctree() + "\n.. py:function:: pool\n"
    index = json.loads(re.sub(r"^Search\.setIndex\(|\)$", "", build({"index.rst": source}).text("searchindex.js")))
    assert index["docnames"] == ["dl-glossary", "index"]
    assert index["titles"] == [TITLE, "Home"]
    types = {number: names[0] for number, names in index["objnames"].items()}
    ranks: dict[str, set[int]] = {}
    found: list[str] = []
    for _, type_, rank, anchor, name in (entry for group in index["objects"].values() for entry in group):
        ranks.setdefault(types[str(type_)], set()).add(rank)
        if types[str(type_)] == "dl":
            found.append(anchor)
            assert name in TERMS
    assert ranks == {"py": {1}, "dl": {2}}
    assert sorted(found) == [f"dlterm-{id_}" for id_ in IDS]


def test_the_search_index_has_its_text(build: Builder) -> None:
    index = json.loads(re.sub(r"^Search\.setIndex\(|\)$", "", build({"index.rst": HOME}).text("searchindex.js")))
    assert index["terms"]["shrink"] == 0
    assert not [word for word in index["terms"] if "tild" in word or "frac" in word], "no LaTeX in the index"


def checked(built: Built) -> list[str]:
    """The addresses that the link checker checked, or would have."""
    results = [json.loads(line) for line in built.text("output.json").splitlines()]
    return [result["uri"] for result in results if result["status"] != "unchecked"]


def test_linkcheck_checks_none_of_its_references(build: Builder) -> None:
    source = f"{HOME}`Ours <https://ours.example/>`_\n{toctree()}"
    built = build({"index.rst": source}, "linkcheck", conf="linkcheck_ignore = ['https://ours.*']\n")
    assert checked(built) == ["https://ours.example/"]


def test_linkcheck_leaves_the_links_of_the_projects_own_page_alone_too(build: Builder) -> None:
    files = {
        "index.rst": HOME + toctree("", "dl-glossary"),
        "dl-glossary.rst": "Ours\n====\n\n`Ours <https://ours.example/>`_\n\n.. dlglossary::\n",
    }
    built = build(files, "linkcheck", conf="linkcheck_ignore = ['https://ours.*']\n")
    assert checked(built) == ["https://ours.example/"]


@pytest.mark.parametrize("of_the_author", ["", ":math:`x`"])
def test_it_never_makes_a_page_load_mathjax(build: Builder, of_the_author: str) -> None:
    built = build({"index.rst": HOME + toctree("", "a"), "a.rst": f"A\n=\n\n{of_the_author}\n"})
    pages = ("index.html", "a.html", "dl-glossary.html")
    with_mathjax = {name for name in pages if "mathjax" in built.text(name).lower()}
    # up to 8.1 Sphinx gives it also to pages whose toctree has a page with formulas
    assert with_mathjax - {"index.html"} == {"a.html"} if of_the_author else not with_mathjax


def test_it_has_no_comment_of_the_file_that_ships(build: Builder) -> None:
    built = build({"index.rst": HOME})
    assert "page_source" not in built.text("dl-glossary.html")
    assert ".dlgloss" not in built.text("dl-glossary.html")


# -- gettext -----------------------------------------------------------------------------


def test_the_gettext_builder_leaves_it_alone(build: Builder) -> None:
    built = build({"index.rst": HOME + toctree()}, "gettext")
    assert [name for name in built.files() if "sphinx" not in name] == ["index.pot"]
    assert "dlgloss" not in built.text("index.pot")


def test_the_gettext_builder_leaves_the_entries_on_a_page_of_the_projects_own_alone(build: Builder) -> None:
    files = {"index.rst": HOME + toctree("", "a"), "a.rst": "A\n=\n\nOurs.\n\n.. dlglossary::\n"}
    built = build(files, "gettext", conf="dlgloss_page = None\n")
    messages = re.findall(r'^msgid "(.+)"$', built.text("a.pot"), re.MULTILINE)
    assert messages == ["A", "Ours."]


def test_the_gettext_builder_extracts_the_entries_where_that_is_wanted(build: Builder) -> None:
    pot = build({"index.rst": HOME + toctree()}, "gettext", conf="dlgloss_gettext = True\n").text("dl-glossary.pot")
    text = pot.replace('"\n"', "")
    for message in (
        TITLE,
        "Dropout",
        "The summary of dropout, which a card shows to its reader.",
        "As *one* of them",
        "as **another**, with ``code`` and H2O",
        "Units are switched off with probability :math:`p`, against :dlterm:`overfitting <overfitting>`.",
    ):
        assert f'msgid "{message}"' in text, message
    assert "print(6" not in text


PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "The summary of dropout, which a card shows to its reader."
msgstr "Die *Kurzfassung*."

msgid "The model fits noise, which :dlterm:`weight decay <weight decay>` is against."
msgstr "Rauschen mit :math:`q`, gegen :dlterm:`Gewichtsverfall <weight decay>`."

msgid "Dropout"
msgstr "Ausdünnen"
"""


def test_a_translation_reaches_the_page(build: Builder) -> None:
    conf = "language = 'de'\nlocale_dirs = ['locale']\ndlgloss_gettext = True\n"
    files = {"index.rst": HOME + toctree(), "locale/de/LC_MESSAGES/dl-glossary.po": PO}
    built = build(files, conf=conf)
    page = built.html("dl-glossary.html")
    dropout, overfitting = page.by_id("dlterm-dropout"), page.by_id("dlterm-overfitting")
    assert dropout.one(cls="dlgloss-headword").text.startswith("Ausdünnen")
    assert dropout.one(cls="dlgloss-summary").text == "Die Kurzfassung."
    assert "Rauschen mit q, gegen Gewichtsverfall." in overfitting.text
    assert len(overfitting.all("math")) == 1
    assert overfitting.one("a", cls="dlterm")["href"] == "#dlterm-weight-decay"
    assert "mathjax" not in page.source.lower()
    # a translation is no use of the term by the project
    assert not page.by_id("dlterm-weight-decay").all(cls="dlgloss-uses")
    assert built.dead_links() == []


def test_without_that_wish_a_catalog_of_the_project_does_not_reach_it(build: Builder) -> None:
    conf = "language = 'de'\nlocale_dirs = ['locale']\n"
    files = {"index.rst": HOME + toctree(), "locale/de/LC_MESSAGES/dl-glossary.po": PO}
    page = build(files, conf=conf).html("dl-glossary.html")
    assert page.by_id("dlterm-dropout").one(cls="dlgloss-headword").text.startswith("Dropout")
