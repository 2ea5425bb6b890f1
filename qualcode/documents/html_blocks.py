"""HTML into blocks: headings, list items, table rows and paragraphs as a browser would show them. Scripts never run and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from lxml import etree

from qualcode.documents.blocks import BlockWriter, ListNumbers, one_line, row
from qualcode.documents.cleaning import blank_forbidden
from qualcode.errors import DocumentError
from qualcode.model import MarkKind

HIDDEN = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "datalist",
        "button",
        "textarea",
        "audio",
        "video",
        "map",
    ]
)
AROUND = frozenset(["nav", "footer", "aside"])  # parts of a page that stand around its text
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\x0c]+")
_LONG_TAG = 20_000  # characters without a >; shorter tags cannot hold too many attributes
_MOST_ATTRIBUTES = 5_000
_OUTSIDE_QUOTES = re.compile("[^>\"']*")
_PARTING = re.compile(r"[\s/=]+")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse_html(text: str, *, file: str) -> Any:
    """The root element; broken mark-up is mended as browsers do.

    Raises DocumentError: no element at all, nested over 2,000 deep, or a tag with thousands of attributes.
    """
    if _has_endless_tag(text):
        raise DocumentError("documents.too_much", file=file)
    parser = etree.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(blank_forbidden(text).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DocumentError("documents.too_deep", file=file)
    if root is None:
        raise DocumentError("documents.no_html", file=file)
    return root


def _has_endless_tag(text: str) -> bool:
    """Whether a tag has so many attributes that the parser, which compares each with all before it, would take minutes."""
    if max(map(len, text.split(">"))) < _LONG_TAG:
        return False
    at = 0
    while (at := text.find("<", at)) >= 0:
        at += 1
        if not text[at : at + 1].isalpha():
            continue
        parted = 0
        while piece := _OUTSIDE_QUOTES.match(text, at):
            parted += len(_PARTING.findall(piece.group()))
            at = piece.end()
            quote = text[at : at + 1]
            if quote in ("", ">"):
                break
            closing = text.find(quote, at + 1) if piece.group().rstrip().endswith("=") else at
            at = closing + 1 if closing >= 0 else len(text)
        if parted > _MOST_ATTRIBUTES:
            return True
    return False


def write_blocks(root: Any, out: BlockWriter, *, without: Collection[str] = ()) -> None:
    """Writes what stands in the page, in order. without: names of elements that are passed over besides those that nobody sees."""
    _Walk(root, out, HIDDEN | frozenset(without)).run()


class _Walk:
    """One pass over the elements, without recursion."""

    def __init__(self, root: Any, out: BlockWriter, skipped: frozenset[str]) -> None:
        self.root, self.out, self.skipped = root, out, skipped
        self.layout = _layout_tables(root)
        self.numbers = ListNumbers()
        self.buffer: list[str] = []
        self.lists: list[bool] = []  # of each open list: whether it is numbered
        self.item_open = False  # an item was begun and nothing of it is written yet
        self.heading: int | None = None
        self.tables: list[bool] = []  # of each open table: whether it holds data
        self.cells: list[str] | None = None
        self.pre = 0

    def run(self) -> None:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in self.skipped or _is_hidden(element):
                    walk.skip_subtree()
                    continue
                self._start(tag, element)
                self._text(element.text)
            else:
                if tag not in self.skipped and not _is_hidden(element):
                    self._end(tag)
                if element is not self.root:
                    self._text(element.tail)
        self._flush()

    @property
    def in_data(self) -> bool:
        return bool(self.tables) and self.tables[-1] and self.cells is not None

    def _text(self, text: str | None) -> None:
        if text:
            self.buffer.append(text if self.pre else _SPACE.sub(" ", text))

    def _start(self, tag: str, element: Any) -> None:
        if tag == "br":
            self.buffer.append(" " if self.in_data else "\n")
        elif tag == "img":
            self.out.count("pictures")
        elif tag in ("tr", "td", "th") and self.tables and self.tables[-1]:
            if tag == "tr":
                self._flush()
                self.cells = []
            else:
                self.buffer.clear()
        elif self.in_data and tag in _BLOCKS:
            self.buffer.append(" ")
            self.pre += tag == "pre"
        elif tag in _BLOCKS:
            self._flush()
            self._begin(tag, element)

    def _begin(self, tag: str, element: Any) -> None:
        if tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag in ("ul", "ol", "menu"):
            self.lists.append(tag == "ol")
        elif tag == "li":
            self.item_open = True
        elif tag == "table":
            self.tables.append(element not in self.layout)
            self.out.apart()
        elif tag == "pre":
            self.pre += 1

    def _end(self, tag: str) -> None:
        if tag in ("td", "th") and self.tables and self.tables[-1] and self.cells is not None:
            self.cells.append("".join(self.buffer))
            self.buffer.clear()
        elif tag == "tr" and self.tables and self.tables[-1]:
            self.out.block(row(self.cells or []), "table_row")
            self.cells = None
            self.buffer.clear()
        elif self.in_data and tag in _BLOCKS:
            self.buffer.append(" ")
            self.pre -= tag == "pre"
        elif tag in _BLOCKS:
            self._flush()
            self._finish(tag)

    def _finish(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.heading = None
        elif tag in ("ul", "ol", "menu") and self.lists:
            self.lists.pop()
            if not self.lists:
                self.numbers.clear()
                self.out.apart()
        elif tag == "li":
            self.item_open = False
        elif tag == "table" and self.tables:
            self.tables.pop()
            self.cells = None
            self.out.apart()
        elif tag == "pre":
            self.pre = max(0, self.pre - 1)

    def _flush(self) -> None:
        """Writes what was gathered; two line breaks end a paragraph."""
        body = "".join(self.buffer)
        self.buffer.clear()
        if not body.strip():
            return
        if self.pre:
            self.out.block(body.rstrip(), "paragraph")
            return
        lines = [one_line(line) for line in body.split("\n")]
        for paragraph in re.split(r"\n{2,}", "\n".join(lines).strip("\n")):
            self._write(paragraph)

    def _write(self, paragraph: str) -> None:
        kind: MarkKind = "paragraph"
        level = None
        if self.heading is not None:
            kind, level, paragraph = "heading", self.heading, paragraph.replace("\n", " ")
        elif self.lists:
            kind, level = "list_item", len(self.lists)
            if self.item_open:
                paragraph = self.numbers.mark(level - 1, ordered=self.lists[-1]) + paragraph
                self.item_open = False
        self.out.block(paragraph, kind, level)


def _is_hidden(element: Any) -> bool:
    attributes = element.attrib
    return bool(attributes) and ("hidden" in attributes or _NOT_SHOWN.search(attributes.get("style") or "") is not None)


def _layout_tables(root: Any) -> set[Any]:
    """The tables that only lay out a page: with a table or a heading in them, or never more than one cell in a row."""
    layout: set[Any] = set()
    if root.find(".//table") is None:
        return layout
    open_tables: list[Any] = []
    widest: list[int] = []
    cells: list[int] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if open_tables and (tag == "table" or tag in _HEADINGS):
                layout.add(open_tables[-1])
            if tag == "table":
                open_tables.append(element)
                widest.append(0)
                cells.append(0)
                if element.get("role") == "presentation":
                    layout.add(element)
            elif open_tables and tag == "tr":
                cells[-1] = 0
            elif open_tables and tag in ("td", "th"):
                cells[-1] += 1
                widest[-1] = max(widest[-1], cells[-1])
        elif tag == "table" and open_tables:
            if widest.pop() <= 1:
                layout.add(open_tables[-1])
            open_tables.pop()
            cells.pop()
    return layout
