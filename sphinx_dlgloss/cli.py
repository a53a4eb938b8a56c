"""The command ``dlgloss``: the glossary in a terminal, and checks of glossary files."""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence

import msgspec

import sphinx_dlgloss
from sphinx_dlgloss.console import bold, printable, write_line
from sphinx_dlgloss.layers import Layered, Problem, made_id, read_glossaries
from sphinx_dlgloss.lookup import Lookup, alphabetical, lookup_of
from sphinx_dlgloss.messages import either
from sphinx_dlgloss.model import LEVELS, ProjectGlossary, Term
from sphinx_dlgloss.plain import in_one_line
from sphinx_dlgloss.report import Report
from sphinx_dlgloss.search import search
from sphinx_dlgloss.selection import Selection, select
from sphinx_dlgloss.skeleton import FORMATS, skeleton
from sphinx_dlgloss.validation import hint

#: The exit codes; argparse leaves with the last one by itself.
FINE, FAILED, WRONG_USAGE = 0, 1, 2

#: What there is a schema of.
SCHEMAS = {"glossary": ProjectGlossary, "report": Report}

#: Lines are neither shorter nor longer than this, however wide the terminal.
NARROWEST, WIDEST = 24, 88

Command = Callable[[argparse.Namespace], int]

DESCRIPTION = "A glossary of deep learning, and of your own terms, in the terminal."

EXIT_CODES = """\
exit codes: 0, all went well; 1, a term was not found or validate found mistakes; 2, the command was wrong
"""

EXAMPLES = f"""\
examples:
  dlgloss show batch norm
  dlgloss search vanishing gradients
  dlgloss list --category optimization --level beginner
  dlgloss new gizmo > glossary.yaml
  dlgloss validate glossary.yaml

{EXIT_CODES}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: What stands behind the command; by default, that of this process.

    Raises:
        SystemExit: The arguments are wrong, or ask for help.
    """
    options = _parser().parse_args(arguments)
    run: Command = options.run
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # what goes into a file is read as UTF-8
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        code = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever reads has seen enough; nothing shall be written when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        _complain(f"cannot write: {error.strerror}")
        return FAILED
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dlgloss", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {sphinx_dlgloss.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    layers = argparse.ArgumentParser(add_help=False)
    layers.add_argument(
        "-g",
        "--glossary",
        metavar="FILE",
        action="append",
        default=[],
        help="lay a glossary file of your own over the bundled glossary; can be given several times",
    )
    layers.add_argument("--no-bundled", dest="bundled", action="store_false", help="use your own files alone")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON, with the fields of the glossary file")

    def add(name: str, run: Command, description: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=description,
            description=f"{description[0].upper()}{description[1:]}.",
            epilog=EXIT_CODES,
            parents=parents,
        )
        command.set_defaults(run=run)
        return command

    show = add("show", _show, "show the entry of a term", layers, as_json)
    show.add_argument("term", nargs="+", help="any form of the term; several words need no quotation marks")

    find = add("search", _search, "find entries by words, which may be beginnings of words", layers, as_json)
    find.add_argument("words", nargs="+", help="words that all have to occur in an entry")

    listing = add("list", _list, "list ids and headwords", layers, as_json)
    listing.add_argument("--category", action="append", default=[], metavar="ID", help="only of this category")
    listing.add_argument("--level", action="append", default=[], choices=LEVELS, help="only of this level")
    listing.add_argument("--own", action="store_true", help="only what your own files give or change")

    validate = add("validate", _validate, "check glossary files, each laid over those before it")
    validate.add_argument("file", nargs="+", help="a file in JSON, TOML or YAML")
    validate.add_argument(
        "--no-bundled", dest="bundled", action="store_false", help="check them without the bundled one"
    )

    schema = add("schema", _schema, "print a JSON Schema, for editors and other tools")
    kinds = "of glossary files, which is the default, or of the terminology report"
    schema.add_argument("kind", nargs="?", choices=SCHEMAS, default="glossary", help=kinds)

    new = add("new", _new, "print the skeleton of an entry for a glossary file of your own", layers)
    new.add_argument("term", nargs="+", help="its headword")
    new.add_argument("--format", choices=FORMATS, default="yaml", help="of the file (default: yaml)")
    return parser


# -- commands ----------------------------------------------------------------------------


def _show(options: argparse.Namespace) -> int:
    from sphinx_dlgloss.terminal import entry_lines  # noqa: PLC0415 - brings Sphinx along, which takes a moment

    layered = _layered(options)
    lookup = _lookup(layered)
    form = " ".join(options.term)
    match = lookup.find(form)
    if match is None:
        _complain(lookup.unknown(form))
        return FAILED
    term = lookup.terms[match.id]
    if options.json:
        _say_json(term)
    else:
        _say("\n".join(entry_lines(layered.glossary, term, _width())))
    if match.alternatives:
        _complain(f"{form!r} may also mean {either(match.alternatives)}")
    return FINE


def _search(options: argparse.Namespace) -> int:
    words = " ".join(options.words)
    found = search(_layered(options).glossary, words)
    if options.json or not found:
        return _say_terms(found, options, f"no entry has {words!r}")
    for term in found:
        summary = textwrap.indent(textwrap.fill(printable(term.summary), _width() - 4), "    ")
        _say(f"{bold(term.term)} ({term.id})\n{summary}")
    return FINE


def _list(options: argparse.Namespace) -> int:
    layered = _layered(options)
    known = [category.id for category in layered.glossary.categories]
    for name in options.category:
        if name not in known:
            advice = hint(name, known) or (f"; it is one of {', '.join(known)}" if known else "")
            _complain(f"no category {name!r}{advice}")
            return WRONG_USAGE
    wanted = set(select(layered.glossary, Selection(categories=tuple(options.category), levels=tuple(options.level))))
    if options.own:
        wanted &= layered.own
    terms = sorted((term for term in layered.glossary.terms if term.id in wanted), key=alphabetical)
    return _say_terms(terms, options, "no entry is like that")


def _validate(options: argparse.Namespace) -> int:
    from sphinx_dlgloss.proof import proofread  # noqa: PLC0415 - brings Sphinx along, which takes a moment

    layered = read_glossaries(options.file, bundled=options.bundled)
    problems = sorted([*layered.problems, *proofread(layered)], key=lambda problem: _position(problem, options.file))
    for problem in problems:
        _say(printable(str(problem)))
    if not problems:
        count = len(layered.own)
        _say(f"{count} {'entry' if count == 1 else 'entries'}, no mistakes")
    return FAILED if problems else FINE


def _schema(options: argparse.Namespace) -> int:
    schema = msgspec.json.schema(SCHEMAS[options.kind])
    _say_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    return FINE


def _new(options: argparse.Namespace) -> int:
    headword = in_one_line(" ".join(options.term))
    if not headword:
        _complain("an entry needs a headword")
        return WRONG_USAGE
    lookup = _lookup(_layered(options))
    match = lookup.find(headword)
    if match:
        _complain(f"{headword!r} has the entry {match.id!r}; this replaces fields of it")
    elif not made_id(headword):
        _complain(f"no id can be made of {headword!r}; give the entry an 'id' of small letters, digits and hyphens")
    elif made_id(headword) in lookup.terms:
        _complain(f"the id {made_id(headword)!r} is that of another entry; give this one an 'id' of its own")
    text = skeleton("overrides", match.id, options.format) if match else skeleton("term", headword, options.format)
    _say(text.rstrip("\n"))
    return FINE


def _position(problem: Problem, files: Sequence[str]) -> tuple[int, list[tuple[int, str]]]:
    """Return where a problem comes among others: in the order of the files, and of numbers in the place."""
    number = next((number for number, file in enumerate(files) if problem.file.startswith(file)), len(files))
    parts = re.split(r"([0-9]{1,9})", problem.place)
    # every second part is a number
    return number, [(int(part) if position % 2 else -1, part) for position, part in enumerate(parts)]


# -- what they have in common ------------------------------------------------------------


def _layered(options: argparse.Namespace) -> Layered:
    """Return the glossary that the options ask for; what is wrong in files is told, and left out."""
    layered = read_glossaries(options.glossary, bundled=options.bundled)
    for problem in layered.problems:
        _complain(str(problem))
    return layered


def _lookup(layered: Layered) -> Lookup:
    return lookup_of(layered.glossary, layered.own)


def _say_terms(terms: Sequence[Term], options: argparse.Namespace, none: str) -> int:
    if options.json:
        _say_json(terms)
    elif terms:
        width = max(len(term.id) for term in terms)
        for term in terms:
            _say(printable(f"{term.id:{width}}  {term.term}{f' ({term.abbr})' if term.abbr else ''}"))
    else:
        _complain(none)
    return FINE if terms else FAILED


def _width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))


def _say(text: str) -> None:
    write_line(text, sys.stdout)


def _complain(text: str) -> None:
    write_line(f"dlgloss: {printable(text)}", sys.stderr)


def _say_json(value: object) -> None:
    _say(msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2).decode())
