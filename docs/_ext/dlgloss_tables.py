"""Tables of the documentation that are made from the code they describe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec
from docutils import nodes
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.config import VALUES, Value, Warn
from sphinx_dlgloss.report import RECORDS, Report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.std import StandardDomain
    from sphinx.util.typing import ExtensionMetadata

Cell: TypeAlias = Sequence[nodes.Node]


def table(headings: dict[str, int], rows: Iterable[Sequence[Cell]]) -> nodes.table:
    """Return a table whose cells hold one paragraph each; HTML finds the widths of the columns by itself."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=width) for width in headings.values()]
    group += nodes.thead("", _row([nodes.Text(heading)] for heading in headings))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["colwidths-auto"])


def _row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _literal(text: str) -> Cell:
    return [nodes.literal(text, text)]


class ConfigTable(SphinxDirective):
    """The configuration values, each a target of the role ``confval``."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        return [table({"Value": 25, "Type": 15, "Default": 30, "Meaning": 60}, map(self._cells, VALUES))]

    def _cells(self, value: Value) -> tuple[Cell, ...]:
        std = cast("StandardDomain", self.env.get_domain("std"))
        target = nodes.inline("", "", *_literal(value.name), ids=[f"confval-{value.name}"])
        std.note_object("confval", value.name, target["ids"][0], location=target)
        types = " or ".join("None" if kind is type(None) else kind.__name__ for kind in value.types)
        meaning, _ = self.parse_inline(value.help)
        return [target], [nodes.Text(types)], _literal(repr(value.default)), meaning


class WarningsTable(SphinxDirective):
    """The subtypes of warnings, documented by the comments above them in the source."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        comments = ModuleAnalyzer.for_module(Warn.__module__).find_attr_docs()
        rows = []
        for member in Warn:
            meaning, _ = self.parse_inline(" ".join(comments[Warn.__name__, member.name]).strip())
            rows.append((_literal(f"dlgloss.{member.value}"), meaning))
        return [table({"Subtype": 20, "Meaning": 60}, rows)]


class ReportTable(SphinxDirective):
    """The records of the terminology report, documented by their docstrings and the comments in the source."""

    def run(self) -> list[nodes.Node]:
        """Return a table for each record."""
        comments = ModuleAnalyzer.for_module(Report.__module__).find_attr_docs()
        tables: list[nodes.Node] = []
        for record in RECORDS:
            rows = []
            for field in msgspec.structs.fields(record):
                owner = next(kind for kind in record.__mro__ if (kind.__name__, field.name) in comments)
                meaning, _ = self.parse_inline(" ".join(comments[owner.__name__, field.name]).strip())
                rows.append((_literal(field.name), meaning))
            tables.append(nodes.paragraph("", "", *_literal(record.__name__), nodes.Text(f": {record.__doc__}")))
            tables.append(table({"Field": 20, "Meaning": 60}, rows))
        return tables


class CategoriesTable(SphinxDirective):
    """The categories of the bundled glossary."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        categories = sorted(load_glossary().categories, key=lambda category: category.order)
        rows = [(_literal(category.id), [nodes.Text(category.intro)]) for category in categories]
        return [table({"Category": 30, "What it holds": 60}, rows)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("dlgloss-config-table", ConfigTable)
    app.add_directive("dlgloss-warnings-table", WarningsTable)
    app.add_directive("dlgloss-report-table", ReportTable)
    app.add_directive("dlgloss-categories-table", CategoriesTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
