"""The nodes of a rendered glossary, and how HTML shows them.

Each is a subclass of the docutils node that means the same, so writers other than HTML
(LaTeX, text, man, Texinfo and those of other extensions) show it by what they know already.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class dlgloss_listing(nodes.container):
    """What one ``dlglossary`` directive shows; ``layout``, ``used`` and ``indexed`` say how."""


class dlgloss_group(nodes.container):
    """The entries under one heading."""


class dlgloss_heading(nodes.rubric):
    """A letter or the title of a category."""


class dlgloss_entries(nodes.definition_list):
    """A run of entries."""


class dlgloss_entry(nodes.definition_list_item):
    """An entry; ``term`` is its id. What it says is filled in when all documents are known, see :mod:`.transforms`."""


class dlgloss_headword(nodes.term):
    """The headword of an entry: it bears the target."""


class dlgloss_body(nodes.definition):
    """What an entry says."""


class dlgloss_facts(nodes.paragraph):
    """The line under a headword: other names, category, level."""


class dlgloss_summary(nodes.paragraph):
    """The text that the card shows."""


class dlgloss_part(nodes.container):
    """A part of an entry with a label; ``kind`` is its name, ``folded`` says whether it unfolds on HTML."""


class dlgloss_label(nodes.paragraph):
    """The label of a part."""


class dlgloss_math(nodes.Inline, nodes.Element):
    """A formula: MathML on HTML pages, a math node of docutils everywhere else.

    It holds its LaTeX in the attribute ``latex``, without text, so that neither the search
    index nor the detection of pages that need MathJax sees it.
    """

    def astext(self) -> str:
        """Return the LaTeX."""
        return str(self["latex"])


class dlgloss_written(nodes.Element):
    """Parts of an entry as HTML, in ``html``; the text is there for the search alone."""


class dlgloss_mention(nodes.inline):
    """A term with a card and no page to link to."""


class dlgloss_letters(nodes.paragraph):
    """The bar of links to the groups of a long listing; ``label`` is its name."""


HTML: TypeAlias = "HTML5Translator"


def _heading(translator: HTML, depth: int) -> str:
    """Return the tag of a heading that stands ``depth`` levels below the section around it."""
    return f"h{min(6, translator.section_level + translator.initial_header_level - 1 + depth)}"


def _open(translator: HTML, node: nodes.Element, tag: str, name: str) -> None:
    translator.body.append(translator.starttag(node, tag, CLASS=f"dlgloss-{name}"))


def visit_listing(self: HTML, node: dlgloss_listing) -> None:
    self.body.append(self.starttag(node, "div", CLASS=f"dlgloss dlgloss-{node['layout']}"))


def visit_letters(self: HTML, node: dlgloss_letters) -> None:
    self.body.append(f'<nav class="dlgloss-letters" aria-label="{escape(node["label"])}">')


def depart_letters(self: HTML, node: dlgloss_letters) -> None:
    self.body.append("</nav>\n")


def visit_group(self: HTML, node: dlgloss_group) -> None:
    _open(self, node, "div", "group")


def visit_heading(self: HTML, node: dlgloss_heading) -> None:
    self.body.append(self.starttag(node, _heading(self, 1), "", CLASS="dlgloss-heading"))


def depart_heading(self: HTML, node: dlgloss_heading) -> None:
    self.body.append(f"</{_heading(self, 1)}>\n")


def visit_entries(self: HTML, node: dlgloss_entries) -> None:
    _open(self, node, "div", "entries")


def visit_entry(self: HTML, node: dlgloss_entry) -> None:
    # the target is the whole entry, not only its headword
    headword = cast("dlgloss_headword", node[0])
    ids = {"ids": headword["ids"]} if headword["ids"] else {}
    data = {"data-category": node["category"]}
    if node["level"]:
        data["data-level"] = node["level"]
    self.body.append(self.starttag(node, "div", CLASS="dlgloss-entry", **ids, **data))


def visit_headword(self: HTML, node: dlgloss_headword) -> None:
    self.body.append(f'<{_heading(self, node["depth"])} class="dlgloss-headword">')


def depart_headword(self: HTML, node: dlgloss_headword) -> None:
    if node["ids"]:
        self.add_permalink_ref(node, node["permalink"])
    self.body.append(f"</{_heading(self, node['depth'])}>\n")


def visit_body(self: HTML, node: dlgloss_body) -> None:
    _open(self, node, "div", "body")


def _is_folded(part: nodes.Element | None) -> bool:
    return bool(part is not None and part["folded"])


def visit_part(self: HTML, node: dlgloss_part) -> None:
    tag = "details" if _is_folded(node) else "div"
    self.body.append(self.starttag(node, tag, CLASS=f"dlgloss-part dlgloss-{node['kind']}"))


def depart_part(self: HTML, node: dlgloss_part) -> None:
    self.body.append("</details>\n" if _is_folded(node) else "</div>\n")


def visit_label(self: HTML, node: dlgloss_label) -> None:
    self.body.append("<summary>" if _is_folded(node.parent) else '<p class="dlgloss-label">')


def depart_label(self: HTML, node: dlgloss_label) -> None:
    self.body.append("</summary>\n" if _is_folded(node.parent) else "</p>\n")


def depart_div(self: HTML, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def visit_math(self: HTML, node: dlgloss_math) -> None:
    self.body.append(node["mathml"])


def visit_written(self: HTML, node: dlgloss_written) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def visit_mention(self: HTML, node: dlgloss_mention) -> None:
    self.body.append(f'<span class="dlterm" tabindex="0" data-dlterm="{escape(node["term"])}">')


def depart_mention(self: HTML, node: dlgloss_mention) -> None:
    self.body.append("</span>")


def depart_nothing(self: HTML, node: nodes.Element) -> None:
    """Close nothing."""


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes that HTML shows in a way of its own.

    All others, and all of them in other writers, are shown as the docutils node they derive from;
    they are registered too, because docutils' XML writer shows nothing else.
    """
    for plain in (dlgloss_facts, dlgloss_summary):
        app.add_node(plain)
    app.add_node(dlgloss_listing, html=(visit_listing, depart_div))
    app.add_node(dlgloss_letters, html=(visit_letters, depart_letters))
    app.add_node(dlgloss_group, html=(visit_group, depart_div))
    app.add_node(dlgloss_heading, html=(visit_heading, depart_heading))
    app.add_node(dlgloss_entries, html=(visit_entries, depart_div))
    app.add_node(dlgloss_entry, html=(visit_entry, depart_div))
    app.add_node(dlgloss_headword, html=(visit_headword, depart_headword))
    app.add_node(dlgloss_body, html=(visit_body, depart_div))
    app.add_node(dlgloss_part, html=(visit_part, depart_part))
    app.add_node(dlgloss_label, html=(visit_label, depart_label))
    app.add_node(dlgloss_math, html=(visit_math, depart_nothing))
    app.add_node(dlgloss_written, html=(visit_written, depart_nothing))
    app.add_node(dlgloss_mention, html=(visit_mention, depart_mention))
