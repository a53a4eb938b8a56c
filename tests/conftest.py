"""What all tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# behind what is installed: only the tests and the tools are taken from here
sys.path.append(str(Path(__file__).parent.parent))

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.lookup import Lookup
from sphinx_dlgloss.model import Glossary
from tests.building import Builder
from tests.samples import SAMPLE


@pytest.fixture(autouse=True, scope="session")
def _one_moment() -> Iterator[None]:
    # builders write the time into what they make
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        yield


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    """Builds small projects in a folder of the test's own."""
    return Builder(tmp_path)


@pytest.fixture(scope="module")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds projects at which all tests of a module look."""
    return Builder(tmp_path_factory.mktemp("project"))


@pytest.fixture
def bundled() -> Glossary:
    """The glossary that ships."""
    return load_glossary()


@pytest.fixture
def lookup() -> Lookup:
    """All forms of the sample's terms."""
    return Lookup(SAMPLE)
