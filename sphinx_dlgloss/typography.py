"""Quotation marks, dashes and ellipses, in texts that come too late for Sphinx to set them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from docutils.utils import new_document
from sphinx.transforms import SphinxSmartQuotes

#: What one of the actions of docutils' smart quotes can change; looked for first, because they take their time.
_CHANGES = re.compile(r"[\"'`\\]|--|\.\.|\. \.")


class SmartQuotes:
    """The smart quotes of a document, as its project and its language want them."""

    def __init__(self, document: nodes.document) -> None:
        self._part = new_document(document["source"], document.settings)
        self._transform = SphinxSmartQuotes(self._part, None)

    @staticmethod
    def may_change(texts: Iterable[str]) -> bool:
        """Tell whether there is something to set in one of the texts."""
        return any(map(_CHANGES.search, texts))

    def educate(self, parts: Iterable[nodes.Node]) -> None:
        """Set what is to be set in parts of a tree, in place."""
        # the transform walks down from its document; the texts stay where they are
        self._apply_to(
            text
            for part in parts
            for text in part.findall(nodes.TextElement)
            if not isinstance(text.parent, nodes.TextElement) and self.may_change([text.astext()])
        )

    def educated(self, paragraphs: Iterable[Iterable[tuple[str, bool]]]) -> list[str]:
        """Return the texts of paragraphs as they are to be set, one after the other.

        Args:
            paragraphs: Each text of each, and whether it is literal and so stays as it is.
        """
        self._apply_to(
            nodes.paragraph(
                "", "", *(nodes.literal("", text) if is_literal else nodes.Text(text) for text, is_literal in run)
            )
            for run in paragraphs
        )
        return [text.astext() for paragraph in self._part.children for text in paragraph.children]

    def _apply_to(self, blocks: Iterable[nodes.Element]) -> None:
        self._part.children = list(blocks)
        # which has its cost, also where there is nothing
        if self._part.children:
            self._transform.apply()
