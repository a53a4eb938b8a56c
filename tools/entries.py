"""Check drafts of entries, merge them into the glossary, keep the file in its canonical form.

Usage::

    python -m tools.entries check [DRAFT.yaml ...]   # the drafts, or the bundled glossary
    python -m tools.entries merge DRAFT.yaml ...     # into sphinx_dlgloss/glossary.json
    python -m tools.entries format                   # glossary.json and its schema, rewritten

A draft is a YAML file with the keys ``references`` (a table) and ``terms`` (a list).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from sphinx_dlgloss.model import Glossary, Record, Reference, Term
from tools import content

PACKAGE = Path(__file__).parent.parent / "sphinx_dlgloss"
GLOSSARY = PACKAGE / "glossary.json"
SCHEMA = PACKAGE / "glossary.schema.json"


class Draft(Record, frozen=True, kw_only=True):
    """Entries that are not part of the glossary yet, and the references they bring."""

    references: dict[str, Reference] = msgspec.field(default_factory=dict)
    terms: tuple[Term, ...] = ()


def canonical(glossary: Glossary) -> bytes:
    """Return the one spelling of a glossary: sorted by id, UTF-8, two spaces, final newline."""
    ordered = msgspec.structs.replace(
        glossary,
        categories=tuple(sorted(glossary.categories, key=lambda c: (c.order, c.id))),
        references=dict(sorted(glossary.references.items())),
        terms=tuple(sorted(glossary.terms, key=lambda t: t.id)),
    )
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n"


def schema() -> bytes:
    """Return the JSON Schema of the file."""
    return (
        msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Glossary), order="deterministic"), indent=2) + b"\n"
    )


def read_glossary() -> Glossary:
    """Return the bundled glossary as it stands in the source tree."""
    return msgspec.json.decode(GLOSSARY.read_bytes(), type=Glossary)


def read_draft(path: Path) -> Draft:
    """Return the entries of a draft.

    Raises:
        msgspec.ValidationError: A field is wrong; the message names it.
    """
    return msgspec.yaml.decode(path.read_bytes(), type=Draft)


def check(paths: list[Path]) -> list[str]:
    """Return what is wrong with drafts or, without any, with the glossary."""
    glossary = read_glossary()
    if not paths:
        return content.check_glossary(glossary)
    drafts: dict[Path, Draft] = {}
    findings = []
    for path in paths:
        try:
            drafts[path] = read_draft(path)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            findings.append(f"{path.name}: {error}")
    ids = {term.id for term in glossary.terms} | {t.id for d in drafts.values() for t in d.terms} | planned_ids()
    references = dict(glossary.references)
    for draft in drafts.values():
        references |= draft.references
    return findings + [
        f"{path.name}: {term.id}: {finding}"
        for path, draft in drafts.items()
        for term in draft.terms
        for finding in content.check_term(term, ids, references)
    ]


def planned_ids() -> set[str]:
    """Return the ids that drafts may link to before their entries are written."""
    plan = Path(__file__).parent / "planned-ids.txt"
    return set(plan.read_text().split()) if plan.exists() else set()


def merge(paths: list[Path]) -> None:
    """Put the entries of drafts into the glossary, in place of those of the same id."""
    glossary = read_glossary()
    terms = {term.id: term for term in glossary.terms}
    references = dict(glossary.references)
    for path in paths:
        draft = read_draft(path)
        terms |= {term.id: term for term in draft.terms}
        references |= draft.references
    GLOSSARY.write_bytes(
        canonical(msgspec.structs.replace(glossary, terms=tuple(terms.values()), references=references))
    )


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check", "merge", "format"])
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "check":
        findings = check(options.files)
        print("\n".join([*findings, f"{len(findings)} finding(s)"]))
        return bool(findings)
    if options.command == "merge":
        merge(options.files)
    GLOSSARY.write_bytes(canonical(read_glossary()))
    SCHEMA.write_bytes(schema())
    return 0


if __name__ == "__main__":
    sys.exit(main())
