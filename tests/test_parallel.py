"""Several processes come to what one comes to."""

from __future__ import annotations

import pytest

from tests.building import Builder, Built

#: More than five documents a process, else Sphinx does not share the work.
FILES = {
    "index.rst": "Home\n====\n\n:dlterm:`dropout`\n\n.. toctree::\n   :glob:\n\n   p*\n   listing\n",
    "listing.rst": "Some\n====\n\n.. dlglossary::\n   :used:\n   :layout: summary\n",
} | {
    f"p{n:02}.rst": f"The :dlterm:`ReLU` page {n}\n===========================\n\n"
    f":dlterm:`{term}` and :any:`{term}` and :dlterm:`dropout`\n"
    for n, term in enumerate(["CNNs", "mAP", "MAP", "matrices", "model", "kernel", "weight decay", "BN"] * 2)
}
#: The same titles, because Sphinx does not write the neighbours of a page again when its title changes.
EDIT = {
    name: text.split("\n\n")[0] + "\n\n:dlterm:`overfitting`\n"
    for name, text in FILES.items()
    if name in {"p03.rst", "p04.rst"}
}


def assert_same(one: Built, other: Built) -> None:
    first, second = one.comparable(), other.comparable()
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name] and not name.endswith(".epub")] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "latex", "text"])
def test_a_parallel_build_is_what_a_serial_one_is(build: Builder, builder: str) -> None:
    serial = build(FILES, builder, outdir="serial")
    parallel = build({}, builder, outdir="parallel", parallel=2)
    assert_same(parallel, serial)


def test_after_an_edit_and_a_second_parallel_build_too(build: Builder) -> None:
    build(FILES, outdir="parallel", parallel=2)
    parallel = build(EDIT, outdir="parallel", parallel=2)
    assert_same(parallel, build({}, outdir="serial"))
    assert parallel.dead_links() == []


def test_serial_and_parallel_builds_can_follow_each_other(build: Builder) -> None:
    build(FILES, outdir="mixed")
    build(EDIT, outdir="mixed", parallel=2)
    more = {"p05.rst": f"{FILES['p05.rst']}\n:dlterm:`matrix`\n"}
    assert_same(build(more, outdir="mixed"), build({}, outdir="serial"))


def test_the_work_is_really_shared(build: Builder) -> None:
    conf = (
        "import os\n"
        "def note(app, docname, source):\n"
        "    with open(app.outdir / 'processes', 'a') as file:\n        print(os.getpid(), file=file)\n"
        "def setup(app):\n    app.connect('source-read', note)\n    return {'parallel_read_safe': True}\n"
    )
    built = build(FILES, outdir="parallel", parallel=2, conf=conf)
    assert len(set(built.text("processes").split())) > 1


def test_the_extension_says_that_it_can(build: Builder) -> None:
    app = build({"index.rst": "Home\n====\n"}, "dummy").app
    assert app
    extension = app.extensions["sphinx_dlgloss"]
    assert extension.parallel_read_safe is True
    assert extension.parallel_write_safe is True


def test_warnings_of_parallel_builds_are_those_of_serial_ones(build: Builder) -> None:
    files = FILES | {"p03.rst": "P\n=\n\n:dlterm:`quokka`\n"}
    serial = build(files, outdir="serial", warnings="allowed")
    parallel = build({}, outdir="parallel", parallel=2, warnings="allowed")
    assert parallel.warnings == serial.warnings == "p03.rst:4: WARNING: unknown term: 'quokka' [dlgloss.unknown]"
