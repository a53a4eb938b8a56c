"""The configuration values and the warnings: each declared once, checked once, and suppressed by its name."""

from __future__ import annotations

import pytest

from sphinx_dlgloss.config import VALUES, Warn
from sphinx_dlgloss.model import Formula
from tests.building import Builder
from tests.samples import changed

INDEX = {"index.rst": "Home\n====\n\n:dlterm:`dropout`\n\n.. toctree::\n"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("dlgloss_page", 3, "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page", True, "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page", "", "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page", "/glossary", "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page", "glossary/", "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page", ["glossary"], "a docname such as 'dl-glossary', or None"),
        ("dlgloss_page_title", 3, "a text"),
        ("dlgloss_page_title", None, "a text"),
        ("dlgloss_page_terms", "some", "'auto', 'all' or 'used'"),
        ("dlgloss_page_terms", True, "'auto', 'all' or 'used'"),
        ("dlgloss_page_terms", ["all"], "'auto', 'all' or 'used'"),
        ("dlgloss_glossaries", "terms.yaml", "a list of file names"),
        ("dlgloss_glossaries", ["terms.yaml", None], "a list of file names"),
        ("dlgloss_bundled", "no", "True or False"),
        ("dlgloss_toctree", "yes", "True or False"),
        ("dlgloss_toctree", 1, "True or False"),
        ("dlgloss_tooltips", None, "True or False"),
        ("dlgloss_gettext", "no", "True or False"),
    ],
)
def test_a_wrong_value_is_one_warning_and_the_default_is_used(
    build: Builder, name: str, value: object, expected: str
) -> None:
    built = build(INDEX, "dummy", conf=f"{name} = {value!r}\n", warnings="allowed")
    assert built.warnings == f"WARNING: {name} must be {expected}, not {value!r} [dlgloss.config]"
    assert built.app
    [default] = [declared.default for declared in VALUES if declared.name == name]
    assert built.app.config[name] == default


@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_blank_title_is_refused(build: Builder, title: str) -> None:
    built = build(INDEX, conf=f"dlgloss_page_title = {title!r}\n", warnings="allowed")
    assert built.warnings.startswith("WARNING: dlgloss_page_title must be ")
    assert built.warnings.endswith(f", not {title!r} [dlgloss.config]")
    assert built.html("dl-glossary.html").one("h1").text == "Deep learning glossary¶"


@pytest.mark.parametrize("value", ["../glossary", "a/../../b", "a//b", ".."])
def test_a_page_does_not_leave_the_project(build: Builder, value: str) -> None:
    built = build(INDEX, conf=f"dlgloss_page = {value!r}\n", warnings="allowed")
    assert built.warnings == (
        f"WARNING: dlgloss_page must be a docname such as 'dl-glossary', or None, not {value!r} [dlgloss.config]"
    )
    assert (built.outdir / "dl-glossary.html").exists()
    assert {path.name for path in built.outdir.parent.iterdir()} == {"src", "out-html", "out-html-doctrees"}


def test_every_value_has_a_default_that_it_accepts(build: Builder) -> None:
    conf = "".join(f"{value.name} = {value.default!r}\n" for value in VALUES)
    assert build(INDEX, conf=conf).files() == build(INDEX, outdir="again").files()


def test_every_value_is_registered_with_its_types_and_explained(build: Builder) -> None:
    app = build(INDEX, "dummy").app
    assert app
    names = {value.name for value in app.config if value.name.startswith("dlgloss_")}
    assert names == {value.name for value in VALUES}
    for value in VALUES:
        assert value.help.endswith(".")
        assert isinstance(value.default, value.types)


# -- warnings ----------------------------------------------------------------------------

#: A project that is warned of, for each subtype.
WARNED: dict[Warn, tuple[str, str]] = {
    Warn.UNKNOWN: (":dlterm:`quokka`", ""),
    Warn.AMBIGUOUS: (":dlterm:`kernel`", "dlgloss_warn_ambiguous = True\n"),
    Warn.OPTION: (".. dlglossary::\n   :colour: red", ""),
    Warn.CONFIG: ("", "dlgloss_toctree = 'no'\n"),
    Warn.GLOSSARY: ("", "dlgloss_glossaries = ['none.yaml']\n"),
    Warn.MATH: (".. dlglossary::\n   :category: vision", ""),
}
BAD_FORMULA = changed("relu", formula=Formula(latex=r"\nonsense{x}", symbols={"x": "it"}))


def test_every_subtype_is_tried_here() -> None:
    assert set(WARNED) == set(Warn)


@pytest.mark.parametrize("subtype", WARNED)
def test_a_warning_says_its_type_and_can_be_suppressed_by_it(build: Builder, subtype: Warn) -> None:
    source, conf = WARNED[subtype]
    files = {"index.rst": f"Home\n====\n\n{source}\n"}
    glossary = BAD_FORMULA if subtype == Warn.MATH else changed("relu")
    built = build(files, conf=conf, glossary=glossary, warnings="allowed")
    assert f"[dlgloss.{subtype}]" in built.warnings
    for suppressed in (f"dlgloss.{subtype}", "dlgloss"):
        build(files, conf=f"{conf}suppress_warnings = [{suppressed!r}]\n", glossary=glossary, freshenv=True)


def test_other_warnings_are_not_suppressed_with_it(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\n:dlterm:`quokka`\n"}
    built = build(files, conf="suppress_warnings = ['dlgloss.option']\n", warnings="allowed")
    assert "[dlgloss.unknown]" in built.warnings


def test_a_warning_is_suppressed_only_as_a_warning(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\nA :dlterm:`quokka`.\n"}
    assert "A quokka." in build(files, conf="suppress_warnings = ['dlgloss.unknown']\n").html().body.text
