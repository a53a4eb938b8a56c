"""The modules stand in one order, and import only those before them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sphinx_dlgloss"

#: Those that know nothing of Sphinx, each row before the next.
CORE = [
    {"model", "digest", "mathml", "prepared", "sources", "messages", "console", "skeleton", "plain"},
    {"load", "lookup", "validation"},
    {"mentions", "search"},
    {"selection", "cards", "layers", "report"},
]
#: Those that do.
ABOVE = [
    {"config", "nodes", "parser", "typography"},
    {"output"},
    {"markup", "entry_html"},
    {"render"},
    {"gettext", "roles", "prose"},
    {"domain"},
    {"directives", "page", "html"},
    {"autolink"},
    {"transforms"},
    {"updates", "terminal", "builder"},
    {"proof"},
    {"__init__"},
    {"cli"},
    {"__main__"},
]
ORDER = {name: row for row, names in enumerate(CORE + ABOVE) for name in names}
MODULES = {path.stem: path for path in PACKAGE.glob("*.py")}

#: What the core is made of, and nothing else beside the standard library.
OUTSIDE = {"msgspec", "math_core", "yaml"}


def imports(module: str, *, all_of_them: bool = True) -> Iterator[str]:
    """The dotted names that a module imports, those for type checkers among them unless told otherwise."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    nodes: list[ast.AST] = list(ast.walk(tree)) if all_of_them else list(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def own_imports(module: str) -> set[str]:
    """The modules of the package that a module imports."""
    return {name.partition(".")[2] for name in imports(module) if name.startswith("sphinx_dlgloss.")}


def test_every_module_has_its_place_in_the_order() -> None:
    assert MODULES.keys() == ORDER.keys()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_stands_before_it(module: str) -> None:
    assert {name for name in own_imports(module) if ORDER[name] >= ORDER[module]} == set()


@pytest.mark.parametrize("module", sorted(set().union(*CORE)))
def test_the_core_knows_nothing_of_sphinx(module: str) -> None:
    packages = {name.partition(".")[0] for name in imports(module)}
    assert not packages & {"sphinx", "docutils", "myst_parser", "markdown_it"}
    assert packages - set(sys.stdlib_module_names) - {"sphinx_dlgloss"} <= OUTSIDE


def test_the_package_itself_imports_nothing_of_sphinx_before_setup() -> None:
    at_import = set(imports("__init__", all_of_them=False))
    assert {name for name in at_import if name.startswith("sphinx_dlgloss.")} == {
        "sphinx_dlgloss.layers",
        "sphinx_dlgloss.load",
        "sphinx_dlgloss.lookup",
        "sphinx_dlgloss.search",
        "sphinx_dlgloss.sources",
    }
    assert not {name for name in at_import if name.split(".")[0] in {"sphinx", "docutils"}}


def test_only_the_domain_asks_for_the_glossary() -> None:
    asking = [name for name in MODULES if "load_glossary()" in MODULES[name].read_text("utf-8")]
    assert sorted(asking) == ["domain", "layers", "load"]


def test_only_the_renderer_and_the_markup_make_entries() -> None:
    for name in ("directives", "page", "domain", "html"):
        made = {
            node.func.id
            for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not made & {"dlgloss_entry", "dlgloss_entries", "dlgloss_headword", "dlgloss_body"}, name


def test_setup_is_a_table_of_contents() -> None:
    tree = ast.parse(MODULES["__init__"].read_text("utf-8"))
    [setup] = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    kinds = {type(statement) for statement in setup.body}
    assert kinds <= {ast.Expr, ast.ImportFrom, ast.Return}
