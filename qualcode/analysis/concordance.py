"""Key words in context: every hit with what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import pandas as pd

WIDTH = 60  # characters of context on either side
SORTS = ("document", "left", "right", "hit")
Sort = Literal["document", "left", "right", "hit"]
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def context(text: str, start: int, end: int, *, width: int = WIDTH) -> tuple[str, str, str]:
    """(left, hit, right) of a span, each on one line; cut at a word, at most `width` characters of context on either side."""
    left = " ".join(text[max(0, start - 2 * width) : start].split())
    right = " ".join(text[end : end + 2 * width].split())
    if len(left) > width:
        left = left[-width:].split(" ", 1)[-1]
    if len(right) > width:
        right = right[:width].rsplit(" ", 1)[0]
    return left, " ".join(text[start:end].split()), right


def words_of(text: str) -> list[str]:
    """The words of a text, lower-cased, hyphens and apostrophes inside a word kept."""
    return _WORD.findall(text.lower())


def sort_lines(lines: pd.DataFrame, by: Sort, *, words: int = 3) -> pd.DataFrame:
    """The lines in another order. `left`: by the nearest word before the hit, then the one before that; `right`: by the words after; `hit`: by the hit itself,
    then right. `document`: as they stand in the texts. words: how many count.
    """
    if by == "document" or lines.empty:
        return lines.sort_values(["document", "start", "end"], kind="stable").reset_index(drop=True)
    keys: Iterable[tuple[object, ...]]
    if by == "left":
        keys = [tuple(reversed(words_of(left)[-words:])) for left in lines["left"]]
    elif by == "right":
        keys = [tuple(words_of(right)[:words]) for right in lines["right"]]
    else:
        keys = [(hit.lower(), *words_of(right)[:words]) for hit, right in zip(lines["hit"], lines["right"], strict=True)]
    order = sorted(range(len(lines)), key=list(keys).__getitem__)
    return lines.iloc[order].reset_index(drop=True)
