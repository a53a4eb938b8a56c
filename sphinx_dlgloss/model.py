"""The records of a glossary: typed, immutable, independent of Sphinx.

These types are the single definition of the file format: files are decoded into them,
and the JSON Schema is generated from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FORMAT_VERSION = 1

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="Small ASCII letters, digits and hyphens; never changes once published.",
        examples=["learning-rate"],
    ),
]
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
    doi: Annotated[str, Meta(pattern=r"^10\.\d{4,9}/\S+$", examples=["10.1038/323533a0"])] | None = None
    arxiv: Annotated[str, Meta(pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+/\d{7})$", examples=["1706.03762"])] | None = None
    isbn: Annotated[str, Meta(pattern=r"^97[89]-?(\d-?){9}\d$", examples=["978-0-262-03561-3"])] | None = None
    url: Annotated[str, Meta(pattern=r"^https?://\S+$", examples=["https://example.org/paper"])] | None = None


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
    #: For whom it is; a project's own entry may leave it open.
    level: Level | None = None
    #: One plain sentence without markup: the text of the card.
    summary: Text
    #: A project's own entry may have its summary alone.
    definition: Markdown | None = None
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
    #: Forms that are not, because they mean something else too often.
    autolink_except: tuple[Text, ...] = ()


class Glossary(Record, frozen=True, kw_only=True, eq=False):
    """A whole glossary; compared, and cached by, as the object it is."""

    version: Literal[1]
    license: Text
    categories: tuple[Category, ...]
    references: dict[Id, Reference]
    terms: tuple[Term, ...]


#: An entry as a project gives it: all fields are optional, and ``overrides`` names the entry of which it replaces some.
ProjectTerm = msgspec.defstruct(
    "ProjectTerm",
    [
        *((field.name, field.type | msgspec.UnsetType, msgspec.UNSET) for field in msgspec.structs.fields(Term)),
        ("overrides", Id | msgspec.UnsetType, msgspec.UNSET),
    ],
    bases=(Record,),
    module=__name__,
    kw_only=True,
    frozen=True,
)
ProjectTerm.__doc__ = "An entry of a project's own glossary, or with ``overrides`` some fields of an entry."


class ProjectGlossary(Record, frozen=True, kw_only=True):
    """A project's own glossary file."""

    #: Where the schema of the file is, for editors.
    json_schema: str | None = msgspec.field(name="$schema", default=None)
    version: Literal[1] = 1
    license: Text | None = None
    categories: tuple[Category, ...] = ()
    references: dict[Id, Reference] = {}
    terms: tuple[ProjectTerm, ...]  # type: ignore[valid-type] # made of the fields of `Term`
