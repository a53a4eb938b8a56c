"""Text on a terminal: bold where it can be, and nothing in it that a terminal would obey."""

from __future__ import annotations

import os
import re
from typing import TextIO

#: Mark where bold text begins and ends.
BOLD, PLAIN = "\x01", "\x02"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_BUT_MARKS = re.compile(r"[\x00\x03-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """Return a text without control characters other than the tab and the end of a line."""
    return _CONTROL.sub("", text)


def bold(text: str) -> str:
    """Return a text between marks for bold."""
    return f"{BOLD}{printable(text)}{PLAIN}"


def write_line(text: str, stream: TextIO | None) -> None:
    """Write a text and the end of a line; it may have marks for bold, and has no effect on the terminal otherwise."""
    if stream is None:
        # whoever started the process has closed it
        return
    is_styled = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    text = _CONTROL_BUT_MARKS.sub("", text)
    text = text.replace(BOLD, "\x1b[1m" if is_styled else "").replace(PLAIN, "\x1b[0m" if is_styled else "")
    # a terminal that lacks a letter shows its number
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
