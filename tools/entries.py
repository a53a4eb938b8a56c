"""Write entries: a skeleton, the check, a look in the browser, the way into the glossary, and what there is.

Usage::

    python -m tools.entries new DRAFT.yaml           # the skeleton of a draft
    python -m tools.entries check [DRAFT.yaml ...]   # the drafts, or the bundled glossary
    python -m tools.entries show DRAFT.yaml ...      # a glossary page with the drafts, in the browser
    python -m tools.entries merge DRAFT.yaml ...     # into sphinx_dlgloss/glossary.json
    python -m tools.entries format                   # glossary.json and its schema, rewritten
    python -m tools.entries figures                  # how many entries there are, and what they have

A draft is a YAML file with the keys ``references`` (a table) and ``terms`` (a list).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from collections import Counter
from collections.abc import Iterator
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
    ids = {term.id for term in glossary.terms} | {t.id for d in drafts.values() for t in d.terms}
    references = dict(glossary.references)
    for draft in drafts.values():
        references |= draft.references
    return findings + [
        f"{path.name}: {term.id}: {finding}"
        for path, draft in drafts.items()
        for term in draft.terms
        for finding in content.check_term(term, ids, references)
    ]


def merged(paths: list[Path]) -> Glossary:
    """Return the glossary with the entries of drafts, in place of those of the same id."""
    glossary = read_glossary()
    terms = {term.id: term for term in glossary.terms}
    references = dict(glossary.references)
    for path in paths:
        draft = read_draft(path)
        terms |= {term.id: term for term in draft.terms}
        references |= draft.references
    return msgspec.structs.replace(glossary, terms=tuple(terms.values()), references=references)


SKELETON = """\
# What an entry holds and how it reads: docs/contributing.md. Lines that do not apply are left out.
references:
  surname-2014-keyword:
    authors: [First Surname, Second Surname]
    title: The title as printed
    year: 2014
    venue: Journal 15, 1-30
    doi: 10.1000/example
terms:
- id: {id}
  term: {term}
  abbr: ST
  aliases: [another name]
  category: foundations  # {categories}
  level: beginner  # intermediate, advanced
  summary: One plain sentence of 40 to 160 characters that does not use the headword.
  definition: |
    Plain English first.

    Then the exact view, with links such as {{dlterm}}`learning rate <learning-rate>` and math such as $x + 1$.
  example: |
    Something with numbers that a reader can redo.
  formula:
    latex: y = x + 1
    symbols:
      x: what goes in
      y: what comes out
  code:
    source: |
      x = 2
      print(x + 1)
    output: |
      3
  pitfall: |
    A wrong belief that people hold, put right.
  related: [learning-rate, optimizer]
  contrast:
  - id: optimizer
    difference: What tells the two apart, in a sentence.
  references: [surname-2014-keyword]
  year: 2014
  api:
    pytorch: [torch.nn.Module]
"""


def new(path: Path) -> None:
    """Write the skeleton of a draft, whose entry has the name of the file.

    Raises:
        FileExistsError: The file is there already.
    """
    id_ = path.stem
    categories = ", ".join(category.id for category in read_glossary().categories)
    text = SKELETON.format(id=id_, term=id_.replace("-", " ").capitalize(), categories=categories)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


def build_page(paths: list[Path], folder: Path) -> Path:
    """Build a project that has the entries of drafts on its page, and those that they name; return the page."""
    # a copy of the package with another file of data, so that what is shown is what would ship
    shutil.copytree(PACKAGE, folder / PACKAGE.name)
    (folder / PACKAGE.name / GLOSSARY.name).write_bytes(canonical(merged(paths)))
    ids = [term.id for path in paths for term in read_draft(path).terms]
    source, out = folder / "source", folder / "out"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_dlgloss"]\ndlgloss_page_terms = "used"\n', "utf-8")
    uses = "\n".join(f"- :dlterm:`{id_}`" for id_ in ids)
    (source / "index.rst").write_text(f"Drafts\n======\n\n{uses}\n\n.. toctree::\n", "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(out)]
    # the copy comes first
    environment = os.environ | {"PYTHONPATH": str(folder)}
    subprocess.run(command, check=True, cwd=folder, env=environment)  # noqa: S603 - our own project
    return out / "dl-glossary.html"


def show(paths: list[Path]) -> None:
    """Open a glossary page with the entries of drafts in the browser."""
    page = build_page(paths, Path(tempfile.mkdtemp()))
    address = f"{page.as_uri()}#dlterm-{read_draft(paths[0]).terms[0].id}"
    print(address)
    webbrowser.open(address)


def figures(glossary: Glossary) -> Iterator[str]:
    """Yield how many entries there are, and how many of them have what."""
    terms = glossary.terms
    yield f"{len(terms):5} entries"
    for name in ("code", "formula", "references", "api", "pitfall", "contrast"):
        yield f"{sum(bool(getattr(term, name)) for term in terms):5} with {name}"
    yield f"{len(glossary.references):5} references"
    for field in ("level", "category"):
        yield f"by {field}:"
        for value, count in Counter(getattr(term, field) for term in terms).most_common():
            yield f"{count:5} {value}"


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["new", "check", "show", "merge", "format", "figures"])
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    if options.command in {"new", "show", "merge"} and not options.files:
        parser.error(f"{options.command} needs a file")
    match options.command:
        case "new":
            new(options.files[0])
        case "check":
            findings = check(options.files)
            print("\n".join([*findings, f"{len(findings)} finding(s)"]))
            return bool(findings)
        case "show":
            show(options.files)
        case "figures":
            print("\n".join(figures(read_glossary())))
        case _:
            GLOSSARY.write_bytes(canonical(merged(options.files if options.command == "merge" else [])))
            SCHEMA.write_bytes(schema())
    return 0


if __name__ == "__main__":
    sys.exit(main())
