"""How messages name things."""

from __future__ import annotations

from collections.abc import Iterable


def either(names: Iterable[str]) -> str:
    """Return names as a choice."""
    return " or ".join(map(repr, names))


def did_you_mean(names: Iterable[str]) -> str:
    """Return the end of a message that asks whether one of some names was meant; nothing where there is none."""
    choice = either(names)
    return f"; did you mean {choice}?" if choice else ""
