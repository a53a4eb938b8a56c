"""The records of a glossary: typed, immutable, independent of Sphinx.

These types are the single definition of the file format: files are decoded into them,
and the JSON Schema is generated from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FORMAT_VERSION = 1

type_id = Meta(
    pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
    description="Kebab-case ASCII; never changes once published.",
)

Id = Annotated[str, type_id]
Text = Annotated[str, Meta(min_length=1)]
Markdown = Annotated[str, Meta(min_length=1, description="MyST Markdown.")]
Latex = Annotated[str, Meta(min_length=1, description="LaTeX, without delimiters.")]
Year = Annotated[int, Meta(ge=1600, le=2200)]

Level = Literal["beginner", "intermediate", "advanced"]

#: The levels in the order in which a reader meets them.
LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every record: immutable, without unknown fields."""


class Category(Record, frozen=True, kw_only=True):
    """A subject area, under which entries are grouped."""

    id: Id
    title: Text
    #: Position among the categories; ties are broken by id.
    order: int
    #: One sentence that introduces the area.
    intro: Text


class Reference(Record, frozen=True, kw_only=True):
    """A published source, identified well enough to be found."""

    authors: Annotated[tuple[Text, ...], Meta(min_length=1)]
    title: Text
    year: Year
    #: Where it was published: journal with volume and pages, conference, publisher.
    venue: Text | None = None
    doi: Annotated[str, Meta(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    arxiv: Annotated[str, Meta(pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+/\d{7})$")] | None = None
    isbn: Annotated[str, Meta(pattern=r"^97[89]-?(\d-?){9}\d$")] | None = None
    url: Annotated[str, Meta(pattern=r"^https?://\S+$")] | None = None


class Formula(Record, frozen=True, kw_only=True):
    """A formula and the meaning of every symbol in it."""

    latex: Latex
    #: LaTeX of a symbol to its meaning in MyST Markdown, in reading order.
    symbols: dict[Latex, Markdown]


class Code(Record, frozen=True, kw_only=True):
    """A NumPy sample and exactly what it prints."""

    source: Text
    output: str


class Contrast(Record, frozen=True, kw_only=True):
    """Another term that readers confuse with this one."""

    id: Id
    #: One short sentence of MyST Markdown that tells the two apart.
    difference: Markdown


class Api(Record, frozen=True, kw_only=True):
    """The public names of a term's counterparts in the libraries."""

    pytorch: tuple[Text, ...] = ()
    jax: tuple[Text, ...] = ()
    keras: tuple[Text, ...] = ()


class Term(Record, frozen=True, kw_only=True):
    """One entry of the glossary."""

    id: Id
    #: Headword, in sentence case, singular.
    term: Text
    #: The short form of the headword.
    abbr: Text | None = None
    #: The long form, where the headword itself is the short one.
    expansion: Text | None = None
    #: True synonyms and spellings.
    aliases: tuple[Text, ...] = ()
    #: The plural, where it is irregular.
    plural: Text | None = None
    #: Ids under which the entry was published before; links to them still land.
    former_ids: tuple[Id, ...] = ()
    category: Id
    level: Level
    #: One plain sentence without markup: the text of the card.
    summary: Text
    definition: Markdown
    example: Markdown | None = None
    formula: Formula | None = None
    code: Code | None = None
    #: The common wrong belief, put right.
    pitfall: Markdown | None = None
    related: tuple[Id, ...] = ()
    contrast: tuple[Contrast, ...] = ()
    #: Keys into the table of references.
    references: tuple[Id, ...] = ()
    #: The year of the earliest reference of a named method.
    year: Year | None = None
    #: Why the year is not that of the earliest reference.
    year_note: Text | None = None
    api: Api | None = None
    #: Ids of the other entries that the bare word may mean.
    senses: tuple[Id, ...] = ()
    #: Whether plain mentions may be linked without markup.
    autolink: bool = True


class Glossary(Record, frozen=True, kw_only=True, eq=False):
    """A whole glossary; compared, and cached by, as the object it is."""

    version: Literal[1]
    license: Text
    categories: tuple[Category, ...]
    references: dict[Id, Reference]
    terms: tuple[Term, ...]
