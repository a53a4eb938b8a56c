"""Short names for contents."""

from __future__ import annotations

import hashlib


def digest(data: bytes) -> str:
    """Return twelve hexadecimal digits that stand for a content."""
    return hashlib.blake2b(data, digest_size=6).hexdigest()
