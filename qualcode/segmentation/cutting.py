"""Cutting what is too long for a block: at sentence ends where there are any, else where speech pauses, else between words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from qualcode.segmentation.sentences import sentence_spans

MAX_BLOCK_WORDS = 200
_LONG_WORD = 15  # characters
_ANY_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[;:,]\s+|\s+(?=[–—-]\s)|\s+(?=(?:en|maar|want|omdat|of|dus|die|dat)\s)")


def limit_words(reading: str) -> int:
    """The number of words that the limit looks at: the larger of runs between spaces and runs of letters and figures.

    A text without spaces (extracted badly, or in another script) counts a word for every 15 characters.
    """
    runs = max(reading.count(" ") + 1, len(reading) // _LONG_WORD)
    return runs if 2 * runs < MAX_BLOCK_WORDS and len(reading) < 1000 else max(runs, len(_ANY_WORD.findall(reading)))


def cut_spans(reading: str, *, speech: bool = False) -> list[tuple[int, int]]:
    """Spans of a reading text of at most 200 words each, about equally long, cut at sentence ends."""
    sentences: list[tuple[int, int]] = []
    for start, end, _ in sentence_spans(reading, speech=speech or unpunctuated(reading)):
        sentences += _halves(reading, start, end)
    counts = [limit_words(reading[start:end]) for start, end in sentences]
    groups = _packed(counts, MAX_BLOCK_WORDS)
    low, high = max(1, math.ceil(sum(counts) / len(groups))), MAX_BLOCK_WORDS
    while low < high:  # the smallest limit that needs no more pieces makes them about equally long
        middle = (low + high) // 2
        tried = _packed(counts, middle)
        if len(tried) <= len(groups):
            groups, high = tried, middle
        else:
            low = middle + 1
    return [(sentences[first][0], sentences[last - 1][1]) for first, last in groups]


def _packed(counts: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Neighbouring numbers put together as long as their sum is within the limit: (first, after the last) of each pack."""
    packs: list[tuple[int, int]] = []
    begun = total = 0
    for index, count in enumerate(counts):
        if index > begun and total + count > limit:
            packs.append((begun, index))
            begun, total = index, 0
        total += count
    return [*packs, (begun, len(counts))]


def unpunctuated(reading: str) -> bool:
    """Whether a long text holds no end of a sentence at all, as speech recognition gives it."""
    return len(reading) > 300 and not any(mark in reading for mark in ".!?;…")


def _halves(reading: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence over the limit, halved at clause ends, else at spaces, else anywhere, until every part is within it."""
    parts = [(start, end)]
    done: list[tuple[int, int]] = []
    while parts:
        left, right = parts.pop()
        if limit_words(reading[left:right]) <= MAX_BLOCK_WORDS:
            done.append((left, right))
            continue
        middle = _cut_place(reading, left, right)
        stop, begin = middle, middle
        while reading[stop - 1].isspace():
            stop -= 1
        while reading[begin].isspace():
            begin += 1
        parts += [(begin, right), (left, stop)]
    return done


def _cut_place(reading: str, left: int, right: int) -> int:
    """The clause end nearest the middle (not in the outer quarters), else the space, else the middle itself."""
    middle, quarter = (left + right) // 2, (right - left) // 4
    places = [found.end() for found in _CLAUSE_END.finditer(reading, left + quarter, right - quarter)]
    if places:
        return min(places, key=lambda place: abs(place - middle))
    space = reading.rfind(" ", left + 1, middle)
    return space if space > left + quarter else next((at for at in range(middle, right - 1) if reading[at] == " "), middle)
