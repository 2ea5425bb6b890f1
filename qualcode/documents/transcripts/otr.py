"""oTranscribe's own format: JSON around a piece of HTML with time stamps; who speaks stands in the text as it was typed."""

from __future__ import annotations

import json
import math
import re

from qualcode.documents.content import Content
from qualcode.documents.decoding import decode
from qualcode.documents.transcripts.html_events import html_events
from qualcode.documents.txt import encoding_warnings
from qualcode.errors import DocumentError

_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "tr"})
_STAMP = "\x00"  # stands for a time until its place in the line is known; cleaning lets no such character through
_LABEL = re.compile(r"[^:\n]{1,48}:\s*")


def read_otr(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text, a line a paragraph, with its time in brackets where a paragraph begins or ends; the path of the recording is left out.

    A time in the middle of a paragraph is left out of the text: it belongs to no turn. Raises DocumentError when it is no such file.
    """
    decoded = decode(data, file=file, encoding=encoding)
    try:
        found = json.loads(decoded.text)
    except (ValueError, RecursionError):
        raise DocumentError("documents.bad_json", file=file) from None
    body = found.get("text") if isinstance(found, dict) else None
    if not isinstance(body, str):
        raise DocumentError("documents.no_otr", file=file)
    lines, dropped = [], 0
    for line, times in _paragraphs(body):
        written, left_out = _written(line, times)
        dropped += left_out
        lines.append(written)
    text = "\n\n".join(line for line in lines if line)
    counts = {"times": dropped} if dropped else {}
    return Content(text, (), decoded.encoding, 0, encoding_warnings(decoded), counts=counts, shape="documents.shape_otr")


def _paragraphs(html: str) -> list[tuple[str, list[str]]]:
    """The paragraphs of the HTML as lines, each with the times of its stamps, which `_STAMP` stands for in the line."""
    lines: list[tuple[str, list[str]]] = []
    parts: list[str] = []
    times: list[str] = []
    stamp: str | None = None  # of the stamp that is being read
    shown = ""
    depth = 0  # of spans inside a stamp

    def end_line() -> None:
        lines.append((" ".join("".join(parts).split()), list(times)))
        parts.clear()
        times.clear()

    for kind, tag, attributes in html_events(html):
        if kind == "text" and stamp is not None:
            shown += tag[: max(0, 40 - len(shown))]
        elif kind == "text":
            parts.append(tag)
        elif tag == "span" and stamp is not None:
            depth += 1 if kind == "start" else -1
            if depth < 0:
                times.append(_clock(stamp, shown))
                parts.append(_STAMP)
                stamp = None
        elif tag == "span" and kind == "start" and ("timestamp" in attributes.get("class", "") or "data-timestamp" in attributes):
            stamp, shown, depth = attributes.get("data-timestamp", ""), "", 0
        elif tag in _BLOCKS or (tag == "br" and kind == "start"):
            end_line()
    end_line()
    return lines


def _clock(stamp: str, shown: str) -> str:
    """The time as it is written in the text: from the seconds in the file, else as it was shown; '' for what is no time."""
    try:
        at = float(stamp)
    except ValueError:
        found = re.search(r"\d{1,2}:\d{2}(?::\d{2})?", shown)
        return f"[{found.group()}]" if found else ""
    if not (math.isfinite(at) and 0 <= at < 3_600_000):
        return ""
    tenths = round(at * 10)
    whole, tenth = divmod(tenths, 10)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"[{clock}.{tenth}]" if tenth else f"[{clock}]"


def _written(line: str, times: list[str]) -> tuple[str, int]:
    """The paragraph with its times where they belong, and how many were left out."""
    pieces = [piece.strip() for piece in line.split(_STAMP)]
    last = max((index for index, piece in enumerate(pieces) if piece), default=0)  # behind it nothing is said
    parts = pieces[:1]
    dropped = 0
    begun = bool(pieces[0]) and _LABEL.fullmatch(pieces[0] + " ") is None
    placed = ended = False
    for index, time in enumerate(times):
        if time and ((not begun and not placed) or (index >= last and begun and not ended)):
            placed, ended = True, begun
            parts.append(time)
        else:
            dropped += 1
        parts.append(pieces[index + 1])
        begun = begun or bool(pieces[index + 1])
    return " ".join(part for part in parts if part), dropped
