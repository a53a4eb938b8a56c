"""Reading what a build wrote: a small tree of HTML elements, and a search for dead links."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    """An element of a page: its tag, its attributes, and what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        """The value of an attribute, or nothing."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.get("class").split()

    @property
    def text(self) -> str:
        """All text in the element, with single spaces."""
        return " ".join("".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._strings()  # noqa: SLF001 - the same class

    def walk(self) -> Iterator[Element]:
        """The elements in this one, in the order of the text."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", cls: str = "") -> list[Element]:
        """The elements in this one that have a tag and a class."""
        return [e for e in self.walk() if (not tag or e.tag == tag) and (not cls or cls in e.classes)]

    def one(self, tag: str = "", cls: str = "") -> Element:
        """The only element that has a tag and a class."""
        found = self.all(tag, cls)
        assert len(found) == 1, f"{len(found)} elements <{tag} class={cls!r}>"
        return found[0]

    def by_id(self, id_: str) -> Element:
        """The element that has an id; there is only one."""
        found = [e for e in self.walk() if e.get("id") == id_]
        assert len(found) == 1, f"{len(found)} elements with the id {id_!r}"
        return found[0]


class Page(Element):
    """A page of HTML."""

    def __init__(self, source: str) -> None:
        super().__init__("", {})
        self.source = source
        _Builder(self).feed(source)

    @property
    def ids(self) -> list[str]:
        """The ids of the page, in the order of the text."""
        return [e["id"] for e in self.walk() if e.get("id")]

    @property
    def body(self) -> Element:
        """What a theme of Sphinx calls the main part."""
        found = [e for e in self.walk() if e.get("role") == "main" or e.tag == "main"]
        return found[0] if found else self

    @property
    def terms(self) -> dict[str, str]:
        """The text of each term in the main part, with its address; nothing for a term without a link."""
        return {e.text: e.get("href") for e in self.body.all(cls="dlterm")}

    @property
    def assets(self) -> list[str]:
        """The addresses of scripts and styles, without checksums."""
        found = [e.get("src") for e in self.all("script")]
        found += [e.get("href") for e in self.all("link") if e.get("rel") == "stylesheet"]
        return [address.split("?")[0] for address in found if address]


class _Builder(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.open: list[Element] = [page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                break

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def pages_of(outdir: Path) -> dict[str, Page]:
    """The pages of a site or a book, by their path, without what themes keep among their static files."""
    paths = {path.relative_to(outdir).as_posix(): path for path in sorted(outdir.rglob("*.*html"))}
    return {name: Page(path.read_text("utf-8")) for name, path in paths.items() if not name.startswith("_static/")}


def dead_links(outdir: Path) -> list[str]:
    """The addresses in the pages of a site that lead nowhere in it, each with its page."""
    pages = pages_of(outdir)
    return [
        f"{name}: {address}"
        for name, page in pages.items()
        for element in page.walk()
        for address in (element.get("href"), element.get("src"))
        if address and _is_dead(outdir, pages, name, address)
    ]


def _is_dead(outdir: Path, pages: dict[str, Page], name: str, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    target = (outdir / name).parent / unquote(parts.path) if parts.path else outdir / name
    if target.is_dir():
        target /= "index.html"
    if not target.exists():
        return True
    page = pages.get(target.resolve().relative_to(outdir.resolve()).as_posix())
    return bool(page and parts.fragment and unquote(parts.fragment) not in page.ids)
