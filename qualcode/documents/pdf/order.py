"""The order in which the lines of a page are read: as the content stream has them, unless that goes across the columns.

A page is row-painted when its stream jumps between left and right at nearly every line (0.02-0.05 on real two-column pages, 0.95 on
row-painted ones). Blocks that the stream has behind what stands below them are put before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qualcode.documents.pdf.lines import Line, same_row

ROW_PAINTED = 0.8  # share of jumps between columns
DOUBTFUL = 0.4
_MIN_LINES = 8  # on each side of a gutter
_MAX_ACROSS = 0.3  # share of lines that may go over a gutter
_PROSE_FILL = 0.7  # of a column's width that its middle line takes up: prose, where the cells of a table are shorter
_PROSE_WORDS = 3.5  # words a line
_HEAD_LINES = 4
_LEADING = 2.2  # heights of a line from one line to the next in a block


@dataclass
class Block:
    """Lines that follow each other downwards."""

    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)


def in_reading_order(lines: Sequence[Line]) -> tuple[list[Line], float]:
    """The lines in the order of the stream, or column by column where the page is row-painted prose; and the share of jumps."""
    ordered = sorted(lines, key=lambda line: line.order)
    if _upside_down(ordered):
        ordered.sort(key=lambda line: (line.top, line.left))
    gutters = _gutters(ordered)
    jumps = _jumps(ordered, gutters)
    if gutters and jumps >= ROW_PAINTED and _is_prose(ordered, gutters):
        return _by_columns(ordered, gutters), 0.0
    return ordered, jumps if gutters and _is_prose(ordered, gutters) else 0.0


def _upside_down(lines: Sequence[Line]) -> bool:
    """Whether the stream goes up from line to line, as it does for some text that was turned."""
    steps = [one.top - two.top for one, two in pairwise(lines) if min(one.right, two.right) > max(one.left, two.left)]
    return len(steps) > 1 and sum(step > 0 for step in steps) > 0.7 * len(lines)


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Places that few lines go over and that have many lines on both sides, from left to right."""
    if len(lines) < 2 * _MIN_LINES:
        return []
    events = sorted([(line.left, 1) for line in lines] + [(line.right, -1) for line in lines])
    total = len(lines)
    depth = ended = 0
    best: list[tuple[float, float, int]] = []  # left, right, lines over it
    for (x, step), (following, _) in pairwise(events):
        depth += step
        ended += step < 0
        begun_later = total - depth - ended
        if following - x > 4 and ended >= _MIN_LINES and begun_later >= _MIN_LINES and depth <= _MAX_ACROSS * total:
            best.append((x, following, depth))
    gutters: list[tuple[float, float, int]] = []
    for place in best:
        if gutters and not _parted(lines, gutters[-1][1], place[0]):
            if (place[2], -(place[1] - place[0])) < (gutters[-1][2], -(gutters[-1][1] - gutters[-1][0])):
                gutters[-1] = place
        else:
            gutters.append(place)
    return [(left + right) / 2 for left, right, _ in gutters]


def _parted(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether a column of lines lies between two places."""
    return sum(1 for line in lines if line.left >= left - 1 and line.right <= right + 1) >= _MIN_LINES


def _column(line: Line, gutters: Sequence[float]) -> int | None:
    """The number of the column that a line lies in, None when it goes over a gutter."""
    first = sum(1 for gutter in gutters if line.left >= gutter - 2)
    last = sum(1 for gutter in gutters if line.right > gutter + 2)
    return first if first == last else None


def _jumps(lines: Sequence[Line], gutters: Sequence[float]) -> float:
    columns = [column for line in lines if (column := _column(line, gutters)) is not None]
    return sum(1 for one, two in pairwise(columns) if one != two) / max(1, len(columns) - 1) if gutters else 0.0


def _is_prose(lines: Sequence[Line], gutters: Sequence[float]) -> bool:
    """Whether the lines of each column fill it as running text does."""
    for number in range(len(gutters) + 1):
        column = [line for line in lines if _column(line, gutters) == number]
        if not column:
            return False
        width = max(line.right for line in column) - min(line.left for line in column)
        fills = sorted((line.right - line.left) / max(1.0, width) for line in column)
        words = sum(len(line.words) for line in column) / len(column)
        if fills[len(fills) // 2] < _PROSE_FILL or words < _PROSE_WORDS:
            return False
    return True


def _by_columns(lines: Sequence[Line], gutters: Sequence[float]) -> list[Line]:
    """From top to bottom; between two lines that go over all columns, one column after another."""
    result: list[Line] = []
    section: list[Line] = []

    def close() -> None:
        result.extend(sorted(section, key=lambda line: (_column(line, gutters) or 0, line.top, line.left)))
        section.clear()

    for line in sorted(lines, key=lambda line: ((line.top + line.bottom) / 2, line.left)):
        if _column(line, gutters) is None:
            close()
            result.append(line)
        else:
            section.append(line)
    close()
    return result


# --- blocks ------------------------------------------------------------------------------------------------------------


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines, already in order, as blocks: a block ends where the next line does not stand below, in the same column."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1].lines[-1], line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line]))
    return blocks


def _goes_on(above: Line, below: Line) -> bool:
    height = max(above.bottom - above.top, below.bottom - below.top)
    if same_row(above, below) or below.top < above.top or below.top - above.top > _LEADING * height:
        return False
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return overlap > 0.2 * min(above.right - above.left, below.right - below.left)


def settled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in their order, but none behind a block that stands below it in the same column."""
    count = len(blocks)
    if count > 400:  # a drawing or a map, not a page of text
        return list(blocks)
    boxes = [(block.left, block.top, block.right, block.bottom, 0.5 * block.lines[0].size) for block in blocks]
    above: list[set[int]] = [set() for _ in range(count)]
    later = False
    for one in range(count):
        for two in range(one + 1, count):
            if _is_above(boxes[two], boxes[one]):
                above[one].add(two)
                later = True
            elif _is_above(boxes[one], boxes[two]):
                above[two].add(one)
    if not later:
        return list(blocks)
    result: list[Block] = []
    waiting = list(range(count))
    done: set[int] = set()
    while waiting:
        chosen = next((number for number in waiting if above[number] <= done), waiting[0])
        waiting.remove(chosen)
        done.add(chosen)
        result.append(blocks[chosen])
    return result


def _is_above(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    overlap = min(one[2], two[2]) - max(one[0], two[0])
    return one[3] <= two[1] + min(one[4], two[4]) and one[1] < two[1] and overlap > 0.3 * min(one[2] - one[0], two[2] - two[0])


# --- columns with a heading each ---------------------------------------------------------------------------------------


def under_their_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with columns that have a heading each read one after another where the stream has all the headings first."""
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        heads = [blocks[at]]
        while at + len(heads) < len(blocks) and _beside_head(heads[-1], blocks[at + len(heads)]):
            heads.append(blocks[at + len(heads)])
        at += len(heads)
        if len(heads) == 1:
            result += heads
            continue
        columns: list[list[Block]] = [[head] for head in heads]
        last = 0
        while at < len(blocks):
            number = _under_head(heads, blocks[at])
            if number is None or number < last:
                break
            columns[number].append(blocks[at])
            last, at = number, at + 1
        if all(len(column) > 1 for column in columns):
            result += [block for column in columns for block in column]
        else:
            result += [*heads, *(block for column in columns for block in column[1:])]
    return result


def _beside_head(head: Block, block: Block) -> bool:
    """Whether both are short, of one size, and stand side by side from left to right."""
    short = len(head.lines) <= _HEAD_LINES and len(block.lines) <= _HEAD_LINES and not head.lines[0].mark and not block.lines[0].mark
    return (
        short
        and block.left > head.right
        and same_row(head.lines[0], block.lines[0])
        and abs(head.lines[0].size - block.lines[0].size) < 0.5
    )


def _under_head(heads: Sequence[Block], block: Block) -> int | None:
    """The number of the heading under which a block stands, None when it is under none or under several."""
    if block.top < max(head.top for head in heads) or block.lines[0].size > heads[0].lines[0].size:
        return None
    for number, head in enumerate(heads):
        following = heads[number + 1].left if number + 1 < len(heads) else float("inf")
        left = heads[number - 1].right if number else 0.0
        if left <= block.left < following and block.left < head.right and block.right < following:
            return number
    return None
