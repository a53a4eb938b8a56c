"""What the extension costs, as ratios measured side by side in one run.

Usage::

    python -m tools.bench [--pages 200] [--references 40] [--prose 500] [--rounds 3]

Four projects of the same synthetic pages are built in turn, several rounds: without references, the same with the
extension, with references by Sphinx's ``:term:`` to a glossary of its own, and with ``:dlterm:``. The figures are what
``:dlterm:`` adds to a build, as a part of what ``:term:`` adds, with and without the glossary page and all else the
extension costs a project without references. The least time of the rounds counts.

A project of one page shows what the glossary page costs: with the extension, so with all entries, and without.

A project of many pages of prose, with and without automatic links, shows what these cost; and the scan for them is
timed with texts of one, ten and a hundred times the length, and with a tenth of the terms.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.mentions import Scanner

SENTENCE = "The model was trained on {0} for as long as the loss went down, and {1} was looked at after that.\n"


def plain(form: str) -> str:
    """Return a form without a role."""
    return form


def by_term(form: str) -> str:
    """Return a form in Sphinx's own role."""
    return f":term:`{form}`"


def by_dlterm(form: str) -> str:
    """Return a form in our role."""
    return f":dlterm:`{form}`"


def alone(form: str) -> str:
    """Return a form without a role, in a project that has the extension."""
    return form


def write_configuration(folder: Path, role: Callable[[str], str]) -> None:
    """Write what all projects share, so that pages differ by their references alone, and the extension where it is."""
    extension = 'extensions = ["sphinx_dlgloss"]\n' if role in {alone, by_dlterm} else ""
    (folder / "conf.py").write_text(f"{extension}html_theme = 'basic'\nhtml_copy_source = False\n")


def write_project(folder: Path, pages: int, references: int, role: Callable[[str], str]) -> None:
    """Write a project whose pages have a number of references each."""
    forms = [term.term for term in load_glossary().terms]
    folder.mkdir()
    write_configuration(folder, role)
    names = [f"page{number:04}" for number in range(pages)]
    toctree = "".join(f"   {name}\n" for name in [*names, "terms"])
    (folder / "index.rst").write_text(f"Index\n=====\n\n.. toctree::\n\n{toctree}")
    glossary = "".join(f"   {term.term}\n      {term.summary}\n\n" for term in load_glossary().terms)
    (folder / "terms.rst").write_text(f"Terms\n=====\n\n.. glossary::\n\n{glossary}")
    for number, name in enumerate(names):
        paragraphs = [
            SENTENCE.format(*(role(forms[(number + 2 * pair + offset) % len(forms)]) for offset in (0, 1)))
            for pair in range(references // 2)
        ]
        (folder / f"{name}.rst").write_text(f"{name}\n{'=' * len(name)}\n\n" + "\n".join(paragraphs))


def build(source: Path) -> float:
    """Build a project from scratch and return the seconds it took."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own project
            # with the package that is installed, not with the sources in the folder
            [sys.executable, "-P", "-m", "sphinx", "-q", "-E", "-b", "html", str(source), out],
            check=True,
        )
        return time.perf_counter() - start


def timed(projects: Mapping[str, Path], rounds: int) -> dict[str, list[float]]:
    """Build projects in turn, and return the time of each in each round, and print the least."""
    times: dict[str, list[float]] = {name: [] for name in projects}
    for _ in range(rounds):
        for name, source in projects.items():
            times[name].append(build(source))
    for name, seconds in times.items():
        print(f"  {name:16} {min(seconds):6.2f} s")
    return times


def fastest(projects: Mapping[str, Path], rounds: int) -> dict[str, float]:
    """Build projects in turn, and print and return the least time of each."""
    return {name: min(seconds) for name, seconds in timed(projects, rounds).items()}


def compare_roles(folder: Path, pages: int, references: int, rounds: int) -> None:
    """Print what ``:dlterm:`` costs beside ``:term:``."""
    projects = {"no references": plain, "extension alone": alone, ":term:": by_term, ":dlterm:": by_dlterm}
    for role in projects.values():
        write_project(folder / role.__name__, pages, references, role)
    print(f"{pages} pages of {references} references, best of {rounds} rounds")
    best = fastest({name: folder / role.__name__ for name, role in projects.items()}, rounds)
    by_sphinx = best[":term:"] - best["no references"]
    print(f"  :dlterm: adds {(best[':dlterm:'] - best['no references']) / by_sphinx:.2f} of what :term: adds,")
    print(
        f"  {(best[':dlterm:'] - best['extension alone']) / by_sphinx:.2f} without what the extension costs by itself"
    )


def compare_page(folder: Path, rounds: int) -> None:
    """Print what the page of all entries costs."""
    projects = {"one page": plain, "and the glossary": by_dlterm}
    for role in projects.values():
        write_page(folder / role.__name__, role)
    print(f"one page, and the glossary page with {len(load_glossary().terms)} entries, best of {rounds} rounds")
    best = fastest({name: folder / role.__name__ for name, role in projects.items()}, rounds)
    print(f"  the glossary adds {best['and the glossary'] - best['one page']:.2f} s")


def write_page(folder: Path, role: Callable[[str], str]) -> None:
    """Write a project of one page, with the extension where the role is ours."""
    folder.mkdir(parents=True)
    write_configuration(folder, role)
    (folder / "index.rst").write_text(f"Index\n=====\n\nWith {role('dropout')}.\n\n.. toctree::\n")


#: What documentation consists of: prose with a term here and there, and code.
PROSE = """\
After the first run the numbers were put side by side, and nobody was surprised that the {0} had gone up a little. What
had changed was not the code but the order of the files, which the loader reads as the system gives them, and so the
{1} of the second run was another one. We keep a list of such cases, each with the day on which it was found, and go
through it before a release. Where {0} matters, say so in the text; where it does not, leave it out.
"""
SAMPLE = """\
.. code-block:: python

   def compare(first, second, tolerance=1e-6):
       for name in sorted(first):
           if abs(first[name] - second[name]) > tolerance:
               print(f"{name}: {first[name]:.3f} and {second[name]:.3f}")
"""


def compare_links(folder: Path, pages: int, rounds: int) -> None:
    """Print what automatic links cost in a project of prose."""
    forms = [term.term for term in load_glossary().terms if term.autolink]
    projects = {"no links": "False", "first on a page": "'page'", "all": "'all'"}
    for name, extent in projects.items():
        source = folder / name.replace(" ", "-")
        source.mkdir(parents=True)
        (source / "conf.py").write_text(
            f"extensions = ['sphinx_dlgloss']\nhtml_copy_source = False\ndlgloss_autolink = {extent}\n"
        )
        names = [f"page{number:04}" for number in range(pages)]
        toctree = "".join(f"   {page}\n" for page in names)
        (source / "index.rst").write_text(f"Index\n=====\n\n.. toctree::\n\n{toctree}")
        for number, page in enumerate(names):
            paragraphs = [PROSE.format(*(forms[(number * 7 + n + k) % len(forms)] for k in (0, 1))) for n in range(12)]
            paragraphs[4::4] = [f"{SAMPLE}\n{paragraph}" for paragraph in paragraphs[4::4]]
            (source / f"{page}.rst").write_text(f"{page}\n{'=' * len(page)}\n\n" + "\n".join(paragraphs))
    print(f"{pages} pages of prose with and without automatic links, best of {rounds} rounds")
    times = timed({name: folder / name.replace(" ", "-") for name in projects}, rounds)
    for name in ("first on a page", "all"):
        # builds of one round are near in time, so that the machine is as fast for each
        ratio = statistics.median(linked / plain for linked, plain in zip(times[name], times["no links"], strict=True))
        print(f"  {name}: {100 * (ratio - 1):.1f} % more, median of the rounds")


def compare_scans() -> None:
    """Print how the time of a scan grows with the text, and with the number of terms."""
    glossary = load_glossary()
    forms = [term.term for term in glossary.terms]
    text = "\n".join(PROSE.format(forms[n % len(forms)], forms[(n + 1) % len(forms)]) for n in range(25))
    few = msgspec.structs.replace(glossary, terms=glossary.terms[:: len(glossary.terms) // 60])
    for lookup in (Lookup(few), Lookup(glossary)):
        scanner = Scanner(lookup)
        times = {}
        for times_longer in (1, 10, 100):
            longer = text * times_longer
            times[times_longer] = min(timeit.repeat(lambda: list(scanner.mentions(longer)), number=1, repeat=3))  # noqa: B023 - called at once
        per_length = ", ".join(f"{1e6 * seconds / (n * len(text)):.3f} at {n}x" for n, seconds in times.items())
        print(f"scan for {len(lookup.terms)} terms: {per_length} (microseconds a character)")


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--prose", type=int, default=500)
    parser.add_argument("--references", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare_page(Path(folder, "page"), options.rounds)
        compare_links(Path(folder, "links"), options.prose, options.rounds)
        compare_scans()
        compare_roles(Path(folder), options.pages, options.references, options.rounds)


if __name__ == "__main__":
    main()
