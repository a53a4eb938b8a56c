"""Plain mentions that become links: where, how many, and how to say no."""

from __future__ import annotations

import pytest

from tests.building import Builder, Built
from tests.samples import changed

PAGE = "dlgloss_autolink = 'page'\n"


def linked(built: Built, name: str = "index.html") -> list[str]:
    """The texts of the links to terms on a page, in order."""
    return [element.text for element in built.html(name).body.all(cls="dlterm")]


def page(body: str) -> dict[str, str]:
    """A project of one page."""
    return {"index.rst": f"Home\n====\n\n{body}\n"}


def test_without_being_asked_for_nothing_is_linked(build: Builder) -> None:
    assert linked(build(page("We use dropout."))) == []


def test_a_linked_mention_is_what_the_role_makes(build: Builder) -> None:
    conf = "html_copy_source = False\n"
    by_role = build(page("We use :dlterm:`dropout` and\n:dlterm:`CNNs`."), conf=conf)
    by_itself = build(page("We use dropout and\nCNNs."), conf=PAGE + conf, outdir="auto")

    assert by_itself.files() == by_role.files()


@pytest.mark.parametrize(
    ("extent", "links"),
    [
        ("page", ["dropout", "ReLU"]),
        ("section", ["dropout", "Dropout", "ReLU", "dropout"]),
        ("all", ["dropout", "dropout", "Dropout", "ReLU", "dropout"]),
    ],
)
def test_the_first_on_a_page_in_a_section_or_every_one_is_linked(build: Builder, extent: str, links: list[str]) -> None:
    body = "dropout and dropout\n\nOne\n---\n\nDropout, ReLU\n\nTwo\n---\n\ndropout"

    assert linked(build(page(body), conf=f"dlgloss_autolink = {extent!r}\n")) == links


def test_a_term_that_the_author_links_is_not_linked_by_itself_too(build: Builder) -> None:
    body = "dropout and ReLU\n\nOne\n---\n\n:dlterm:`switching off <dropout>`, ReLU"

    assert linked(build(page(body), conf=PAGE)) == ["ReLU", "switching off"]
    assert linked(build({}, conf="dlgloss_autolink = 'section'\n")) == ["dropout", "ReLU", "switching off", "ReLU"]


def test_what_another_extension_copies_is_linked_there_too(build: Builder) -> None:
    files = {
        "index.rst": "Home\n====\n\n.. todolist::\n\n.. toctree::\n\n   a\n",
        "a.rst": "A\n=\n\n.. todo:: Read *on dropout* once more.\n",
    }
    built = build(files, conf="todo_include_todos = True\n" + PAGE, extensions=("sphinx.ext.todo", "sphinx_dlgloss"))

    assert linked(built, "a.html") == ["dropout"]
    assert linked(built) == ["dropout"]


#: Copies paragraphs when a document has been read, and puts them into another one when that is written.
EXCERPTS = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

def copy(app, document):
    if app.env.docname == "a":
        app.env.excerpts = [paragraph.deepcopy() for paragraph in document.findall(nodes.paragraph)]

class Insert(SphinxPostTransform):
    default_priority = 1

    def run(self):
        if self.env.docname == "index":
            self.document[0] += self.env.excerpts

def setup(app):
    app.connect("doctree-read", copy)
    app.add_post_transform(Insert)
"""


def test_what_another_extension_has_copied_from_a_document_is_linked_there_too(build: Builder) -> None:
    files = {
        "index.rst": "Home\n====\n\n.. toctree::\n\n   a\n",
        "a.rst": "A\n=\n\nRead *on dropout* once more.\n",
    }

    assert linked(build(files, conf=PAGE + EXCERPTS)) == ["dropout"]


def test_what_another_extension_inserts_takes_no_link_away(build: Builder) -> None:
    conf = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Insert(SphinxPostTransform):
    default_priority = 1

    def run(self):
        for paragraph in self.document.findall(nodes.paragraph):
            paragraph.insert(0, nodes.inline("", "See:"))
            paragraph.insert(1, nodes.literal("", "dropout"))

def setup(app):
    app.add_post_transform(Insert)
"""
    built = build(page("dropout and *its ReLU* and CNN."), conf=PAGE + conf)

    assert linked(built) == ["dropout", "ReLU", "CNN"]
    assert "See:dropoutdropout and its ReLU and CNN." in built.html().body.text


def test_a_text_that_another_extension_changes_afterwards_stays_as_it_is(build: Builder) -> None:
    conf = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Change(SphinxPostTransform):
    default_priority = 1

    def run(self):
        for text in list(self.document.findall(nodes.Text)):
            if text.startswith("Here"):
                text.parent.replace(text, nodes.Text("Here is no word."))
            elif text.startswith("There"):
                text.parent.replace(text, nodes.emphasis("", "other"))

def setup(app):
    app.add_post_transform(Change)
"""
    built = build(page("Here we use dropout.\n\nThere is dropout, too.\n\nThen comes ReLU."), conf=PAGE + conf)

    assert linked(built) == ["ReLU"]
    assert "Here is no word." in built.html().body.text


def test_there_are_no_more_than_the_project_wants(build: Builder) -> None:
    files = page("dropout, ReLU, CNN, overfitting") | {"other.rst": ":orphan:\n\nOther\n=====\n\nReLU, CNN, mAP\n"}
    built = build(files, conf=PAGE + "dlgloss_autolink_max = 2\n")

    assert linked(built) == ["dropout", "ReLU"]
    assert linked(built, "other.html") == ["ReLU", "CNN"]


NOWHERE = {
    "a title": "dropout\n-------",
    "a rubric": ".. rubric:: dropout",
    "a link": "`dropout <https://a.example/>`_",
    "a reference": ":ref:`dropout <search>`",
    "code": "``dropout``",
    "a block of code": "::\n\n   dropout",
    "a caption of code": ".. code-block:: text\n   :caption: dropout\n\n   x",
    "a session": ">>> dropout",
    "math": ":math:`dropout`",
    "a block of math": ".. math:: dropout",
    "an API signature": ".. py:function:: dropout(dropout)",
    "the name of a parameter": ".. py:function:: f(x)\n\n   :param dropout: it",
    "a term that is defined": "dropout\n   It.",
    "a term of a glossary": ".. glossary::\n\n   dropout\n      It.",
    "a header of a table": ".. list-table::\n   :header-rows: 1\n\n   * - dropout\n   * - it",
    "a comment": ".. dropout",
    "a substitution's source": ".. |x| replace:: dropout",
    "a label": ":guilabel:`dropout`",
    "a file": ":file:`dropout`",
    "a command": ":command:`dropout`",
    "an abbreviation that is spelled out": ":abbr:`dropout (it)`",
    "a word that is defined": ":dfn:`dropout`",
    "a citation": ".. [A1] On dropout.\n\n[A1]_",
    "raw output": ".. raw:: html\n\n   <p>dropout</p>",
    "a version's note": ".. versionadded:: 1.0\n   The dropout.",
    "a block that says no": ".. rst-class:: dlgloss-nolink\n\nOn dropout.",
    "a container that says no": ".. container:: dlgloss-nolink\n\n   - On dropout.",
    "a field name": ":dropout: it",
    "an option": "--dropout  It.",
    "a compound with code": "``a``\\ dropout, dropout\\ ``b``",
}


@pytest.mark.parametrize("place", NOWHERE)
def test_there_is_no_link_in(build: Builder, place: str) -> None:
    built = build(page(f"Text.\n\n{NOWHERE[place]}"), conf="dlgloss_autolink = 'all'\n")

    assert linked(built) == []


SOMEWHERE = {
    "a paragraph": "On dropout.",
    "emphasis": "On *dropout* and **dropout**.",
    "a list": "- On dropout.",
    "a quotation": "   On dropout.",
    "a note": ".. note:: On dropout.",
    "a footnote": "It [#]_.\n\n.. [#] On dropout.",
    "a cell": ".. list-table::\n\n   * - dropout",
    "what is said of a parameter": ".. py:function:: f(x)\n\n   :param x: the dropout",
    "what is said of a parameter with a type": ".. py:function:: f(x)\n\n   :param x: Dropout of it.\n   :type x: int",
    "what is said of a function": ".. py:function:: f(x)\n\n   Uses dropout.",
    "a definition": "It\n   On dropout.",
    "a line block": "| On dropout.",
    "a caption of a figure": ".. figure:: x.png\n\n   On dropout.",
    "a substitution": "On |x|.\n\n.. |x| replace:: the dropout",
}


@pytest.mark.parametrize("place", SOMEWHERE)
def test_there_is_a_link_in(build: Builder, place: str) -> None:
    files = page(f"Text.\n\n{SOMEWHERE[place]}")
    (build.root / "src").mkdir()
    (build.root / "src/x.png").write_bytes(b"")
    built = build(files, conf="dlgloss_autolink = 'all'\n")

    assert linked(built)[0].lower() == "dropout"


def test_markdown_is_linked_like_restructuredtext(build: Builder) -> None:
    files = {"index.md": "# On dropout\n\nOn *dropout*, `dropout` and ReLU.\n\n:::{note}\nOn CNNs.\n:::\n"}
    conf = PAGE + "myst_enable_extensions = ['colon_fence']\n"

    assert linked(build(files, conf=conf, extensions=("sphinx_dlgloss", "myst_parser"))) == ["dropout", "ReLU", "CNNs"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("opted.rst", ":orphan:\n:dlgloss-autolink: false\n\nA\n=\n\nOn dropout.\n"),
        ("opted.md", "---\norphan: true\ndlgloss-autolink: false\n---\n# A\n\nOn dropout.\n"),
        ("changelog.rst", ":orphan:\n\nA\n=\n\nOn dropout.\n"),
        ("about/AUTHORS.rst", ":orphan:\n\nA\n=\n\nOn dropout.\n"),
        ("whats_new/v1.2.rst", ":orphan:\n\nA\n=\n\nOn dropout.\n"),
        ("release-notes.rst", ":orphan:\n\nA\n=\n\nOn dropout.\n"),
    ],
)
def test_a_page_can_say_no_and_lists_of_names_and_changes_are_left_out(build: Builder, name: str, text: str) -> None:
    files = {"index.rst": "Home\n====\n"} | {name: text}
    built = build(files, conf=PAGE, extensions=("sphinx_dlgloss", "myst_parser"))

    assert linked(built, f"{name.rpartition('.')[0]}.html") == []


def test_a_page_that_says_yes_is_linked(build: Builder) -> None:
    files = {"index.rst": ":dlgloss-autolink: true\n\nHome\n====\n\nOn dropout.\n"}

    assert linked(build(files, conf=PAGE)) == ["dropout"]


def test_terms_are_included_and_excluded_by_any_of_their_forms(build: Builder) -> None:
    glossary = changed("dropout", autolink=False)
    body = page("dropout, ReLU, CNN")

    assert linked(build(body, conf=PAGE, glossary=glossary)) == ["ReLU", "CNN"]
    conf = (
        PAGE + "dlgloss_autolink_include = ['Dropout']\ndlgloss_autolink_exclude = ['convolutional-neural-network']\n"
    )
    assert linked(build({}, conf=conf, glossary=glossary)) == ["dropout", "ReLU"]


def test_a_term_to_include_that_is_none_is_warned_of(build: Builder) -> None:
    conf = PAGE + "dlgloss_autolink_include = ['dropuot']\n"
    built = build(page("x"), conf=conf, warnings="allowed")

    assert built.warnings == (
        "conf.py:dlgloss_autolink_include: WARNING: unknown term: 'dropuot'; did you mean 'Dropout'? [dlgloss.unknown]"
    )


def test_a_mention_counts_as_a_use(build: Builder) -> None:
    built = build(page("On dropout.") | {"a.rst": ":orphan:\n\nA\n=\n\nOn dropout.\n"}, conf=PAGE)

    uses = built.html("dl-glossary.html").body.by_id("dlterm-dropout").one(cls="dlgloss-uses").text
    assert uses == "Used in A, Home"


def test_titles_keep_their_quotation_marks_and_texts_get_theirs(build: Builder) -> None:
    built = build(page('The "dropout" and it\'s "not ReLU".'), conf=PAGE)

    assert "The \u201cdropout\u201d and it\u2019s \u201cnot ReLU\u201d." in built.html().body.text


def test_the_entries_of_the_glossary_are_not_linked_by_themselves(build: Builder) -> None:
    glossary = changed("relu", definition="On CNNs, and no link.")
    off = build(page("Text."), glossary=glossary)
    on = build(page("Text."), conf=PAGE, glossary=glossary, outdir="on")

    assert on.text("dl-glossary.html") == off.text("dl-glossary.html")


def test_when_a_term_may_be_linked_all_documents_are_read_again(build: Builder) -> None:
    files = page("dropout and ReLU") | {"a.rst": ":orphan:\n\nA\n=\n\nNothing.\n"}
    build(files, conf=PAGE, glossary=changed("dropout", autolink=False))
    later = build({}, conf=PAGE)

    assert linked(later) == ["dropout", "ReLU"]
    assert later.comparable() == build({}, conf=PAGE, outdir="clean").comparable()


def test_without_a_change_nothing_is_read_again(build: Builder) -> None:
    build(page("On dropout."), conf=PAGE)

    assert build({}, conf=PAGE).read == []


def test_processes_in_parallel_link_the_same(build: Builder) -> None:
    pages = {f"page{n}.rst": f":orphan:\n\nPage\n====\n\nOn dropout {n} and CNNs.\n" for n in range(12)}
    serial = build(page("x") | pages, conf=PAGE)
    parallel = build({}, conf=PAGE, parallel=2, outdir="parallel")

    assert linked(parallel, "page3.html") == ["dropout", "CNNs"]
    assert serial.comparable() == parallel.comparable()
