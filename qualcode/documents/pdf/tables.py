"""Tables in the stream of lines: cells that stand side by side, row under row, in columns that line up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.documents.pdf.lines import Line, same_row

_LEADING = 2.0  # heights of a line from one line of a cell to the next
_ALIGNED = 4.0  # points between edges that are the same
_ALIGNED_SHARE = 0.7  # of the cells of a table
_MIN_ROWS = 3
_WIDE = 3  # columns from which two rows are enough
_PROSE_WORDS = 3.5  # words a line
_HIGHER = 6  # lines that a cell may begin above those before it (cells set at the bottom or in the middle)
_LONG_CELL = 5  # lines; cells on two rows that are longer are columns of text


@dataclass
class Row:
    """The cells of one row from left to right, each a list of lines."""

    cells: list[list[Line]] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(line.top for cell in self.cells for line in cell)

    @property
    def bottom(self) -> float:
        return max(line.bottom for cell in self.cells for line in cell)


@dataclass
class Table:
    rows: list[Row]

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for cell in row.cells for line in cell]


def find_tables(lines: Sequence[Line]) -> list[Line | Table]:
    """The lines of a page in their order, with the lines of each table replaced by the table."""
    result: list[Line | Table] = []
    run: list[Row] = []
    for row in _rows(lines):
        if len(row.cells) > 1 and (not run or _under(run[-1], row)):
            run.append(row)
            continue
        if run and len(row.cells) == 1 and len(row.cells[0]) <= 3 and _under(run[-1], row) and _in_column(run, row):
            run.append(row)
            continue
        result += _closed(run)
        run = [row] if len(row.cells) > 1 else []
        if not run:
            result += [line for cell in row.cells for line in cell]
    return result + _closed(run)


def _rows(lines: Sequence[Line]) -> list[Row]:
    """The lines as rows of cells, by how the stream goes: down within a cell, right to the next one, back to the left for a new row."""
    rows: list[Row] = []
    for line in lines:
        row = rows[-1] if rows else None
        cell = row.cells[-1] if row else None
        if row is None or cell is None:
            rows.append(Row([[line]]))
        elif _down(cell[-1], line):
            cell.append(line)
        elif line.left < max(above.right for above in cell) - 1:
            rows.append(Row([[line]]))
        elif same_row(cell[0], line):
            row.cells.append([line])
        elif len(cell) > 1 and len(row.cells) == 1 and same_row(cell[-1], line):
            rows[-1:] = [*(Row([[above]]) for above in cell[:-1]), Row([[cell[-1]], [line]])]
        elif _beside(rows, line):
            row.cells.append([line])
        else:
            rows.append(Row([[line]]))
    return rows


def _down(above: Line, below: Line) -> bool:
    height = max(above.bottom - above.top, below.bottom - below.top)
    if below.top < above.top + 0.3 * height or below.top - above.top > _LEADING * height or same_row(above, below):
        return False
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return overlap > 0 and 0.9 < above.size / below.size < 1.1


def _beside(rows: Sequence[Row], line: Line) -> bool:
    """Whether a line stands beside the last row: set in the middle of it, or higher than its cells but under the row above."""
    row = rows[-1]
    height = line.bottom - line.top
    above = rows[-2].bottom if len(rows) > 1 and rows[-2].bottom <= row.top + 2 else row.top - _HIGHER * height
    return above - 2 <= line.top and line.top < row.bottom - 0.3 * height and line.top > row.top - _HIGHER * height


def _under(above: Row, below: Row) -> bool:
    height = below.cells[0][0].bottom - below.cells[0][0].top
    return above.bottom - 0.5 * height <= below.top < above.bottom + 4 * height


def _in_column(rows: Sequence[Row], row: Row) -> bool:
    left = row.cells[0][0].left
    right = max(line.right for line in row.cells[0])
    for known in rows[-3:]:
        for number, cell in enumerate(known.cells):
            if abs(cell[0].left - left) <= _ALIGNED:
                following = known.cells[number + 1][0].left if number + 1 < len(known.cells) else float("inf")
                return right < following
    return False


def _closed(rows: list[Row]) -> list[Line | Table]:
    """The rows as a table when they are one, else their lines; a tail of rows with one cell stands after it."""
    tail: list[Line | Table] = []
    head: list[Line | Table] = []
    while rows and (len(rows[-1].cells) == 1 or _is_text(rows, -1)):
        tail[:0] = [line for cell in rows.pop().cells for line in cell]
    while rows and (len(rows[0].cells) == 1 or _is_text(rows, 0)):
        head += [line for cell in rows.pop(0).cells for line in cell]
    if not rows:
        return head + tail
    if _is_table(rows):
        return [*head, Table(rows), *tail]
    return [*head, *(line for row in rows for cell in row.cells for line in cell), *tail]


def _is_text(rows: Sequence[Row], index: int) -> bool:
    """Whether the row at the edge of a table is columns of text: its cells do not line up with those of the other rows."""
    row = rows[index]
    others = [other for other in (rows[1:] if index == 0 else rows[:-1]) if len(other.cells) > 1]
    if not others:
        return False
    edges = [_edges(cell) for other in others for cell in other.cells]
    if _is_prose(row):
        return not all(any(abs(cell[0].left - edge[0]) <= _ALIGNED / 2 for edge in edges) for cell in row.cells)
    found = sum(any(_meets(_edges(cell), edge) for edge in edges) for cell in row.cells)
    counts = sorted(len(other.cells) for other in others)
    long = max(len(cell) for cell in row.cells) >= _LONG_CELL
    return 2 * found < len(row.cells) or (long and (len(row.cells) != counts[len(counts) // 2] or found < len(row.cells)))


def _is_prose(row: Row) -> bool:
    """Whether all cells of a row are several lines of running text."""
    lines = [line for cell in row.cells for line in cell]
    return all(len(cell) > 1 for cell in row.cells) and sum(len(line.words) for line in lines) >= _PROSE_WORDS * len(lines)


def _is_lone_row(row: Row) -> bool:
    """A row that a page break parted from its table: three short cells or more, one of them hardly a word."""
    short = all(len(cell) <= 3 for cell in row.cells)
    return (
        short and len(row.cells) >= _WIDE and not _is_prose(row) and any(len(cell) == 1 and len(cell[0].words) == 1 for cell in row.cells)
    )


def _is_table(rows: Sequence[Row]) -> bool:
    full = [row for row in rows if len(row.cells) > 1]
    if len(full) == 1:
        return _is_lone_row(full[0])
    widest = max(len(row.cells) for row in full)
    if len(full) < (2 if widest >= _WIDE else _MIN_ROWS):
        return False
    if len(full) < _MIN_ROWS and max(len(cell) for row in full for cell in row.cells) >= _LONG_CELL:
        return False
    edges = [[_edges(cell) for cell in row.cells] for row in full]
    cells = aligned = 0
    for number, row in enumerate(edges):
        others = [edge for near in (*edges[max(0, number - 3) : number], *edges[number + 1 : number + 4]) for edge in near]
        for cell in row:
            cells += 1
            aligned += any(_meets(cell, other) for other in others)
    return aligned >= _ALIGNED_SHARE * cells


def _edges(cell: Sequence[Line]) -> tuple[float, float, float]:
    left, right = min(line.left for line in cell), max(line.right for line in cell)
    return left, right, (left + right) / 2


def _meets(one: Sequence[float], two: Sequence[float]) -> bool:
    """Whether two cells of different rows have their left edge, right edge or middle in common."""
    return any(abs(first - second) <= _ALIGNED for first, second in zip(one, two, strict=True))
