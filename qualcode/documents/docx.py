"""Word documents, through mammoth's model: what stands on the page, in order, each paragraph marked as one.

Tracked insertions and content controls are text, deletions are not; headers, footers, pictures and comments are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from qualcode.documents.archives import open_archive, refuse_doctype
from qualcode.documents.cleaning import blank_forbidden
from qualcode.documents.content import Content
from qualcode.errors import DocumentError
from qualcode.model import Mark, MarkKind

_HEADING = re.compile(r"(?:heading|kop|titre|überschrift)\s*(?P<level>\d)", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "ondertitel": 2}
# what a damaged file makes zipfile, expat and mammoth raise
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    IndexError,
    RecursionError,
    NotImplementedError,
)


def read_docx(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text, one paragraph a block with a blank line between, and marks for headings (level), list items, table rows and notes.

    Numbers and bullets of lists are written out (`1. `, `• `), cells of a row are parted by a tab, notes stand at the end as `[1] ...`.
    Raises DocumentError: no zip, no Word document, encrypted, an old .doc under this name, damaged, unsafe.
    """
    with open_archive(data, file=file, member="word/document.xml") as archive:
        refuse_doctype(archive, file=file)
    try:
        document = _model(data)
    except _DAMAGED:
        raise DocumentError("documents.damaged", file=file) from None
    return _Writer().write(document)


def _model(data: bytes) -> Any:
    """The document as mammoth reads it; its step to HTML is given an empty one, since we write our own text."""
    import mammoth

    taken: list[Any] = []

    def take(document: Any) -> Any:
        taken.append(document)
        return document.copy(children=[], comments=[])

    mammoth.convert_to_html(io.BytesIO(data), transform_document=take, include_embedded_style_map=False)
    return taken[0]


class _Writer:
    """Writes the text and keeps the marks; `length` is the length of what is written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.length = 0
        self.numbers: dict[int, int] = {}  # list level -> last number
        self.notes: list[tuple[str, Any]] = []  # label, body
        self.document: Any = None
        self.previous: MarkKind | None = None

    def write(self, document: Any) -> Content:
        self.document = document
        for element in document.children:
            self._element(element)
        at = 0
        while at < len(self.notes):  # a note may refer to another
            label, body = self.notes[at]
            words = " ".join(self._paragraph_text(paragraph) for paragraph in _paragraphs(body))
            self._block(f"[{label}] {words.strip()}" if words.strip() else "", "footnote")
            at += 1
        return Content("".join(self.parts), tuple(self.marks))

    def _element(self, element: Any) -> None:
        kind = type(element).__name__
        if kind == "Paragraph":
            self._paragraph(element)
        elif kind == "Table":
            self._table(element)
        else:
            for child in getattr(element, "children", None) or ():
                self._element(child)

    def _block(self, body: str, kind: MarkKind, level: int | None = None) -> None:
        body = blank_forbidden(body.replace("\r\n", "\n").replace("\r", "\n"))
        body = body.strip()
        if not body:
            return
        close = kind == self.previous and kind in ("list_item", "table_row", "footnote")
        if self.parts:
            self.parts.append("\n" if close else "\n\n")
            self.length += 1 if close else 2
        self.parts.append(body)
        self.marks.append(Mark(self.length, self.length + len(body), kind, level=level))
        self.length += len(body)
        self.previous = kind

    def _paragraph(self, paragraph: Any) -> None:
        body = self._paragraph_text(paragraph)
        level = _heading_level(paragraph)
        if not body.strip():
            return
        if level is not None:
            self.numbers.clear()
            self._block(body, "heading", level)
        elif paragraph.numbering is not None:
            depth = int(paragraph.numbering.level_index)
            self._block(self._list_mark(depth, ordered=paragraph.numbering.is_ordered) + body.strip(), "list_item", depth + 1)
        else:
            self.numbers.clear()
            self._block(body, "paragraph")

    def _list_mark(self, depth: int, *, ordered: bool) -> str:
        for deeper in [known for known in self.numbers if known > depth]:
            del self.numbers[deeper]
        if not ordered:
            return "• "
        self.numbers[depth] = self.numbers.get(depth, 0) + 1
        number = self.numbers[depth]
        return f"{chr(96 + number)}. " if depth % 2 and number <= 26 else f"{number}. "

    def _table(self, table: Any) -> None:
        rows = [[_cell_paragraphs(cell) for cell in row.children] for row in table.children if type(row).__name__ == "TableRow"]
        if max((len(row) for row in rows), default=0) <= 1:  # a frame around text
            for row in rows:
                for cell in row:
                    for paragraph in cell:
                        self._paragraph(paragraph)
            return
        self.previous = None
        for row in rows:
            cells = [" ".join(filter(None, (_one_line(self._paragraph_text(paragraph)) for paragraph in cell))) for cell in row]
            if any(cells):
                self._block("\t".join(cells), "table_row")

    def _paragraph_text(self, paragraph: Any) -> str:
        return "".join(self._inline(paragraph))

    def _inline(self, element: Any) -> Iterator[str]:
        kind = type(element).__name__
        if kind == "Text":
            yield element.value
        elif kind == "Tab":
            yield "\t"
        elif kind == "Break":
            yield "\n"
        elif kind == "Checkbox":
            yield "☒ " if element.checked else "☐ "
        elif kind == "NoteReference":
            yield self._note(element)
        else:
            for child in getattr(element, "children", None) or ():
                yield from self._inline(child)

    def _note(self, reference: Any) -> str:
        try:
            note = self.document.notes.resolve(reference)
        except KeyError:
            return ""
        label = str(len(self.notes) + 1)
        self.notes.append((label, note.body))
        return f" [{label}]"


def _heading_level(paragraph: Any) -> int | None:
    name = (paragraph.style_name or paragraph.style_id or "").strip()
    found = _HEADING.fullmatch(name) or _HEADING.fullmatch(paragraph.style_id or "")
    if found:
        return int(found.group("level"))
    return _TITLES.get(name.casefold())


def _paragraphs(elements: Any) -> Iterator[Any]:
    """The paragraphs in a list of elements, those in tables and containers included, in order."""
    stack = list(reversed(list(elements)))
    while stack:
        element = stack.pop()
        if type(element).__name__ == "Paragraph":
            yield element
        else:
            stack += reversed(list(getattr(element, "children", None) or ()))


def _cell_paragraphs(cell: Any) -> list[Any]:
    return list(_paragraphs(cell.children or ()))


def _one_line(body: str) -> str:
    return " ".join(body.split())
