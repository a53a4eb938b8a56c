"""A bare word with several senses leads to the main one, and a project that asks is told of the others."""

from __future__ import annotations

import pytest

from tests.building import Builder
from tests.samples import changed

ASK = "dlgloss_warn_ambiguous = True\n"
KERNEL = "ambiguous term: 'kernel' leads to 'kernel'; say which is meant: "


def in_index(text: str) -> dict[str, str]:
    return {"index.rst": f"Home\n====\n\n{text}\n"}


def test_a_bare_word_leads_to_the_main_sense_and_nobody_is_warned_unasked(build: Builder) -> None:
    built = build(in_index("A :dlterm:`kernel` and :dlterm:`Maps <map>`."))

    assert built.html().terms == {
        "kernel": "dl-glossary.html#dlterm-kernel",
        "Maps": "dl-glossary.html#dlterm-maximum-a-posteriori-estimation",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A :dlterm:`kernel`.", f"{KERNEL}'kernel <kernel>' or 'kernel <kernel-function>'"),
        (
            "Two :dlterm:`Kernels`.",
            (
                "ambiguous term: 'Kernels' leads to 'kernel'; "
                "say which is meant: 'Kernels <kernel>' or 'Kernels <kernel-function>'"
            ),
        ),
        (
            "The :dlterm:`small one <KERNEL>`.",
            (
                "ambiguous term: 'KERNEL' leads to 'kernel'; "
                "say which is meant: 'small one <kernel>' or 'small one <kernel-function>'"
            ),
        ),
        (
            "A :dlterm:`map`.",
            (
                "ambiguous term: 'map' leads to 'maximum-a-posteriori-estimation'; "
                "say which is meant: 'map <maximum-a-posteriori-estimation>' or 'map <mean-average-precision>'"
            ),
        ),
    ],
)
def test_who_asks_is_told_which_ids_there_are_to_choose_from(build: Builder, text: str, says: str) -> None:
    built = build(in_index(text), conf=ASK, warnings="allowed")

    assert built.warnings == f"index.rst:4: WARNING: {says} [dlgloss.ambiguous]"


@pytest.mark.parametrize(
    "text",
    [
        ":dlterm:`kernel <kernel>`",
        ":dlterm:`kernel <kernel-function>`",
        ":dlterm:`kernel function`",
        ":dlterm:`!kernel`",
        ":dlterm:`mAP` and :dlterm:`MAP`",
        ":any:`kernel`",
        ":ref:`dlterm-kernel`",
    ],
)
def test_who_has_said_which_is_meant_is_not_asked_again(build: Builder, text: str) -> None:
    build(in_index(text), conf=ASK)


def test_a_warning_in_markdown_has_its_line_too(build: Builder) -> None:
    source = {"index.md": "# Home\n\nText.\n\nA {dlterm}`kernel`.\n"}
    built = build(source, conf=ASK, extensions=("myst_parser", "sphinx_dlgloss"), warnings="allowed")

    assert built.warnings.startswith(f"index.md:5: WARNING: {KERNEL}")


def test_a_directive_names_ids(build: Builder) -> None:
    directive = ".. dlglossary::\n   :exclude: Kernel\n   :no-index:\n\n   kernel\n   kernels\n   relu"
    built = build(in_index(directive), conf=ASK, warnings="allowed")

    assert built.warnings.splitlines() == [
        f"index.rst:{line}: WARNING: ambiguous term: {form!r} leads to 'kernel'; "
        "say which is meant: 'kernel' or 'kernel-function' [dlgloss.ambiguous]"
        for line, form in [(9, "kernels"), (4, "Kernel")]
    ]


def test_the_lists_of_the_configuration_name_ids(build: Builder) -> None:
    lists = "dlgloss_autolink_include = ['kernel', 'Kernels']\ndlgloss_autolink_exclude = ['map', 'mAP']\n"
    built = build(in_index("Text."), conf=ASK + lists, warnings="allowed")

    assert [line.partition(";")[0] for line in built.warnings.splitlines()] == [
        "conf.py:dlgloss_autolink_include: WARNING: ambiguous term: 'Kernels' leads to 'kernel'",
        "conf.py:dlgloss_autolink_exclude: WARNING: ambiguous term: 'map' leads to 'maximum-a-posteriori-estimation'",
    ]


def test_a_mention_that_the_project_wants_linked_is_not_asked_about(build: Builder) -> None:
    conf = f"{ASK}dlgloss_autolink = 'all'\ndlgloss_autolink_include = ['kernel']\n"
    built = build(in_index("A kernel."), conf=conf)

    assert built.html().terms == {"kernel": "dl-glossary.html#dlterm-kernel"}


def test_a_project_that_asks_later_is_told_of_all_its_documents(build: Builder) -> None:
    build(in_index("A :dlterm:`kernel`."))
    built = build(conf=ASK, warnings="allowed")

    assert "[dlgloss.ambiguous]" in built.warnings
    assert build(conf=ASK).read == []


def test_a_sense_that_an_entry_gets_later_is_told_of(build: Builder) -> None:
    text = in_index("The :dlterm:`model`.")
    build(text, conf=ASK)
    built = build(conf=ASK, glossary=changed("model", senses=("relu",)), warnings="allowed")

    assert "say which is meant: 'model <model>' or 'model <relu>'" in built.warnings


def test_a_sense_that_gets_a_longer_name_later_is_told_of(build: Builder) -> None:
    glossary = changed("model", aliases=("frob",), senses=("relu",))
    build(in_index("The :dlterm:`frob`."), conf=ASK, glossary=glossary)
    renamed = changed("relu", glossary=glossary, aliases=("frob zeta",))
    built = build(conf=ASK, glossary=renamed, warnings="allowed")

    assert "say which is meant: 'frob <model>' or 'frob <relu>'" in built.warnings


def test_the_warning_can_be_turned_off(build: Builder) -> None:
    build(in_index("A :dlterm:`kernel`."), conf=f"{ASK}suppress_warnings = ['dlgloss.ambiguous']\n")
