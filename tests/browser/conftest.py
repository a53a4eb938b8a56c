"""A small site with the real script and stylesheet, and a browser that accepts no error and no foreign request."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, sync_playwright

from tools.chromium import CHROMIUM, CHROMIUM_ARGS

STATIC = Path(__file__).parents[2] / "sphinx_dlgloss" / "static"

Entry = tuple[str, str, str, str]

FORMULA = (
    '<math display="block"><mtable displaystyle="true"><mtr><mtd style="text-align: right;padding-right: 0;">'
    "<msub><mover><mi>a</mi><mo>~</mo></mover><mi>i</mi></msub></mtd>"
    '<mtd style="text-align: left;padding-left: 0;"><mo>=</mo><mfrac><msub><mi>m</mi><mi>i</mi></msub>'
    "<mrow><mn>1</mn><mo>\u2212</mo><mi>p</mi></mrow></mfrac><msub><mi>a</mi><mi>i</mi></msub></mtd></mtr></mtable></math>"
)
CARDS: dict[str, Entry] = {
    "dropout": (
        "Dropout",
        "",
        "Switching off randomly chosen units while a network is trained, so that it does not lean on any one of them.",
        FORMULA,
    ),
    "convolutional-neural-network": (
        "Convolutional neural network",
        "CNN",
        "A network that slides the same small filters over an image, and so finds a pattern wherever it is.",
        "",
    ),
    "batch-normalization": (
        "Batch normalization",
        "BN",
        "Giving each feature zero mean & unit variance <over a mini-batch>, then a learned scale and shift.",
        "",
    ),
}

PAGE = """<!DOCTYPE html>
<html lang="en" {html}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<link rel="stylesheet" href="{root}_static/page.css">
<link rel="stylesheet" href="{root}_static/dlgloss/dlgloss.css">
{head}
<script defer="defer" src="{root}_static/dlgloss/dlgloss.js?v=1" data-cards="0f3a" data-shards="{shards}"
 data-more="Read more" {script}></script>
</head>
<body><main><h1>A page</h1>
{body}
</main></body></html>
"""
PAGE_CSS = """
body { margin: 0 auto; max-width: 45rem; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; }
html { background: #fff; color: #1b1b1b; }
main { min-height: 70rem; }
a { color: #0550ae; }
"""


def shard_of(id_: str, shards: int) -> int:
    """The shard that holds a term, as the script finds it."""
    n = 0
    for c in id_:
        n = (n * 31 + ord(c)) & 0xFFFFFFFF
    return n % shards


def link(id_: str, text: str = "", href: str = "glossary.html", more: str = "") -> str:
    """A link to a term as the extension writes it."""
    return f'<a class="dlterm reference internal" href="{href}#dlterm-{id_}" {more}>{text or id_}</a>'


#: Three terms in one paragraph, between two plain links.
PARAGRAPH = (
    f'<p><a href="#before">before</a> We use {link("dropout")}, then {link("batch-normalization")} '
    f'in a {link("convolutional-neural-network", "CNN")}, <a href="#after">after</a>.</p>'
)


class Folder:
    """A folder that is served over HTTP."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = ""
        #: Response headers of every answer.
        self.headers: dict[str, str] = {}

    @contextmanager
    def served(self) -> Iterator[Self]:
        """Serves it on a free port."""
        (self.root / "favicon.ico").touch()  # browsers ask for it
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=self))
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Site(Folder):
    """Pages with the real assets, served over HTTP and readable as files."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        assets = root / "_static" / "dlgloss"
        assets.mkdir(parents=True)
        for name in ("dlgloss.js", "dlgloss.css"):
            shutil.copy(STATIC / name, assets)
        (root / "_static" / "page.css").write_text(PAGE_CSS, "utf-8")
        self.cards(CARDS)
        self.page("glossary.html", "<p>The glossary.</p>" + "".join(f'<p id="dlterm-{i}">{i}</p>' for i in CARDS))

    def cards(self, entries: Mapping[str, Sequence[str]], shards: int = 1) -> None:
        """Writes the data files, in place of those that are there."""
        self.no_cards()
        for n in range(shards):
            part = {k: v for k, v in entries.items() if shard_of(k, shards) == n}
            name = "cards-0f3a.js" if shards == 1 else f"cards-0f3a-{n}.js"
            text = f"dlglossCards({json.dumps(part, ensure_ascii=False)});"
            (self.root / "_static" / "dlgloss" / name).write_text(text, "utf-8")

    def no_cards(self) -> None:
        for old in self.root.glob("_static/dlgloss/cards-*"):
            old.unlink()

    def page(
        self, name: str, body: str, *, css: str = "", html: str = "", head: str = "", script: str = "", shards: int = 1
    ) -> str:
        """Writes a page and returns its address; ``css`` becomes a stylesheet of its own."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * name.count("/")
        if css:
            path.with_suffix(".css").write_text(css, "utf-8")
            head += f'<link rel="stylesheet" href="{path.stem}.css">'
        text = PAGE.format(body=body, html=html, head=head, root=root, script=script, shards=shards)
        path.write_text(text, "utf-8")
        return f"{self.url}/{name}"


class Reader:
    """Someone with a browser window, whose timers run only in :meth:`wait`."""

    def __init__(self, page: Page, base: str, *, real_time: bool) -> None:
        self.page = page
        self.real_time = real_time
        self.card = page.locator("#dlcard")
        #: Addresses of all requests.
        self.requests: list[str] = []
        #: What the console and the page complained of.
        self.errors: list[str] = []
        #: What complaints are the subject of the test.
        self.expected = "^$"
        self._base = base
        self._coming: set[str] = set()
        page.on("request", self._note_request)
        page.on("requestfinished", lambda r: self._coming.discard(r.url))
        page.on("requestfailed", lambda r: self._coming.discard(r.url))
        page.on("console", self._note_message)
        page.on("pageerror", lambda e: self.errors.append(str(e)))

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        self._coming.add(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            where = message.location["url"].removeprefix(self._base)
            self.errors.append(f"{message.text} [{where}]")

    @property
    def data_requests(self) -> list[str]:
        return [url.rpartition("/")[2] for url in self.requests if "/cards-" in url]

    def term(self, id_: str) -> Locator:
        return self.page.locator(f'.dlterm[href$="#dlterm-{id_}"], .dlterm[data-dlterm="{id_}"]').first

    def wait(self, ms: int) -> None:
        """Lets time pass, once whatever is being loaded has come."""
        self.page.wait_for_timeout(10)
        while self._coming:
            self.page.wait_for_timeout(5)
        if self.real_time:
            self.page.wait_for_timeout(ms)
        else:
            self.page.clock.run_for(ms)

    def middle(self, locator: Locator) -> tuple[float, float]:
        script = "e => { const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; }"
        x, y = locator.evaluate(script)
        return x, y

    def point(self, locator: Locator) -> None:
        """Moves the mouse onto an element, on the first line of a wrapped one."""
        self.page.mouse.move(*self.middle(locator))

    def point_away(self) -> None:
        """Moves the mouse into the margin, where nothing is."""
        self.page.mouse.move(3, 3)
        self.page.mouse.move(2, 2)

    def hover(self, id_: str) -> None:
        """Rests on a term until its card is open."""
        self.point(self.term(id_))
        self.sees(id_)

    def tap(self, locator: Locator) -> None:
        self.page.touchscreen.tap(*self.middle(locator))
        self.wait(1)

    def tab(self) -> None:
        self.page.keyboard.press("Tab")

    def sees(self, id_: str) -> None:
        """Waits until the card of a term is open: for as long as the reader's patience and the loading last."""
        for _ in range(25):
            if self.title() == CARDS[id_][0]:
                return
            self.wait(120)
        pytest.fail(f"no card of {id_}, but {self.title()!r}")

    def title(self) -> str:
        """The headword of the card that can be seen, or nothing."""
        return self.card.locator("bdi").first.inner_text() if self.card.is_visible() else ""

    def check(self) -> None:
        foreign = [url for url in self.requests if not url.startswith(self._base)]
        assert not foreign, "requests to others"
        assert [e for e in self.errors if not re.search(self.expected, e)] == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        why = f"no Chromium at {CHROMIUM} (DLGLOSS_CHROMIUM names another place)"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, folder: Folder, **options: Any) -> None:
        self.folder = folder
        super().__init__(*args, directory=str(folder.root), **options)

    def end_headers(self) -> None:
        for name, value in self.folder.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any, **__: Any) -> None:
        """Says nothing: pytest shows what matters."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty site on a free port."""
    with Site(tmp_path / "site").served() as site:
        yield site


OpenPage = Callable[..., Reader]


@contextmanager
def visiting(browser: Browser, folder: Folder) -> Iterator[OpenPage]:
    """Opens an address in a context of its own; at the end nobody may have complained."""
    readers: list[Reader] = []

    def visit(url: str, *, init: str = "", real_time: bool = False, expected: str = "^$", **options: Any) -> Reader:
        context = browser.new_context(**{"viewport": {"width": 900, "height": 600}, **options})
        page = context.new_page()
        base = f"{folder.root.as_uri()}/" if url.startswith("file:") else f"{folder.url}/"
        reader = Reader(page, base, real_time=real_time)
        reader.expected = expected
        readers.append(reader)
        if init:
            page.add_init_script(init)
        if not real_time:
            page.clock.install(time=0)
        page.goto(url)
        if not real_time:
            page.clock.pause_at(10_000)
        return reader

    yield visit
    for reader in readers:
        reader.page.context.close()
    for reader in readers:
        reader.check()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Opens an address of the site."""
    with visiting(browser, site) as visit:
        yield visit
