"""The reading text: a block as one reads it, line-end hyphens joined and wrapped lines run on, with the way back to the stored text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.model import Document, ReadingText
from qualcode.segmentation.hyphens import HYPHENS, LINE_BREAK, Vocabulary, fragments, join_kind, vocabulary
from qualcode.segmentation.lines import INVISIBLE

# What is not simply copied: a hyphen at a line's end; a hyphen sign inside a word that only a line's end can have left there;
# white space other than one plain space; characters that are not seen.
_EVENT = re.compile(
    rf"(?P<hyphen>(?<=[^\W_])(?P<space>[^\S\n]{{0,3}})(?P<sign>[{HYPHENS}])\u00ad?[^\S\n]*{LINE_BREAK}\s*(?=[^\W_]))"
    rf"|(?P<inside>(?<=[^\W\d_][^\W\d_])-(?=[^\W\d_][a-zß-öø-ÿ]))"
    rf"|(?P<sign_inside>(?<=[^\W\d_])¬(?=[^\W\d_]))"
    rf"|(?P<gap>[\s{INVISIBLE}]{{2,}}|[^\S ]|[{INVISIBLE}])"
)
_COUNTED = re.compile(r"[^\s\W_]|\d")


def reading_text(document_or_text: Document | str, start: int, end: int) -> ReadingText:
    """The reading text of `[start, end)` of a document (or of a whole text: the words around decide on hyphens).

    A run of white space becomes one space; invisible characters (soft hyphen, zero-width space) go; a hyphen at a line's end is dropped,
    kept, or kept with a space after it (`landbouw- en`), by what else the document shows. A hyphen inside a line goes only in texts whose
    lines were merged by an extraction, and that are full of broken words. No other character changes.
    """
    text = document_or_text if isinstance(document_or_text, str) else document_or_text.text
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    length = 0
    resumed = -1  # stored offset at which the reading text left off
    for piece_start, piece_end in _pieces(text, start, end):
        if piece_start != resumed:
            breaks.append((length, piece_start))
        piece = text[piece_start:piece_end]
        parts.append(" " if piece.isspace() else piece)
        length += piece_end - piece_start
        resumed = piece_end
    return ReadingText("".join(parts), tuple(breaks) or ((0, start),))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the stored text that the reading text is made of; a span of white space is always one character."""
    at = start
    known: Vocabulary | None = None
    for event in _EVENT.finditer(text, start, end):
        here, after = event.span()
        kind = event.lastgroup
        if kind != "gap" and event.group("hyphen") is not None and here > start:
            known = known or vocabulary(text)
            left, right = fragments(text, here, after)
            sign = event.start("sign")
            how = join_kind(left, right, text[sign], bool(event.group("space")), known)
            if here > at:
                yield at, here
            if how == "dash":
                yield here, here + 1
            if how != "join":
                yield sign, sign + 1
            if how in ("dash", "suspended"):
                gap = next(index for index in range(sign + 1, after) if text[index].isspace())
                yield gap, gap + 1
            at = after
            continue
        if kind == "inside":
            known = known or vocabulary(text)
            if not known.broken or not _is_broken(*fragments(text, here, after), known):
                continue
        if here > at:
            yield at, here
        at = after
        spot = next((index for index in range(here, after) if text[index].isspace()), None)
        if kind == "gap" and spot is not None and here > start and after < end:
            yield spot, spot + 1
    if at < end:
        yield at, end


def _is_broken(left: str, right: str, known: Vocabulary) -> bool:
    """Whether the hyphen between two parts inside a line was left by a line's end; `VN-verdrag` and `Oost-Europa` keep theirs."""
    return not left.isupper() and right.islower() and f"{left}-{right}".casefold() in known.broken


def count_words(reading: str) -> int:
    """Words of a reading text: runs between spaces that hold a letter or a digit."""
    return sum(1 for run in reading.split() if run.isalnum() or _COUNTED.search(run))
