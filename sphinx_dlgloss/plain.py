"""Markdown as plain text, as far as that goes without a parser."""

from __future__ import annotations

import re

_ROLE = re.compile(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`<>]*>)?`")


def without_roles(markdown: str) -> str:
    """Return a text with what its roles show in place of the roles."""
    return _ROLE.sub(r"\1", markdown)
