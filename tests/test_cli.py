"""The command ``dlgloss``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

import sphinx_dlgloss
from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.cli import main
from sphinx_dlgloss.model import ProjectGlossary, Term
from sphinx_dlgloss.sources import read_source
from tests.samples import make_term

OWN = """\
terms:
- term: Gizmo
  abbr: GZ
  summary: A small part of the machine.
  level: advanced
- overrides: dropout
  aliases: [unit dropout]
"""


class Said(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


class Command:
    """Runs ``dlgloss``."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> Said:
        try:
            code: Any = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code
        return Said(code, *self.capsys.readouterr())


@pytest.fixture
def dlgloss(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, in a terminal of eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")
    return Command(capsys)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A glossary file of a project."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    return path


# -- show --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "headword"),
    [
        (["dropout"], "Dropout"),
        (["DROPOUT"], "Dropout"),
        (["batch", "norm"], "Batch normalization (BatchNorm)"),
        (["CNNs"], "Convolutional neural network (CNN)"),
    ],
)
def test_show_prints_the_entry_that_a_form_leads_to(dlgloss: Command, form: list[str], headword: str) -> None:
    said = dlgloss("show", *form)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{headword}\n")
    assert "\nReferences\n" in said.out


def test_show_of_an_unknown_term_names_near_ones(dlgloss: Command) -> None:
    assert dlgloss("show", "dropuot") == Said(1, "", "dlgloss: unknown term: 'dropuot'; did you mean 'Dropout'?\n")


def test_show_json_prints_the_entry_as_the_glossary_file_has_it(dlgloss: Command) -> None:
    said = dlgloss("show", "--json", "dropout")

    [dropout] = [term for term in load_glossary().terms if term.id == "dropout"]
    assert msgspec.json.decode(said.out, type=Term) == dropout
    assert json.loads(said.out)["id"] == "dropout"


def test_show_of_a_word_with_several_senses_names_the_others(dlgloss: Command) -> None:
    said = dlgloss("show", "kernel")

    assert said.out.startswith("Convolution kernel\n")
    assert said.err == "dlgloss: 'kernel' may also mean 'gpu-kernel' or 'kernel-method'\n"
    assert said.code == 0


def test_own_files_are_laid_over_the_bundled_glossary(dlgloss: Command, own: Path) -> None:
    assert dlgloss("show", "GZ").code == 1
    assert dlgloss("show", "-g", own, "GZ").out.startswith("Gizmo (GZ)\nThis project · advanced\n\nA small part")
    assert dlgloss("show", "--glossary", own, "unit dropout").out.startswith("Dropout\n")
    said = dlgloss("show", "-g", own, "--no-bundled", "relu")
    assert (said.code, said.out) == (1, "")
    assert "there is no entry 'dropout' to override" in said.err
    assert "unknown term: 'relu'" in said.err


# -- search and list ---------------------------------------------------------------------


def test_search_prints_headword_id_and_summary(dlgloss: Command) -> None:
    said = dlgloss("search", "vanishing", "grad")

    assert said.code == 0
    assert said.out.startswith("Vanishing gradient problem (vanishing-gradient-problem)\n    ")
    assert max(map(len, said.out.splitlines())) <= 80


def test_search_that_finds_nothing_says_so(dlgloss: Command) -> None:
    assert dlgloss("search", "quokka", "zoo") == Said(1, "", "dlgloss: no entry has 'quokka zoo'\n")
    assert json.loads(dlgloss("search", "--json", "quokka").out) == []


@pytest.mark.parametrize("columns", ["1", "4", "0", "x"])
def test_a_narrow_terminal_is_none_too_narrow(dlgloss: Command, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert dlgloss("search", "dropout").code == 0
    assert dlgloss("show", "dropout").code == 0


def test_search_looks_at_what_people_read(dlgloss: Command) -> None:
    assert dlgloss("search", "dlterm").code == 1


def test_search_json_prints_entries(dlgloss: Command) -> None:
    entries = msgspec.json.decode(dlgloss("search", "--json", "dropout").out, type=list[Term])

    assert entries[0].id == "dropout"


def test_list_prints_all_ids_and_headwords(dlgloss: Command) -> None:
    lines = dlgloss("list").out.splitlines()

    in_order = sorted(load_glossary().terms, key=lambda term: (term.term.casefold(), term.id))
    assert [line.split()[0] for line in lines] == [term.id for term in in_order]
    assert "batch-normalization   " in "\n".join(lines)
    assert sum(line.endswith("  Batch normalization (BatchNorm)") for line in lines) == 1


def test_list_can_be_narrowed(dlgloss: Command, own: Path) -> None:
    def ids(*options: str | Path) -> set[str]:
        return {entry["id"] for entry in json.loads(dlgloss("list", "--json", *options).out)}

    everything = load_glossary().terms
    vision = {term.id for term in everything if term.category == "vision"}
    beginner = {term.id for term in everything if term.level == "beginner"}
    advanced = {term.id for term in everything if term.level == "advanced"}
    assert ids("--category", "vision") == vision
    assert ids("--category", "vision", "--level", "beginner") == vision & beginner
    assert ids("--level", "beginner", "--level", "advanced") == beginner | advanced
    assert ids("--own", "-g", own) == {"gizmo", "dropout"}
    assert ids("--own", "-g", own, "--level", "advanced") == {"gizmo"}
    assert dlgloss("list", "--own") == Said(1, "", "dlgloss: no entry is like that\n")


def test_list_of_a_category_that_is_none_is_a_wrong_command(dlgloss: Command) -> None:
    said = dlgloss("list", "--category", "visoin")

    assert said == Said(2, "", "dlgloss: no category 'visoin'; did you mean 'vision'?\n")


# -- validate ----------------------------------------------------------------------------

MISTAKES = """\
terms:
- term: Gizmo
  sumary: A part.
- term: Gadget
  summary: A part.
  aliases: [widget]
  definition: It is {dlterm}`dropuot`, and $\\nonsense$.
  example: One {dlterm}`gadget`, $x$.
  pitfall: "{dlterm}`that <quokka>`"
  contrast: [{id: relu, difference: "{dlterm}`zzzz`"}]
  formula: {latex: '\\frac{', symbols: {'\\foo': 'see $\\bar$'}}
- {term: Widget, summary: Another part., related: [gadgt]}
"""


def test_validate_names_every_mistake_with_its_place(dlgloss: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(MISTAKES, "utf-8")
    said = dlgloss("validate", path)

    assert said.code == 1
    assert said.err == ""
    # how a formula is wrong is said by the converter
    lines = [line.removeprefix(f"{path}: ").partition(" cannot be shown: ")[0] for line in said.out.splitlines()]
    assert lines == [
        "$.terms[0].sumary: there is no such field; did you mean 'summary'?",
        "$.terms[1].contrast[0].difference: unknown term: 'zzzz'",
        "$.terms[1].definition: unknown term: 'dropuot'; did you mean 'Dropout'?",
        r"$.terms[1].definition: the formula '\\nonsense'",
        r"$.terms[1].formula.latex: the formula '\\frac{'",
        r"$.terms[1].formula.symbols.\foo: the formula '\\bar'",
        r"$.terms[1].formula.symbols.\foo: the formula '\\foo'",
        "$.terms[1].pitfall: unknown term: 'quokka'",
        "$.terms[2]: 'widget' is also a form of 'gadget'; if it may mean both, name one in 'senses' of the other",
        "$.terms[2].related[0]: there is no entry 'gadgt'; did you mean 'gadget' or 'gradient'?",
    ]


def test_validate_says_that_a_file_is_right(dlgloss: Command, own: Path, tmp_path: Path) -> None:
    assert dlgloss("validate", own) == Said(0, "2 entries, no mistakes\n", "")
    one = tmp_path / "one.json"
    one.write_text(json.dumps({"$schema": "s.json", "terms": [{"term": "Alone", "summary": "One."}]}), "utf-8")
    assert dlgloss("validate", "--no-bundled", one) == Said(0, "1 entry, no mistakes\n", "")
    assert dlgloss("validate", "--no-bundled", own).code == 1


def test_validate_lays_each_file_over_those_before_it(dlgloss: Command, own: Path, tmp_path: Path) -> None:
    over = tmp_path / "over.yaml"
    over.write_text("terms:\n- {overrides: gizmo, abbr: G}\n", "utf-8")

    assert dlgloss("validate", own, over).code == 0
    assert dlgloss("validate", over, own).code == 1


def test_validate_of_what_cannot_be_read_says_why(dlgloss: Command, tmp_path: Path) -> None:
    said = dlgloss("validate", tmp_path / "none.yaml")

    assert said == Said(1, f"{tmp_path}/none.yaml: cannot be read: No such file or directory\n", "")


def test_the_bundled_glossary_is_a_file_without_mistakes(dlgloss: Command) -> None:
    path = Path(sphinx_dlgloss.__file__).parent / "glossary.json"

    assert dlgloss("validate", "--no-bundled", path) == Said(
        0, f"{len(load_glossary().terms)} entries, no mistakes\n", ""
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"terms": [{"term": "A", "summary": "B", "5\u00b25": 1, "\u0665": 2}]}'),
        ("a.json", '{"terms": [{"term": "A", "summary": "B", "' + "7" * 5000 + '": 1}]}'),
        ("a.json", '{"terms": [{"term": "A", "summary": "B", "a\\u0001b": 1}]}'),
        ("a.toml", '[[terms]]\nterm = "A"\nsummary = "B"\nyear = 0x' + "f" * 4000 + "\n"),
        ("a.toml", "[[terms]]\nterm = 0x" + "f" * 4000 + '\nsummary = "B"\n'),
        ("a.json", "[]"),
        ("a.yaml", ""),
    ],
)
def test_validate_of_odd_files_is_no_traceback(dlgloss: Command, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    said = dlgloss("validate", path)

    assert said.code == 1
    assert said.out.count("\n") >= 1
    assert not {"\x01", "\x1b"} & set(said.out)


# -- schema and new ----------------------------------------------------------------------


def test_schema_prints_that_of_glossary_files(dlgloss: Command) -> None:
    said = dlgloss("schema")

    schema = json.loads(said.out)
    assert said.code == 0
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    fields = schema["$defs"]["ProjectTerm"]["properties"]
    assert fields.keys() == {"overrides", *Term.__struct_fields__}
    assert schema["$defs"]["ProjectTerm"]["required"] == []
    assert "$schema" in schema["$defs"]["ProjectGlossary"]["properties"]


@pytest.mark.parametrize("format_", ["yaml", "toml", "json"])
@pytest.mark.parametrize("headword", ["gizmo", 'The "Gizmo": a #1 \\ part', "Größe", "dropout"])
def test_new_prints_a_file_that_is_right_as_it_is(
    dlgloss: Command, tmp_path: Path, headword: str, format_: str
) -> None:
    said = dlgloss("new", headword, "--format", format_)
    path = tmp_path / f"new.{format_}"
    path.write_text(said.out, "utf-8")

    [entry] = msgspec.convert(read_source(path, "new"), ProjectGlossary).terms
    key = "overrides" if headword == "dropout" else "term"
    assert getattr(entry, key) == headword
    assert said.code == 0
    assert dlgloss("validate", path).code == 0


@pytest.mark.parametrize("format_", ["yaml", "toml"])
def test_what_a_skeleton_proposes_is_right_too(dlgloss: Command, tmp_path: Path, format_: str) -> None:
    text = dlgloss("new", "gizmo", "--format", format_).out
    start = text.index("# abbr")
    path = tmp_path / f"new.{format_}"
    path.write_text(text[:start] + text[start:].replace("# ", ""), "utf-8")

    assert dlgloss("validate", path) == Said(0, "1 entry, no mistakes\n", "")
    [entry] = msgspec.convert(read_source(path, "new"), ProjectGlossary).terms
    assert entry.contrast[0].id == "learning-rate"


def test_new_says_when_there_is_such_an_entry_or_no_id(dlgloss: Command) -> None:
    assert dlgloss("new", "drop", "out").err == ""
    assert dlgloss("new", "Dropouts").err == (
        "dlgloss: 'Dropouts' has the entry 'dropout'; this replaces fields of it\n"
    )
    assert "no id can be made of '深度'" in dlgloss("new", "深度").err


def test_new_asks_for_an_id_where_that_of_the_headword_is_taken(dlgloss: Command) -> None:
    said = dlgloss("new", "Dropout+")

    assert said.err == "dlgloss: the id 'dropout' is that of another entry; give this one an 'id' of its own\n"
    assert 'term: "Dropout+"' in said.out


@pytest.mark.parametrize("headword", ["", "  "])
def test_new_needs_a_headword(dlgloss: Command, headword: str) -> None:
    assert dlgloss("new", headword) == Said(2, "", "dlgloss: an entry needs a headword\n")


# -- as a command ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [[], ["quokka"], ["show"], ["list", "--level", "expert"], ["new", "x", "--format", "xml"], ["validate"]],
)
def test_a_wrong_command_says_how_it_is_used(dlgloss: Command, arguments: list[str]) -> None:
    said = dlgloss(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: dlgloss")


@pytest.mark.parametrize("command", ["show", "search", "list", "validate", "schema", "new"])
def test_every_command_has_help(dlgloss: Command, command: str) -> None:
    assert f"    {command} " in dlgloss("--help").out
    said = dlgloss(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: dlgloss {command}")
    assert "exit codes" in said.out


def test_it_knows_its_version(dlgloss: Command) -> None:
    assert dlgloss("--version") == Said(0, f"dlgloss {sphinx_dlgloss.__version__}\n", "")


def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "sphinx_dlgloss", *arguments])]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONUTF8": "1"})


def test_it_is_installed_as_a_command() -> None:
    script = Path(sys.executable).with_name("dlgloss")

    said = subprocess.run([script, "list", "--level", "advanced"], capture_output=True, text=True, check=False)
    assert said.returncode == 0
    assert said.stdout == run("list", "--level", "advanced").stdout


def test_a_reader_who_leaves_early_is_no_error() -> None:
    code = (
        "import os, sys\n"
        "from sphinx_dlgloss.cli import main\n"
        "reading, writing = os.pipe()\n"
        "os.close(reading)\n"
        "os.dup2(writing, 1)\n"
        "sys.exit(main(['list']))\n"
    )
    said = run(code=code)

    assert (said.returncode, said.stderr) == (0, "")


def test_what_cannot_be_written_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "sphinx_dlgloss", "list"]
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (said.returncode, said.stderr) == (1, "dlgloss: cannot write: No space left on device\n")


def test_what_goes_into_a_file_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    with path.open("w") as file:
        command = [sys.executable, "-m", "sphinx_dlgloss", "new", "Caf\u00e9"]
        environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
        subprocess.run(command, stdout=file, check=True, env=environment)

    assert 'term: "Caf\u00e9"' in path.read_text("utf-8")


@pytest.mark.parametrize(
    "statement", ["main(['list'])", "main(['search', 'x'])", "main(['schema'])", "main(['new', 'x'])"]
)
def test_sphinx_is_not_loaded_for_what_does_not_need_it(statement: str) -> None:
    code = f"import sys\nfrom sphinx_dlgloss.cli import main\n{statement}\nsys.exit('sphinx' in sys.modules)\n"

    assert run(code=code).returncode == 0


def test_python_reads_the_glossary_without_sphinx() -> None:
    code = (
        "import sys\n"
        "from sphinx_dlgloss import Lookup, load_glossary, read_glossaries, search\n"
        "glossary = read_glossaries([]).glossary\n"
        "assert glossary.terms == load_glossary().terms\n"
        "assert Lookup(glossary).find('CNNs').id == 'convolutional-neural-network'\n"
        "assert search(glossary, 'dropout')[0].term == 'Dropout'\n"
        "sys.exit(bool({'sphinx', 'docutils', 'myst_parser'} & sys.modules.keys()))\n"
    )
    said = run(code=code)

    assert (said.returncode, said.stderr) == (0, "")


def test_hostile_names_do_not_reach_the_terminal(dlgloss: Command, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    term = msgspec.to_builtins(make_term("x", term="Evil\u009b31m", summary="\u009b2J says"))
    path.write_text(json.dumps({"terms": [{k: v for k, v in term.items() if k in {"term", "summary"}}]}), "utf-8")

    for command in (["list", "--own"], ["search", "evil"], ["show", "evil31m"]):
        said = dlgloss(*command, "-g", path)
        assert "\u009b" not in said.out + said.err
