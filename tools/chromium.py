"""The browser that tests, benchmarks and pictures use."""

from __future__ import annotations

import os
from pathlib import Path

CHROMIUM = Path(os.environ.get("DLGLOSS_CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
