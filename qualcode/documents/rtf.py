"""Rich Text Format, as Word, f4 and LibreOffice write it: one pass over its control words, with its own structure kept.

Own code: the libraries give a flat text (no headings, notes or row ends, deletions in it) and take quadratic time on odd font tables and links.
Source: Microsoft, Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

from qualcode.documents.blocks import BlockWriter, Remark, heading_level, one_line, row, without_places
from qualcode.documents.content import Content
from qualcode.documents.rtf_words import BULLETS, CHARACTERS, CHARSETS, READ, SKIPPED, SYMBOLS, TOKEN
from qualcode.errors import DocumentError
from qualcode.model import MarkKind

MAX_TOKENS = 4_000_000  # a book has 200,000


@dataclass(slots=True)
class _State:
    """What a group inherits and its end takes back. kind: what its text is for. skip: its text is left out."""

    kind: str = "text"
    skip: bool = False
    characters: int = 1  # after \uN so many stand-ins follow
    font: int | None = None
    deleted: bool = False
    hidden: bool = False
    style: int | None = None
    outline: int | None = None
    in_table: bool = False
    begun: bool = False

    def inner(self) -> _State:
        """What a group that begins here has; written out, since a file has very many groups."""
        return _State(
            self.kind, self.skip, self.characters, self.font, self.deleted, self.hidden, self.style, self.outline, self.in_table
        )  # fmt: skip


def read_rtf(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text, one paragraph a block, with marks for headings, list items, table rows and notes; comments kept apart.

    Tracked insertions are text, deletions, hidden text, headers, footers and pictures are not. encoding: of bytes beyond ASCII, instead of what the file says.
    Raises DocumentError: no RTF, or endless.
    """
    if not data.lstrip()[:6].startswith(b"{\\rtf"):
        raise DocumentError("documents.no_rtf", file=file)
    if encoding is not None:
        try:
            encoding = codecs.lookup(encoding).name
        except LookupError:
            raise DocumentError("documents.unknown_encoding", file=file, encoding=encoding) from None
    return _Reader(data.decode("latin-1"), file, encoding).read()


class _Reader:
    def __init__(self, source: str, file: str, encoding: str | None) -> None:
        self.source, self.file = source, file
        self.told, self.encoding = encoding, encoding or "cp1252"
        self.fonts: dict[int, str] = {}
        self.styles: dict[int, str] = {}
        self.out = BlockWriter()
        self.state = _State()
        self.stack: list[tuple[_State, list[str]]] = []
        self.sink: list[str] = []  # of the group's kind
        self.body: list[str] = self.sink  # the paragraph that is being written
        self.cells: list[str] = []
        self.item = ""
        self.notes: list[str] = []
        self.boxes: list[str] = []
        self.remarks: dict[str, Remark] = {}
        self.author = ""
        self.reference = ""
        self.stand_ins = 0
        self.in_fonts = False
        self.last_font: int | None = None

    def read(self) -> Content:
        at = tokens = 0
        length = len(self.source)
        handlers = self._handlers()
        while at < length and (found := TOKEN.match(self.source, at)):
            at = found.end()
            tokens += 1
            kind = found.lastgroup
            if kind == "text":
                self._bytes(found.group().encode("latin-1"))
            elif kind in ("word", "number"):
                word, number = found.group("word"), found.group("number")
                if word == "bin":
                    at += max(0, int(number or 0))
                    continue
                self._word(word, int(number) if number is not None else None, handlers)
            elif kind == "hex":
                self._bytes(bytes.fromhex(found.group().replace("\\'", "")), spelled=True)
            elif kind == "brace":
                if found.group() == "}":
                    self._close()
                    if not self.stack:
                        break  # what follows the document is none of it
                else:
                    self.stack.append((self.state, self.sink))
                    self.state = self.state.inner()
                    if self.state.kind == "stylesheet":
                        self.sink = []  # each group in it is one style
            elif kind == "symbol":
                self._symbol(found.group("symbol"))
            if tokens > MAX_TOKENS:
                raise DocumentError("documents.too_much", file=self.file)
        self._paragraph()
        for number, note in enumerate(self.notes, 1):
            self.out.block(f"[{number}] {note}" if without_places(note).strip() else note, "footnote")
        return self.out.content()

    # --- groups ------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        state = self.state
        if not self.stack:
            return
        self.state, outer = self.stack.pop()
        if state.kind == self.state.kind or self.sink is outer:
            if state.kind == "stylesheet" and self.sink is not outer:
                self._style(state, outer)
            self.sink = outer if state.kind != self.state.kind else self.sink
            return
        words = "".join(self.sink)
        self.sink = outer
        if state.skip:
            return
        if state.kind == "footnote":
            self.notes.append(one_line(_joined(words)))
            outer.append(f" [{len(self.notes)}]")
        elif state.kind == "annotation":
            self._annotation(words, outer)
        elif state.kind == "atnauthor":
            self.author = one_line(_joined(words))
        elif state.kind == "atnref":
            self.reference = words.strip()
        elif state.kind in ("atrfstart", "atrfend"):
            self._range(state.kind, words.strip(), outer)
        elif state.kind == "shptxt":
            self.boxes.append(words)
        elif state.kind in ("listtext", "pntext"):
            self.item = one_line(_joined(words)) or "•"

    def _annotation(self, words: str, outer: list[str]) -> None:
        remark = self.remarks.get(self.reference)
        if remark is None:
            remark = Remark()
            outer.append(self.out.place(remark, begins=True))
        remark.author, remark.text = self.author, "\n".join(one_line(line) for line in _joined(words).split("\n"))
        self.out.remarks.append(remark)
        self.author = self.reference = ""

    def _range(self, kind: str, name: str, outer: list[str]) -> None:
        remark = self.remarks.setdefault(name, Remark())
        outer.append(self.out.place(remark, begins=kind == "atrfstart"))

    def _style(self, state: _State, outer: list[str]) -> None:
        if state.style is not None:
            self.styles[state.style] = "".join(self.sink).strip().rstrip(";")
        self.sink = outer

    def _enter(self, kind: str) -> None:
        """The group is of another kind than the text around it: its words are gathered apart."""
        self.state.kind = kind
        self.sink = []

    # --- words -------------------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[int | None], None]]:
        state = self._set
        return {
            "par": lambda _: self._break(),
            "sect": lambda _: self._break(),
            "page": lambda _: self._break(),
            "cell": lambda _: self._cell(),
            "nestcell": lambda _: self.sink.append(" "),
            "row": lambda _: self._row(),
            "pard": lambda _: state(style=None, outline=None, in_table=False),
            "plain": lambda _: state(deleted=False, hidden=False, font=None),
            "s": lambda number: state(style=number),
            "outlinelevel": lambda number: state(outline=number),
            "intbl": lambda _: state(in_table=True),
            "deleted": lambda number: state(deleted=number != 0),
            "v": lambda number: state(hidden=number != 0),
            "uc": lambda number: state(characters=max(0, min(number if number is not None else 1, 16))),
            "u": self._unicode,
            "f": self._font,
            "fcharset": self._charset,
            "ansicpg": lambda number: self._codepage(f"cp{number}"),
            "mac": lambda _: self._codepage("mac_roman"),
            "pc": lambda _: self._codepage("cp437"),
            "pca": lambda _: self._codepage("cp850"),
        }

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self.state, name, value)

    def _word(self, word: str, number: int | None, handlers: dict[str, Callable[[int | None], None]]) -> None:
        self.stand_ins = 0
        first, self.state.begun = not self.state.begun, True
        if word in SKIPPED:
            self.in_fonts = word == "fonttbl" or (self.in_fonts and word not in ("colortbl", "stylesheet"))
            if word == "pict" and not self.state.skip:
                self.out.count("pictures")
            self.state.skip = True
        elif word in READ:
            self._read_group(word)
        elif word in CHARACTERS:
            self._put(CHARACTERS[word])
        elif (handler := handlers.get(word)) is not None:
            handler(number)
        elif first and self.state.kind == "?":
            self.state.skip = True

    def _read_group(self, word: str) -> None:
        if word == "shptxt":
            self.state.skip = False
            self._enter(word)
        elif word == "shpinst":
            self.state.kind, self.state.skip = "text", True
        elif word in ("shp", "ud", "fldrslt"):
            self.state.kind = self.state.kind if self.state.kind != "?" else "text"
        elif not self.state.skip:
            self._enter(word)

    def _symbol(self, symbol: str) -> None:
        self.stand_ins = 0
        if symbol == "*":
            # whether the group is read is decided by the word that follows
            if not self.state.skip:
                self.state.kind, self.state.begun = "?", False
        elif symbol in "\r\n":
            self._break()
        elif symbol in SYMBOLS:
            self._put(SYMBOLS[symbol])

    def _unicode(self, number: int | None) -> None:
        if number is not None and -0x10000 < number <= 0x10FFFF:
            self._put(chr(number + 0x10000 if number < 0 else number))
        self.stand_ins = self.state.characters

    def _font(self, number: int | None) -> None:
        self.state.font = self.last_font = number

    def _charset(self, number: int | None) -> None:
        if self.in_fonts and self.last_font is not None and number in CHARSETS:
            self.fonts[self.last_font] = CHARSETS[number]

    def _codepage(self, name: str) -> None:
        if self.told is None:
            try:
                self.encoding = codecs.lookup("utf-8" if name == "cp65001" else name).name
            except LookupError:
                self.encoding = "cp1252"

    def _bytes(self, raw: bytes, *, spelled: bool = False) -> None:
        if self.stand_ins:
            taken = min(self.stand_ins, len(raw))
            self.stand_ins -= taken
            raw = raw[taken:]
        if not raw:
            return
        self.state.begun = True
        name = self.fonts.get(self.state.font, self.encoding) if self.state.font is not None and self.told is None else self.encoding
        self._put(raw.decode("ascii" if raw.isascii() and not spelled else name, errors="replace"))

    def _put(self, words: str) -> None:
        state = self.state
        if state.skip or state.kind == "?":
            return
        if state.deleted or state.hidden:
            if state.deleted:
                self.out.count("deletions")
            return
        self.sink.append(words)

    # --- paragraphs --------------------------------------------------------------------------------------------

    def _break(self) -> None:
        if self.state.skip or self.state.deleted:
            return
        if self.state.kind != "text" or self.state.in_table:
            self.sink.append("\n")
        else:
            self._paragraph()

    def _paragraph(self) -> None:
        """Writes the paragraph (and the cells of a row that was never closed)."""
        if self.cells:
            self._row()
        body = _joined("".join(self.body))
        self.body.clear()
        item, self.item = self.item, ""
        says = bool(without_places(body).strip())
        kind: MarkKind = "paragraph"
        level = self._level()
        if level is not None:
            kind = "heading"
            body = f"{item} {body.lstrip()}" if item and not BULLETS.match(item) and says else body
        elif item and says:
            kind, level = "list_item", 1
            body = f"{'•' if BULLETS.match(item) else item} {body.lstrip()}"
        self.out.block(body, kind, level)
        boxes, self.boxes = self.boxes, []
        for line in "\n".join(boxes).split("\n"):
            self.out.block(_joined(line), "paragraph")

    def _level(self) -> int | None:
        if self.state.outline is not None and 0 <= self.state.outline <= 8:
            return self.state.outline + 1
        return heading_level(self.styles.get(self.state.style, "")) if self.state.style is not None else None

    def _cell(self) -> None:
        if self.state.skip or self.state.kind != "text":
            return
        self.cells.append(_joined("".join(self.body)))
        self.body.clear()
        self.item = ""

    def _row(self) -> None:
        if self.state.skip or self.state.kind != "text":
            return
        cells, self.cells = self.cells, []
        if len(cells) == 1:  # a frame around text
            for line in cells[0].split("\n"):
                self.out.block(line, "paragraph")
        elif cells:
            self.out.block(row(cells), "table_row")


def _joined(words: str) -> str:
    """The text with halves of surrogate pairs, as RTF spells characters above U+FFFF, made whole."""
    if not any("\ud800" <= char <= "\udfff" for char in words):
        return words
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
