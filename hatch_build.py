"""What the build of the package adds to it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What the package calls it; the package itself cannot be imported here.
FILE = "prepared.msgpack"


class PrepareEntries(BuildHookInterface[Any]):
    """Puts into a wheel what is worked out in advance for its entries; in a source tree they change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file, and name it to the builder."""
        if version != "editable":
            self._folder = tempfile.TemporaryDirectory()
            path = str(Path(self._folder.name, FILE))
            # a process of its own, which finds the package in its sources, and what else there was to be found
            paths = os.pathsep.join(filter(None, (self.root, os.environ.get("PYTHONPATH"))))
            command = [sys.executable, "-m", "tools.prepare", path]
            subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}, check=True)  # noqa: S603 - our own command
            build_data["force_include"][path] = f"sphinx_dlgloss/{FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file, which is in the wheel now."""
        if version != "editable":
            self._folder.cleanup()
