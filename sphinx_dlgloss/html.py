"""What HTML pages get: scripts, styles and the data of the cards, where there is a term."""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_dlgloss.cards import CardData, card_data
from sphinx_dlgloss.config import Warn, _, warn
from sphinx_dlgloss.digest import digest
from sphinx_dlgloss.domain import domain_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The folder of all our files, below the static files of a site.
FOLDER = "dlgloss"
SCRIPT = f"{FOLDER}/dlgloss.js"
STYLES = f"{FOLDER}/dlgloss.css"
PAGE_SCRIPT = f"{FOLDER}/glossary.js"
PAGE_STYLES = f"{FOLDER}/glossary.css"


def add_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add script and styles to a page that has terms, and to no other."""
    body = context.get("body", "")
    domain = domain_of(app.env)
    if domain.shows_cards and 'class="dlterm' in body:
        data = card_data(domain.glossary)
        if not Path(app.outdir, "_static", SCRIPT).exists():
            # a term that only the role `any` has led to
            _write_assets(Path(app.outdir), data)
        app.add_css_file(STYLES)
        attributes: dict[str, Any] = {
            "data-cards": data.hash,
            "data-shards": str(len(data.files)),
            "data-more": _("Read more"),
        }
        app.add_js_file(SCRIPT, loading_method="defer", **attributes)
    if domain.is_web and 'class="dlgloss ' in body:
        app.add_css_file(PAGE_STYLES)
        words: dict[str, Any] = {"data-say": json.dumps(_page_words())}
        app.add_js_file(PAGE_SCRIPT, loading_method="defer", **words)


def write_assets(app: Sphinx, builder: Builder) -> None:
    """Write script, styles and card data, before the first page asks for their checksums."""
    domain = domain_of(app.env)
    folder = Path(app.outdir, "_static", FOLDER)
    if domain.is_web and (domain.uses or domain.listings or folder.is_dir()):
        if domain.listings:
            for name in (PAGE_SCRIPT, PAGE_STYLES):
                _write(folder.parent / name, _asset(name))
        if domain.shows_cards:
            _write_assets(Path(app.outdir), card_data(domain.glossary))


def clean_assets(app: Sphinx, exception: Exception | None) -> None:
    """Remove the card data of earlier builds, and say which formulas the cards go without."""
    domain = domain_of(app.env)
    folder = Path(app.outdir, "_static", FOLDER)
    if exception or not domain.shows_cards or not folder.is_dir():
        return
    data = card_data(domain.glossary)
    current = set(data.names())
    for path in folder.glob("cards-*.js"):
        if path.name not in current:
            path.unlink()
    for term, latex, reason in data.failures:
        warn(Warn.MATH, "the card of %r goes without its formula %r: %s", term, latex, reason, location=None)


def assets_digest(app: Sphinx) -> str:
    """Return a digest of all that pages with terms name."""
    data = card_data(domain_of(app.env).glossary)
    return digest(b"".join([data.hash.encode(), *map(_asset, (SCRIPT, STYLES, PAGE_SCRIPT, PAGE_STYLES))]))


def _page_words() -> dict[str, str]:
    """Return what the script of the glossary page says, in the reader's language."""
    return {
        "filter": _("Filter the glossary"),
        "level": _("Level"),
        "category": _("Category"),
        "all": _("All categories"),
        "shown": _("%1 of %2 entries"),
        "total": _("%1 entries"),
        "none": _("No entry fits."),
        "copy": _("Copy link"),
        "copied": _("Copied"),
    }


def _write_assets(outdir: Path, data: CardData) -> None:
    static = outdir / "_static"
    for name in (SCRIPT, STYLES):
        _write(static / name, _asset(name))
    for name, text in zip(data.names(), data.files, strict=True):
        _write(static / FOLDER / name, text.encode())


@lru_cache(maxsize=8)
def _asset(name: str) -> bytes:
    return (files("sphinx_dlgloss") / "static" / Path(name).name).read_bytes()


def _write(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # several processes may write the same file at the same time
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(path)


def setup_html(app: Sphinx) -> None:
    """Register what pages get."""
    app.connect("write-started", write_assets)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", clean_assets)
