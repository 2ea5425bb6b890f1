"""A line of a page: words on one baseline, with the list mark or the drop cap that belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from qualcode.documents.pdf.pages import Word

_SAME_ROW = 0.5  # share of the lower of two heights that both have in common
RAISED = 0.88  # size of a note reference beside the size of its line, at most
BULLETS = "•▪▫◦‣⁃●○■□◆◇❖➢➤➔►▶✓✔✗❑❒·∙"
_NOTE = re.compile(r"\d{1,3}(?:,\d{1,3})*|[*†‡]{1,3}")
_UNIT = re.compile(r"(?:^|[\d\W])[kcdmh]?m$")


@dataclass(eq=False)
class Line:
    """Words on one baseline. order: place of its first word in the content stream.

    mark, mark_left: the bullet or number before it and where that stands. drop: the large first letter that belongs before its text.
    """

    page: int
    words: list[Word]
    order: int
    mark: str = ""
    mark_left: float | None = None
    drop: str = ""
    furniture: bool = False

    @cached_property
    def left(self) -> float:
        return self.words[0].left if self.mark_left is None else min(self.mark_left, self.words[0].left)

    @cached_property
    def text_left(self) -> float:
        """Where the text begins, behind a list mark."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def top(self) -> float:
        return min((word.top for word in self.words if word.size >= 0.9 * self.size), default=self.words[0].top)

    @cached_property
    def bottom(self) -> float:
        return max((word.bottom for word in self.words if word.size >= 0.9 * self.size), default=self.words[0].bottom)

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all of it is bold."""
        total = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) >= 0.9 * total

    @cached_property
    def broken(self) -> bool:
        return self.words[-1].broken

    @cached_property
    def text(self) -> str:
        """The line as one reads it, without its list mark; a note reference stands as ` [1]`."""
        parts: list[str] = []
        for before, word in zip([None, *self.words], self.words, strict=False):
            if before is not None and is_reference(word, before, self.size):
                parts.append(f" [{word.text}]")
            elif before is None or _touches(word, before):
                parts.append(word.text)
            else:
                parts.append(" " + word.text)
        return self.drop + "".join(parts)

    @cached_property
    def full_text(self) -> str:
        return f"{self.mark} {self.text}" if self.mark else self.text

    def with_words(self, words: list[Word]) -> Line:
        """Another line with some of its words."""
        return Line(self.page, words, self.order)


def _touches(word: Word, before: Word) -> bool:
    """Whether no space stands between two words: none in the stream, or a raised figure or the sign behind it without a gap."""
    gap = word.left - before.right
    if word.glued:
        return gap < 0.5 * word.size
    return gap < 0.08 * word.size and abs(word.size - before.size) > 0.05 * word.size and not word.text[0].isalpha()


def is_reference(word: Word, before: Word, size: float) -> bool:
    """Whether a word is the raised figure that refers to a note (`m2` and `2e` are none)."""
    if word.size > RAISED * size or not _NOTE.fullmatch(word.text) or before.size < 0.95 * size:
        return False
    raised = word.bottom < before.bottom - 0.12 * size
    return raised and word.left - before.right < 0.6 * size and not (word.text in ("2", "3") and _UNIT.search(before.text))


def same_row(first: Line | Word, second: Line | Word, share: float = _SAME_ROW) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap >= share * min(first.bottom - first.top, second.bottom - second.top)
