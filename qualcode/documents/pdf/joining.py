"""Words of a page joined to lines: what stands on one baseline without a wide gap, with the list marks and drop caps that belong to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from qualcode.documents.pdf.lines import BULLETS, RAISED, Line, same_row
from qualcode.documents.pdf.pages import Page, Word

_GAP = 1.6  # ems; a wider gap parts two lines that stand side by side
_MARK_GAP = 4.5  # ems between a list mark and its text
_OTHER_SIZE = 2.4  # times as large: a drop cap or a figure beside the text
_BULLET_ALONE = re.compile(rf"[{BULLETS}\-–—*o>+]|[\ue000-\uf8ff]")
_NUMBER_ALONE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{2,5})[.):]{0,2}")
_EVEN = 0.15  # share by which the gaps of a justified line differ at most
_FULL_LINES = 3  # of a column, that show its edges
_LETTER = re.compile(r"[^\W\d_]")


def page_lines(page: Page, turn: int) -> list[Line]:
    """The lines of the words that run in one direction, in the order of the content stream."""
    lines: list[Line] = []
    current: list[Word] = []
    start = 0
    for order, word in enumerate(page.words):
        if word.turn != turn:
            continue
        if current and not _follows(current, word):
            lines.append(Line(page.number, current, start))
            current = []
        if not current:
            start = order
        current.append(word)
    if current:
        lines.append(Line(page.number, current, start))
    lines = [_unspaced(line) for line in lines]
    lines = _with_raised(_stretched(_split_at_gutters(lines)))
    if turn == 0 and page.dots:
        _mark_dots(lines, page.dots)
    return _with_drop_caps(_with_marks(lines))


def _follows(current: Sequence[Word], word: Word) -> bool:
    last = current[-1]
    size = max(last.size, word.size)
    if last.broken or not 1 / _OTHER_SIZE < last.size / word.size < _OTHER_SIZE:
        return False
    return -0.5 * size < word.left - last.right < _GAP * size and (same_row(last, word) or same_row(current[0], word))


# --- letters set apart -----------------------------------------------------------------------------------------


def _unspaced(line: Line) -> Line:
    """`I N H O U D` as one word: where single letters stand apart evenly, only a gap that is clearly wider parts two words."""
    single = sum(1 for word in line.words if len(word.text) == 1 and _LETTER.match(word.text))
    if single < 4 or single < 0.7 * len(line.words):
        return line
    gaps = [max(0.0, after.left - before.right) for before, after in pairwise(line.words)]
    usual = median(gaps)
    if usual > line.size:
        return line
    words: list[Word] = [line.words[0]]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        if gap <= max(1.7 * usual, usual + 0.12 * line.size):
            last = words[-1]
            top, bottom = min(last.top, word.top), max(last.bottom, word.bottom)
            words[-1] = replace(last, text=last.text + word.text, right=word.right, top=top, bottom=bottom, broken=word.broken)
        else:
            words.append(word)
    return line.with_words(words)


# --- justified lines with few words --------------------------------------------------------------------------------


def _stretched(lines: list[Line]) -> list[Line]:
    """Pieces of one row joined where they fill the column from edge to edge.

    It is the column of a line beside them in the stream or, when all their words are equally far apart, of other lines of the page.
    """
    columns = Counter((round(line.left / 3), round(line.right / 3)) for line in lines if len(line.words) > 3)
    result: list[Line] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].left > lines[end - 1].right and same_row(lines[at], lines[end]) and not lines[end - 1].broken:
            end += 1
        pieces = lines[at:end]
        beside = [line for line in (*result[-1:], *lines[end : end + 1]) if len(line.words) > 1]
        if len(pieces) > 1 and (any(_spans(line, pieces) for line in beside) or (_evenly_spaced(pieces) and _fills(pieces, columns))):
            result.append(Line(pieces[0].page, [word for piece in pieces for word in piece.words], pieces[0].order))
        else:
            result += pieces
        at = end
    return result


def _spans(line: Line, pieces: Sequence[Line]) -> bool:
    first, last = pieces[0], pieces[-1]
    near = abs(line.top - first.top) < 2.5 * line.size and 0.92 < line.size / first.size < 1.08
    return near and abs(line.right - last.right) < 0.3 * line.size and first.left - 3 * line.size < line.left < first.left + 0.5 * line.size


def _evenly_spaced(pieces: Sequence[Line]) -> bool:
    words = [word for piece in pieces for word in piece.words]
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return len(gaps) > 1 and max(gaps) - min(gaps) < _EVEN * max(gaps)


def _fills(pieces: Sequence[Line], columns: Counter[tuple[int, int]]) -> bool:
    left, right = round(pieces[0].left / 3), round(pieces[-1].right / 3)
    return sum(columns[left + one, right + two] for one in (-1, 0, 1) for two in (-1, 0, 1)) >= _FULL_LINES


# --- columns so near that their lines run together ------------------------------------------------------------------

_MIN_GUTTER_LINES = 5
_GUTTER_SHARE = 0.4
_GUTTER_GAP = 0.85  # ems; wider than the space between two words of a justified line mostly is


def _split_at_gutters(lines: list[Line]) -> list[Line]:
    """Lines cut where many lines of a page have a gap at the same place: row-painted columns with a narrow gutter between them."""
    for _ in range(4):
        at = _gutter(lines)
        if at is None:
            break
        cut: list[Line] = []
        for line in lines:
            index = next(
                (
                    index
                    for index in range(1, len(line.words))
                    if line.words[index - 1].right <= at + 1
                    and line.words[index].left >= at - 1
                    and _gap(line, index) >= _GUTTER_GAP * line.size
                ),
                None,
            )
            if index is None:
                cut.append(line)
            else:
                cut.append(line.with_words(line.words[:index]))
                cut.append(Line(line.page, line.words[index:], line.order + index))
        lines = cut
    return lines


def _gap(line: Line, index: int) -> float:
    return line.words[index].left - line.words[index - 1].right


def _gutter(lines: Sequence[Line]) -> float | None:
    """The place that lies in a gap of at least five lines and two in five of the lines that go over it."""
    events: list[tuple[float, int]] = []
    for line in lines:
        for index in range(1, len(line.words)):
            if _gap(line, index) >= _GUTTER_GAP * line.size and index > 1:
                events += [(line.words[index - 1].right, 1), (line.words[index].left, -1)]
    best, place, depth = 0, 0.0, 0
    events.sort(key=lambda event: (event[0], -event[1]))
    for number, (x, step) in enumerate(events):
        depth += step
        if depth > best:
            best, place = depth, (x + events[number + 1][0]) / 2
    over = sum(1 for line in lines if line.left < place < line.right)
    return place if best >= _MIN_GUTTER_LINES and best >= _GUTTER_SHARE * over else None


# --- small things that belong to a line ---------------------------------------------------------------------------


def _with_raised(lines: list[Line]) -> list[Line]:
    """Note references that the stream has as lines of their own, and the rest of a line behind them, put into their line."""
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if last is not None and last.words and not last.broken:
            size = max(last.size, line.size)
            near = -0.3 * size < line.words[0].left - last.words[-1].right < 0.9 * size
            if near and same_row(last, line, 0.3) and size / _OTHER_SIZE < min(last.size, line.size) < RAISED * size:
                words = [*last.words, *line.words]
                result[-1] = Line(last.page, words, last.order)
                continue
        result.append(line)
    return result


def _with_marks(lines: list[Line]) -> list[Line]:
    """Bullets and numbers put before the text to which they belong, where the stream has them apart or with a wide gap."""
    alone = [line for line in lines if len(line.words) == 1 and _is_mark(line.words[0].text)]
    for line in lines:
        if len(line.words) > 1 and _is_mark(line.words[0].text) and _opens(line):
            line.mark, line.mark_left = line.words[0].text, line.words[0].left
            line.words = line.words[1:]
    if not alone:
        return lines
    single = {id(line) for line in alone}
    rows = sorted((line for line in lines if id(line) not in single), key=lambda line: line.left)
    taken: set[int] = set()
    for mark in alone:
        size = mark.size
        for line in rows:
            gap = line.left - mark.right
            if gap < -0.2 * size:
                continue
            if gap > _MARK_GAP * max(size, line.size):
                break
            if same_row(mark, line, 0.3) and not line.mark and _fits(mark, line):
                line.mark, line.mark_left = mark.words[0].text, mark.words[0].left
                line.__dict__.pop("left", None)
                line.order = min(line.order, mark.order) if abs(line.order - mark.order) <= 2 else line.order
                taken.add(id(mark))
                break
    return [line for line in lines if id(line) not in taken]


def _mark_dots(lines: Sequence[Line], dots: Sequence[tuple[float, float, float]]) -> None:
    """Gives a bullet to the lines that have a small drawn shape just before them; a shape with two takers is none."""
    by_middle = sorted(dots, key=lambda dot: dot[2])
    middles = [dot[2] for dot in by_middle]
    for line in lines:
        size = line.size
        for left, right, middle in by_middle[bisect_left(middles, line.top) : bisect_left(middles, line.bottom)]:
            near = 0.1 * size < line.left - right < 3 * size and line.top + 0.2 * size < middle < line.bottom - 0.1 * size
            if near and right - left < 0.9 * size and not line.mark:
                line.mark, line.mark_left = "•", left
                line.__dict__.pop("left", None)


def _is_mark(text: str) -> bool:
    return bool(_BULLET_ALONE.fullmatch(text) or (_NUMBER_ALONE.fullmatch(text) and (text[-1] in ".):" or text[0] == "(" or "." in text)))


def _opens(line: Line) -> bool:
    """Whether the first word of a line is a list mark: a bullet, or a number or letter with a gap wider than a space behind it."""
    first, second = line.words[0], line.words[1]
    if first.text in "-–—*o>+":
        return second.left - first.right > 0.3 * line.size or first.text == "*"
    if first.text in BULLETS or not first.text[-1].isalnum():
        return len(first.text) > 1 or not first.text.isalpha()
    return False


def _fits(mark: Line, line: Line) -> bool:
    text = mark.words[0].text
    if text in BULLETS or "\ue000" <= text <= "\uf8ff":
        return True
    return 0.7 < mark.size / line.size < 1.5


def _with_drop_caps(lines: list[Line]) -> list[Line]:
    """A large first letter put before the line whose top it shares."""
    capitals = [
        line
        for line in lines
        if len(line.words) == 1 and len(line.words[0].text) <= 2 and line.words[0].text[-1].isalpha() and line.words[0].text[-1].isupper()
    ]
    taken: set[int] = set()
    for capital in capitals:
        height = capital.bottom - capital.top
        beside = [
            line
            for line in lines
            if line is not capital
            and not line.drop
            and 1.7 * line.size < capital.size
            and -0.3 * line.size < line.left - capital.right < 2.5 * line.size
            and capital.top - 0.5 * height < line.top
            and line.bottom < capital.bottom + 0.2 * height
        ]
        if len(beside) >= 1:
            first = min(beside, key=lambda line: line.top)
            if first.words[0].text[0].isalpha():
                first.drop = capital.words[0].text
                first.__dict__.pop("text", None)
                first.__dict__.pop("full_text", None)
                taken.add(id(capital))
    return [line for line in lines if id(line) not in taken]
