"""OpenDocument text (.odt of LibreOffice, .fodt), read from its XML: what stands on the page, in order.

Tracked insertions are text, deletions are not; annotations become comments. Source of the element names: OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qualcode.documents.archives import open_archive, refuse_doctype
from qualcode.documents.blocks import BlockWriter, ListNumbers, Remark, heading_level, one_line, row, without_places
from qualcode.documents.content import Content
from qualcode.documents.xml import parse_xml, read_member
from qualcode.errors import DocumentError
from qualcode.model import MarkKind

_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MOST_SPACES = 1000  # of one <text:s>; more is an attack


def read_odt(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text, one paragraph a block, with marks for headings (level), list items, table rows and notes; written as Word documents are.

    Raises DocumentError: no zip, no OpenDocument text, encrypted, damaged, unsafe.
    """
    with open_archive(data, file=file, member="content.xml", suffix=".odt") as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b":encryption-data" in read_member(archive, "META-INF/manifest.xml", file=file):
            raise DocumentError("documents.encrypted", file=file)
        refuse_doctype(archive, file=file)
        roots = [parse_xml(read_member(archive, "content.xml", file=file), file=file)]
        if "styles.xml" in names:
            roots.append(parse_xml(read_member(archive, "styles.xml", file=file), file=file))
    return _read(roots, file, ".odt")


def read_flat_odt(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """As `read_odt`, of an OpenDocument text that is one XML file."""
    return _read([parse_xml(data, file=file)], file, ".fodt")


def _read(roots: list[Any], file: str, suffix: str) -> Content:
    body = roots[0].find(f".//{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise DocumentError("documents.no_docx", file=file, suffix=suffix)
    return _Writer(roots).write(body)


def _tag(element: Any) -> str:
    """`text:p` for an element, '' for what is none of ours."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag[1:].partition("}")
    prefix = _NAMESPACES.get(space)
    return f"{prefix}:{name}" if prefix else ""


class _Writer:
    """Goes through the body once; frames and notes met inside a paragraph are written after it, and at the end."""

    def __init__(self, roots: list[Any]) -> None:
        self.out = BlockWriter()
        self.numbers = ListNumbers()
        self.notes: list[tuple[str, Any]] = []
        self.frames: list[Any] = []
        self.remarks: dict[str, Remark] = {}
        self.list_styles = {style.get(f"{_STYLE}name"): style for root in roots for style in root.iter(f"{_TEXT}list-style")}
        self.style_names = {
            style.get(f"{_STYLE}name"): style.get(f"{_STYLE}display-name") or style.get(f"{_STYLE}parent-style-name") or ""
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }

    def write(self, body: Any) -> Content:
        self._blocks(body)
        at = 0
        while at < len(self.notes):  # a note may hold another
            label, note = self.notes[at]
            words = " ".join(one_line(self._body(paragraph)) for paragraph in _paragraphs(note))
            self.out.block(f"[{label}] {words}" if without_places(words).strip() else words, "footnote")
            at += 1
        return self.out.content()

    def _blocks(self, parent: Any) -> None:
        for element in parent:
            tag = _tag(element)
            if tag == "text:h":
                self._paragraph(element, "heading", _level(element))
            elif tag == "text:p":
                self._paragraph(element, *self._kind(element))
            elif tag == "text:list":
                self._list(element, 0, None)
            elif tag == "table:table":
                self._table(element)
            elif tag == "text:tracked-changes":
                self.out.count("deletions", sum(1 for _ in element.iter(f"{_TEXT}deletion")))
            elif tag in ("draw:frame", "draw:text-box", "draw:custom-shape"):
                self._frame(element)
            elif tag.endswith("-source") or tag in ("office:forms", "text:sequence-decls", "office:annotation", "text:variable-decls"):
                continue
            else:  # sections, indexes, groups
                self._blocks(element)

    def _kind(self, paragraph: Any) -> tuple[MarkKind, int | None]:
        """`heading` for the styles Title and Subtitle, which are paragraphs in the file."""
        name = paragraph.get(f"{_TEXT}style-name") or ""
        level = heading_level(name) or heading_level(self.style_names.get(name, ""))
        return ("heading", level) if level else ("paragraph", None)

    def _paragraph(self, element: Any, kind: MarkKind, level: int | None, lead: str = "") -> None:
        body = self._body(element)
        says = bool(without_places(body).strip())
        if kind != "list_item" and says:
            self.numbers.clear()
        self.out.block(lead + body.lstrip() if says else body, kind, level)
        frames, self.frames = self.frames, []
        for frame in frames:
            self._frame(frame)

    def _frame(self, frame: Any) -> None:
        if _tag(frame) == "draw:frame" and not any(_tag(child) == "draw:text-box" for child in frame):
            self.out.count("pictures")
            return
        self._blocks(frame)

    def _list(self, element: Any, depth: int, style: str | None) -> None:
        style = element.get(f"{_TEXT}style-name") or style
        ordered, start = self._ordered(style, depth)
        for item in element:
            if _tag(item) not in ("text:list-item", "text:list-header"):
                continue
            first = _tag(item) == "text:list-item"
            for child in item:
                tag = _tag(child)
                if tag == "text:list":
                    self._list(child, depth + 1, style)
                elif tag == "text:h":
                    self._paragraph(child, "heading", _level(child))
                elif tag == "text:p" and first:
                    mark = self.numbers.mark(depth, ordered=ordered, start=start)
                    self._paragraph(child, "list_item", depth + 1, mark)
                    first = False
                elif tag == "text:p":
                    self._paragraph(child, "list_item", depth + 1)
        if depth == 0:
            self.numbers.clear()

    def _ordered(self, style: str | None, depth: int) -> tuple[bool, int]:
        """Whether the items at this depth are numbered, and from which number."""
        found = self.list_styles.get(style)
        for level in found if found is not None else ():
            if level.get(f"{_TEXT}level") == str(depth + 1) and _tag(level) == "text:list-level-style-number":
                start = level.get(f"{_TEXT}start-value") or "1"
                return True, int(start) if start.isdigit() and len(start) < 6 else 1
        return False, 1

    def _table(self, table: Any) -> None:
        rows = list(_rows(table))
        if max((len(cells) for cells in rows), default=0) <= 1:  # a frame around text
            for cells in rows:
                for cell in cells:
                    self._blocks(cell)
            return
        self.numbers.clear()
        self.out.apart()
        for cells in rows:
            self.out.block(
                row([" ".join(one_line(self._body(paragraph)) for paragraph in _paragraphs(cell)) for cell in cells]), "table_row"
            )
        frames, self.frames = self.frames, []
        for frame in frames:
            self._frame(frame)
        self.out.apart()

    def _body(self, paragraph: Any) -> str:
        """The words of a paragraph: white space of the XML is one space, as OpenDocument says."""
        body = "".join(self._inline(paragraph))
        return body.strip(" ")

    def _inline(self, element: Any) -> Iterator[str]:
        yield _collapsed(element.text)
        for child in element:
            tag = _tag(child)
            if tag == "text:s":
                count = child.get(f"{_TEXT}c") or "1"
                yield " " * min(_MOST_SPACES, int(count) if count.isdigit() and len(count) < 9 else 1)
            elif tag == "text:tab":
                yield "\t"
            elif tag == "text:line-break":
                yield "\n"
            elif tag == "text:note":
                yield self._note(child)
            elif tag == "office:annotation":
                yield self._annotation(child)
            elif tag == "office:annotation-end":
                remark = self.remarks.get(child.get(f"{_OFFICE}name") or "")
                yield self.out.place(remark, begins=False) if remark is not None else ""
            elif tag.startswith("draw:"):
                self.frames.append(child)
            elif tag not in ("text:ruby-text", "text:tracked-changes", "office:event-listeners"):
                yield from self._inline(child)
            yield _collapsed(child.tail)

    def _note(self, note: Any) -> str:
        body = note.find(f"{_TEXT}note-body")
        if body is None:
            return ""
        label = str(len(self.notes) + 1)
        self.notes.append((label, body))
        return f" [{label}]"

    def _annotation(self, annotation: Any) -> str:
        author = next((child.text or "" for child in annotation if _tag(child) == "dc:creator"), "")
        remark = Remark(author, "\n".join("".join(paragraph.itertext()) for paragraph in _paragraphs(annotation)))
        self.out.remarks.append(remark)
        name = annotation.get(f"{_OFFICE}name")
        if name:
            self.remarks[name] = remark
        return self.out.place(remark, begins=True)


def _collapsed(text: str | None) -> str:
    if not text:
        return ""
    words = " ".join(part for part in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part)
    return (" " if text[0] in " \t\r\n" else "") + words + (" " if words and text[-1] in " \t\r\n" else "")


def _level(heading: Any) -> int:
    level = heading.get(f"{_TEXT}outline-level") or "1"
    return max(1, int(level)) if level.isdigit() and len(level) < 3 else 1


def _paragraphs(parent: Any) -> Iterator[Any]:
    """The paragraphs and headings below an element, those in lists and inner tables included, in order; not those inside another."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if _tag(element) in ("text:p", "text:h"):
            yield element
        elif _tag(element) != "text:tracked-changes":
            stack += reversed(element)


def _rows(table: Any) -> Iterator[list[Any]]:
    """The rows of a table as lists of cells; cells that a merged one covers, and the repeats of empty ones, are left out."""
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        tag = _tag(element)
        if tag == "table:table-row":
            yield [cell for cell in element if _tag(cell) == "table:table-cell"]
        elif tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            stack += reversed(element)
