"""Configuration of the documentation of sphinx-dlgloss."""

import sys
from pathlib import Path

import sphinx_dlgloss

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx-dlgloss"
author = "The sphinx-dlgloss developers"
project_copyright = author
release = version = sphinx_dlgloss.__version__

extensions = ["sphinx_dlgloss", "myst_parser", "dlgloss_tables"]
exclude_patterns = ["_build"]
nitpicky = True
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"sphinx-dlgloss {release}"
html_copy_source = False
