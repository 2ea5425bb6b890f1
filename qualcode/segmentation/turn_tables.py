"""A transcript laid out as a table (time, speaker, text in columns of their own): a row is a turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.segmentation import times
from qualcode.segmentation.labels import MAX_LABEL, Label, can_speak, label_key
from qualcode.segmentation.lines import Line

_MIN_ROWS = 3
_MAX_COLUMNS = 6
_ROW_SHARE = 0.6  # of the lines of the document, at least so many are rows of the table
_COLUMN_SHARE = 0.8  # of the rows, at least so many hold a time, a number or a name in the column for it
_NUMBER = re.compile(r"\d{1,5}[.)]?")
_TIME_HEADS = frozenset({"tijd", "tijdcode", "time", "timecode", "timespan", "timestamp", "begin", "start", "starttijd", "tijdstip", "van"})
_END_HEADS = frozenset({"eind", "einde", "end", "eindtijd", "stop", "tot"})
_SPEAKER_HEADS = frozenset({"spreker", "speaker", "wie", "naam", "name", "persoon", "who", "deelnemer"})
_TEXT_HEADS = frozenset(
    {"tekst", "text", "content", "inhoud", "transcript", "transcriptie", "uitspraak", "gesproken tekst", "wat", "dialoog"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the number of its line, where the words stand, who says them and when (seconds)."""

    line: int
    start: int
    end: int
    speaker: str | None
    time: float | None
    time_end: float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of turns. head: the number of the line that names the columns, None without one."""

    rows: tuple[Row, ...]
    head: int | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    text: int
    speaker: int | None
    time: int | None
    time_end: int | None = None


Cells = list[tuple[int, int]]  # spans in the text


def table_turns(text: str, lines: Sequence[Line]) -> Table | None:
    """The table when the document is one, with or without a head; None when it is not.

    Columns are known by their head (Tijd, Spreker, Tekst), else by what is in them: times that only go up, names that come back, the longest
    words. A row without a speaker goes on with the speaker above. Words in front of the table and below it are no part of it.
    """
    cells = {index: _cells(text, line) for index, line in enumerate(lines)}
    rows = {index: found for index, found in cells.items() if 2 <= len(found) <= _MAX_COLUMNS}
    if len(rows) < _MIN_ROWS or len(rows) < _ROW_SHARE * len(lines):
        return None
    width = Counter(map(len, rows.values())).most_common(1)[0][0]
    full = {index: found for index, found in rows.items() if len(found) == width}
    head: int | None = min(rows)
    columns = _by_head([text[start:end] for start, end in rows[head]]) if head in full else None
    if columns is not None and head is not None:
        del full[head], rows[head]
    else:
        head = None
        columns = _by_content(text, list(full.values()), width)
    if columns is None or len(full) < (_MIN_ROWS if columns.time is None or columns.speaker is None else 2):
        return None
    turns = tuple(_turns(text, rows, columns, width))
    return Table(turns, head) if turns else None


def _cells(text: str, line: Line) -> Cells:
    """The cells of a line between tabs, or between bars when there is no tab."""
    body = text[line.start : line.end]
    mark = "\t" if "\t" in body else "|"
    if mark == "|":
        start = line.start + (body[0] == "|")
        end = line.end - (body[-1] == "|" and len(body) > 1)
        body = text[start:end]
    else:
        start = line.start
    spans: Cells = []
    at = start
    for piece in body.split(mark) if mark in body else []:
        left = len(piece) - len(piece.lstrip())
        spans.append((at + left, max(at + left, at + len(piece.rstrip()))))
        at += len(piece) + 1
    return spans


def _by_head(names: Sequence[str]) -> _Columns | None:
    """The columns by the words in the head; None when they do not name a text beside a speaker or a time."""
    keys = [label_key(name).strip("*:") for name in names]

    def at(heads: frozenset[str]) -> int | None:
        return next((index for index, key in enumerate(keys) if key in heads), None)

    said, speaker, time = at(_TEXT_HEADS), at(_SPEAKER_HEADS), at(_TIME_HEADS)
    return _Columns(said, speaker, time, at(_END_HEADS)) if said is not None and (speaker is not None or time is not None) else None


def _by_content(text: str, rows: Sequence[Cells], width: int) -> _Columns | None:
    """The columns by what is in them: a time column in order, with a column of names or the words alone; else None."""
    columns = [[text[row[index][0] : row[index][1]] for row in rows] for index in range(width)]
    timed = [index for index, column in enumerate(columns) if _is_time_column(column)]
    numbered = [index for index, column in enumerate(columns) if index not in timed and _share(column, _NUMBER) >= _COLUMN_SHARE]
    left = [index for index in range(width) if index not in timed and index not in numbered]
    if not timed or not left:
        return None
    said = max(left, key=lambda index: sum(map(len, columns[index])))
    speakers = [index for index in left if index != said and _is_speaker_column(columns[index])]
    if len(left) > 1 and not speakers:
        return None
    if not speakers and any(":" in cell[:MAX_LABEL] for cell in columns[said][:_MIN_ROWS]):
        return None  # `0:12 <tab> Interviewer: ...`: the labels tell it better
    return _Columns(said, speakers[0] if speakers else None, timed[0], timed[1] if len(timed) > 1 else None)


def _share(column: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(cell) is not None for cell in column) / max(1, len(column))


def _is_time_column(column: Sequence[str]) -> bool:
    if _share(column, times.LINE) < _COLUMN_SHARE:
        return False
    found = [time for time, _ in map(times.stamp_times, column) if time is not None]
    return len(found) >= 2 and all(first <= second for first, second in pairwise(found))


def _is_speaker_column(column: Sequence[str]) -> bool:
    """Names that come back, or words that say who speaks."""
    filled = [cell.strip("*_: ") for cell in column if cell]
    if not filled or any(len(cell) > MAX_LABEL for cell in filled):
        return False
    named = [cell for cell in filled if can_speak(cell, label_key(cell))]
    known = all(Label(cell, 0, "tab", label_key(cell), False).known is not None for cell in filled)
    return len(named) >= _COLUMN_SHARE * len(filled) and (known or 2 * len(set(filled)) <= len(filled) + 1)


def _turns(text: str, rows: dict[int, Cells], columns: _Columns, width: int) -> list[Row]:
    turns: list[Row] = []
    speaker: str | None = None
    for index, cells in sorted(rows.items()):
        shift = 0
        if len(cells) == width - 1 and columns.speaker is not None:  # a speaker who goes on: the cell was left empty
            shift = 1
        elif len(cells) != width:
            continue

        def cell(column: int | None, cells: Cells = cells, shift: int = shift) -> tuple[int, int]:
            if column is None or (shift and column == columns.speaker):
                return 0, 0
            return cells[column - (shift if columns.speaker is not None and column > columns.speaker else 0)]

        start, end = cell(columns.text)
        named = text[slice(*cell(columns.speaker))].strip("*_: ") if columns.speaker is not None else ""
        speaker = named or speaker
        begin, stop = times.stamp_times(text[slice(*cell(columns.time))])
        if columns.time_end is not None:
            stop = times.stamp_times(text[slice(*cell(columns.time_end))])[0]
        if start < end:
            turns.append(Row(index, start, end, speaker, begin, stop))
    return turns
