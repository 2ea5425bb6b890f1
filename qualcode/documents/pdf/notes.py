"""Footnotes: small print, or notes that the page refers to, below the body of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.documents.pdf.lines import Line, is_reference
from qualcode.documents.pdf.order import Block, blocks_of

_SMALL = 0.93  # beside the body
_LOWEST = 0.35  # share of the page above which no footnote begins
_MARK = re.compile(r"(?P<label>\d{1,3}|[*†‡]{1,3})[.)]?")
_APART = 1.3  # heights of a line between the body and notes of the body's size


def note_label(line: Line) -> str | None:
    """The label of the note that begins on this line: a figure or star before its text."""
    found = _MARK.fullmatch(line.mark) if line.mark else None
    if found is None and not line.mark and len(line.words) > 1 and line.words[0].size <= 1.01 * line.size:
        found = _MARK.fullmatch(line.words[0].text)
        if found and found.group("label").isdigit() and line.words[0].size > 0.9 * line.size and not line.words[1].text[:1].isupper():
            found = None  # "12 gemeenten ..."
    return found.group("label") if found else None


def split_notes(lines: Sequence[Line], body: float, height: float) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    """The lines of a page without its notes, and the notes: label and lines."""
    references = {
        word.text
        for line in lines
        for before, word in zip(line.words, line.words[1:], strict=False)
        if is_reference(word, before, line.size)
    }
    taken: set[int] = set()
    notes: list[tuple[str, list[Line]]] = []
    blocks = blocks_of(lines)
    for block in blocks:
        first = block.lines[0]
        if first.top < _LOWEST * height or not _lowest(block, lines, body):
            continue
        start = next((index for index, line in enumerate(block.lines) if _begins(line, body, references)), None)
        if start is None:
            if notes and first.size <= _SMALL * body and first.size <= notes[-1][1][-1].size * 1.05 and first.top > notes[-1][1][-1].top:
                notes[-1][1].extend(block.lines)
                taken.update(map(id, block.lines))
            continue
        if start and block.lines[start].size > _SMALL * body and _gap(block, start) < _APART:
            continue
        group = block.lines[start:]
        for line in group:
            label = note_label(line)
            if label is not None and (not notes or _next(notes[-1][0], label) or _begins(line, body, references)):
                notes.append((label, [line if line.mark else line.with_words(line.words[1:])]))
            else:
                notes[-1][1].append(line)
        taken.update(map(id, group))
    return [line for line in lines if id(line) not in taken], notes


def _begins(line: Line, body: float, references: set[str]) -> bool:
    label = note_label(line)
    return label is not None and (line.size <= _SMALL * body or label in references)


def _next(last: str, label: str) -> bool:
    return last.isdigit() and label.isdigit() and 1 <= int(label) - int(last) <= 2


def _gap(block: Block, start: int) -> float:
    line, above = block.lines[start], block.lines[start - 1]
    return (line.top - above.top) / max(1.0, line.bottom - line.top)


def _lowest(block: Block, lines: Sequence[Line], body: float) -> bool:
    """Whether no text of the body's size stands below, in the same column."""
    inside = {id(line) for line in block.lines}
    left, right, bottom = block.left, block.right, block.bottom
    return not any(
        line.top >= bottom - 1
        and line.size > _SMALL * body
        and min(line.right, right) - max(line.left, left) > 0
        and note_label(line) is None
        for line in lines
        if id(line) not in inside
    )
