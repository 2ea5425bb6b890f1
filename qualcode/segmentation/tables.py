"""Rows of a table in plain text: cells between tabs or bars, as many as in the row before or after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.segmentation.listmarks import list_mark

_MAX_CELLS = 12
_TABS = re.compile(r"\t+")


def table_rows(bodies: Sequence[str]) -> list[int]:
    """The numbers of the lines that are rows: at least two cells, and a neighbour with as many."""
    broken = _broken_by_tabs(bodies)
    cells = [_cells(body, tabs=not broken) for body in bodies]
    rows = []
    for index, count in enumerate(cells):
        if count >= 2 and count in (cells[index - 1] if index else 0, cells[index + 1] if index + 1 < len(cells) else 0):
            rows.append(index)
    return rows


def _broken_by_tabs(bodies: Sequence[str]) -> bool:
    """Whether tabs stand between the words of running text, as some extractions leave it: most words after a tab are small."""
    after = [cell[0] for body in bodies if "\t" in body for cell in _TABS.split(body)[1:] if cell and cell[0].isalpha()]
    return sum(map(str.islower, after)) > 0.5 * len(after)


def _cells(body: str, *, tabs: bool) -> int:
    """The number of cells of a line; 0 when it is no row."""
    if body.count("|") >= 2 or (body.count("|") == 1 and " | " in body):
        return len(body.strip("| \t").split("|"))
    if not tabs or "\t" not in body:
        return 0
    mark = list_mark(body)
    cells = [cell for cell in _TABS.split(body[mark.length :] if mark else body) if cell.strip()]
    return len(cells) if len(cells) <= _MAX_CELLS else 0
