"""The command ``dlgloss``, as ``python -m sphinx_dlgloss``."""

import sys

from sphinx_dlgloss.cli import main

if __name__ == "__main__":
    sys.exit(main())
