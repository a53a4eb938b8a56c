"""Without a page and without a role the extension changes no byte of an output."""

from __future__ import annotations

import zipfile

import pytest

from tests.building import Builder, Built

FILES = {
    "index.rst": "Home\n====\n\nDropout, CNNs and ReLU.\n\n.. toctree::\n   :numbered:\n\n   a\n   sub/b\n",
    "a.rst": "A\n=\n\n.. _label:\n\nPart\n----\n\n.. py:function:: dropout(p)\n\n   :math:`x^2`\n\n.. math:: y\n",
    "sub/b.rst": "B\n=\n\n.. glossary::\n\n   dropout\n      Leaving.\n\n"
    ":term:`dropout`, :any:`label`, :ref:`label`, `x`__\n\n__ https://x.example/\n\n"
    ".. index:: word\n\n.. code-block:: python\n   :caption: Code\n\n   print(1)\n",
}
CONF = "numfig = True\nlocale_dirs = ['locale']\n"


def contents(built: Built) -> dict[str, bytes]:
    """All that was written, with what is in archives."""
    files = built.files()
    for name in [name for name in files if name.endswith(".epub")]:
        del files[name]
        with zipfile.ZipFile(built.outdir / name) as archive:
            files |= {f"{name}/{member}": archive.read(member) for member in archive.namelist()}
    return files


# not xml and pseudoxml, where Sphinx declares a namespace for every domain that there is
@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext", "json"]
)
def test_no_byte_of_any_output_changes(build: Builder, builder: str) -> None:
    without = contents(build(FILES, builder, conf=CONF, extensions=(), outdir="without"))
    conf = f"{CONF}dlgloss_page = None\n"
    with_it = contents(build({}, builder, conf=conf, extensions=("sphinx_dlgloss",), outdir="with"))
    assert without.keys() == with_it.keys()
    assert [name for name in without if without[name] != with_it[name]] == []


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_no_byte_changes_in_a_theme(build: Builder, theme: str) -> None:
    pytest.importorskip(theme)
    conf = f"html_theme = {theme!r}\n"
    without = contents(build(FILES, conf=conf, extensions=(), outdir="without"))
    with_it = contents(build({}, conf=f"{conf}dlgloss_page = None\n", outdir="with"))
    assert without.keys() == with_it.keys()
    assert [name for name in without if without[name] != with_it[name]] == []


def test_no_byte_changes_in_a_project_in_markdown(build: Builder) -> None:
    files = {"index.md": "# Home\n\nSee [A](a.md).\n\n```{toctree}\na\n```\n", "a.md": "# A\n\n$x$\n"}
    conf = "myst_enable_extensions = ['dollarmath']\n"
    without = contents(build(files, conf=conf, extensions=("myst_parser",), outdir="without"))
    both = ("myst_parser", "sphinx_dlgloss")
    with_it = contents(build({}, conf=f"{conf}dlgloss_page = None\n", extensions=both, outdir="with"))
    assert without.keys() == with_it.keys()
    assert [name for name in without if without[name] != with_it[name]] == []


def test_with_the_page_only_the_navigation_changes(build: Builder) -> None:
    conf = "html_theme = 'basic'\n"
    without = build(FILES, conf=conf, extensions=(), outdir="without")
    with_it = build({}, conf=conf, outdir="with")
    added = set(with_it.files()) - set(without.files())
    assert not set(without.files()) - set(with_it.files())
    assert {name for name in added if not name.startswith("_static/dlgloss/")} == {"dl-glossary.html"}
    for name in ("a.html", "sub/b.html"):
        old, new = without.html(name).body.text, with_it.html(name).body.text
        assert old == new, name
        # no script and no style
        assert without.html(name).assets == with_it.html(name).assets
