"""What the README and the documentation show is true."""

from __future__ import annotations

import contextlib
import doctest
import re
import shlex
from collections.abc import Iterator
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import sphinx_dlgloss
from sphinx_dlgloss import model
from sphinx_dlgloss.cli import main
from sphinx_dlgloss.config import VALUES, Warn
from sphinx_dlgloss.report import RECORDS
from tests.building import Builder, Built
from tests.samples import SEEDS, excerpt

#: Entries that the snippets name; all of them would make each build long.
GLOSSARY = excerpt((*SEEDS, "attention-head", "gpu-kernel", "model-head"))
ROOT = Path(__file__).parent.parent
PACKAGE = Path(sphinx_dlgloss.__file__).parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

#: What README and CI agree on.
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -q tox && .venv/bin/tox -q -e docs",
    "python3 -m venv .venv && .venv/bin/pip install -q tox && .venv/bin/tox -q -e lint,py",
)
HEADINGS = {"rst": "Snippet\n=======\n\nA text before it.\n\n", "md": "# Snippet\n\nA text before it.\n\n"}
#: What has to be configured for some warnings.
ASKED_FOR = {"dlgloss.ambiguous": "dlgloss_warn_ambiguous = True\n"}
#: A document that snippets may name.
TUTORIAL = {"tutorial.rst": ":orphan:\n\nTutorial\n========\n"}
#: A file that configurations may name.
OWN_GLOSSARY = {"glossary.yaml": "terms:\n- {term: Gizmo, summary: A part.}\n"}


class Snippet(NamedTuple):
    """A block of code in a Markdown file."""

    place: str
    language: str
    text: str
    #: The subtypes of warnings that a comment before it announces.
    warns: list[str]
    #: The block right after it, apart from prose.
    following: str


def snippets(path: Path) -> Iterator[Snippet]:
    """The blocks of code of a file."""
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    fences = [token for token in tokens if token.type == "fence"]
    for fence, following in zip_longest(fences, fences[1:]):
        assert fence.map
        yield Snippet(
            f"{path.relative_to(ROOT)}:{fence.map[0] + 1}",
            fence.info,
            fence.content,
            _announced(tokens, fence),
            following.content if following else "",
        )


def _announced(tokens: list[Token], fence: Token) -> list[str]:
    before = tokens[tokens.index(fence) - 1]
    found = re.fullmatch(r"<!-- warns: (.+) -->", before.content.strip()) if before.type == "html_block" else None
    return found[1].split(", ") if found else []


SNIPPETS = [snippet for path in DOCS for snippet in snippets(path)]


def of_language(*languages: str) -> pytest.MarkDecorator:
    """Run a test for every snippet of some languages."""
    chosen = [snippet for snippet in SNIPPETS if snippet.language in languages]
    return pytest.mark.parametrize("snippet", chosen, ids=[snippet.place for snippet in chosen])


def assert_warns_as_announced(built: Built, snippet: Snippet) -> None:
    """The warnings are of the subtypes that the comment names, and as the block after the snippet shows them."""
    messages = [line.partition("WARNING: ")[2] for line in built.warnings.splitlines()]
    assert {subtype for message in messages for subtype in re.findall(r"\[(\S+)\]$", message)} == set(snippet.warns)
    if snippet.warns:
        assert messages == [line.partition("WARNING: ")[2] for line in snippet.following.splitlines()]
    else:
        assert not messages


@of_language("rst", "md")
def test_a_snippet_builds_and_warns_only_of_what_it_announces(snippet: Snippet, build: Builder) -> None:
    extensions = ("sphinx_dlgloss", "myst_parser") if snippet.language == "md" else ("sphinx_dlgloss",)
    source = {f"index.{snippet.language}": HEADINGS[snippet.language] + snippet.text}

    conf = "".join(ASKED_FOR.get(subtype, "") for subtype in snippet.warns)
    built = build(source | TUTORIAL, extensions=extensions, conf=conf, glossary=GLOSSARY, warnings="allowed")

    assert_warns_as_announced(built, snippet)


@of_language("python")
def test_a_configuration_builds_and_warns_only_of_what_it_announces(snippet: Snippet, build: Builder) -> None:
    assert snippet.text.startswith("# conf.py\n")
    extensions = re.search(r"^extensions = (.*)$", snippet.text, re.MULTILINE)
    assert extensions
    assert extensions[1] == '["sphinx_dlgloss"]'

    alone = "dlgloss_bundled = False" in snippet.text
    source = {"index.rst": f"Home\n====\n\n:dlterm:`{'gizmo' if alone else 'dropout'}`\n"}
    built = build(source | OWN_GLOSSARY, conf=snippet.text, glossary=GLOSSARY, warnings="allowed")

    assert_warns_as_announced(built, snippet)


@of_language("yaml", "toml", "json")
def test_a_glossary_file_is_one_and_warns_only_of_what_it_announces(snippet: Snippet, build: Builder) -> None:
    name = f"glossary.{snippet.language}"
    files = {"index.rst": "Home\n====\n", name: snippet.text}

    built = build(files, conf=f"dlgloss_glossaries = [{name!r}]\n", glossary=GLOSSARY, warnings="allowed")

    assert_warns_as_announced(built, snippet)
    assert snippet.warns or 'id="dlterm-' in built.text("dl-glossary.html")


@of_language("pycon")
def test_a_python_session_prints_what_it_shows(snippet: Snippet) -> None:
    session = doctest.DocTestParser().get_doctest(snippet.text, {}, snippet.place, None, None)
    assert session.examples

    assert doctest.DocTestRunner().run(session).failed == 0


#: What the files that sessions name hold.
SESSION_FILES = {
    "glossary.yaml": "terms:\n- {term: A, sumary: B}\n- {term: C, summary: D, definition: 'See {dlterm}`dropuot`.'}\n"
}


@of_language("console")
def test_a_session_in_a_terminal_prints_what_it_shows(
    snippet: Snippet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in SESSION_FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    for command, shown in re.findall(r"^\$ dlgloss (.*)\n((?:(?!\$ ).*\n)*)", snippet.text, re.MULTILINE):
        with contextlib.suppress(SystemExit):
            main(shlex.split(command.partition(" > ")[0]))
        said = "".join(capsys.readouterr())

        # three dots stand for lines that are left out
        pattern = re.escape(shown).replace(re.escape("...\n"), "(?:.*\\n)*?")
        assert " > " in command or re.fullmatch(pattern, said), said


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_has_each_command_alone_in_a_block(command: str) -> None:
    assert [snippet.text for snippet in SNIPPETS if command in snippet.text] == [f"{command}\n"]
    assert (ROOT / "README.md").read_text("utf-8").splitlines().count(command) == 1


@pytest.fixture
def tables(build: Builder, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names in the generated tables."""
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    names = ("config", "warnings", "report", "categories")
    source = "# Tables\n\n" + "\n".join(f"```{{dlgloss-{name}-table}}\n```\n" for name in names)
    extensions = ("sphinx_dlgloss", "myst_parser", "dlgloss_tables")
    page = build({"index.md": source}, extensions=extensions, glossary=GLOSSARY).html()
    return {element.text for element in page.body.all("code")}


def test_the_generated_tables_are_complete(tables: set[str]) -> None:
    for name in [value.name for value in VALUES] + [f"dlgloss.{warning.value}" for warning in Warn]:
        assert name in tables
    for record in RECORDS:
        assert {record.__name__, *record.__struct_fields__} <= tables
    for category in sphinx_dlgloss.load_glossary().categories:
        assert category.id in tables


@pytest.mark.parametrize(
    ("page", "directive"),
    [("configuration", "config"), ("warnings", "warnings"), ("report", "report"), ("usage", "categories")],
)
def test_each_generated_table_has_its_page(page: str, directive: str) -> None:
    assert f"```{{dlgloss-{directive}-table}}\n" in (ROOT / "docs" / f"{page}.md").read_text("utf-8")


def test_the_architecture_names_every_file_of_the_package() -> None:
    page = (ROOT / "docs/explanation/architecture.md").read_text("utf-8")

    for path in PACKAGE.iterdir():
        if path.is_file() and path.name != "py.typed":
            assert f"`{path.name}`" in page


def test_the_data_page_names_every_field_of_an_entry() -> None:
    page = (ROOT / "docs/data.md").read_text("utf-8")

    for record in (
        model.Glossary,
        model.Category,
        model.Reference,
        model.Formula,
        model.Code,
        model.Contrast,
        model.Api,
    ):
        assert [field for field in record.__struct_fields__ if f"`{field}`" not in page] == []
    assert [
        field for field in model.Term.__struct_fields__ if f"`{field}`" not in page.partition("## An entry")[2]
    ] == []


def test_the_cards_page_names_the_custom_properties_that_an_author_may_set() -> None:
    styles = (PACKAGE / "static/dlgloss.css").read_text("utf-8")
    script = (PACKAGE / "static/dlgloss.js").read_text("utf-8")
    page = (ROOT / "docs/cards.md").read_text("utf-8")

    read = set(re.findall(r"var\((--dlcard-[\w-]+)", styles))
    set_by_script = set(re.findall(r"--dlcard-[\w-]+", script))
    assert set(re.findall(r"^\| `(--dlcard-[\w-]+)`", page, re.MULTILINE)) == read - set_by_script


def test_the_documented_version_is_that_of_the_package() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert sphinx_dlgloss.__version__ == version("sphinx-dlgloss")
    assert sphinx_dlgloss.__version__ in changelog


def test_the_precision_of_automatic_links_is_that_of_the_table() -> None:
    rows = (ROOT / "docs/autolink-precision.tsv").read_text("utf-8").splitlines()[1:]
    verdicts = [row.split("\t")[-1] for row in rows]
    right = sum(verdict in {"right", "place"} for verdict in verdicts)
    page = (ROOT / "docs/autolink.md").read_text("utf-8")

    assert set(verdicts) == {"right", "place", "wrong"}
    assert f"Of {len(rows)} links, {right} lead to the right sense: {100 * right / len(rows):.1f} percent." in page
    assert right / len(rows) >= 0.97
