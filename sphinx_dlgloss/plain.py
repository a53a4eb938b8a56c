"""Texts as people read them."""

from __future__ import annotations

import re

_ROLE = re.compile(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`<>]*>)?`")


def in_one_line(text: str) -> str:
    """Return a text with a single space wherever it has white space."""
    return " ".join(text.split())


def without_roles(markdown: str) -> str:
    """Return a text with what its roles show in place of the roles."""
    return _ROLE.sub(r"\1", markdown)
