"""The visible lines of a text: where each begins and ends, how far it is indented, how many blank lines stand above it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

END_MARKS = ".!?…"
CLOSERS = "\"'”’»)]}*_"
# a sentence ends: an end mark with any closing quotes, brackets or stars, then perhaps a note number such as [4]
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]}*_]*(?:\s?\[\d{1,3}\])?$")
LINE_END_HYPHEN = re.compile(r"[^\W\d_] ?[-\u00AD\u2010\u2011¬]$")
SEPARATOR_CHARS = frozenset("-=_*~+|:#.·• \t\u00a0")
SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, byte order mark


_OUTSIDE = SPACES + INVISIBLE.replace("\u00ad", "")  # a soft hyphen at a line's end breaks a word: it stays in the line
_NOTHING = frozenset(SPACES + INVISIBLE)


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line, or a piece of one: `[start, end)` without the white space around it.

    indent: characters of white space before it. blank_before: blank lines between it and the visible line above.
    opens: this piece begins in the middle of a line, at a list mark, and so begins a block.
    """

    start: int
    end: int
    indent: int = 0
    blank_before: int = 0
    opens: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


def split_lines(text: str) -> list[Line]:
    """The visible lines of `text` in order. A line ends where `str.splitlines` says so (also at U+2028, U+2029 and U+0085)."""
    lines: list[Line] = []
    at = blank = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip(_OUTSIDE)
        if body.strip(INVISIBLE):
            indent = len(raw) - len(raw.lstrip(_OUTSIDE))
            start = at + indent
            lines.append(Line(start, start + len(body), indent, blank))
            blank = 0
        else:
            blank += 1
        at += len(raw)
    return lines


def is_rule(body: str) -> bool:
    """Whether a line is only ornament: `---`, `* * *`, `=====`, the `|---|---|` of a Markdown table."""
    return len(body) >= 3 and not body.strip("-=_*~+|: \t\u00a0") and any(char in "-=_*~+" for char in body)


def ends_sentence(body: str) -> bool:
    return bool(SENTENCE_END.search(body[-12:]))


def ends_with_hyphen(body: str) -> bool:
    return bool(LINE_END_HYPHEN.search(body[-3:]))


def first_letter(body: str) -> str:
    """The first letter or digit of a line, past quotes and brackets; '' when there is none among the first four characters."""
    for char in body[:4]:
        if char.isalnum():
            return char
    return ""


def first_word_length(body: str) -> int:
    found = re.search(r"\s", body[:60])
    return found.start() if found else min(len(body), 60)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and invisible characters at both ends; what holds nothing else comes back as (start, start)."""
    first, last = start, end
    while first < last and text[first] in _NOTHING:
        first += 1
    while last > first and text[last - 1] in _NOTHING:
        last -= 1
    return (first, last) if first < last else (start, start)


def visible(text: str, keep: Callable[[Line], bool] | None = None) -> list[Line]:
    """`split_lines` without lines that are only ornament, and with only the lines that `keep` takes."""
    lines = [line for line in split_lines(text) if not is_rule(text[line.start : line.end])]
    return lines if keep is None else [line for line in lines if keep(line)]
