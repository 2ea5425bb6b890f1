"""Two versions of one text laid beside each other: what stayed, what changed, and where a passage of the old one stands in the new one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_COMPARED = 1500  # pieces on each side that are compared each with each; larger gaps without any piece of their own count as changed
_CONTEXT = 40  # characters looked at on each side of a passage that is looked for elsewhere
_ENOUGH_CONTEXT = 16  # of them, so many must be the same when the passage stands at several places
_LONG_ENOUGH = 24  # characters of a passage that may be found again by itself
_GUESS_TIMES, _GUESS_MORE = 3, 200  # a proposed place is at most so many times as long as the passage, and so many characters more

How = Literal["unchanged", "layout", "moved"]
ChangeKind = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands in the new text. how: in its place, in its place with other line ends and spaces, or at another place."""

    start: int
    end: int
    how: How


@dataclass(frozen=True, slots=True)
class TextChange:
    """A stretch of lines that differs; old and new are the lines, '' when there are none."""

    kind: ChangeKind
    old: str
    new: str


class Alignment:
    """Compares `old` with `new` line by line, and word by word where lines differ; takes time in proportion to their length."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.changes: tuple[TextChange, ...] = ()
        self._runs = self._compare()  # (start in old, start in new, length) of what is the same, in order
        self._starts = [run[0] for run in self._runs]

    @cached_property
    def words(self) -> tuple[int, int]:
        """(words taken out, words put in)."""
        old = sum(len(change.old.split()) for change in self.changes)
        new = sum(len(change.new.split()) for change in self.changes)
        kept = sum(sum((Counter(change.old.split()) & Counter(change.new.split())).values()) for change in self.changes)
        return old - kept, new - kept

    def anchor(self, start: int, end: int) -> Anchor | None:
        """Where the passage `[start, end)` of the old text stands in the new one, word for word; None when it changed or cannot be told."""
        if start >= end:
            return None
        first, last = self._at(start), self._at(end - 1)
        if first is not None and last is not None and first <= last:
            if last - first == end - 1 - start and self.new[first : last + 1] == self.old[start:end]:
                return Anchor(first, last + 1, "unchanged") if self._is_sure(start, end, first) else None
            if self.new[first : last + 1].split() == self.old[start:end].split():
                return Anchor(first, last + 1, "layout")
        return self._elsewhere(start, end)

    def guess(self, start: int, end: int) -> tuple[int, int] | None:
        """What stands between the neighbours of a changed passage, for a person to look at; None when that is nothing or far too much."""
        index = bisect_right(self._starts, start) - 1
        before = 0
        if index >= 0:
            old, new, length = self._runs[index]
            before = new + min(length, start - old)
        index = bisect_left(self._starts, end)
        if index > 0 and self._runs[index - 1][0] + self._runs[index - 1][2] >= end:
            index -= 1
        after = len(self.new)
        if index < len(self._runs):
            old, new, _ = self._runs[index]
            after = new + max(0, end - old)
        while before < after and self.new[before].isspace():
            before += 1
        while after > before and self.new[after - 1].isspace():
            after -= 1
        return (before, after) if 0 < after - before <= _GUESS_TIMES * (end - start) + _GUESS_MORE else None

    def _at(self, offset: int) -> int | None:
        """The place in the new text of one character of the old one; None when it is in no run."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        old, new, length = self._runs[index]
        return new + offset - old if offset < old + length else None

    def _elsewhere(self, start: int, end: int) -> Anchor | None:
        """The one place where the same words stand, with the same words around them when they are few or stand at several places."""
        passage = self.old[start:end]
        if not passage.strip():
            return None
        found: list[tuple[int, int]] = []  # context in common, place
        at = self.new.find(passage)
        while at >= 0 and len(found) < 1000:
            found.append((self._context(start, end, at), at))
            at = self.new.find(passage, at + 1)
        if not found:
            return None
        found.sort(reverse=True)
        best, place = found[0]
        alone = len(found) == 1 and self.old.count(passage) == 1
        sure = (alone and len(passage) >= _LONG_ENOUGH) or (best >= _ENOUGH_CONTEXT and (len(found) == 1 or found[1][0] < best))
        return Anchor(place, place + len(passage), "moved") if sure else None

    def _is_sure(self, start: int, end: int, at: int) -> bool:
        """Whether a passage that was laid beside its like is the same one: long, the only one of its kind, or with the same words around it."""
        passage = self.old[start:end]
        if len(passage) >= _LONG_ENOUGH or (self.old.count(passage) == 1 and self.new.count(passage) == 1):
            return True
        whole = start == 0 and end == len(self.old)
        return whole or self._context(start, end, at) >= min(_ENOUGH_CONTEXT, len(self.old) - len(passage))

    def _context(self, start: int, end: int, at: int) -> int:
        before = after = 0
        while before < min(_CONTEXT, start, at) and self.old[start - before - 1] == self.new[at - before - 1]:
            before += 1
        to = at + end - start
        while (
            after < _CONTEXT
            and end + after < len(self.old)
            and to + after < len(self.new)
            and self.old[end + after] == self.new[to + after]
        ):
            after += 1
        return before + after

    def _compare(self) -> list[tuple[int, int, int]]:
        old_lines, new_lines = self.old.splitlines(keepends=True), self.new.splitlines(keepends=True)
        old_at, new_at = _offsets(old_lines), _offsets(new_lines)
        runs: list[tuple[int, int, int]] = []
        changes: list[TextChange] = []
        a = b = 0
        for i, j, size in [*_same(old_lines, new_lines), (len(old_lines), len(new_lines), 0)]:
            if a < i or b < j:
                changes += _change(self.old[old_at[a] : old_at[i]], self.new[new_at[b] : new_at[j]])
                runs += self._same_words(old_at[a], old_at[i], new_at[b], new_at[j])
            if size:
                runs.append((old_at[i], new_at[j], old_at[i + size] - old_at[i]))
            a, b = i + size, j + size
        self.changes = tuple(changes)
        return _joined(runs)

    def _same_words(self, old_start: int, old_end: int, new_start: int, new_end: int) -> Iterator[tuple[int, int, int]]:
        old = [(found.start(), found.end()) for found in _TOKEN.finditer(self.old, old_start, old_end)]
        new = [(found.start(), found.end()) for found in _TOKEN.finditer(self.new, new_start, new_end)]
        for i, j, size in _same([self.old[start:end] for start, end in old], [self.new[start:end] for start, end in new]):
            for step in range(size):
                (start, end), (to, _) = old[i + step], new[j + step]
                yield start, to, end - start
                if step + 1 < size:  # the white space between, when it is the same
                    space = self.old[end : old[i + step + 1][0]]
                    if space and space == self.new[new[j + step][1] : new[j + step + 1][0]]:
                        yield end, new[j + step][1], len(space)


def _offsets(lines: Sequence[str]) -> list[int]:
    at = [0]
    for line in lines:
        at.append(at[-1] + len(line))
    return at


def _change(old: str, new: str) -> list[TextChange]:
    old, new = old.strip("\r\n"), new.strip("\r\n")
    if old.split() == new.split():
        return []
    return [TextChange("changed" if old.strip() and new.strip() else "removed" if old.strip() else "added", old, new)]


def _joined(runs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for old, new, length in runs:
        if joined and joined[-1][0] + joined[-1][2] == old and joined[-1][1] + joined[-1][2] == new:
            joined[-1] = (*joined[-1][:2], joined[-1][2] + length)
        else:
            joined.append((old, new, length))
    return joined


def _same(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Stretches (start in old, start in new, size) that are the same in both, in order: pieces that occur once in both are the fixed points
    (Cohen's patience diff), and only between them all pieces are compared."""
    found: list[tuple[int, int, int]] = []
    low_old = low_new = 0
    for i, j in [*_fixed(old, new), (len(old), len(new))]:
        if i < low_old or j < low_new:
            continue
        high_old, high_new = i, j
        while high_old > low_old and high_new > low_new and old[high_old - 1] == new[high_new - 1]:
            high_old, high_new = high_old - 1, high_new - 1
        start = 0
        while low_old + start < high_old and low_new + start < high_new and old[low_old + start] == new[low_new + start]:
            start += 1
        if start:
            found.append((low_old, low_new, start))
        gap_old, gap_new = old[low_old + start : high_old], new[low_new + start : high_new]
        if gap_old and gap_new and max(len(gap_old), len(gap_new)) <= _MOST_COMPARED:
            blocks = SequenceMatcher(None, gap_old, gap_new, autojunk=False).get_matching_blocks()
            found += [(low_old + start + block.a, low_new + start + block.b, block.size) for block in blocks if block.size]
        if high_old < i:
            found.append((high_old, high_new, i - high_old))
        if i < len(old) and j < len(new):
            found.append((i, j, 1))
        low_old, low_new = i + 1, j + 1
    return found


def _fixed(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest row of pieces, in order in both, that occur exactly once in each."""
    once_old, once_new = Counter(old), Counter(new)
    places = {piece: index for index, piece in enumerate(new) if once_new[piece] == 1}
    pairs = [(index, places[piece]) for index, piece in enumerate(old) if once_old[piece] == 1 and piece in places]
    tops: list[int] = []  # smallest end of a row of each length
    rows: list[int] = []  # the pair that ends it
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(tops, at)
        before.append(rows[length - 1] if length else -1)
        if length == len(tops):
            tops.append(at)
            rows.append(number)
        else:
            tops[length], rows[length] = at, number
    chosen = []
    number = rows[-1] if rows else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
