"""Where one paragraph ends and the next begins: by space, indent, list marks, and by lines that end before they had to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.documents.pdf.lines import BULLETS, Line

_SIZE = 0.08  # share by which sizes of one paragraph differ at most
_SPACE = 1.22  # times the usual distance of lines: space between paragraphs
_INDENT = 0.8  # ems
_DISPLAY = 1.3  # text so much larger than the body is set freely: its indents and line lengths say nothing
_AROUND = 6  # lines before and after one that show how wide its column is
_FEW = 3  # lines that do not
_ROOM = 0.07  # of a column left empty behind the end of a sentence
_SHORT = 0.25  # of a column left empty: the line ends there on purpose
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*(?: ?\[[\d,*†‡]+\][.,)]?)*$")


def ends_sentence(text: str) -> bool:
    return bool(_ENDS.search(text))


@dataclass(frozen=True)
class Measures:
    """What is usual in a document: the size of its body, whether that is bold, the distance of lines of each size."""

    body: float
    bold_body: bool
    leading: dict[float, float]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Measures:
        sizes: Counter[float] = Counter()
        bold: Counter[float] = Counter()
        distances: defaultdict[float, Counter[float]] = defaultdict(Counter)
        for line in lines:
            letters = sum(len(word.text) for word in line.words)
            sizes[line.size] += letters
            bold[line.size] += letters * line.bold
        for above, below in pairwise(lines):
            distance = below.top - above.top
            if above.page == below.page and above.size == below.size and 0.9 * above.size < distance < 2.5 * above.size:
                distances[above.size][round(2 * distance) / 2] += 1
        body = max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 10.0
        leading = {size: max(counts, key=lambda step: (counts[step], -step)) for size, counts in distances.items()}
        return cls(body, bold[body] > 0.5 * sizes[body], leading)

    def usual(self, size: float) -> float:
        return self.leading.get(size, 1.25 * size)


class Columns:
    """The right edges of the columns of a page: how far the lines near a line run that begin where it does."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = sorted(lines, key=lambda line: line.left)
        self.lefts = [line.left for line in self.lines]

    def rights(self, lines: Sequence[Line]) -> list[float]:
        """The right edge for each line of a block: that of the longest of the lines around it in the same column."""
        rights = []
        for index, line in enumerate(lines):
            around = lines[max(0, index - _AROUND) : index + _AROUND + 1]
            near = [other.right for other in around if _alike(line, other)]
            if len(near) < _FEW:
                near += [other.right for other in self._nearest(line)]
            rights.append(max(near))
        return rights

    def _nearest(self, line: Line) -> list[Line]:
        """Lines of the page nearest in height that begin at the same place and do not stand beside it."""
        reach = 1.5 * line.size
        same = self.lines[bisect_left(self.lefts, line.left - reach) : bisect_right(self.lefts, line.left + reach)]
        return sorted((other for other in same if _alike(line, other)), key=lambda other: abs(other.top - line.top))[:_AROUND]


def _alike(line: Line, other: Line) -> bool:
    return 0.92 < line.size / other.size < 1.08 and abs(line.left - other.left) < 3 * line.size


def split_paragraphs(lines: Sequence[Line], rights: Sequence[float], measures: Measures) -> list[tuple[list[Line], float]]:
    """The lines of a block as paragraphs, list items and headings, each with the right edge of its column at its end."""
    groups: list[tuple[list[Line], float]] = []
    for line, right in zip(lines, rights, strict=True):
        if groups and not _parts(groups[-1][0], line, min(right, groups[-1][1]), measures):
            groups[-1][0].append(line)
            groups[-1] = (groups[-1][0], right)
        else:
            groups.append(([line], right))
    return groups


def fits_on(above: Line, below: Line, right: float) -> bool:
    """Whether the first word of a line would still have fitted on the line above."""
    word = below.words[0]
    return right - above.right > word.right - word.left + 0.3 * below.size


def _parts(group: Sequence[Line], line: Line, right: float, measures: Measures) -> bool:
    """Whether a new paragraph begins with `line`, the next below those of `group`."""
    above = group[-1]
    size = max(above.size, line.size)
    usual = max(measures.usual(line.size), measures.usual(above.size))
    spaced = line.top - above.top > _SPACE * usual + 0.5
    if abs(above.size - line.size) > _SIZE * size or spaced:
        return True
    if line.mark:
        return not _mark_inside(above, line, right)
    if size > _DISPLAY * measures.body:
        return above.bold != line.bold
    width = max(1.0, right - min(above.left, line.left))
    short = right - above.right > 0.15 * width
    if above.bold != line.bold and short:
        return True
    indented = _indent_parts(group, line, right)
    if indented is not None:
        return indented
    if not fits_on(above, line, right) or above.broken:
        return False
    if ends_sentence(above.text) and right - above.right > _ROOM * width:
        return True
    first = line.text[:1]
    return (first.isupper() or first.isdigit()) and right - above.right > _SHORT * width


def _mark_inside(above: Line, line: Line, right: float) -> bool:
    """Whether what looks like a list mark is a dash or a number of a sentence that was wrapped before it."""
    if line.mark in BULLETS or line.text[:1].isupper() or ends_sentence(above.text) or fits_on(above, line, right):
        return False
    return abs(line.left - above.left) < 0.3 * line.size or (bool(above.mark) and abs(line.left - above.text_left) < 0.3 * line.size)


def _indent_parts(group: Sequence[Line], line: Line, right: float) -> bool | None:
    """What the left edges say: a new paragraph or not, None when nothing."""
    above, first = group[-1], group[0]
    step = _INDENT * line.size
    shift = line.left - above.text_left if above is first and first.mark else line.left - above.left
    if first.mark:
        if line.left >= first.text_left - step:
            hangs = first.text_left - first.left > 0.5 * line.size and (len(group) > 1 or line.left > first.left + 0.5 * line.size)
            return shift > step if len(group) > 1 and shift > step else (False if hangs else None)
        wrapped = any(abs(other.left - line.left) < step for other in group[1:])
        if wrapped:
            return None
        return len(group) > 1 or fits_on(above, line, right) or ends_sentence(above.text)
    if shift > step:
        return len(group) == 1 or line.left > min(other.left for other in group) + step
    if shift < -step and first.drop:
        return False
    if shift < -step and len(group) > 1:
        return True
    return None
