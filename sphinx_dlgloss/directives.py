"""The directive ``dlglossary``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, cast, get_args

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from sphinx_dlgloss.config import Warn, warn
from sphinx_dlgloss.domain import GlossaryDomain, domain_of, warn_ambiguous, warn_unknown
from sphinx_dlgloss.gettext import mark_translatable
from sphinx_dlgloss.model import LEVELS
from sphinx_dlgloss.nodes import dlgloss_entry, dlgloss_listing
from sphinx_dlgloss.render import Layout, Sort, render_entry, render_listing
from sphinx_dlgloss.selection import Selection, select
from sphinx_dlgloss.validation import hint

FLAGS = ("used", "no-index")
VALUES = ("category", "level", "exclude", "layout", "sort")


class AnyOption(dict[str, Callable[[str], Any]]):
    """An option specification that lets every option through.

    Docutils gives up a directive with an option that it does not know. This one warns and goes on.
    """

    def __missing__(self, name: str) -> Callable[[str], Any]:
        return str

    def __contains__(self, name: object) -> bool:
        return True


class DlGlossary(SphinxDirective):
    """The glossary, or a part of it."""

    has_content = True
    option_spec: ClassVar = AnyOption(dict.fromkeys((*FLAGS, *VALUES), directives.unchanged))

    def run(self) -> list[nodes.Node]:
        """Return a listing of the entries that content and options ask for."""
        self._check_options()
        glossary = self._domain.glossary
        selection = Selection(
            terms=tuple(dict.fromkeys(self._ids(self._content_lines()))),
            categories=self._names("category", [category.id for category in glossary.categories]),
            levels=self._names("level", LEVELS),
            exclude=tuple(self._ids((form, self.get_location()) for form in self._list("exclude"))),
        )
        layout = cast("Layout", self._choice("layout", get_args(Layout)))
        sort = cast("Sort", self._choice("sort", get_args(Sort)))
        asked = (self._content_lines(), self._list("category"), self._list("level"))
        understood = (selection.terms, selection.categories, selection.levels)
        nothing_left = any(given and not known for given, known in zip(asked, understood, strict=True))
        ids = () if nothing_left else select(glossary, selection)
        listing = dlgloss_listing(
            layout=layout,
            selection=selection,
            terms=ids,
            used="used" in self.options,
            no_index="no-index" in self.options,
        )
        self.set_source_info(listing)
        wanted = set(ids)
        listing += render_listing(
            glossary, [term for term in glossary.terms if term.id in wanted], layout, sort, self._group_prefix()
        )
        if self.config.dlgloss_gettext:
            for entry in listing.findall(dlgloss_entry):
                entry.extend(render_entry(glossary, entry, self._domain.lookup.terms[entry["term"]]))
        mark_translatable(listing, translatable=self.config.dlgloss_gettext)
        return [listing]

    @property
    def _domain(self) -> GlossaryDomain:
        return domain_of(self.env)

    def _group_prefix(self) -> str:
        number = self.env.new_serialno("dlglossary")
        return f"dlgloss-{number}" if number else "dlgloss"

    def _content_lines(self) -> list[tuple[str, str]]:
        return [(line.strip(), self._place(number)) for number, line in enumerate(self.content) if line.strip()]

    def _place(self, number: int) -> str:
        source, offset = self.content.info(number)
        if not isinstance(cast(object, self.state), RSTState):
            # MyST counts the lines of the content from the directive
            return f"{source}:{self.lineno + self.content_offset + number + 1}"
        return f"{source}:{(offset or 0) + 1}"

    def _ids(self, forms: Iterable[tuple[str, str]]) -> Iterator[str]:
        for form, place in forms:
            match = self._domain.lookup.find(form)
            if match is None:
                warn_unknown(self._domain.lookup, form, location=place)
                continue
            if self._domain.is_ambiguous(form, match, named=True):
                warn_ambiguous(form, match, (match.id, *match.alternatives), location=place)
            yield match.id

    def _list(self, option: str) -> list[str]:
        return [item.strip() for item in re.split(r"[,\n]", self.options.get(option) or "") if item.strip()]

    def _names(self, option: str, known: Iterable[str]) -> tuple[str, ...]:
        known = list(known)
        names = [name.casefold().replace(" ", "-") for name in self._list(option)]
        for name in names:
            if name not in known:
                self._warn(f"option {option!r}: no {name!r}", name, known)
        return tuple(name for name in names if name in known)

    def _choice(self, option: str, known: tuple[str, ...]) -> str:
        given = self.options.get(option)
        if given is None or given in known:
            return given or known[0]
        self._warn(f"option {option!r}: no {given!r}", given, known)
        return known[0]

    def _check_options(self) -> None:
        known = (*FLAGS, *VALUES)
        for option, value in self.options.items():
            if option not in known:
                self._warn(f"no option {option!r}", option, known)
            elif option in FLAGS and value:
                self._warn(f"option {option!r} takes no value, but has {value!r}", "", ())
            elif option in VALUES and not value:
                self._warn(f"option {option!r} needs a value", "", ())

    def _warn(self, problem: str, given: str, known: Iterable[str]) -> None:
        known = list(known)
        advice = hint(given, known) or (f"; it is one of {', '.join(known)}" if known else "")
        warn(Warn.OPTION, "dlglossary: %s%s", problem, advice, location=self.get_location())
