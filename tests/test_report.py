"""The terminology report: what a documentation links, mentions, abbreviates and leaves unused."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sphinx_dlgloss.report import (
    FINDINGS,
    RECORDS,
    Abbreviation,
    Report,
    Unknown,
    Unlinked,
    Unused,
    Use,
    UsedTerm,
    as_text,
    summary,
)
from tests.building import Builder, Built
from tests.samples import make_glossary, make_term

GLOSSARY = make_glossary(
    make_term("convolutional-neural-network", abbr="CNN", aliases=("ConvNet",)),
    make_term("dropout", definition="Against {dlterm}`overfitting`."),
    make_term("batch-size"),
    make_term("overfitting"),
    make_term("model", autolink=False),
    make_term("neural-network", abbr="NN"),
    make_term("relu", term="ReLU", expansion="Rectified linear unit"),
    make_term("state-of-the-art", abbr="SOTA", autolink=False),
)


def report_of(built: Built) -> Report:
    """The report for machines, which has to be of the form that its schema says."""
    return msgspec.json.decode(built.text("terminology.json"), type=Report)


class Reporter:
    """Builds the report of a small project."""

    def __init__(self, build: Builder) -> None:
        self.build = build

    def __call__(
        self, *texts: str, conf: str = "", suffix: str = "rst", more: dict[str, str] | None = None, **files: str
    ) -> Report:
        heads = {"rst": "Home\n====\n\n", "md": "# Home\n\n\n"}
        sources = {f"{name}.{suffix}": text for name, text in files.items()} | (more or {})
        index = {f"index.{suffix}": heads[suffix] + "\n\n".join(texts) + "\n"} if texts else {}
        extensions = ("sphinx_dlgloss", "myst_parser") if suffix == "md" else ("sphinx_dlgloss",)
        return report_of(self.build(index | sources, "dlgloss", conf=conf, extensions=extensions, glossary=GLOSSARY))


@pytest.fixture
def report(build: Builder) -> Reporter:
    """What builds the report of a small project, which starts in line 4."""
    return Reporter(build)


# -- uses --------------------------------------------------------------------------------


def test_each_use_is_there_with_its_line(report: Reporter) -> None:
    found = report(
        "One :dlterm:`dropout`,\n*two* lines and :dlterm:`switching\noff <dropout>` here.",
        "* item\n  with :dlterm:`CNNs`",
        other=":orphan:\n\nOther\n=====\n\n:ref:`dlterm-relu` and :dlterm:`dropout`\n",
    )

    def use(form: str, line: int, document: str = "index") -> Use:
        return Use(form=form, document=document, source=f"{document}.rst", line=line, automatic=False)

    assert found.documents == 2
    assert found.terms == (
        UsedTerm(
            id="convolutional-neural-network", term="Convolutional neural network", own=False, uses=(use("CNNs", 9),)
        ),
        UsedTerm(
            id="dropout",
            term="Dropout",
            own=False,
            uses=(use("dropout", 4), use("dropout", 5), use("dropout", 6, "other")),
        ),
        UsedTerm(id="relu", term="ReLU", own=False, uses=(use("relu", 6, "other"),)),
    )


def test_mentions_that_were_linked_are_marked(report: Reporter) -> None:
    found = report("Some\ndropout and dropout.", conf="dlgloss_autolink = 'page'\n")

    [term] = found.terms
    assert [(use.line, use.automatic) for use in term.uses] == [(5, True)]
    assert found.unlinked == ()


def test_links_in_fields_of_a_docstring_have_its_place(report: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    module = 'def f(x):\n    """Do it.\n\n    :param x: The\n        dropout.\n    :returns: ReLU.\n    """\n'
    conf = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
extensions.append("sphinx.ext.autodoc")
dlgloss_autolink = "all"
"""
    monkeypatch.setattr("sys.path", [*sys.path])
    found = report(".. autofunction:: dlgloss_sample.f", conf=conf, more={"dlgloss_sample.py": module})

    places = {use.form: (use.source, use.line, use.automatic) for term in found.terms for use in term.uses}
    assert places == {
        "dropout": ("dlgloss_sample.py:docstring of dlgloss_sample.f", 4, True),
        "ReLU": ("dlgloss_sample.py:docstring of dlgloss_sample.f", 5, True),
    }


def test_lines_are_those_of_the_file_that_was_included(report: Reporter) -> None:
    part = {"part.txt": "First\nthe :dlterm:`relu`\nand overfitting.\n"}
    found = report(".. include:: part.txt", more=part)

    assert [(use.source, use.line) for term in found.terms for use in term.uses] == [("part.txt", 2)]
    assert [(unlinked.source, unlinked.lines) for unlinked in found.unlinked] == [("part.txt", (3,))]


def test_an_included_file_has_its_name_wherever_the_build_is_started(
    report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"inc/part.txt": "Of\ndropout.\n"}
    for folder in (report.build.root, Path("/")):
        monkeypatch.chdir(folder)
        found = report(f"In {folder.name} dropout.", ".. include:: inc/part.txt", more=more)
        assert [(unlinked.source, unlinked.lines) for unlinked in found.unlinked] == [
            ("index.rst", (4,)),
            ("inc/part.txt", (2,)),
        ]


def test_a_text_without_a_line_has_the_source_of_what_is_around_it(report: Reporter) -> None:
    conf = """
from docutils import nodes
def forget(app, doctree):
    for field in doctree.findall(nodes.field_body):
        for node in field.findall(nodes.paragraph):
            node.source = node.line = None
def setup(app): app.connect("doctree-read", forget)
"""
    found = report(
        "Text.", ".. py:function:: f(x)\n\n   :param x: the dropout\n             of :dlterm:`relu`", conf=conf
    )

    assert [(unlinked.source, unlinked.lines) for unlinked in found.unlinked] == [("index.rst", (None,))]
    assert found.terms[0].uses[0].source == "index.rst"


def test_a_form_over_two_lines_is_in_one_line(report: Reporter) -> None:
    found = report("An :dlterm:`unknown\nterm` and :dlterm:`batch\nsize`.")

    assert [unknown.form for unknown in found.unknown] == ["unknown term"]
    assert found.terms[0].uses[0].form == "batch size"


# -- mentioned and not linked ------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_mentions_on_a_page_that_does_not_link_them_are_found_with_their_lines(report: Reporter, suffix: str) -> None:
    found = report(
        "We use dropout\nagainst *over\nfitting* with a batch\nsize. Dropout!", "Overfitting.", suffix=suffix
    )

    source = f"index.{suffix}"
    assert found.unlinked == (
        Unlinked(id="dropout", form="dropout", document="index", source=source, lines=(4, 7)),
        Unlinked(id="batch-size", form="batch size", document="index", source=source, lines=(6,)),
        Unlinked(id="overfitting", form="Overfitting", document="index", source=source, lines=(9,)),
    )


def test_a_page_that_links_a_term_once_may_mention_it(report: Reporter) -> None:
    found = report("Dropout, :dlterm:`dropout` and dropout.", a=":orphan:\n\nA\n=\n\nDropout.\n")

    assert [(unlinked.document, unlinked.lines) for unlinked in found.unlinked] == [("a", (6,))]


def test_the_role_any_is_a_link(report: Reporter) -> None:
    assert report("The :any:`dropout` and dropout.").unlinked == ()


@pytest.mark.parametrize(
    "text",
    [
        "About overfitting\n-----------------",
        "``dropout`` and `dropout <https://d.example>`_",
        "::\n\n   dropout",
        ".. container:: dlgloss-nolink\n\n   dropout",
        ".. math:: dropout",
        "A model.",
        "The dropout-rate.",
    ],
)
def test_what_is_never_linked_is_not_missed(report: Reporter, text: str) -> None:
    assert report(text).unlinked == ()


@pytest.mark.parametrize(
    "files",
    [
        {"changelog": ":orphan:\n\nChangelog\n=========\n\ndropout and CNN\n"},
        {"a": ":orphan:\n:dlgloss-autolink: false\n\nA\n=\n\ndropout\n"},
    ],
)
def test_pages_that_are_never_linked_are_not_missed(report: Reporter, files: dict[str, str]) -> None:
    found = report("Text.", **files)

    assert found.unlinked == found.abbreviations == ()


def test_terms_that_the_project_leaves_plain_are_not_missed(report: Reporter) -> None:
    found = report(
        "Dropout and a model.",
        conf="dlgloss_autolink_exclude = ['dropout']\ndlgloss_autolink_include = ['model']\n",
    )

    assert [unlinked.id for unlinked in found.unlinked] == ["model"]


# -- abbreviations -----------------------------------------------------------------------


def test_an_abbreviation_before_its_long_form_is_found_once_a_page(report: Reporter) -> None:
    found = report("Two\nCNNs.", "A CNN.", "A convolutional neural network.")

    assert found.abbreviations == (
        Abbreviation(
            id="convolutional-neural-network",
            form="CNNs",
            long="Convolutional neural network",
            document="index",
            source="index.rst",
            line=5,
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "A convolutional neural network (CNN) and a CNN.",
        "A CNN (convolutional neural network).",
        "We use Convolutional Neural Network Models (CNN).",
        "Training A Convolutional Neural Network\n---------------------------------------\n\nThe CNN.",
        "An :any:`CNN` and a CNN.",
        "A :ref:`CNN <dlterm-convolutional-neural-network>` and a CNN.",
        "A *convolutional* neural network. \n\nA CNN.",
        "ConvNets\n--------\n\nA CNN.",
        "Convolutional neural networks\n-----------------------------\n\nA CNN.",
        "* Convolutional\n  neural network\n* CNN",
        "A :dlterm:`CNN`.\n\nA CNN.",
        "An :abbr:`CNN (convolutional neural network)`.\n\nA CNN.",
        "A `convolutional neural network <https://c.example>`_.\n\nA CNN.",
        "CNN\n---\n\nA title is no prose.",
        "``CNN`` and ``CNN``\\ s.",
        "A cnn.",
        "The NN has two letters, and SOTA is a common word. ReLU is a name.",
    ],
)
def test_what_is_spelled_out_or_linked_or_no_abbreviation_is_not_found(report: Reporter, text: str) -> None:
    assert report(text).abbreviations == ()


def test_each_page_has_to_spell_it_out(report: Reporter) -> None:
    found = report("A convolutional neural network.", a=":orphan:\n\nA\n=\n\n- x\n- a CNN\n")

    assert [(short.document, short.line) for short in found.abbreviations] == [("a", 7)]


def test_code_between_words_is_no_long_form(report: Reporter) -> None:
    assert report("A convolutional ``x`` neural network.", "A CNN.").abbreviations != ()


# -- unknown and unused ------------------------------------------------------------------


def test_unknown_terms_are_in_the_report_and_no_warnings(report: Reporter) -> None:
    found = report("Text\nwith :dlterm:`dropuot` and :dlterm:`qqqq`.")

    assert found.unknown == (
        Unknown(form="dropuot", near=("Dropout",), document="index", source="index.rst", line=5),
        Unknown(form="qqqq", near=(), document="index", source="index.rst", line=5),
    )


def test_a_term_that_another_project_has_is_not_unknown(build: Builder) -> None:
    host = build({"index.rst": "Home\n====\n\n.. toctree::\n"}, srcdir="host", outdir="host-out")
    inventory = f"{{'host': ('https://h.example/', {str(host.outdir / 'objects.inv')!r})}}"
    source = {"index.rst": "Home\n====\n\n:dlterm:`matrix` and :dlterm:`qqqq`\n"}
    extensions = ("sphinx.ext.intersphinx", "sphinx_dlgloss")
    built = build(
        source, "dlgloss", conf=f"intersphinx_mapping = {inventory}\n", extensions=extensions, glossary=GLOSSARY
    )

    assert [unknown.form for unknown in report_of(built).unknown] == ["qqqq"]


OWN = """\
terms:
- {term: Gizmo, summary: S., definition: "Has a {dlterm}`gadget`."}
- {term: Gadget, summary: S.}
- {term: Widget, summary: S.}
- {overrides: relu, aliases: [rectifier]}
"""


def with_own(report: Reporter, text: str) -> Report:
    return report(text, conf="dlgloss_glossaries = ['own/terms.yaml']\n", more={"own/terms.yaml": OWN})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Text about a widget.", ["gizmo", "gadget", "widget", "relu"]),
        (":dlterm:`gizmo`", ["widget", "relu"]),
        (":dlterm:`gadget` and :dlterm:`rectifier`", ["gizmo", "widget"]),
        (":any:`gizmo` :ref:`dlterm-widget` :dlterm:`relu`", []),
        (".. dlglossary::\n\n   gizmo", ["gizmo", "gadget", "widget", "relu"]),
    ],
)
def test_own_entries_that_nothing_uses_are_found(report: Reporter, text: str, expected: list[str]) -> None:
    assert [entry.id for entry in with_own(report, text).unused] == expected


def test_an_unused_entry_has_its_file_and_place(report: Reporter) -> None:
    found = with_own(report, ":dlterm:`gizmo` :dlterm:`relu`")

    assert found.unused == (Unused(id="widget", term="Widget", file="own/terms.yaml", place="$.terms[2]"),)
    assert [(term.id, term.own) for term in found.terms] == [("gizmo", True), ("relu", True)]


# -- text, console and exit code ---------------------------------------------------------

SOURCE = {
    "index.rst": (
        "Home\n====\n\nThe CNN and :dlterm:`relu` against dropuots and overfitting, overfitting.\n\n:dlterm:`dropuot`\n"
    ),
    "own.yaml": "terms:\n- {term: Gizmo, summary: S.}\n",
}
CONF = "dlgloss_glossaries = ['own.yaml']\n"
TEXT = """\
Terminology report
==================

1 term linked once, on 1 of 1 pages
2 terms mentioned 3 times without a link, on 1 page
1 abbreviation used before being spelled out
1 reference to unknown terms
1 own term that nothing uses

Mentioned and not linked
------------------------

Terms on pages that do not link them once. Mark a mention with the role dlterm, set dlgloss_autolink,
or name what shall stay plain in dlgloss_autolink_exclude.

index.rst:4: CNN -> convolutional-neural-network
index.rst:4: overfitting (2 times)

Abbreviations before they are spelled out
-----------------------------------------

Write the long form at the first place on the page, or link the short one, whose card says it.

index.rst:4: CNN is short for Convolutional neural network

Unknown terms
-------------

References that lead to no entry.

index.rst:6: dropuot (near: Dropout)

Own terms that nothing uses
---------------------------

No page links them, nor does an entry that pages link.

own.yaml: $.terms[0]: Gizmo

Terms and where they are linked
-------------------------------

The lines in which a term is linked; an asterisk marks mentions without markup.

ReLU: 1
    index.rst: 4
"""


def test_the_text_names_each_finding_in_a_line_that_begins_with_its_place(build: Builder) -> None:
    assert build(SOURCE, "dlgloss", conf=CONF, glossary=GLOSSARY).text("terminology.txt") == TEXT


def test_the_text_of_nothing_is_its_summary() -> None:
    nothing = Report(version=1, documents=0, terms=(), unlinked=(), abbreviations=(), unknown=(), unused=())

    lines = as_text(nothing).splitlines()
    assert lines[3:] == summary(nothing)
    assert lines[3] == "0 terms linked 0 times, on 0 of 0 pages"


def test_the_console_has_the_summary_and_says_where_the_report_is(build: Builder) -> None:
    said = build(SOURCE, "dlgloss", conf=CONF, glossary=GLOSSARY).status

    assert "\n".join(TEXT.splitlines()[3:8]) in said
    assert re.search(r"The terminology report is \S*/terminology\.txt, and for programs terminology\.json\.", said)


@pytest.mark.parametrize("kinds", [[], ["unlinked"], ["unknown", "unused"], list(FINDINGS)])
def test_a_report_fails_its_build_for_the_findings_that_a_project_names(build: Builder, kinds: list[str]) -> None:
    conf = f"{CONF}dlgloss_report_fail_on = {kinds!r}\n"
    for _again in range(2):
        built = build(SOURCE, "dlgloss", conf=conf, glossary=GLOSSARY, warnings="allowed")
        assert built.app
        assert built.app.statuscode == (1 if kinds else 0)
        named = [kind for kind in FINDINGS if kind in kinds]
        assert built.warnings == (
            f"ERROR: the terminology report has findings of the kind {', '.join(named)}" if kinds else ""
        )
        assert report_of(built).unknown


def test_a_report_without_these_findings_succeeds(build: Builder) -> None:
    source = {"index.rst": "Home\n====\n\nA CNN and dropout.\n"}
    built = build(source, "dlgloss", conf="dlgloss_report_fail_on = ['unknown', 'unused']\n", glossary=GLOSSARY)

    assert built.app
    assert built.app.statuscode == 0


@pytest.mark.parametrize("value", ["'unlinked'", "['unlinkd']", "[1]", "[['unused']]"])
def test_what_is_no_list_of_findings_is_one_warning(build: Builder, value: str) -> None:
    built = build(SOURCE, "dlgloss", conf=f"{CONF}dlgloss_report_fail_on = {value}\n", warnings="allowed")

    assert built.warnings == (
        "WARNING: dlgloss_report_fail_on must be a list of 'unlinked', 'abbreviations', 'unknown', 'unused', "
        f"not {json.loads(value.replace(chr(39), chr(34)))!r} [dlgloss.config]"
    )


# -- builds ------------------------------------------------------------------------------


def test_a_second_report_knows_what_has_changed(report: Reporter) -> None:
    pages = {"a": ":orphan:\n\nA\n=\n\nDropout.\n", "b": ":orphan:\n\nB\n=\n\nDropout.\n"}
    first = report("Text.", **pages)
    again = report("Text.")
    later = report(a=":orphan:\n\nA\n=\n\n:dlterm:`Dropout`.\n")

    assert [unlinked.document for unlinked in first.unlinked] == ["a", "b"]
    assert again == first
    assert [unlinked.document for unlinked in later.unlinked] == ["b"]
    report.build({"b.rst": None})
    assert report().documents == 2


def test_a_report_is_the_same_from_several_processes(build: Builder) -> None:
    pages = {f"p{n}.rst": f":orphan:\n\nP\n=\n\n:dlterm:`dropout`, overfitting and a CNN {n}.\n" for n in range(12)}
    files = {"index.rst": "Home\n====\n"} | pages
    serial = build(files, "dlgloss")
    parallel = build(files, "dlgloss", parallel=2, outdir="parallel")

    assert serial.files() == parallel.files()
    assert len(report_of(serial).terms[0].uses) == 12


def test_a_report_leaves_the_sources_and_the_page_alone(build: Builder) -> None:
    built = build(SOURCE, "dlgloss", conf=CONF)

    assert set(built.files()) == {"terminology.txt", "terminology.json"}
    assert report_of(built).documents == 1


def test_a_hostile_source_is_text(build: Builder) -> None:
    source = {"index.rst": "Home\n====\n\n:dlterm:`x \x1b[31m {0} %s`\n"}
    built = build(source, "dlgloss")

    [unknown] = report_of(built).unknown
    assert unknown.form == "x \x1b[31m {0} %s"
    assert "\x1b" not in built.text("terminology.txt")


def test_every_record_is_of_the_schema() -> None:
    schema: dict[str, Any] = msgspec.json.schema(Report)

    assert schema["$defs"].keys() == {record.__name__ for record in RECORDS}
    for record in RECORDS:
        assert set(schema["$defs"][record.__name__]["required"]) == set(record.__struct_fields__)


def test_the_report_of_a_real_text_is_plausible(build: Builder) -> None:
    text = "Training a CNN with stochastic gradient descent needs a learning rate. " * 3
    built = build({"index.rst": f"Home\n====\n\n{text}\n"}, "dlgloss", glossary=None)

    assert {unlinked.id: len(unlinked.lines) for unlinked in report_of(built).unlinked} == {
        "convolutional-neural-network": 3,
        "stochastic-gradient-descent": 3,
        "learning-rate": 3,
    }
    assert re.search(r"^index\.rst:4: CNN is short for Convolutional", built.text("terminology.txt"), re.MULTILINE)
