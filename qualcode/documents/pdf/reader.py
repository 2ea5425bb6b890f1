"""PDF documents: running text as one reads it, one paragraph a line, with the page of every word."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.documents.cleaning import blank_forbidden
from qualcode.documents.content import Content
from qualcode.documents.pdf.furniture import mark_furniture
from qualcode.documents.pdf.hyphens import KnownWords, RunningText
from qualcode.documents.pdf.joining import page_lines
from qualcode.documents.pdf.layout import Element, body_size, lay_out
from qualcode.documents.pdf.lines import Line
from qualcode.documents.pdf.pages import Page, read_pages
from qualcode.errors import DocumentError
from qualcode.model import Mark, MarkKind

_SCANNED = 50  # characters a page; a file with fewer has no text layer
_NAMED_PAGES = 12  # page numbers that a warning names
_CLOSE = ("list_item", "table_row", "footnote")  # kinds that follow each other without a blank line


def pdf_content(data: bytes, *, file: str) -> Content:
    """The text with marks for headings (level), paragraphs, list items, table rows, footnotes, pages and removed furniture.

    Words broken at a line's end are whole; cells of a row are parted by a tab; a note reference stands as ` [1]`, the note as `[1] ...`
    after the paragraph in which its page ends. A page mark is a span of the text of one page, numbered from 1 as a PDF viewer counts; a page
    has more than one where its notes stand apart. Furniture marks are empty spans where the line was left out.
    Raises DocumentError: damaged, protected by a password, no text (a scan), too many pages or too much text.
    """
    pages = [(page, _all_lines(page)) for page in read_pages(data, file=file)]
    characters = sum(len(word.text) for page, _ in pages for word in page.words)
    if characters == 0 or (characters < _SCANNED * len(pages) and any(page.pictures for page, _ in pages)):
        raise DocumentError("documents.pdf_no_text", file=file)
    mark_furniture(pages, body_size([line for _, lines in pages for line in lines]))
    layout = lay_out(pages)
    writer = _Writer(KnownWords(line.text for _, lines in pages for line in lines if not line.furniture))
    for element in layout.elements:
        writer.element(element)
    furniture = [(line, line.top < page.height / 2) for page, lines in pages for line in lines if line.furniture]
    content = writer.content(furniture)
    warnings: list[tuple[str, dict[str, object]]] = []
    if layout.doubtful:
        warnings.append(("documents.pdf_order_doubtful", {"pages": _listed(layout.doubtful)}))
    scanned = [page.number for page, _ in pages if page.pictures or page.width == 0]
    if scanned:
        warnings.append(("documents.pdf_pages_without_text", {"pages": _listed(scanned)}))
    counts = {"pages": len(pages), "furniture": len(furniture), "hyphens": writer.joined}
    return Content(content.text, content.marks, warnings=tuple(warnings), counts=counts)


def _all_lines(page: Page) -> list[Line]:
    turns = sorted({word.turn for word in page.words}, key=lambda turn: (turn != page.turn, turn))
    return [line for turn in turns for line in page_lines(page, turn)]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_NAMED_PAGES])) + (" …" if len(numbers) > _NAMED_PAGES else "")


class _Writer:
    """Writes the elements and keeps the marks. spans: [page, start, end] of the text of a page, in order."""

    def __init__(self, known: KnownWords) -> None:
        self.known = known
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.spans: list[list[int]] = []
        self.length = 0
        self.joined = 0
        self.previous: MarkKind | None = None

    def element(self, element: Element) -> None:
        if element.kind == "table_row":
            cells = [self._run(cell, marks=True) for cell in element.cells]
            text = "\t".join(cell for cell, _ in cells)
            places = [(element.lines[0].page, 0)]
        else:
            text, places = self._run(element.lines, marks=element.kind in ("heading", "paragraph"))
            prefix = f"[{element.label}] " if element.kind == "footnote" else ""
            if element.kind == "list_item":
                prefix = _shown_mark(element.lines[0].mark) + " "
            text = prefix + text
            places = [(page, at + len(prefix) if index else 0) for index, (page, at) in enumerate(places)]
        text = blank_forbidden(text)
        if not text.strip():
            return
        close = element.kind == self.previous and element.kind in _CLOSE
        if self.parts:
            self.parts.append("\n" if close else "\n\n")
            self.length += len(self.parts[-1])
        self.parts.append(text)
        self.marks.append(Mark(self.length, self.length + len(text), element.kind, level=element.level))
        for index, (page, at) in enumerate(places):
            end = places[index + 1][1] if index + 1 < len(places) else len(text)
            self._page(page, self.length + at, self.length + end)
        self.length += len(text)
        self.previous = element.kind

    def _run(self, lines: Sequence[Line], *, marks: bool) -> tuple[str, list[tuple[int, int]]]:
        """The running text of lines, and (page, place) where each page begins in it. marks: write the marks of lines."""
        running = RunningText(self.known)
        places: list[tuple[int, int]] = []
        for line in lines:
            body = line.text
            if line.mark and (marks or line is not lines[0]):
                body = f"{_shown_mark(line.mark)} {body}"
            at = running.add(body)
            if not places or places[-1][0] != line.page:
                places.append((line.page, at))
        self.joined += running.joined
        return running.text(), places

    def _page(self, page: int, start: int, end: int) -> None:
        if self.spans and self.spans[-1][0] == page:
            self.spans[-1][2] = end
        else:
            self.spans.append([page, start, end])

    def content(self, furniture: Sequence[tuple[Line, bool]]) -> Content:
        """All that was written. furniture: lines that were left out, each with whether it stood in the upper half of its page."""
        marks = [*self.marks, *(Mark(start, end, "page", page=page) for page, start, end in self.spans)]
        first: dict[int, int] = {}
        for page, start, _ in self.spans:
            first.setdefault(page, start)
        last = {page: end for page, _, end in self.spans}
        at = 0
        for line, upper in furniture:
            if line.page in first:
                at = first[line.page] if upper else last[line.page]
            marks.append(Mark(at, at, "furniture", page=line.page, content=blank_forbidden(line.full_text)))
        return Content("".join(self.parts), tuple(sorted(marks, key=lambda mark: (mark.start, mark.kind != "page"))))


def _shown_mark(mark: str) -> str:
    return "•" if len(mark) == 1 and not mark.isalnum() and mark not in "-–—*+>" else mark
