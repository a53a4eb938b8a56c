"""LaTeX to MathML, at build time."""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

_COLOR = re.compile(r"\x1b\[[0-9;]*m")


class MathError(ValueError):
    """A formula that cannot be converted; the message says why."""


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML()


@lru_cache(maxsize=4096)
def mathml(latex: str, *, display: bool) -> str:
    """Return a formula as a ``math`` element.

    Args:
        latex: The formula, without delimiters.
        display: Whether it stands on a line of its own.

    Raises:
        MathError: The formula is not LaTeX that can be converted.
    """
    try:
        return _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise MathError(_reason(error)) from error


def _reason(error: LatexError) -> str:
    """Return the first line of the converter's report, which is colored and goes on with a drawing of the place."""
    lines = [line.strip() for line in _COLOR.sub("", str(error)).splitlines() if line.strip()]
    return lines[0].removeprefix("Error: ").rstrip(".") if lines else "it is not LaTeX"
