"""What the card and the glossary page cost a reader, each figure beside its limit; the exit code is 1 if one is missed.

Usage::

    python -m tools.bench_browser [--rounds 15]

A small project is built and opened in Chromium (``DLGLOSS_CHROMIUM`` names another place than
``/usr/bin/chromium``). The least time of the rounds counts.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.cards import card_data
from tools.chromium import CHROMIUM, CHROMIUM_ARGS

#: Multiplies the entries of a glossary page, before its script runs, until there are a thousand.
MULTIPLY = """<script>{
  const entries = document.querySelectorAll(".dlgloss-entry");
  for (let n = 1; n < Math.ceil(1000 / entries.length); n++)
    for (const entry of entries) {
      const copy = entry.cloneNode(true);
      copy.id += `-${n}`;
      copy.querySelector(".dlgloss-headword").firstChild.data += ` ${n}`;
      entry.parentElement.append(copy);
    }
}</script>"""

#: Types some words letter by letter, and takes them away again; the milliseconds of script that each letter took.
TYPING = """async () => {
  const input = document.querySelector(".dlgloss-tools input");
  input.focus();
  const times = [];
  for (const word of ["network 7", "gradient", "relu"])
    for (let end = 1; end <= word.length + 1; end++) {
      input.value = word.slice(0, end % (word.length + 1));
      const start = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      times.push(performance.now() - start);
      await new Promise((done) => setTimeout(done, 1));
    }
  return times;
}"""

#: Notes layout shifts, and how many frames after its timer a card is painted.
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => (shift += e.value)))
  .observe({ type: "layout-shift", buffered: true });
window.frames_ = [];
const real = window.setTimeout;
window.setTimeout = (run, delay, ...rest) => real(() => {
  run();
  if (delay !== 350 && delay !== 120) return;
  let count = 0;
  const look = () => {
    count += 1;
    if (document.querySelector("#dlcard")?.checkVisibility()) frames_.push(count);
    else if (count < 30) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, delay, ...rest);
"""

LINKS = 1000


def thousand(page: str) -> str:
    """Return the text of a glossary page that has its entries many times, so that there are a thousand."""
    return page.replace("</body>", f"{MULTIPLY}</body>")


class Budgets:
    """Figures beside their limits."""

    def __init__(self) -> None:
        self.missed = 0

    def __call__(self, name: str, value: float, limit: float, unit: str, note: str = "") -> None:
        """Print a figure and remember whether it keeps to its limit."""
        kept = value <= limit
        self.missed += not kept
        print(f"{'ok    ' if kept else 'MISSED'}  {name:46} {value:9,.2f} of {limit:8,.1f} {unit:6} {note}".rstrip())


def sizes(budget: Budgets) -> None:
    """Look at what is sent, compressed."""
    static = files("sphinx_dlgloss") / "static"
    for name, most in (("dlgloss.js", 2500), ("dlgloss.css", 1000)):
        budget(f"{name}, compressed", len(gzip.compress((static / name).read_bytes(), 9, mtime=0)), most, "bytes")
    shards = [len(gzip.compress(text.encode(), 9, mtime=0)) for text in card_data(load_glossary()).files]
    budget("largest file of cards, compressed", max(shards), 10_000, "bytes", f"{len(shards)} in all")


def build(folder: Path) -> Path:
    """Build a project that has a page with terms, and the glossary page; return where its pages are."""
    source, out = folder / "source", folder / "out"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_dlgloss"]\nhtml_theme = "alabaster"\n', "utf-8")
    names = [term.term for term in load_glossary().terms]
    prose = " and ".join(f":dlterm:`{name}`" for name in names)
    (source / "index.rst").write_text(f"Home\n====\n\n{prose}\n\nMore prose, which must not move.\n", "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(out)]
    subprocess.run(command, check=True)  # noqa: S603 - our own project
    glossary = out / "dl-glossary.html"
    glossary.with_name("thousand.html").write_text(thousand(glossary.read_text("utf-8")), "utf-8")
    link = '<a class="dlterm reference internal" href="dl-glossary.html#dlterm-dropout">dropout</a>'
    script = (files("sphinx_dlgloss") / "static" / "dlgloss.js").read_text("utf-8")
    # inline, so that what is measured is the script and not the way to it
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><p>{f'{link} and '.join([''] * (LINKS + 1))}</p>"
        "<script>start = performance.now()</script>"
        f"<script data-cards=0 data-shards=1 data-more=More>{script}</script>"
        "<script>took = performance.now() - start</script>"
    )
    (out / "links.html").write_text(page, "utf-8")
    return out


def opened(browser: Browser, url: str, rounds: int, init: str = "") -> Iterator[Page]:
    """Open an address several times, each time as if for the first time."""
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        page = context.new_page()
        if init:
            page.add_init_script(init)
        page.goto(url)
        yield page
        context.close()


def measure(budget: Budgets, browser: Browser, out: Path, rounds: int) -> None:
    """Look at what a reader waits for."""
    loads = [page.evaluate("took") for page in opened(browser, (out / "links.html").as_uri(), rounds)]
    note = f"median {statistics.median(loads):.2f}"
    budget(f"script at load with {LINKS:,} links", min(loads), 2, "ms", note)

    shifts, frames = [], []
    for page in opened(browser, (out / "index.html").as_uri(), max(3, rounds // 4), WATCH):
        terms = page.locator("[role=main] .dlterm")
        for number in (3, 4, 12):
            box = terms.nth(number).evaluate("e => { const r = e.getClientRects()[0]; return [r.x + 4, r.y + 4] }")
            page.mouse.move(*box)
            page.wait_for_function(
                "term => document.querySelector('#dlcard')?.checkVisibility()"
                " && document.querySelector('#dlcard a').hash === term.hash",
                arg=terms.nth(number).element_handle(),
            )
            page.wait_for_timeout(100)
        shifts.append(page.evaluate("shift"))
        frames += page.evaluate("frames_")
    budget("from the timer to the painted card", max(frames), 2, "frames", f"{len(frames)} cards, the worst")
    budget("layout shift on opening and on swapping", max(shifts), 0, "")

    letters: list[float] = []
    first: list[float] = []
    for page in opened(browser, (out / "thousand.html").as_uri(), max(3, rounds // 4)):
        page.wait_for_timeout(3000)
        typed = page.evaluate(TYPING)
        first.append(typed[0])
        letters.append(statistics.median(typed))
    budget("filter at 1,000 entries, a letter", min(letters), 16, "ms", f"worst {max(letters):.1f}")
    budget("filter at 1,000 entries, the first letter", min(first), 16, "ms", f"worst {max(first):.1f}")


def main() -> int:
    """Print all budgets and tell whether one is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    budget = Budgets()
    sizes(budget)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        measure(budget, browser, build(Path(folder)), rounds)
        browser.close()
    return 1 if budget.missed else 0


if __name__ == "__main__":
    sys.exit(main())
