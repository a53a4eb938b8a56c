"""The domain ``dl``: what it notes, forgets, merges, and where terms are at home."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from sphinx_dlgloss.domain import GlossaryDomain, Listing, Use, fingerprints
from sphinx_dlgloss.selection import Selection
from tests.building import Builder, Built
from tests.samples import IDS, SAMPLE, changed

INDEX = "Home\n====\n\n:dlterm:`dropout` and :dlterm:`CNNs`\n\n.. toctree::\n   :glob:\n\n   *\n"


def domain_of(built: Built) -> GlossaryDomain:
    assert built.app
    return cast("GlossaryDomain", built.app.env.get_domain("dl"))


def listing(*options: str, title: str = "Terms") -> str:
    lines = "".join(f"   {option}\n" for option in options)
    return f"{title}\n{'=' * len(title)}\n\n.. dlglossary::\n{lines}"


# -- what is noted -----------------------------------------------------------------------


def test_uses_are_noted_as_they_are_written(build: Builder) -> None:
    built = build({"index.rst": INDEX}, "dummy")
    assert domain_of(built).uses == {
        "index": [
            Use("dropout", "dropout"),
            Use("CNNs", "convolutional-neural-network"),
        ]
    }


def test_the_links_of_entries_to_one_another_are_no_uses(build: Builder) -> None:
    domain = domain_of(build({"index.rst": INDEX}, "dummy"))
    assert "dl-glossary" in domain.listings
    assert "dl-glossary" not in domain.uses


def test_an_unknown_term_is_noted_without_an_entry(build: Builder) -> None:
    built = build({"index.rst": "Home\n====\n\n:dlterm:`quokka`\n"}, "dummy", warnings="allowed")
    assert [(use.form, use.term) for use in domain_of(built).uses["index"]] == [("quokka", "")]


def test_listings_are_noted_with_what_they_came_to(build: Builder) -> None:
    built = build({"index.rst": listing(":category: vision", ":used:")}, "dummy", conf="dlgloss_page = None\n")
    ids = tuple(term.id for term in SAMPLE.terms if term.category == "vision")
    assert domain_of(built).listings == {
        "index": [Listing(Selection(categories=("vision",)), ids, is_home=True, used_only=True)]
    }


def test_a_document_is_forgotten_with_all_that_was_noted_of_it(build: Builder) -> None:
    domain = domain_of(build({"index.rst": f"{INDEX}\n:any:`dropout`\n", "a.rst": listing()}, "dummy"))
    for docname in ("index", "a", "dl-glossary"):
        domain.clear_doc(docname)
    assert (domain.uses, domain.listings, domain.any_users, domain.homes, domain.used) == ({}, {}, set(), {}, set())


def test_of_a_parallel_process_only_the_documents_it_has_read_are_taken(build: Builder) -> None:
    domain = domain_of(build({"index.rst": INDEX}, "dummy"))
    use, entry = [Use("x", "relu")], [Listing(Selection(), ("relu",), is_home=True, used_only=False)]
    other = {"uses": {"a": use, "index": []}, "listings": {"a": entry, "b": entry}, "any": {"a", "b"}}
    domain.merge_domaindata({"a"}, other)
    assert domain.uses["a"] == use
    assert len(domain.uses["index"]) == 2
    assert domain.listings.keys() == {"a", "dl-glossary"}
    assert domain.any_users == {"a"}
    assert "relu" in domain.used


# -- what is stored ----------------------------------------------------------------------


def test_the_glossary_is_never_stored(build: Builder) -> None:
    built = build({"index.rst": INDEX, "a.rst": listing()}, "dummy")
    stored = list(built.doctreedir.glob("*.pickle")) + list(built.doctreedir.glob("*.doctree"))
    assert len(stored) == 4
    for path in stored:
        assert b"sphinx_dlgloss.model" not in path.read_bytes(), path.name


def test_nothing_is_hung_on_the_environment(build: Builder) -> None:
    with_it = build({"index.rst": "Home\n====\n"}, "dummy")
    without_it = build({"index.rst": "Home\n====\n"}, "dummy", extensions=(), outdir="other")
    assert with_it.app
    assert without_it.app
    assert vars(with_it.app.env).keys() == vars(without_it.app.env).keys()


def test_a_fingerprint_tells_every_change_of_an_entry() -> None:
    before = fingerprints(SAMPLE)
    assert fingerprints(changed("dropout")) == before
    now = fingerprints(changed("dropout", autolink=False))
    assert [id_ for id_ in before if before[id_] != now[id_]] == ["dropout"]


def test_a_fingerprint_tells_a_change_of_what_the_entry_names() -> None:
    before = fingerprints(SAMPLE)
    categories = [msgspec.structs.replace(category, title="New") for category in SAMPLE.categories]
    reference = msgspec.structs.replace(SAMPLE.references["ioffe-2015"], year=2016)
    other = fingerprints(msgspec.structs.replace(SAMPLE, references=SAMPLE.references | {"ioffe-2015": reference}))

    assert not before.items() & fingerprints(msgspec.structs.replace(SAMPLE, categories=tuple(categories))).items()
    assert [id_ for id_ in before if before[id_] != other[id_]] == ["batch-normalization"]


# -- homes -------------------------------------------------------------------------------


def homes(built: Built) -> dict[str, str]:
    return domain_of(built).homes


def test_all_terms_are_at_home_on_the_generated_page(build: Builder) -> None:
    assert homes(build({"index.rst": INDEX}, "html")) == dict.fromkeys(IDS, "dl-glossary")


def test_where_the_page_shows_used_terms_those_and_the_ones_they_link_to_are_at_home(build: Builder) -> None:
    shown = ["batch-normalization", "convolutional-neural-network", "dropout", "overfitting"]
    assert homes(build({"index.rst": INDEX}, "text")) == dict.fromkeys(shown, "dl-glossary")


def test_the_page_comes_before_documents_whose_names_come_first(build: Builder) -> None:
    built = build({"index.rst": INDEX, "a.rst": listing()})
    assert set(homes(built).values()) == {"dl-glossary"}
    assert built.html("a.html").ids.count("dlterm-dropout") == 0
    assert built.html("a.html").terms["Dropout"] == "dl-glossary.html#dlterm-dropout"


def test_without_a_page_the_first_document_by_name_that_shows_a_term_is_its_home(build: Builder) -> None:
    files = {
        "index.rst": INDEX,
        "b.rst": listing(":level: advanced, intermediate", title="B"),
        "a.rst": listing("", "relu", "weight decay", title="A"),
        "c.rst": listing(title="C"),
    }
    built = build(files, conf="dlgloss_page = None\n")
    found = homes(built)
    assert found["relu"] == found["weight-decay"] == "a"
    assert found["batch-normalization"] == found["convolutional-neural-network"] == "b"
    assert found["dropout"] == "c"
    assert built.html("a.html").ids.count("dlterm-weight-decay") == 1
    assert built.html("b.html").ids.count("dlterm-weight-decay") == 0
    assert built.html("b.html").terms["Weight decay"] == "a.html#dlterm-weight-decay"
    assert built.dead_links() == []


@pytest.mark.parametrize("option", [":no-index:", ":layout: list"])
def test_a_listing_without_targets_is_no_home(build: Builder, option: str) -> None:
    files = {"index.rst": INDEX, "a.rst": listing(option, title="A"), "b.rst": listing(title="B")}
    built = build(files, conf="dlgloss_page = None\n")
    assert set(homes(built).values()) == {"b"}
    assert not [id_ for id_ in built.html("a.html").ids if id_.startswith("dlterm-")]
    assert built.dead_links() == []


def test_a_summary_listing_can_be_a_home(build: Builder) -> None:
    built = build({"index.rst": INDEX, "a.rst": listing(":layout: summary")}, conf="dlgloss_page = None\n")
    assert homes(built)["dropout"] == "a"
    assert "dlterm-dropout" in built.html("a.html").ids


def test_two_listings_in_one_document_define_each_target_once(build: Builder) -> None:
    built = build({"index.rst": INDEX, "dl-glossary.rst": f"{listing()}\n\n.. dlglossary::\n"})
    page = built.html("dl-glossary.html")
    assert len(page.ids) == len(set(page.ids))
    assert "dlterm-dropout" in page.ids
    assert built.dead_links() == []


def test_a_no_index_listing_before_another_one_leaves_the_target_to_it(build: Builder) -> None:
    page = f"{listing(':no-index:', ':layout: summary')}\n\n.. dlglossary::\n"
    built = build({"index.rst": INDEX, "dl-glossary.rst": page})
    [first, second] = built.html("dl-glossary.html").body.all(cls="dlgloss")
    assert "dlterm-dropout" not in [e.get("id") for e in first.walk()]
    assert "dlterm-dropout" in [e.get("id") for e in second.walk()]
    assert built.dead_links() == []


def test_every_anchor_is_the_one_that_was_promised(build: Builder) -> None:
    page = build({"index.rst": INDEX}).html("dl-glossary.html")
    assert [id_ for id_ in page.ids if id_.removeprefix("dlterm-") in IDS] == [
        f"dlterm-{term.id}" for term in sorted(SAMPLE.terms, key=lambda term: term.term.casefold())
    ]


def test_links_to_the_former_id_of_a_term_still_land(build: Builder) -> None:
    built = build({"index.rst": f"{INDEX}\n:dlterm:`machine`\n"})
    assert built.html("dl-glossary.html").ids.count("dlterm-machine") == 1
    assert built.html().terms["machine"] == "dl-glossary.html#dlterm-model"
