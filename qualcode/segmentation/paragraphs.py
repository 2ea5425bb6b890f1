"""Which visible lines belong together: paragraphs found by blank lines and, where there are none, by the length of lines.

A wrapped line is full: the first word of the next line would not have fitted. The local width is learned from pairs of lines that surely run
on (the second begins with a small letter); a line that ends a sentence and is shorter than that ends a paragraph. Text columns, merged lines
and changing widths are met by looking at the nearest pairs only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.model import BlockKind
from qualcode.segmentation.furniture import is_page_number, running_tails
from qualcode.segmentation.lines import Line, ends_sentence, ends_with_hyphen, first_letter, first_word_length, trimmed
from qualcode.segmentation.listmarks import ARTICLE, INLINE_BULLET, ListMark, chapter, list_mark, number_depth
from qualcode.segmentation.tables import table_rows

_WINDOW = 30  # pairs of running lines looked at on each side of a line
_NARROW = 0.05  # share of running pairs that may be shorter than the width
_HEADING_WIDTH = 0.75  # a heading among wrapped lines is at most this share of their width
MAX_HEADING_CHARS = 120
MAX_HEADING_WORDS = 14
_INLINE_NUMBER = re.compile(r"(?<=[.!?;:]) (?=(\d{1,3})\. [A-Z])")
# a number that wraps to the next line belongs to the word before it
_TAKES_NUMBER = re.compile(
    r"(?:\b(?:artikel|artikelen|art|lid|leden|nr|nummer|punt|paragraaf|hoofdstuk|blz|pagina|bijlage|p|en|of|tot|tot en met|t/m|van|op|in|met|naar|"
    r"circa|ca|ruim|minstens|maximaal|minimaal|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\.?|[,(])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that form one paragraph, heading or list item: `[start, end)` of the text, its first line, how many lines, blank lines above."""

    start: int
    end: int
    line: Line
    lines: int
    mark: ListMark | None = None
    kind: BlockKind | None = None  # a reader's word
    level: int | None = None
    sure: bool = False  # a reader has marked it
    row: bool = False  # a row of a table

    @property
    def blank_before(self) -> int:
        return self.line.blank_before


@dataclass(slots=True)
class _Shape:
    """What the grouping needs to know of one line."""

    body: str
    length: int
    first: str
    mark: ListMark | None
    ends: bool
    hyphen: bool
    last: str
    word: int
    row: bool = False

    @property
    def small(self) -> bool:
        return self.first.islower() and (self.mark is None)


def group_lines(text: str, lines: Sequence[Line]) -> list[Group]:
    """The groups of consecutive lines, in order; every line is in one group (a line with bullets inside is in several)."""
    pieces = _pieces(text, lines)
    shapes = [_shape(text[piece.start : piece.end]) for piece in pieces]
    for index in table_rows([shape.body for shape in shapes]):
        shapes[index].row = True
    grouper = _Grouper(pieces, shapes)
    groups: list[Group] = []
    begun = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or grouper.breaks(index, begun):
            groups.append(
                Group(pieces[begun].start, pieces[index - 1].end, pieces[begun], index - begun, shapes[begun].mark, row=shapes[begun].row)
            )
            begun = index
    return groups


def _pieces(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before bullets in their middle and before a number that carries on the row of numbers at line starts."""
    pieces: list[Line] = []
    number = -1
    bodies = [text[line.start : line.end] for line in lines]
    tails = running_tails(bodies)
    after_tail = False
    for index, (line, body) in enumerate(zip(lines, bodies, strict=True)):
        line = replace(line, opens=True) if after_tail else line
        after_tail = index in tails
        cuts = [tails[index]] if index in tails else []
        cuts += [found.start() for found in INLINE_BULLET.finditer(body)]
        mark = list_mark(body)
        if mark is not None and mark.style == "1.":
            number = mark.value
        if number >= 0:
            for found in _INLINE_NUMBER.finditer(body):
                if int(found.group(1)) == number + 1:
                    cuts.append(found.end())
                    number += 1
        if not cuts:
            pieces.append(line)
            continue
        bounds = [0, *sorted(set(cuts)), len(body)]
        for order, (left, right) in enumerate(pairwise(bounds)):
            start, end = trimmed(text, line.start + left, line.start + right)
            if start < end:
                pieces.append(replace(line, start=start, end=end) if order == 0 else Line(start, end, line.indent, 0, True))
    return pieces


def _shape(body: str) -> _Shape:
    mark = list_mark(body)
    rest = body[mark.length :] if mark else body
    last = body[-1]
    return _Shape(body, len(body), first_letter(rest), mark, ends_sentence(body), ends_with_hyphen(body), last, first_word_length(body))


def is_double_spaced(lines: Sequence[Line], shapes: Sequence[_Shape]) -> bool:
    """Whether a blank line stands between every line of wrapped text, so that it means nothing."""
    spaced = [index for index in range(1, len(lines)) if lines[index].blank_before == 1]
    if len(spaced) < 4 or len(spaced) < 0.7 * (len(lines) - 1):
        return False
    running = sum(1 for index in spaced if shapes[index].small and not shapes[index - 1].ends and shapes[index - 1].last not in ":;")
    return running >= 0.35 * len(spaced)


def _widths(lines: Sequence[Line], shapes: Sequence[_Shape], blank_limit: int) -> list[float]:
    """For each line the local width: a line of which length + next word is below it could have held that word. 0 where none is known."""
    places: list[int] = []
    values: list[int] = []
    for index in range(len(lines) - 1):
        this, following = shapes[index], shapes[index + 1]
        runs_on = following.small and not lines[index + 1].opens and (this.hyphen or not (this.ends or this.last in ":;"))
        if runs_on and lines[index + 1].blank_before < blank_limit and this.length > 3:
            places.append(index)
            values.append(this.length + 1 + following.word)
    if not places:
        return [0.0] * len(lines)
    narrow = _rolling_low(values)
    widths = []
    for index in range(len(lines)):
        at = bisect_left(places, index)
        if at == len(places) or (at > 0 and index - places[at - 1] < places[at] - index):
            at -= 1
        widths.append(narrow[at])
    return widths


def _rolling_low(values: Sequence[int]) -> list[float]:
    """For each value a low quantile of those around it."""
    window: list[int] = []
    low = []
    for index in range(len(values) + _WINDOW):
        if index < len(values):
            insort(window, values[index])
        if index - 2 * _WINDOW - 1 >= 0:
            window.pop(bisect_left(window, values[index - 2 * _WINDOW - 1]))
        if index >= _WINDOW:
            low.append(float(window[int(_NARROW * len(window))]))
    return low


class _Grouper:
    """Decides for each line whether it begins a group."""

    def __init__(self, lines: Sequence[Line], shapes: Sequence[_Shape]) -> None:
        self.lines, self.shapes = lines, shapes
        self.blank_limit = 2 if is_double_spaced(lines, shapes) else 1
        self.widths = _widths(lines, shapes, self.blank_limit)
        indented = sum(1 for line in lines if line.indent)
        self.indents = 0 < indented < len(lines)
        self.row: dict[str, int] = {}  # the last number of each style of list mark

    def short(self, index: int) -> bool:
        """Whether the first word of the next line would have fitted on this one."""
        following = self.shapes[index + 1].word if index + 1 < len(self.shapes) else 0
        return self.shapes[index].length + 1 + following < self.widths[index] or self.widths[index] == 0

    def breaks(self, index: int, begun: int) -> bool:
        """Whether line `index` begins a group; `begun` is the first line of the group so far."""
        line, this = self.lines[index], self.shapes[index]
        before = self.shapes[index - 1]
        if line.opens or this.row or before.row:
            return True
        if line.blank_before >= self.blank_limit:
            return not self._runs_over_blank(index)
        if is_page_number(this.body) or is_page_number(before.body):
            return True
        if before.mark is not None and before.mark.length >= before.length and index - 1 == begun:
            return False  # a mark alone on its line
        if this.mark is not None:
            if self._mark_opens(index, begun):
                self.row[this.mark.style] = this.mark.value
                return True
        elif before.hyphen and (this.first.islower() or not self.short(index - 1)):
            return False
        elif this.small:
            return before.last in ":;" and self.short(index - 1) and before.length < 0.8 * self.widths[index - 1]
        if self.heads(index) or self.heads(index - 1):
            return True
        return self._capital_breaks(index, begun)

    def _capital_breaks(self, index: int, begun: int) -> bool:
        line, before = self.lines[index], self.shapes[index - 1]
        short = self.short(index - 1)
        if self.indents and before.ends and line.indent > self.lines[index - 1].indent and self.shapes[begun].mark is None:
            return True
        if before.last == "," or (not before.ends and before.last not in ":;"):
            return short and (before.length < 0.8 * self.widths[index - 1] or self.widths[index - 1] == 0)
        return short

    def _runs_over_blank(self, index: int) -> bool:
        """Whether a wrapped paragraph runs on after a blank line (a page break)."""
        before, this = self.shapes[index - 1], self.shapes[index]
        if not this.small or before.ends or before.last in ":;" or self.widths[index - 1] == 0:
            return False
        return before.hyphen or (not self.short(index - 1) and before.length > 30)

    def _mark_opens(self, index: int, begun: int) -> bool:
        """Whether a list mark at the start of a line opens an item, and is not a dash or a number of running text."""
        this, before = self.shapes[index], self.shapes[index - 1]
        mark = this.mark
        assert mark is not None
        closed = before.ends or before.last in ":;" or self.short(index - 1)
        if mark.is_bullet:
            if mark.style[1] not in "-–—":
                return True
            in_list = self.shapes[begun].mark is not None and self.shapes[begun].mark.style == mark.style  # type: ignore[union-attr]
            return closed or in_list or not (this.first.islower() and re.search(r"\s[-–—]\s", this.body[mark.length :]))
        follows = self.row.get(mark.style) == mark.value - 1
        if mark.style[0] in "AI" and not (follows or mark.value == 1) and not (closed and before.ends):
            return False
        if follows or (mark.value == 1 and closed):
            return True
        if _TAKES_NUMBER.search(before.body[-24:]):
            return False
        return closed

    def heads(self, index: int) -> bool:
        """Whether a single line among wrapped lines is a heading of its own."""
        if not 0 <= index < len(self.shapes):
            return False
        this, width = self.shapes[index], self.widths[index]
        if this.length > MAX_HEADING_CHARS or this.ends or this.hyphen or this.last in ",;:" or not can_head(this.body):
            return False
        if this.mark is not None and number_depth(this.body) is None:
            return False
        if index and not (self.shapes[index - 1].ends or self.short(index - 1) or self.lines[index].blank_before):
            return False
        following = self.shapes[index + 1] if index + 1 < len(self.shapes) else None
        if following is not None and following.small and not self.lines[index + 1].blank_before:
            return False
        narrow = width == 0 or this.length < _HEADING_WIDTH * width
        return (
            narrow
            or bool(chapter(this.body) or (this.body.startswith("Artikel") and ARTICLE.match(this.body)))
            or (this.body.isupper() and len(this.body) > 8)
        )


def can_head(body: str) -> bool:
    """Whether a line could be a heading by its words alone: short, begins with a capital or a figure, holds letters."""
    if len(body) > MAX_HEADING_CHARS or body.count(" ") >= MAX_HEADING_WORDS or not any(char.isalpha() for char in body):
        return False
    first = first_letter(body)
    return first.isupper() or first.isdigit() or body[:1] == "§"
