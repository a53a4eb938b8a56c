"""Small projects, built and looked at."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders.html import _assets
from sphinx.config import Config
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_dlgloss.model import Glossary
from tests.pages import Page, dead_links
from tests.samples import SAMPLE

CONF = """\
project = "Sample"
author = "Someone"
copyright = "2026, Someone"
version = release = "1"
html_theme = "basic"
"""

#: What a builder writes for itself, with times or the order of sets in it.
OWN_FILES = {"environment.pickle", ".doctrees"}


class Built:
    """What a build came to."""

    def __init__(self, srcdir: Path, outdir: Path, doctreedir: Path) -> None:
        self.srcdir = srcdir
        self.outdir = outdir
        self.doctreedir = doctreedir
        #: The application; none, where the build ran in a process of its own.
        self.app: Sphinx | None = None
        #: What it said, one a line; nothing, where the build ran in a process of its own.
        self.status = ""
        #: What it warned of, one a line, with paths below the source directory.
        self.warnings = ""
        #: The documents that were read, and those of which a page was written, by name.
        self.read: list[str] = []
        self.written: list[str] = []

    @property
    def env(self) -> object:
        """The environment, for those who ask a domain."""
        assert self.app
        return self.app.env

    def text(self, name: str) -> str:
        """The text of a file that was written."""
        return (self.outdir / name).read_text("utf-8")

    def html(self, name: str = "index.html") -> Page:
        """A page that was written."""
        return Page(self.text(name))

    def files(self) -> dict[str, bytes]:
        """All files that were written, by their path."""
        return {
            path.relative_to(self.outdir).as_posix(): path.read_bytes()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file() and not OWN_FILES.intersection(path.relative_to(self.outdir).parts)
        }

    def comparable(self) -> dict[str, object]:
        """All files, without words in the search index that no page has: Sphinx leaves them when a page changes."""
        files: dict[str, object] = {**self.files()}
        if "searchindex.js" in files:
            index = json.loads(re.sub(r"^Search\.setIndex\(|\)$", "", self.text("searchindex.js")))
            for words in ("terms", "titleterms"):
                index[words] = {word: pages for word, pages in index[words].items() if pages != []}
            files["searchindex.js"] = index
        return files

    def dead_links(self) -> list[str]:
        """The links of its pages that lead nowhere."""
        return dead_links(self.outdir)


class Builder:
    """Builds small projects in a folder; a second call builds again what is there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(
        self,
        files: Mapping[str, str | None] | None = None,
        builder: str = "html",
        *,
        conf: str = "",
        extensions: tuple[str, ...] = ("sphinx_dlgloss",),
        glossary: Glossary | None = SAMPLE,
        warnings: str = "none",
        parallel: int = 0,
        freshenv: bool = False,
        srcdir: str = "src",
        outdir: str = "",
        doctreedir: str = "",
    ) -> Built:
        """Write files and build.

        Args:
            files: Path to text, ``None`` to remove the file; those of earlier calls stay.
            builder: The name of the builder.
            conf: What ``conf.py`` has beside the necessary.
            extensions: The extensions of the project.
            glossary: What takes the place of the bundled glossary; ``None`` for that one.
            warnings: ``allowed`` where they are the subject; else there may be none.
            parallel: Processes to build with, in a process of its own: a fork of the tests could hang.
            freshenv: Whether to read everything again.
            srcdir, outdir, doctreedir: Folders below the temporary one.
        """
        outdir = outdir or f"out-{builder}"
        built = Built(self.root / srcdir, self.root / outdir, self.root / (doctreedir or f"{outdir}-doctrees"))
        sources = {"conf.py": f"{CONF}extensions = {list(extensions)}\n{conf}"} | dict(files or {})
        for name, text in sources.items():
            _write(built.srcdir / name, text)
        if parallel:
            assert glossary is SAMPLE or glossary is None
            _build_apart(built, builder, parallel, freshenv=freshenv, sample=glossary is SAMPLE)
        else:
            _build_here(built, builder, glossary, freshenv=freshenv)
        if warnings == "none":
            assert built.warnings == ""
        return built


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    elif not path.exists() or path.read_text("utf-8") != text:
        # an unchanged file keeps its time
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _plain(text: str, srcdir: Path) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).replace(f"{srcdir}{os.sep}", "").strip()


@contextlib.contextmanager
def _as_if_new() -> Iterator[None]:
    """Keep what Sphinx and themes leave behind in this process from the next build."""
    locale.translators.clear()
    # checksums of assets, from 8.2 on
    if cached := getattr(_assets, "_file_checksum_inner", None):
        cached.cache_clear()
    # they add to lists and tables that are defaults, where it would stay for the next build
    defaults = [option.default for option in Config.config_values.values() if isinstance(option.default, list | dict)]
    before = copy.deepcopy(defaults)
    yield
    for default, saved in zip(defaults, before, strict=True):
        default.clear()
        if isinstance(default, list):
            default.extend(saved)
        else:
            default.update(saved)


def _build_here(built: Built, builder: str, glossary: Glossary | None, *, freshenv: bool) -> None:
    replaced = (
        mock.patch("sphinx_dlgloss.domain.load_glossary", return_value=glossary)
        if glossary
        else contextlib.nullcontext()
    )
    status, warning = io.StringIO(), io.StringIO()
    with replaced, _as_if_new(), patch_docutils(str(built.srcdir)), docutils_namespace():
        built.app = app = Sphinx(
            built.srcdir,
            built.srcdir,
            built.outdir,
            built.doctreedir,
            builder,
            status=status,
            warning=warning,
            freshenv=freshenv,
        )
        app.connect("source-read", lambda app, docname, source: built.read.append(docname), priority=0)
        app.connect(
            "html-page-context",
            lambda app, name, template, context, doctree: built.written.append(name) if doctree else None,
        )
        app.build()
    built.read.sort()
    built.written.sort()
    built.status, built.warnings = (_plain(stream.getvalue(), built.srcdir) for stream in (status, warning))


PATCH = """
import runpy, sys
import sphinx_dlgloss.domain
from tests.samples import SAMPLE
sphinx_dlgloss.domain.load_glossary = lambda: SAMPLE
runpy.run_module("sphinx", run_name="__main__", alter_sys=True)
"""


def _build_apart(built: Built, builder: str, parallel: int, *, freshenv: bool, sample: bool) -> None:
    command = [sys.executable, *(["-c", PATCH] if sample else ["-m", "sphinx"]), "-q", "-b", builder]
    command += ["-j", str(parallel), "-d", str(built.doctreedir), *(["-E"] if freshenv else [])]
    result = subprocess.run(
        [*command, str(built.srcdir), str(built.outdir)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "NO_COLOR": "1"},
    )
    built.warnings = _plain(result.stderr, built.srcdir)
