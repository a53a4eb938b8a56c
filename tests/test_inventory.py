"""Terms for other projects: the inventory and labels, with and without the extension there."""

from __future__ import annotations

import re
import zlib

import pytest

from tests.building import Builder, Built
from tests.samples import IDS, without

INDEX = "Home\n====\n\n:dlterm:`dropout`\n\n.. toctree::\n"


def inventory(built: Built) -> dict[str, dict[str, str]]:
    """The objects of each type, with their addresses."""
    data = (built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
    objects: dict[str, dict[str, str]] = {}
    for line in zlib.decompress(data).decode().splitlines():
        match = re.fullmatch(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)", line)
        assert match
        name, type_, _, address, _ = match.groups()
        objects.setdefault(type_, {})[name] = address.removesuffix("$") + (name if address.endswith("$") else "")
    return objects


@pytest.fixture
def hosted(build: Builder) -> Built:
    """A site that has the glossary."""
    return build({"index.rst": INDEX}, srcdir="hosted", outdir="hosted-out")


def conf(hosted: Built, more: str = "") -> str:
    return f"intersphinx_mapping = {{'hosted': ('https://h.example/', {str(hosted.outdir / 'objects.inv')!r})}}\n{more}"


WITH = ("sphinx.ext.intersphinx", "sphinx_dlgloss")
WITHOUT = ("sphinx.ext.intersphinx",)
DROPOUT = "https://h.example/dl-glossary.html#dlterm-dropout"


def links(built: Built) -> dict[str, str]:
    return {e.text: e["href"] for e in built.html().body.all("a", cls="reference")}


def test_every_term_is_in_the_inventory_under_its_id(hosted: Built) -> None:
    assert inventory(hosted)["dl:term"] == {id_: f"dl-glossary.html#dlterm-{id_}" for id_ in IDS}


def test_every_term_has_a_label(hosted: Built) -> None:
    labels = inventory(hosted)["std:label"]
    assert {id_: labels[f"dlterm-{id_}"] for id_ in IDS} == {id_: f"dl-glossary.html#dlterm-{id_}" for id_ in IDS}


def test_a_site_that_shows_no_terms_exports_none(build: Builder) -> None:
    objects = inventory(build({"index.rst": INDEX}, conf="dlgloss_page = None\n"))
    assert "dl:term" not in objects
    assert not [label for label in objects["std:label"] if label.startswith("dlterm")]


def test_a_site_without_the_extension_refers_to_the_label(build: Builder, hosted: Built) -> None:
    source = "Home\n====\n\n:ref:`dlterm-dropout`, :ref:`CNNs <dlterm-convolutional-neural-network>`\n"
    built = build({"index.rst": source}, extensions=WITHOUT, conf=conf(hosted))
    assert links(built) == {
        "Dropout": DROPOUT,
        "CNNs": "https://h.example/dl-glossary.html#dlterm-convolutional-neural-network",
    }


def test_a_site_without_a_page_of_its_own_links_to_the_other_one(build: Builder, hosted: Built) -> None:
    source = (
        "Home\n====\n\n:dlterm:`dropout`, :dlterm:`CNNs`, :dl:term:`units off <dropout>`, :external:dl:term:`dropout`\n"
    )
    built = build({"index.rst": source}, extensions=WITH, conf=conf(hosted, "dlgloss_page = None\n"))
    assert links(built) == {
        "dropout": DROPOUT,
        "CNNs": "https://h.example/dl-glossary.html#dlterm-convolutional-neural-network",
        "units off": DROPOUT,
        "Dropout": DROPOUT,  # Sphinx's own role gives the other site's name for it
    }


def test_a_term_that_is_known_here_has_its_card_on_the_link_to_the_other_site(build: Builder, hosted: Built) -> None:
    source = "Home\n====\n\n:dlterm:`dropout`, :dlterm:`relu`\n"
    built = build(
        {"index.rst": source}, extensions=WITH, conf=conf(hosted, "dlgloss_page = None\n"), glossary=without("relu")
    )
    [known] = built.html().body.all(cls="dlterm")
    assert known["class"].split() == ["dlterm", "reference", "external"]
    assert (known.text, known["href"]) == ("dropout", DROPOUT)
    assert "dlgloss.js" in built.text("index.html")


def test_a_site_with_a_page_of_its_own_links_to_that_one(build: Builder, hosted: Built) -> None:
    source = "Home\n====\n\n:dlterm:`dropout`, :external+hosted:dl:term:`theirs <dropout>`\n"
    built = build({"index.rst": source}, extensions=WITH, conf=conf(hosted))
    assert links(built) == {"dropout": "dl-glossary.html#dlterm-dropout", "theirs": DROPOUT}


def test_a_term_that_only_the_other_site_has_is_found_there(build: Builder, hosted: Built) -> None:
    source = "Home\n====\n\n:dlterm:`relu`, :dlterm:`rectified <relu>`\n"
    built = build({"index.rst": source}, extensions=WITH, conf=conf(hosted), glossary=without("relu"))
    address = "https://h.example/dl-glossary.html#dlterm-relu"
    assert links(built) == {"relu": address, "rectified": address}


def test_what_neither_has_is_one_warning(build: Builder, hosted: Built) -> None:
    built = build(
        {"index.rst": "Home\n====\n\n:dlterm:`quokka`\n"}, extensions=WITH, conf=conf(hosted), warnings="allowed"
    )
    assert built.warnings == "index.rst:4: WARNING: unknown term: 'quokka' [dlgloss.unknown]"


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_a_label_can_be_referred_to_in_the_project_itself(build: Builder, builder: str) -> None:
    source = "Home\n====\n\n:dlterm:`relu` :ref:`dlterm-dropout` :ref:`units off <dlterm-relu>`\n\n.. toctree::\n"
    # shown everywhere, because it is used
    built = build({"index.rst": f"{source}\n:dlterm:`dropout`\n"}, builder)
    if builder == "html":
        assert links(built)["Dropout"] == "dl-glossary.html#dlterm-dropout"
        assert links(built)["units off"] == "dl-glossary.html#dlterm-relu"


def test_labels_go_with_the_page(build: Builder) -> None:
    files = {"index.rst": "Home\n====\n\n:ref:`dlterm-dropout`\n"}
    build(files)
    built = build(conf="dlgloss_page = None\n", warnings="allowed")
    assert "undefined label: 'dlterm-dropout'" in built.warnings


# Names of libraries

LIBRARY = "Torch\n=====\n\n.. py:module:: torch.nn\n\n.. py:class:: Dropout\n\n   It drops.\n"
PYTORCH = "https://h.example/index.html#torch.nn.Dropout"


def names_of_libraries(built: Built) -> dict[str, str]:
    line = built.html("dl-glossary.html").by_id("dlterm-dropout").one(cls="dlgloss-api")
    return {link.text: link["href"] for link in line.all("a")}


def test_the_names_in_an_entry_link_to_the_library_that_the_project_maps(build: Builder) -> None:
    library = build({"index.rst": LIBRARY}, srcdir="library", outdir="library-out", extensions=())
    built = build({"index.rst": INDEX}, extensions=WITH, conf=conf(library))
    assert names_of_libraries(built) == {"torch.nn.Dropout": PYTORCH}


def test_the_names_in_an_entry_link_to_what_the_project_itself_documents(build: Builder) -> None:
    built = build({"index.rst": INDEX + "\n   torch\n", "torch.rst": LIBRARY})
    assert names_of_libraries(built) == {"torch.nn.Dropout": "torch.html#torch.nn.Dropout"}


@pytest.mark.parametrize("extensions", [WITH, ("sphinx_dlgloss",)])
def test_names_that_nobody_documents_are_no_links_and_no_warnings(build: Builder, extensions: tuple[str, ...]) -> None:
    built = build({"index.rst": INDEX}, extensions=extensions, conf="nitpicky = True\n")
    assert names_of_libraries(built) == {}
    assert "In code PyTorch torch.nn.Dropout" in built.html("dl-glossary.html").by_id("dlterm-dropout").text


def test_linkcheck_checks_no_names_of_libraries(build: Builder) -> None:
    library = build({"index.rst": LIBRARY}, srcdir="library", outdir="library-out", extensions=())
    built = build({"index.rst": INDEX}, "linkcheck", extensions=WITH, conf=conf(library))
    assert "h.example" not in built.text("output.json")
