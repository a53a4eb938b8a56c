"""Pictures of the card and of the glossary page for the README and the documentation.

Usage::

    python -m tools.screenshots [--out docs/images] [--theme furo] [--width 1200] [--scale 2] [--full]

A small project is built and opened in Chromium (``DLGLOSS_CHROMIUM`` names another place than
``/usr/bin/chromium``); ``card-light.png``, ``card-dark.png``, ``page-light.png`` and ``page-dark.png`` are written.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tools.chromium import CHROMIUM, CHROMIUM_ARGS

ROOT = Path(__file__).parent.parent

PROSE = """Training a small image classifier
=================================

We train a :dlterm:`CNN` on 60,000 images of clothes, until it tells ten kinds apart.

.. toctree::
   :hidden:

   dl-glossary

The network
-----------

Two blocks of convolution and :dlterm:`pooling` are followed by a fully connected layer with :dlterm:`dropout`, and
:dlterm:`softmax` turns its ten outputs into probabilities. The network is small enough to train on a laptop, and large
enough to show :dlterm:`overfitting` after a few :dlterm:`epochs <epoch>`.

Each convolution is followed by :dlterm:`batch normalization`, which allows a higher :dlterm:`learning rate`, and by a
:dlterm:`ReLU`.

.. code-block:: python

   model = Network(channels=(16, 32), dropout=0.25)
   for epoch in range(5):
       train(model, images, labels, rate=0.01)

The loss
--------

The :dlterm:`loss <loss function>` is the :dlterm:`cross-entropy loss`, and plain :dlterm:`gradient descent` on batches
of 128 images is enough to make it fall.
"""

Scheme = Literal["light", "dark"]


def build(folder: Path, theme: str) -> Path:
    """Build the project and return where its pages are."""
    source, out = folder / "source", folder / "out"
    source.mkdir()
    conf = f'project = "Clothes"\nextensions = ["sphinx_dlgloss"]\nhtml_theme = {theme!r}\nhtml_copy_source = False\n'
    (source / "conf.py").write_text(conf, "utf-8")
    (source / "index.rst").write_text(PROSE, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(out)]
    subprocess.run(command, check=True)  # noqa: S603 - our own project
    return out


def open_card(page: Page, term: str) -> None:
    """Rest on a term until its card is open."""
    link = page.locator(f".dlterm[href$='#dlterm-{term}']").first
    link.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 300)")
    x, y = link.evaluate("e => { const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] }")
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    page.locator("#dlcard").wait_for(state="visible")
    page.wait_for_timeout(500)


def open_page(page: Page) -> None:
    """Unfold an entry and bring it under the bar."""
    page.wait_for_selector(".dlgloss-tools")
    page.evaluate("""() => {
        document.documentElement.style.scrollBehavior = "auto";
        document.querySelector("#dlterm-dropout .dlgloss-code").open = true;
        document.querySelector("#dlterm-dropout").scrollIntoView();
    }""")
    page.wait_for_timeout(800)


def around(page: Page, selectors: str, width: int, height: int) -> FloatRect:
    """Return the part of the window that holds some elements, with a margin."""
    x, y, right, bottom = page.evaluate(
        """selectors => {
            const boxes = [...document.querySelectorAll(selectors)].map((e) => e.getBoundingClientRect());
            return [Math.min(...boxes.map((r) => r.left)), Math.min(...boxes.map((r) => r.top)),
                Math.max(...boxes.map((r) => r.right)), Math.max(...boxes.map((r) => r.bottom))];
        }""",
        selectors,
    )
    left, top = max(0, x - 32), max(0, y - 24)
    return {"x": left, "y": top, "width": min(width, right + 32) - left, "height": min(height, bottom + 24) - top}


def shoot(browser: Browser, pages: Path, out: Path, scheme: Scheme, options: argparse.Namespace) -> None:
    """Write the two pictures of a color scheme."""
    height = 900
    context = browser.new_context(
        viewport={"width": options.width, "height": height},
        device_scale_factor=options.scale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    # themes with a switch would else show what they take for light
    chosen = "auto" if options.theme == "furo" else scheme
    page.add_init_script(f"localStorage.setItem('mode', 'auto'); localStorage.setItem('theme', '{chosen}')")
    page.goto((pages / "index.html").as_uri())
    open_card(page, "dropout")
    clip = None if options.full else around(page, "#the-network, #the-network + * > p, #dlcard", options.width, height)
    page.screenshot(path=out / f"card-{scheme}.png", clip=clip)
    page.goto((pages / "dl-glossary.html").as_uri())
    open_page(page)
    clip = None if options.full else around(page, ".dlgloss-bar, #dlterm-dropout", options.width, height)
    page.screenshot(path=out / f"page-{scheme}.png", clip=clip)
    context.close()


def main() -> None:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--theme", default="furo")
    parser.add_argument("--width", type=int, default=1200)
    parser.add_argument("--scale", type=float, default=2)
    parser.add_argument("--full", action="store_true", help="the whole window")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    schemes: tuple[Scheme, ...] = ("light", "dark")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        pages = build(Path(folder), options.theme)
        for scheme in schemes:
            shoot(browser, pages, options.out, scheme, options)
            print(f"Wrote {options.out}/card-{scheme}.png and page-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
