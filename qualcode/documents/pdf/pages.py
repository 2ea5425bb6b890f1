"""The words of a PDF with their places, page by page, in the order in which they are painted.

pdfium is not safe for threads: everything that touches it runs under one lock, and every handle is closed here.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from qualcode.errors import DocumentError

MAX_PAGES = 5_000  # a law book has about 2,000
MAX_CHARACTERS = 10_000_000  # of a whole file; a long report has 500,000
_LOCK = threading.Lock()
_BOLD_WEIGHT = 600  # on the scale of CSS; many fonts say it only in their name
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_NAME_SIZE = 128  # bytes read of a font's name
_EDGE = 3.0  # points: what lies further outside the visible page is no text of it
_GAP = 1.5  # ems between two glyphs that still are one word's or one line's
_MAX_OBJECTS = 20_000  # drawn objects of a page that are looked at
_MAX_DOT = 9.0  # points; a larger drawn shape is no bullet
_BREAK = 2  # what pdfium gives for a hyphen at a line's end (U+FFFE in its strings)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SHOWN = {code: chr(code) for code in range(33, 0x180) if code not in (0x7F, 0xA0, 0xAD)} | {_BREAK: "-"} | _LIGATURES
_SPACES = frozenset([0, 9, 10, 11, 12, 13, 32, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF])
_ERR_PASSWORD = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


@dataclass(slots=True)
class Word:
    """Glyphs without white space between them. Places in points in the frame of its text: x along the line, y down.

    letters: its glyphs, while it is read. glued: no white space before it in the stream. broken: ends in a hyphen that pdfium takes for
    one of a broken word (it is in the text as `-`).
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    turn: int
    glued: bool = False
    broken: bool = False
    letters: Sequence[str] = ()


@dataclass(slots=True)
class Page:
    """The words of one page in the order of the content stream; width and height of the page as it lies for most of its text.

    turn: the direction of most of its text in degrees (0, 90, 180, 270); words with another turn have places in their own frame.
    pictures: it has no text, but a picture (a scan). dots: (left, right, middle height) of small drawn shapes that may be bullets.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turn: int = 0
    pictures: bool = False
    dots: list[tuple[float, float, float]] = field(default_factory=list)


def read_pages(data: bytes, *, file: str) -> Iterator[Page]:
    """The pages of a PDF, one at a time; the lock is held only while a page is read.

    Raises DocumentError: no PDF or damaged, protected by a password, over 5,000 pages or 10 million characters.
    """
    with _LOCK:
        document = _opened(data, file)
    try:
        with _LOCK:
            count = len(document)
        if count == 0:
            raise DocumentError("documents.pdf_damaged", file=file)
        if count > MAX_PAGES:
            raise DocumentError("documents.pdf_too_many_pages", file=file, pages=count, limit=MAX_PAGES)
        characters = 0
        for index in range(count):
            with _LOCK:
                page = _page(document, index, file, MAX_CHARACTERS - characters)
            characters += sum(len(word.text) for word in page.words)
            yield page
    finally:
        with _LOCK:
            document.close()


def _opened(data: bytes, file: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = error.err_code in _ERR_PASSWORD
        raise DocumentError("documents.pdf_encrypted" if protected else "documents.pdf_damaged", file=file) from None


def _page(document: Any, index: int, file: str, allowed: int) -> Page:
    with ExitStack() as handles:
        try:
            page = document[index]
            handles.callback(page.close)
            textpage = page.get_textpage()
            handles.callback(textpage.close)
        except pypdfium2.PdfiumError:
            return Page(index + 1, 0.0, 0.0)  # one page that cannot be opened: the reader says which
        if pdfium.FPDFText_CountChars(textpage.raw) > allowed:
            raise DocumentError("documents.pdf_too_much_text", file=file, page=index + 1, limit=MAX_CHARACTERS)
        box = page.get_cropbox()
        words = _Glyphs(textpage.raw, box).words()
        turn = _main_turn(words)
        dots, pictures = _drawings(page, box) if turn == 0 else ([], False)
    width, height = box[2] - box[0], box[3] - box[1]
    if turn in (90, 270):
        width, height = height, width
    return Page(index + 1, width, height, words, turn, pictures and not words, dots)


def _drawings(page: Any, box: tuple[float, float, float, float]) -> tuple[list[tuple[float, float, float]], bool]:
    """Small, nearly square shapes on the page, and whether there is a picture; at most 20,000 objects are looked at."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    places = [ctypes.byref(side) for side in (left, bottom, right, top)]
    dots: list[tuple[float, float, float]] = []
    pictures = False
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(min(count, _MAX_OBJECTS)):
        found = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(found, *places):
            width, height = right.value - left.value, top.value - bottom.value
            if 1.5 <= width <= _MAX_DOT and 1.5 <= height <= _MAX_DOT and 0.6 < width / height < 1.7:
                dots.append((left.value - box[0], right.value - box[0], box[3] - (top.value + bottom.value) / 2))
    return dots, pictures


def _main_turn(words: list[Word]) -> int:
    sums = {0: 0, 90: 0, 180: 0, 270: 0}
    for word in words:
        sums[word.turn] += len(word.text)
    return max(sums, key=lambda turn: sums[turn])


class _Glyphs:
    """One pass over the glyphs of a page: two calls a glyph, the rest once a word."""

    def __init__(self, textpage: Any, box: tuple[float, float, float, float]) -> None:
        self.textpage = textpage
        self.box = box
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.name = ctypes.create_string_buffer(_NAME_SIZE)
        self.styles: dict[int, tuple[float, bool, int]] = {}  # text object -> size, bold, turn

    def words(self) -> list[Word]:
        textpage, rect, shown = self.textpage, self.rect, _SHOWN
        by_reference = ctypes.byref(rect)
        unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        side, height = self.box[0], self.box[3]
        words: list[Word] = []
        word: Word | None = None
        letters: list[str] = []  # of the word
        turn = high = 0
        spaced = True
        before = rise = stretch = 0.0  # left edge of the glyph before; how far glyphs of a word may differ in height, and lie apart
        for index in range(pdfium.FPDFText_CountChars(textpage)):
            code = unicode_of(textpage, index)
            if code in _SPACES or (code < 32 and code != _BREAK):
                word, spaced = None, True
                continue
            if 0xD800 <= code < 0xE000:
                high, code = _surrogate(high, code)
                if not code:
                    continue
            if not box_of(textpage, index, by_reference):
                continue
            if word is not None:
                if turn == 0:
                    left, right, bottom = rect.left - side, rect.right - side, height - rect.bottom
                else:
                    left, right, _, bottom = self._placed(turn)
                # the letters of a ligature share one box: those do not part
                if not -rise < bottom - word.bottom < rise or left - word.right > stretch or left < before - 2 * rise or word.broken:
                    word = None
            if word is None:
                if not self._visible():
                    continue
                size, bold, turn = self._style(index)
                left, right, top, bottom = self._placed(turn)
                rise, stretch, letters = 0.12 * size, _GAP * size, []
                word = Word("", left, left, top, bottom, size, bold, turn, glued=not spaced, letters=letters)
                words.append(word)
                spaced = False
            before = left
            letters.append(shown.get(code) or _shown(code, right - left))
            if right > word.right:
                word.right = right
            if code == _BREAK:
                word.broken = True
        for word in words:
            word.text = "".join(word.letters)
        return [word for word in words if word.text]

    def _visible(self) -> bool:
        left, bottom, right, top = self.box
        x, y = (self.rect.left + self.rect.right) / 2, (self.rect.top + self.rect.bottom) / 2
        return left - _EDGE <= x <= right + _EDGE and bottom - _EDGE <= y <= top + _EDGE

    def _placed(self, turn: int) -> tuple[float, float, float, float]:
        """The glyph's left, right, top, bottom in the frame of text that runs in this direction."""
        rect = self.rect
        left, bottom, right, top = self.box
        if turn == 0:
            return rect.left - left, rect.right - left, top - rect.top, top - rect.bottom
        if turn == 90:
            return rect.bottom - bottom, rect.top - bottom, rect.left - left, rect.right - left
        if turn == 180:
            return right - rect.right, right - rect.left, rect.bottom - bottom, rect.top - bottom
        return top - rect.top, top - rect.bottom, right - rect.right, right - rect.left

    def _style(self, index: int) -> tuple[float, bool, int]:
        found = pdfium.FPDFText_GetTextObject(self.textpage, index)
        key = ctypes.cast(found, ctypes.c_void_p).value if found else None
        if key is not None and key in self.styles:
            return self.styles[key]
        matrix = self.matrix
        turn, scale = 0, 1.0
        if pdfium.FPDFText_GetMatrix(self.textpage, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        size = pdfium.FPDFText_GetFontSize(self.textpage, index) * scale
        height = abs(self.rect.top - self.rect.bottom) if turn in (0, 180) else abs(self.rect.right - self.rect.left)
        if not 0.5 < size < 2_000:
            size = height or 10.0
        bold = pdfium.FPDFText_GetFontWeight(self.textpage, index) >= _BOLD_WEIGHT or self._bold_name(index)
        style = (round(size, 2), bold, turn)
        if key is not None:
            self.styles[key] = style
        return style

    def _bold_name(self, index: int) -> bool:
        pdfium.FPDFText_GetFontInfo(self.textpage, index, self.name, _NAME_SIZE, None)
        name = self.name.value.decode("utf-8", "replace").lower()
        return any(part in name for part in _BOLD_NAMES)


def _surrogate(high: int, code: int) -> tuple[int, int]:
    """The first half of a pair to remember, and the character when `code` is the second half (0 while it is not known)."""
    if code < 0xDC00:
        return code, 0
    return 0, 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD


def _shown(code: int, width: float) -> str:
    """The character as it looks on the page: a soft hyphen that takes room is a hyphen, a sign of a symbol font a bullet."""
    if code == 0xAD:
        return "-" if width > 0 else ""
    if 0xF020 <= code <= 0xF0FF:
        return "•"
    if code in (0xFFFE, 0xFFFF):
        return "-" if code == 0xFFFE else ""
    return chr(code)
