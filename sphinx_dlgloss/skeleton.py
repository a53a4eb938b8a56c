"""The skeleton of an entry, in each format of a glossary file."""

from __future__ import annotations

import json
from typing import Literal, get_args

Format = Literal["yaml", "toml", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

_SUMMARY = "One plain sentence of 40 to 160 characters, which the card shows."
_DEFINITION = "What it is, in plain English first."

_YAML = """\
terms:
- {head}
  summary: {summary}
  definition: |
    {definition}
  # All that follows may be left out.
  # In these texts a link to another entry is written {{dlterm}}`learning rate`, and a formula $x + 1$.
  # abbr: SHORT
  # aliases: [another name, a third one]
  # example: |
  #   Something with numbers that a reader can redo.
  # formula:
  #   latex: y = x + 1
  #   symbols:
  #     x: what goes in
  #     y: what comes out
  # code:
  #   source: |
  #     print(1 + 1)
  #   output: |
  #     2
  # pitfall: A wrong belief that people hold, put right.
  # related: [learning-rate]
  # contrast:
  # - id: learning-rate
  #   difference: What tells the two apart.
"""

_TOML = """\
[[terms]]
{head}
summary = "{summary}"
definition = '''
{definition}
'''
# All that follows may be left out.
# In these texts a link to another entry is written {{dlterm}}`learning rate`, and a formula $x + 1$.
# abbr = "SHORT"
# aliases = ["another name", "a third one"]
# example = '''
# Something with numbers that a reader can redo.
# '''
# pitfall = "A wrong belief that people hold, put right."
# related = ["learning-rate"]
# formula.latex = 'y = x + 1'
# formula.symbols.x = "what goes in"
# formula.symbols.y = "what comes out"
# code.source = "print(1 + 1)"
# code.output = "2"
# contrast = [{{ id = "learning-rate", difference = "What tells the two apart." }}]
"""


def skeleton(key: Literal["term", "overrides"], value: str, format_: Format) -> str:
    """Return a glossary file with one entry to fill in, which is a valid file as it is.

    Args:
        key: Whether the entry is a new one, or replaces fields of another.
        value: The headword, or the id of the other entry.
        format_: The format of the file.
    """
    if format_ == "json":
        entry = {key: value, "summary": _SUMMARY, "definition": _DEFINITION}
        return json.dumps({"terms": [entry]}, indent=2, ensure_ascii=False) + "\n"
    # a text in quotation marks is the same in JSON, TOML and YAML
    quoted = json.dumps(value, ensure_ascii=False)
    template, head = (_TOML, f"{key} = {quoted}") if format_ == "toml" else (_YAML, f"{key}: {quoted}")
    return template.format(head=head, summary=_SUMMARY, definition=_DEFINITION)
