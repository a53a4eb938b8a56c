"""The configuration values and the subtypes of warnings, each declared once."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinx_dlgloss.report import FINDINGS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

DEFAULT_TITLE = "Deep learning glossary"

#: The message catalog of everything that readers see.
_ = get_translation("sphinx_dlgloss")


class Warn(StrEnum):
    """The subtypes of the warnings of type ``dlgloss``."""

    #: No entry has that form.
    UNKNOWN = "unknown"
    #: A bare word has several senses; asked for with `dlgloss_warn_ambiguous`.
    AMBIGUOUS = "ambiguous"
    #: A directive has an option, or a value of one, that it does not know.
    OPTION = "option"
    #: A configuration value is not of the kind it should be.
    CONFIG = "config"
    #: A glossary file of the project is wrong.
    GLOSSARY = "glossary"
    #: A formula cannot be converted to MathML.
    MATH = "math"


def warn(
    subtype: Warn, message: str, *args: object, location: nodes.Node | tuple[str, int | None] | str | None
) -> None:
    """Warn of a problem in an author's source."""
    logger.warning(message, *args, type="dlgloss", subtype=subtype.value, location=location)


class Value(NamedTuple):
    """A configuration value."""

    name: str
    default: Any
    #: The types it may have.
    types: tuple[type, ...]
    #: What it does, in Markdown.
    help: str
    #: The values it may have, or a test of one; ``None`` for any value of the types.
    accepts: tuple[Any, ...] | Callable[[Any], bool] | None = None
    #: Said of a value that is not accepted: "... must be <expected>".
    expected: str = ""


def _is_docname(value: str | None) -> bool:
    # it becomes a path below the output directory, on every system
    return value is None or not {part.strip() for part in value.replace("\\", "/").split("/")} & {"", ".", ".."}


def _is_web_address(value: str | None) -> bool:
    # the target of the term is put behind it
    return value is None or bool(re.fullmatch(r"https?://[^\s/?#]+[^\s#]*", value))


def _is_said(value: str) -> bool:
    return bool(value.strip())


def _are_names(value: list[object]) -> bool:
    return all(isinstance(name, str) and name.strip() for name in value)


def _are_findings(value: list[object]) -> bool:
    return all(finding in FINDINGS for finding in value)


def _is_extent(value: object) -> bool:
    return value is False or value in {"page", "section", "all"}


def _is_count(value: int) -> bool:
    return value >= 0 and not isinstance(value, bool)


#: Every value rebuilds the environment: each changes what is read or what its references lead to,
#: and a value of the scope ``html`` would change the build info of projects that do not use it.
REBUILD: Literal["env"] = "env"

VALUES = (
    Value(
        "dlgloss_page",
        "dl-glossary",
        (str, type(None)),
        "The docname of the generated glossary page; `None` for no page. If the source directory has a document "
        "of that name, that one is used and nothing is generated.",
        _is_docname,
        "a docname such as 'dl-glossary', or None",
    ),
    Value(
        "dlgloss_page_title",
        DEFAULT_TITLE,
        (str,),
        "The title of the generated page; the default is translated into the language of the project.",
        _is_said,
        "a text",
    ),
    Value(
        "dlgloss_page_terms",
        "auto",
        (str,),
        "The terms on the page: `all`, `used` (those the project links to, and those which their definitions link to), "
        "or `auto`, which is all of them in html and dirhtml and the used ones in every assembled or printed output.",
        ("auto", "all", "used"),
        "'auto', 'all' or 'used'",
    ),
    Value(
        "dlgloss_toctree",
        True,
        (bool,),
        "Whether the generated page is appended to the last toctree of the root document.",
    ),
    Value(
        "dlgloss_glossaries",
        [],
        (list, tuple),
        "The project's own glossary files, in JSON, TOML or YAML, seen from the folder of `conf.py`; "
        "each is laid over those before it, and the first over the bundled glossary.",
        _are_names,
        "a list of file names",
    ),
    Value(
        "dlgloss_bundled", True, (bool,), "Whether the bundled glossary is used; if not, the project's own stand alone."
    ),
    Value(
        "dlgloss_base_url",
        None,
        (str, type(None)),
        "The address of a glossary page hosted elsewhere, to which terms of the bundled glossary link "
        "where this documentation has no entry for them; their cards come with this documentation.",
        _is_web_address,
        "an address such as 'https://example.org/dl-glossary.html', without a fragment, or None",
    ),
    Value(
        "dlgloss_autolink",
        False,
        (bool, str),
        "Links terms without markup: the first mention on each `page`, the first in each `section`, or `all` of them; "
        "`False` for none.",
        _is_extent,
        "False, 'page', 'section' or 'all'",
    ),
    Value(
        "dlgloss_autolink_include",
        [],
        (list, tuple),
        "Terms to link although their entries say that they are everyday words.",
        _are_names,
        "a list of terms",
    ),
    Value("dlgloss_autolink_exclude", [], (list, tuple), "Terms not to link.", _are_names, "a list of terms"),
    Value(
        "dlgloss_autolink_max",
        0,
        (int,),
        "The most links that are made on a page; 0 for no limit.",
        _is_count,
        "a number, 0 or more",
    ),
    Value("dlgloss_tooltips", True, (bool,), "Whether terms show a card on hover, focus and tap."),
    Value(
        "dlgloss_warn_ambiguous",
        False,
        (bool,),
        "Whether to warn where a word has several senses and nothing says which is meant; the main one is linked.",
    ),
    Value(
        "dlgloss_report_fail_on",
        [],
        (list, tuple),
        "Findings for which the terminology report fails its build: `unlinked`, `abbreviations`, `unknown`, `unused`.",
        _are_findings,
        f"a list of {', '.join(map(repr, FINDINGS))}",
    ),
    Value(
        "dlgloss_gettext",
        False,
        (bool,),
        "Whether the gettext builder extracts the text of the entries, for a project that translates them itself.",
    ),
)


def check_config(app: Sphinx, config: Config) -> None:
    """Put the default in place of every value that is not of the right kind, and warn of it."""
    for value in VALUES:
        given = config[value.name]
        fits = isinstance(given, value.types) and _is_accepted(value, given)
        if not fits:
            names = {bool: "True or False", str: "a text", type(None): "None"}
            expected = value.expected or " or ".join(names[type_] for type_ in value.types)
            warn(Warn.CONFIG, "%s must be %s, not %r", value.name, expected, given, location=None)
            config[value.name] = value.default


def _is_accepted(value: Value, given: object) -> bool:
    if value.accepts is None:
        return True
    return value.accepts(given) if callable(value.accepts) else given in value.accepts


def setup_config(app: Sphinx) -> None:
    """Register the values."""
    for value in VALUES:
        app.add_config_value(value.name, value.default, REBUILD, types=value.types)
    app.connect("config-inited", check_config)
