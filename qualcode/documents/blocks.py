"""The text of a document written block by block, with a mark on each and the places of comments kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.documents.cleaning import blank_forbidden
from qualcode.documents.content import Content
from qualcode.model import Comment, Mark, MarkKind

# `PLACE number PLACE` stands in a body for a place to remember. No cleaned text and no XML can hold this character, so it never meets a real one.
PLACE = "\ufffe"
_PLACE = re.compile(f"{PLACE}[0-9]+{PLACE}")
_LONELY_PLACE = re.compile(f"(?<=[ \t\n])((?:{PLACE}[0-9]+{PLACE})+) ")
_CLOSE = ("list_item", "table_row", "footnote")  # kinds that follow each other without a blank line
_HEADING = re.compile(r"(?:heading|kop|titre|überschrift)[ _]*(?P<level>[1-9])", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "ondertitel": 2}
_SPACES = re.compile("[ \t\r\n\x0b\x0c]+")


@dataclass(slots=True)
class Remark:
    """A comment while its document is being written: start and end are known when the text around it has been written."""

    author: str = ""
    text: str = ""
    start: int | None = None
    end: int | None = None


class BlockWriter:
    """Writes blocks with a blank line between them; items, rows and notes of one kind follow each other line by line.

    A body may hold what `place` gives; it is taken out, and the remark then knows where it begins or ends.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._previous: MarkKind | None = None
        self._places: list[tuple[Remark, bool]] = []
        self.remarks: list[Remark] = []
        self.counts: dict[str, int] = {}

    def place(self, remark: Remark, *, begins: bool) -> str:
        """What to put into a body where a comment begins or ends."""
        self._places.append((remark, begins))
        return f"{PLACE}{len(self._places) - 1}{PLACE}"

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def apart(self) -> None:
        """What follows stands apart from what was written, also when it is of the same kind."""
        self._previous = None

    def block(self, body: str, kind: MarkKind, level: int | None = None) -> None:
        """Writes one block; white space around it is left out, and nothing is written when nothing remains."""
        body = _LONELY_PLACE.sub(r"\1", body.replace("\r\n", "\n").replace("\r", "\n"))
        pieces = body.split(PLACE)  # every second one is the number of a place
        plain = blank_forbidden("".join(pieces[::2]))
        lead = len(plain) - len(plain.lstrip())
        plain = plain.strip()
        if plain:
            close = kind == self._previous and kind in _CLOSE
            if self._parts:
                self._parts.append("\n" if close else "\n\n")
                self._length += 1 if close else 2
            self._parts.append(plain)
            self._marks.append(Mark(self._length, self._length + len(plain), kind, level=level))
        at = -lead
        for words, number in zip(pieces[:-1:2], pieces[1::2], strict=True):
            at += len(words)
            remark, begins = self._places[int(number)]
            offset = self._length + min(max(at, 0), len(plain))
            if not begins:
                remark.end = offset
            elif remark.start is None:
                remark.start = offset
        if plain:
            self._length += len(plain)
            self._previous = kind

    def content(self, **more: object) -> Content:
        """All that was written. more: further fields of Content."""
        comments = [comment for remark in self.remarks if (comment := _comment(remark, self._length)) is not None]
        if comments:
            self.counts["comments"] = len(comments)
        return Content("".join(self._parts), tuple(self._marks), counts=self.counts, comments=tuple(comments), **more)  # type: ignore[arg-type]


def _comment(remark: Remark, length: int) -> Comment | None:
    """The comment with its span; without a place of its own it stands at the end. None when it says nothing."""
    words = blank_forbidden(remark.text).strip()
    if not words:
        return None
    end = remark.end if remark.end is not None else remark.start if remark.start is not None else length
    start = remark.start if remark.start is not None else end
    return Comment(min(start, end), max(start, end), words, blank_forbidden(remark.author).strip())


def one_line(body: str) -> str:
    """The text on one line; no-break spaces stay."""
    return _SPACES.sub(" ", body).strip(" ")


def row(cells: list[str]) -> str:
    """The cells of a table row, parted by a tab; nothing but the places in them when none says anything."""
    joined = "\t".join(one_line(cell) for cell in cells)
    return joined if without_places(joined).strip() else "".join(_PLACE.findall(joined))


def without_places(body: str) -> str:
    """The words of a body alone."""
    return _PLACE.sub("", body) if PLACE in body else body


def heading_level(style: str) -> int | None:
    """The level of a heading by the name of its style (`Heading 2`, `Kop 2`, `Titel`); None for other styles."""
    found = _HEADING.fullmatch(style.strip())
    return int(found.group("level")) if found else _TITLES.get(style.strip().casefold())


class ListNumbers:
    """The marks of list items: `1. `, `a. ` by depth, `• ` where there is no number."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}  # depth -> last number

    def clear(self) -> None:
        self._numbers.clear()

    def mark(self, depth: int, *, ordered: bool, start: int = 1) -> str:
        for deeper in [known for known in self._numbers if known > depth]:
            del self._numbers[deeper]
        if not ordered:
            return "• "
        number = self._numbers.get(depth, start - 1) + 1
        self._numbers[depth] = number
        return f"{chr(96 + number)}. " if depth % 2 and 1 <= number <= 26 else f"{number}. "


def merged(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    """The counts of both together."""
    return {name: first.get(name, 0) + second.get(name, 0) for name in {**first, **second}}
