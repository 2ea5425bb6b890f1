"""Word documents, through mammoth's model: what stands on the page, in order, each paragraph marked as one.

Tracked insertions, content controls and text boxes are text, deletions are not; headers, footers and pictures are left out; comments stand apart.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.parsers.expat import ExpatError

from qualcode.documents.archives import open_archive, refuse_doctype
from qualcode.documents.blocks import BlockWriter, ListNumbers, Remark, heading_level, one_line, row, without_places
from qualcode.documents.content import Content
from qualcode.documents.word_parts import COMMENT, prepare
from qualcode.errors import DocumentError

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
        prepared = prepare(archive, file=file)
    try:
        document = _model(prepared.data)
    except _DAMAGED:
        raise DocumentError("documents.damaged", file=file) from None
    content = _Writer().write(document)
    found = {"deletions": prepared.deletions, "pictures": prepared.pictures}
    return replace(content, counts={**content.counts, **{name: number for name, number in found.items() if number}})


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
    """Writes the blocks of a document, its notes at the end."""

    def __init__(self) -> None:
        self.out = BlockWriter()
        self.numbers = ListNumbers()
        self.notes: list[tuple[str, Any]] = []  # label, body
        self.document: Any = None
        self.remarks: dict[str, Remark] = {}

    def write(self, document: Any) -> Content:
        self.document = document
        for comment in document.comments:
            words = "\n".join(filter(None, (without_places(self._paragraph_text(one)).strip() for one in _paragraphs(comment.body))))
            self.remarks[str(comment.comment_id)] = Remark(comment.author_name or comment.author_initials or "", words)
        self.out.remarks = list(self.remarks.values())
        for element in document.children:
            self._element(element)
        at = 0
        while at < len(self.notes):  # a note may refer to another
            label, body = self.notes[at]
            words = " ".join(self._paragraph_text(paragraph) for paragraph in _paragraphs(body)).strip()
            self.out.block(f"[{label}] {words}" if without_places(words).strip() else words, "footnote")
            at += 1
        return self.out.content()

    def _element(self, element: Any) -> None:
        kind = type(element).__name__
        if kind == "Paragraph":
            self._paragraph(element)
        elif kind == "Table":
            self._table(element)
        elif kind == "Bookmark":  # a comment that begins between two paragraphs
            self.out.block("".join(self._inline(element)), "paragraph")
        else:
            for child in getattr(element, "children", None) or ():
                self._element(child)

    def _paragraph(self, paragraph: Any) -> None:
        body = self._paragraph_text(paragraph)
        level = heading_level(paragraph.style_name or "") or heading_level(paragraph.style_id or "")
        if not without_places(body).strip():
            self.out.block(body.strip(), "paragraph")  # only the places of comments
        elif level is not None:
            self.numbers.clear()
            self.out.block(body, "heading", level)
        elif paragraph.numbering is not None:
            depth = int(paragraph.numbering.level_index)
            self.out.block(self.numbers.mark(depth, ordered=paragraph.numbering.is_ordered) + body.strip(), "list_item", depth + 1)
        else:
            self.numbers.clear()
            self.out.block(body, "paragraph")

    def _table(self, table: Any) -> None:
        rows = [list(line.children) for line in table.children if type(line).__name__ == "TableRow"]
        if max((len(cells) for cells in rows), default=0) <= 1 or _is_frame(rows):
            for cells in rows:
                for cell in cells:
                    for element in cell.children or ():
                        self._element(element)
            return
        self.numbers.clear()
        self.out.apart()
        for cells in rows:
            texts = [
                " ".join(filter(None, (one_line(self._paragraph_text(one)) for one in _paragraphs(cell.children or ())))) for cell in cells
            ]
            self.out.block(row(texts), "table_row")
        self.out.apart()

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
        elif kind in ("Bookmark", "CommentReference"):
            begins = kind == "Bookmark"
            name = str(element.name or "") if begins else COMMENT + str(element.comment_id)
            remark = self.remarks.get(name.removeprefix(COMMENT)) if name.startswith(COMMENT) else None
            yield self.out.place(remark, begins=begins) if remark is not None else ""
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


def _is_frame(rows: list[list[Any]]) -> bool:
    """Whether a table only lays out a page: headings or whole tables stand in its cells."""
    for cells in rows:
        for cell in cells:
            kinds = [type(element).__name__ for element in cell.children or ()]
            if "Table" in kinds or any(
                heading_level(element.style_name or "") for element in cell.children or () if type(element).__name__ == "Paragraph"
            ):
                return True
    return False


def _paragraphs(elements: Any) -> Iterator[Any]:
    """The paragraphs in a list of elements, those in tables and containers included, in order."""
    stack = list(reversed(list(elements)))
    while stack:
        element = stack.pop()
        if type(element).__name__ == "Paragraph":
            yield element
        else:
            stack += reversed(list(getattr(element, "children", None) or ()))
