"""Card and glossary page in five themes, looked at by axe-core: nothing fails that the theme alone does not fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Folder, Reader, visiting
from tests.building import Builder
from tests.samples import SEEDS, excerpt

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
RUN = """() => axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
})"""
OURS = "target => !!document.querySelector(target)?.closest('.dlgloss, .dlcard, .dlterm')"

THEMES = ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster"]
#: The same page with our terms and with plain links, and with what entries have, too: code, lists, emphasis.
PAGE = """Home
====

A network with {first} learns *more* slowly and **generalizes** better. It has ``code`` in it, too.

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

1. One, and {second}
2. Two, from `elsewhere <https://elsewhere.example/>`_
"""
OTHER = "Other\n=====\n\nText.\n"
TERMS = {"first": ":dlterm:`dropout`", "second": ":dlterm:`epochs <epoch>`"}
LINKS = {"first": ":doc:`dropout <other>`", "second": ":doc:`epochs <other>`"}


class Violation(NamedTuple):
    """An element that fails a rule."""

    rule: str
    #: The element, or the colors where it is about these.
    what: str
    #: It is in markup of ours, so the theme alone cannot have it.
    ours: bool


def violations(page: Page) -> set[Violation]:
    """What axe-core finds on a page."""
    page.evaluate(AXE)
    return {_violation(page, rule["id"], node) for rule in page.evaluate(RUN)["violations"] for node in rule["nodes"]}


def _violation(page: Page, rule: str, node: dict[str, Any]) -> Violation:
    target = str(node["target"][0])
    data = next((check["data"] for check in node["any"] if isinstance(check["data"], dict)), {})
    # colors are the theme's where the theme fails with them as well
    if rule == "color-contrast":
        return Violation(rule, f"{data['fgColor']} on {data['bgColor']}", ours=False)
    if rule == "link-in-text-block":
        return Violation(rule, "links", ours=False)
    return Violation(rule, target, ours=page.evaluate(OURS, target))


class Theme(NamedTuple):
    """A project in a theme, with our extension and without."""

    name: str
    with_terms: Folder
    with_links: Folder


@pytest.fixture(scope="module", params=THEMES)
def theme(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theme]:
    """A theme, in which both projects are built once."""
    name: str = request.param
    build = Builder(tmp_path_factory.mktemp(name))
    options: dict[str, Any] = {"conf": f"html_theme = {name!r}\nhtml_copy_source = False\n", "warnings": "allowed"}
    terms = build(
        {"index.rst": PAGE.format(**TERMS), "other.rst": OTHER},
        glossary=excerpt(SEEDS),
        srcdir="terms",
        outdir="terms-out",
        **options,
    )
    links = build(
        {"index.rst": PAGE.format(**LINKS), "other.rst": OTHER},
        extensions=(),
        srcdir="links",
        outdir="links-out",
        **options,
    )
    with ExitStack() as stack:
        folders = [stack.enter_context(Folder(built.outdir).served()) for built in (terms, links)]
        yield Theme(name, *folders)


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_fails_that_the_theme_alone_does_not_fail(
    browser: Browser, theme: Theme, scheme: str, width: int
) -> None:
    # themes with a switch remember what was chosen
    chosen = {"mode": "auto", "theme": "auto" if theme.name == "furo" else scheme}
    remember = "".join(f"localStorage.setItem({key!r}, {value!r});" for key, value in chosen.items())
    options: dict[str, Any] = {
        "init": f"try {{ {remember} }} catch {{}}",
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 900},
        "reduced_motion": "reduce",
        "real_time": True,
    }
    with visiting(browser, theme.with_links) as visit:
        reader = visit(f"{theme.with_links.url}/index.html", **options)
        reader.point(reader.page.get_by_role("link", name="dropout"))
        known = violations(reader.page)
        complaints = "|".join(map(re.escape, reader.errors)) or "^$"
        reader.expected = options["expected"] = complaints
    with visiting(browser, theme.with_terms) as visit:
        card = card_violations(visit(f"{theme.with_terms.url}/index.html", **options))
        page = page_violations(visit(f"{theme.with_terms.url}/dl-glossary.html#dlterm-dropout", **options))
    assert {violation for violation in card | page if violation.ours or violation not in known} == set()


def card_violations(reader: Reader) -> set[Violation]:
    """What fails on a page with an open card."""
    term = reader.term("dropout")
    term.scroll_into_view_if_needed()
    reader.point(term)
    reader.card.wait_for(state="visible")
    found = violations(reader.page)
    assert reader.title() == "Dropout", "the card is closed"
    return found


def page_violations(reader: Reader) -> set[Violation]:
    """What fails on the glossary page with a filter, a chip pressed, letters with and without entries, all unfolded."""
    page = reader.page
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # the bar lies upon nothing there
    page.get_by_role("searchbox", name="Filter the glossary").fill("drop")
    page.get_by_role("button", name="beginner").click()
    page.evaluate("document.querySelectorAll('.dlgloss details').forEach((e) => (e.open = true))")
    letters = page.locator(".dlgloss-letters a")
    assert 0 < letters.and_(page.locator("[aria-disabled]")).count() < letters.count()
    return violations(page)
