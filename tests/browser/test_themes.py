"""Card and glossary page in five themes, looked at by axe-core: nothing fails that the theme alone does not fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import Folder, OpenPage, visiting
from tests.building import Builder

axe = pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
AXE = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
RUN = """() => axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
})"""

THEMES = ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"]
#: The same page with our terms and with plain links, and with what entries have, too: code, lists, emphasis.
PAGE = """Home
====

A network with {dropout} learns *more* slowly and **generalizes** better. It has ``code`` in it, too.

.. toctree::

   other

Part
----

.. code-block:: python

   import numpy as np

   def drop(x, p=0.5):  # a comment
       '''Says what it does.'''
       print(f"{{x:.1f}}", True, None, np.zeros(3) @ x, [1, 2.0], x != 1, "text", lambda: 1)
       for i in range(3):
           if i not in x and isinstance(i, int):
               raise ValueError
       return x * (np.random.rand(*x.shape) > p)

.. code-block:: text

   0.5 1.0

.. code-block:: none

   x

1. One, and {link}
2. Two, from `elsewhere <https://elsewhere.example/>`_
"""
OTHER = "Other\n=====\n\nText.\n"


class Violation(NamedTuple):
    """An element that fails a rule."""

    rule: str
    #: The element, or the colours where it is about these.
    what: str
    ours: bool
    target: str

    @property
    def key(self) -> tuple[str, str]:
        return self.rule, self.what


def violations(page: Page) -> list[Violation]:
    """What axe-core finds on a page."""
    page.evaluate(AXE)
    found = []
    for rule in page.evaluate(RUN)["violations"]:
        for node in rule["nodes"]:
            (target, *_) = node["target"]
            found.append(_violation(page, rule["id"], node, str(target)))
    return found


def _violation(page: Page, rule: str, node: dict[str, Any], target: str) -> Violation:
    data = next((check["data"] for check in node["any"] if isinstance(check["data"], dict)), {})
    if rule == "color-contrast":
        # a color is the theme's where it fails without us as well
        what, ours = f"{data['fgColor']} on {data['bgColor']}", False
    elif rule == "link-in-text-block":
        what, ours = rule, False
    else:
        what = target
        ours = page.evaluate("t => !!document.querySelector(t)?.closest('.dlgloss, .dlcard, .dlterm')", target)
    return Violation(rule, what, ours, target)


class Theme:
    """A project in a theme, with our extension and without."""

    def __init__(self, name: str, ours: Folder, plain: Folder) -> None:
        self.name = name
        self.ours = ours
        self.plain = plain


@pytest.fixture(scope="session", params=THEMES)
def theme(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theme]:
    """A theme, in which both projects are built once."""
    name: str = request.param
    pytest.importorskip(name, reason=f"the theme {name} is not installed")
    conf = f"html_theme = {name!r}\nhtml_copy_source = False\n"
    build = Builder(tmp_path_factory.mktemp(name))
    with_terms = {"index.rst": PAGE.format(dropout=":dlterm:`dropout`", link=":dlterm:`epochs <epoch>`")}
    with_links = {"index.rst": PAGE.format(dropout=":doc:`dropout <other>`", link=":doc:`epochs <other>`")}
    other = {"other.rst": OTHER}
    ours = build(with_terms | other, conf=conf, glossary=None, srcdir="ours", outdir="ours-out", warnings="allowed")
    plain = build(with_links | other, conf=conf, extensions=(), srcdir="plain", outdir="plain-out", warnings="allowed")
    with ExitStack() as stack:
        folders = [stack.enter_context(Folder(built.outdir).served()) for built in (ours, plain)]
        yield Theme(name, *folders)


#: Themes with a switch remember what was chosen.
CHOOSE = "try {{ localStorage.setItem('mode', 'auto'); localStorage.setItem('theme', '{scheme}'); }} catch {{}}"


@pytest.fixture(scope="session")
def known() -> dict[tuple[str, str, int], set[tuple[str, str]]]:
    """What each theme fails by itself."""
    return {}


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["card", "page"])
def test_nothing_fails_that_the_theme_alone_does_not_fail(
    browser: Browser,
    theme: Theme,
    scheme: str,
    width: int,
    where: str,
    known: dict[tuple[str, str, int], set[tuple[str, str]]],
) -> None:
    options: dict[str, Any] = {
        "real_time": True,
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 900},
        "reduced_motion": "reduce",
        "init": CHOOSE.format(scheme="" if theme.name == "furo" else scheme),
    }
    if theme.name == "furo":
        options["init"] = "try { localStorage.setItem('theme', 'auto') } catch {}"
    key = (theme.name, scheme, width)
    if key not in known:
        with visiting(browser, theme.plain) as visit:
            page = visit(f"{theme.plain.url}/index.html", **options).page
            known[key] = {violation.key for violation in violations(page)}
    with visiting(browser, theme.ours) as visit:
        found = _card(visit, theme, options) if where == "card" else _page(visit, theme, options)
    new = {v for v in found if v.ours or v.key not in known[key]}
    assert sorted(new) == []


def _card(visit: OpenPage, theme: Theme, options: dict[str, Any]) -> list[Violation]:
    reader = visit(f"{theme.ours.url}/index.html", **options)
    term = reader.term("dropout")
    term.scroll_into_view_if_needed()
    for _ in range(3):
        reader.point(term)
        try:
            reader.card.wait_for(state="visible", timeout=3000)
            break
        except PlaywrightTimeout:
            reader.point_away()
    found = violations(reader.page)
    assert reader.title() == "Dropout", "the card is closed"
    return found


def _page(visit: OpenPage, theme: Theme, options: dict[str, Any]) -> list[Violation]:
    reader = visit(f"{theme.ours.url}/dl-glossary.html#dlterm-dropout", **options)
    page = reader.page
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # the bar lies upon nothing there
    found = violations(page)
    # a filtered page, with a chip pressed, a disabled letter, and everything unfolded
    page.get_by_role("searchbox", name="Filter the glossary").fill("drop")
    page.get_by_role("button", name="beginner").click()
    page.evaluate("document.querySelectorAll('.dlgloss details').forEach((e) => (e.open = true))")
    return found + violations(page)
