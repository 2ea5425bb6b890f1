"""Plain text."""

from __future__ import annotations

from itertools import pairwise

from qualcode.documents.cleaning import blank_forbidden, forbidden_count, normal_lines
from qualcode.documents.content import Content
from qualcode.documents.decoding import Decoded, decode
from qualcode.model import Mark

_MIN_PAGES = 3  # fewer form feeds are chance


def read_txt(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text as it is; form feeds at line ends, as converters of PDF write them, become page marks (pages counted from 1)."""
    decoded = decode(data, file=file, encoding=encoding)
    text = normal_lines(decoded.text)
    controls = forbidden_count(text)
    return Content(blank_forbidden(text), _pages(text, controls), decoded.encoding, controls, encoding_warnings(decoded))


def encoding_warnings(decoded: Decoded) -> tuple[tuple[str, dict[str, object]], ...]:
    """What to say of the way the bytes were read."""
    if decoded.stray:
        return (("documents.stray_bytes", {"count": decoded.stray}),)
    return (("documents.encoding_guessed", {"encoding": decoded.encoding}),) if decoded.guessed else ()


def _pages(text: str, controls: int) -> tuple[Mark, ...]:
    feeds = [index for index, char in enumerate(text) if char == "\f"] if "\f" in text else []
    at_line = sum(1 for index in feeds if index == 0 or index + 1 == len(text) or text[index - 1] == "\n" or text[index + 1] == "\n")
    if len(feeds) < _MIN_PAGES or at_line < 0.9 * len(feeds) or controls > len(feeds):
        return ()
    bounds = [0, *(index + 1 for index in feeds), len(text)]
    pages = []
    for number, (start, end) in enumerate(pairwise(bounds), start=1):
        if start < end:
            pages.append(Mark(start, end, "page", page=number))
    return tuple(pages)
