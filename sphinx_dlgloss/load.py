"""Reading glossary files into records."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from sphinx_dlgloss.model import Glossary
from sphinx_dlgloss.sources import GlossaryError


def decode_glossary(data: bytes, name: str) -> Glossary:
    """Return the glossary that a JSON document holds.

    Args:
        data: The document, in UTF-8.
        name: What to call it in messages.

    Raises:
        GlossaryError: It is not JSON, or a field is not what the model asks for.
    """
    try:
        return msgspec.json.decode(data, type=Glossary)
    except msgspec.DecodeError as error:
        raise GlossaryError(f"{name}: {error}") from error


@lru_cache(maxsize=1)
def load_glossary() -> Glossary:
    """Return the bundled glossary.

    Raises:
        GlossaryError: The installed file is damaged.
    """
    return decode_glossary((files("sphinx_dlgloss") / "glossary.json").read_bytes(), "glossary.json")
