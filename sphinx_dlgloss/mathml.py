"""LaTeX to MathML, at build time."""

from __future__ import annotations

from functools import lru_cache

from math_core import LatexError, LatexToMathML


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
        raise MathError(str(error)) from error
