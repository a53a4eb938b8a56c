"""The commands for those who write entries."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sphinx_dlgloss.model import Api, Glossary
from tests.pages import Page
from tests.samples import make_term
from tools import api, entries


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The skeleton of a draft."""
    path = tmp_path / "a-new-term.yaml"
    entries.main(["new", str(path)])
    return path


def test_the_skeleton_is_a_draft_whose_entry_has_the_name_of_the_file(draft: Path) -> None:
    [term] = entries.read_draft(draft).terms
    assert (term.id, term.term) == ("a-new-term", "A new term")


def test_the_skeleton_has_every_field_that_a_writer_fills_in(draft: Path) -> None:
    [term] = entries.read_draft(draft).terms
    empty = {name for name in term.__struct_fields__ if not getattr(term, name)}
    assert empty == {"expansion", "plural", "former_ids", "senses", "year_note", "autolink_except"}


def test_a_draft_that_is_there_is_not_written_over(draft: Path) -> None:
    draft.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        entries.main(["new", str(draft)])
    assert draft.read_text("utf-8") == "mine"


def test_the_check_names_file_entry_and_finding(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entries.main(["check", str(draft)]) == 1
    printed = capsys.readouterr().out
    assert "a-new-term.yaml: a-new-term: definition has " in printed
    assert printed.endswith("finding(s)\n")


def test_the_check_of_a_broken_draft_names_the_field(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft.write_text(draft.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")
    assert entries.main(["check", str(draft)]) == 1
    assert "a-new-term.yaml: Object contains unknown field `sumary`" in capsys.readouterr().out


def test_the_bundled_glossary_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert entries.main(["check"]) == 0
    assert capsys.readouterr().out.strip() == "0 finding(s)"


def test_a_page_with_the_entries_of_a_draft_is_built(draft: Path, tmp_path: Path) -> None:
    page = Page(entries.build_page([draft], tmp_path / "show").read_text("utf-8"))
    assert "A new term" in page.by_id("dlterm-a-new-term").text
    assert "Learning rate" in page.by_id("dlterm-learning-rate").text


def test_merged_entries_are_in_the_glossary(draft: Path) -> None:
    glossary = entries.merged([draft])
    assert "a-new-term" in {term.id for term in glossary.terms}
    assert "surname-2014-keyword" in glossary.references
    assert msgspec.json.decode(entries.canonical(glossary), type=Glossary).terms == tuple(
        sorted(glossary.terms, key=lambda term: term.id)
    )


def test_the_figures_count_what_entries_have(bundled: Glossary, capsys: pytest.CaptureFixture[str]) -> None:
    assert entries.main(["figures"]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert [str(len(bundled.terms)), "entries"] in lines
    assert [str(sum(term.code is not None for term in bundled.terms)), "with code"] in lines
    assert [str(sum(term.level == "advanced" for term in bundled.terms)), "advanced"] in [*lines, ["0", "advanced"]]


@pytest.mark.parametrize("command", ["new", "show", "merge"])
def test_a_command_that_needs_a_file_says_so(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        entries.main([command])
    assert f"{command} needs a file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["pathlib.Path", "pathlib.Path.read_text", "os.path", "json"])
def test_a_name_that_exists_is_found(name: str) -> None:
    assert api.resolve(name) is not None


@pytest.mark.parametrize("name", ["pathlib.Paths", "os.paths.join", "no_such_library.nn.Dropout", "nolibrary"])
def test_a_name_that_does_not_exist_is_reported_with_its_entry(name: str) -> None:
    [finding] = api.check([make_term("dropout", api=Api(pytorch=("pathlib.Path",), keras=(name,)))])
    assert finding.startswith(f"dropout: {name}: ")
