"""Which documents a build reads and writes again: exactly those that would come out different."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sphinx_dlgloss.config import Warn, warn
from sphinx_dlgloss.digest import digest
from sphinx_dlgloss.domain import domain_of, warn_ambiguous, warn_unknown
from sphinx_dlgloss.html import assets_digest
from sphinx_dlgloss.render import anchor

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment


def note_builder(app: Sphinx) -> None:
    """Tell the domain which builder this run has."""
    domain_of(app.env).note_builder(app.builder)


def warn_of_glossaries(app: Sphinx) -> None:
    """Warn of what is wrong in the project's own glossary files."""
    for problem in domain_of(app.env).layers.problems:
        where = ":".join(filter(None, (problem.file, problem.place)))
        if ":" in where:
            warn(Warn.GLOSSARY, "%s", problem.message, location=where)
        else:
            # Sphinx takes a location without a line for the name of a document
            warn(Warn.GLOSSARY, "%s: %s", where, problem.message, location=None)


def warn_of_configured_terms(app: Sphinx) -> None:
    """Warn of a term to link, or not to link, that is none, or one of several."""
    domain = domain_of(app.env)
    for name in ("dlgloss_autolink_include", "dlgloss_autolink_exclude"):
        for form in app.config[name]:
            match, location = domain.lookup.find(form), f"conf.py:{name}"
            if match is None:
                warn_unknown(domain.lookup, form, location=location)
            elif domain.is_ambiguous(form, match, named=True):
                warn_ambiguous(form, match, (match.id, *match.alternatives), location=location)


def read_again(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """Return the documents that show, or lead to, something else since the data changed."""
    return set(domain_of(env).outdated())


def write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note what was read, and return the documents that show something of what changed elsewhere.

    Pages with terms name the files of the cards and the homes of the terms; pages with listings
    name the documents that use their terms.
    """
    domain = domain_of(env)
    domain.note_glossary()
    note_labels(env)
    builder = app.builder
    users = set(domain.uses) | set(domain.listings) | domain.any_users
    homes = repr(sorted(domain.homes.items()))
    uses = repr(
        [
            (name, env.titles[name].astext(), sorted({use.term for use in domain.uses[name]}))
            for name in sorted(domain.uses)
        ]
    )
    assets = assets_digest(app) if domain.shows_cards else ""
    again: set[str] = set()
    for kind, state, docnames in (
        ("terms", homes + assets, users),
        ("listings", homes + uses, set(domain.listings)),
    ):
        name, now = f"{builder.name}:{kind}", digest(state.encode())
        if domain.written.get(name) != now:
            domain.note_written(name, now)
            again |= docnames
    return sorted(again)


def note_labels(env: BuildEnvironment) -> None:
    """Give every home a label of its own, for sites without this extension."""
    domain = domain_of(env)
    # the public way, an explicit target in the document, would give every listing of a term its label
    std = cast("StandardDomain", env.get_domain("std"))
    for label in [label for label in std.anonlabels if label.startswith(anchor(""))]:
        del std.anonlabels[label]
        std.labels.pop(label, None)
    for id_, docname in domain.homes.items():
        label = anchor(id_)
        std.anonlabels[label] = docname, label
        std.labels[label] = docname, label, domain.lookup.terms[id_].term


def setup_updates(app: Sphinx) -> None:
    """Register what decides about reading and writing."""
    app.connect("builder-inited", note_builder)
    app.connect("builder-inited", warn_of_glossaries)
    app.connect("builder-inited", warn_of_configured_terms)
    app.connect("env-get-outdated", read_again)
    app.connect("env-updated", write_again)
