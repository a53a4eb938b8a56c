"""Check the names of the entries' counterparts in PyTorch, JAX and Keras against the installed libraries.

Usage::

    python -m tools.api [DRAFT.yaml ...]   # the bundled glossary, or drafts

Run it by ``tox -e api``, which installs the libraries. A library that is not installed is said to be missing, which
is a failure, too.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx_dlgloss.model import Term
from tools.entries import read_draft, read_glossary


def names_of(term: Term) -> Iterator[str]:
    """Yield the names that an entry gives for its counterparts."""
    if term.api:
        yield from (*term.api.pytorch, *term.api.jax, *term.api.keras)


def resolve(name: str) -> object:
    """Return what a dotted name stands for.

    Raises:
        ImportError: No part of the name is a module.
        AttributeError: A module or an object on the way does not have the next part.
    """
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        try:
            found: object = importlib.import_module(module)
        except ModuleNotFoundError as error:
            # of the module itself or of one above it; another is missing in the library
            if end == 1 or not (error.name and f"{module}.".startswith(f"{error.name}.")):
                raise
        else:
            for part in parts[end:]:
                found = getattr(found, part)
            return found
    raise ImportError(name)


def check(terms: Iterable[Term]) -> Iterator[str]:
    """Yield each name that does not exist, with its entry and the reason."""
    for term in terms:
        for name in names_of(term):
            try:
                resolve(name)
            except (ImportError, AttributeError) as error:
                yield f"{term.id}: {name}: {error}"


def main() -> int:
    """Print what does not exist, and how many entries and names were checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    os.environ.setdefault("KERAS_BACKEND", "jax")
    terms = [term for file in files for term in read_draft(file).terms] if files else read_glossary().terms
    missing = list(check(terms))
    named = [term for term in terms if term.api]
    print("\n".join([*missing, f"{sum(len([*names_of(term)]) for term in named)} names of {len(named)} entries"]))
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
