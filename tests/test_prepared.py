"""What a built package has worked out for its entries, which is what would be worked out where they are shown."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from importlib.resources import files
from unittest import mock

import msgspec
import pytest
from pygments.lexers.python import PythonLexer
from sphinx.highlighting import lexer_classes

from sphinx_dlgloss import load_glossary, parser
from sphinx_dlgloss.model import Code, Glossary
from sphinx_dlgloss.prepared import FILE, Prepared
from tests.building import Builder, Built
from tests.samples import excerpt, with_fields
from tools.prepare import prepare

FILES = {"index.rst": "Home\n====\n\n.. toctree::\n"}

#: A lexer of a project, to which every name is a keyword.
LEXER = """
from pygments.lexers.python import PythonLexer
from pygments.token import Keyword, Name

class Lexer(PythonLexer):
    def get_tokens_unprocessed(self, text):
        for position, kind, part in super().get_tokens_unprocessed(text):
            yield position, Keyword if kind is Name else kind, part

def setup(app):
    app.add_lexer("python", Lexer)
"""


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """What is prepared for the bundled glossary, as it is read from the file."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(prepare(load_glossary())), type=Prepared)


def built_with(build: Builder, glossary: Glossary, prepared: Prepared, *, conf: str = "", outdir: str) -> Built:
    with (
        mock.patch("sphinx_dlgloss.markup.prepared", return_value=prepared),
        mock.patch("sphinx_dlgloss.entry_html.prepared", return_value=prepared),
    ):
        return build(FILES, conf=conf, glossary=glossary, outdir=outdir)


def test_the_page_is_the_same_and_nothing_is_parsed(build: Builder, bundled: Glossary, prepared: Prepared) -> None:
    worked_out = built_with(build, bundled, Prepared(), outdir="worked-out")
    with (
        mock.patch.object(parser, "tokens", side_effect=AssertionError),
        mock.patch.object(PythonLexer, "get_tokens_unprocessed", side_effect=AssertionError),
    ):
        as_prepared = built_with(build, bundled, prepared, outdir="prepared")

    assert as_prepared.files() == worked_out.files()


def test_texts_of_a_project_are_worked_out_beside_it(build: Builder, prepared: Prepared) -> None:
    own = with_fields(definition="An *own* text.", code=Code(source="own = 1\n", output=""))

    html = built_with(build, own, prepared, outdir="html").text("dl-glossary.html")
    assert "An <em>own</em> text." in html
    assert '<span class="n">own</span>' in html


def test_a_lexer_of_the_project_is_asked(build: Builder, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    # which Sphinx keeps for all builds of a process
    monkeypatch.setitem(lexer_classes, "python", lexer_classes["python"])
    html = built_with(build, excerpt(["dropout"]), prepared, conf=LEXER, outdir="html").text("dl-glossary.html")

    assert '<span class="k">np</span>' in html
    assert '<span class="n">np</span>' not in html


def test_options_of_the_project_are_kept(build: Builder, prepared: Prepared) -> None:
    conf = 'highlight_options = {"python": {"stripall": True}}\n'
    glossary = with_fields(code=Code(source="  x = 1\n", output=""))
    known = msgspec.structs.replace(prepared, python={"  x = 1": []})

    html = built_with(build, glossary, known, conf=conf, outdir="html").text("dl-glossary.html")
    assert '<span class="n">x</span>' in html


@pytest.mark.skipif(
    json.loads(distribution("sphinx-dlgloss").read_text("direct_url.json") or "{}")
    .get("dir_info", {})
    .get("editable", False),
    reason="the package is used from its sources, and has not been built",
)
def test_the_built_package_has_it() -> None:
    file = files("sphinx_dlgloss") / FILE

    assert msgspec.msgpack.decode(file.read_bytes(), type=Prepared) == prepare(load_glossary())
