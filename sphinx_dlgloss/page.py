"""The generated glossary page: a document of the build that no file of the project holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import column_width
from sphinx import addnodes
from sphinx.project import Project
from sphinx.transforms import SphinxTransform

from sphinx_dlgloss.config import _
from sphinx_dlgloss.domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The suffix of the one source file that ships with the package.
SUFFIX = ".dlgloss"


class ProjectWithPage(Project):
    """The sources of a project, and the glossary page among them.

    Sphinx asks the project alone which documents there are and where each lies, so this is
    the one place where a document without a file in the source directory can be added.
    """

    def __init__(self, project: Project, page: str) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self.page = page
        #: Whether the page is generated; not, where the project has a document of that name.
        self.generated = not super().doc2path(page, absolute=True).exists()

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the documents of the source directory, and add the page."""
        docnames = super().discover(exclude_paths, include_paths)
        self.generated = self.page not in docnames
        docnames.add(self.page)
        return docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the path of a document's source; for the page, of the file that ships with the package."""
        path = super().doc2path(docname, absolute)
        if docname != self.page or not self.generated:
            return path
        return type(path)(str(files("sphinx_dlgloss") / f"page{SUFFIX}")) if absolute else path.with_suffix(SUFFIX)


def add_page(app: Sphinx) -> None:
    """Put the page among the documents of the project, where one is wanted."""
    if app.config.dlgloss_page is not None:
        app.project = app.env.project = ProjectWithPage(app.project, app.config.dlgloss_page)


def is_generated(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether a document is the generated page."""
    project = env.project
    return isinstance(project, ProjectWithPage) and project.generated and docname == project.page


def page_source(title: str) -> str:
    """Return the source of the page, in reStructuredText; the title is shown word for word.

    It is an orphan, because a project need not have a toctree that it could be in.
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(title.split()))
    rule = "=" * max(4, column_width(escaped))
    return f":orphan:\n\n{rule}\n{escaped}\n{rule}\n\n.. dlglossary::\n"


def give_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Give the text of the page in place of that of the file that ships with the package."""
    if is_generated(app.env, docname):
        content[0] = page_source(_(app.config.dlgloss_page_title))


def moved_page(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return what to read again when the project has got, or lost, a page of its own."""
    domain = domain_of(env)
    page = app.config.dlgloss_page
    generated = page is not None and is_generated(env, page)
    if generated == domain.generated:
        return []
    domain.note_generated(generated)
    return [docname for docname in (page, app.config.root_doc) if docname]


class AppendToToctree(SphinxTransform):
    """Append the page to the last toctree of the root document, unless one has it already."""

    # before the toctrees are collected, which happens after all transforms
    default_priority = 800

    def apply(self, **kwargs: Any) -> None:
        """Add an entry to the node of the toctree."""
        page = self.config.dlgloss_page
        if self.env.docname != self.config.root_doc or not self.config.dlgloss_toctree or page is None:
            return
        toctrees = list(self.document.findall(addnodes.toctree))
        if toctrees and not any(page in toctree["includefiles"] for toctree in toctrees):
            toctrees[-1]["entries"].append((None, page))
            toctrees[-1]["includefiles"].append(page)


class KeepTitle(SphinxTransform):
    """Keep the title of the generated page, which our own catalog translates, out of the project's."""

    # before the project's translations are applied
    default_priority = 10

    def apply(self, **kwargs: Any) -> None:
        """Mark the title as not to be translated."""
        if is_generated(self.env, self.env.docname) and not self.config.dlgloss_gettext:
            for title in self.document.findall(nodes.title):
                title["translatable"] = False


def hide_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep themes from linking to the source of a page that has none.

    Sphinx and most themes ask ``sourcename`` and ``page_source_suffix``, the theme of
    Read the Docs its own ``display_*`` values.
    """
    if is_generated(app.env, pagename):
        context.update(
            sourcename="",
            has_source=False,
            page_source_suffix="",
            display_github=False,
            display_gitlab=False,
            display_bitbucket=False,
            source_url_prefix="",
        )


def setup_page(app: Sphinx) -> None:
    """Register the page."""
    app.add_source_suffix(SUFFIX, "restructuredtext")
    app.connect("builder-inited", add_page)
    app.connect("source-read", give_source)
    app.connect("env-get-outdated", moved_page)
    app.add_transform(AppendToToctree)
    app.add_transform(KeepTitle)
    # before the themes, which build their edit buttons on the same event
    app.connect("html-page-context", hide_source, priority=100)
