"""Time stamps as transcripts write them, in seconds."""

from __future__ import annotations

import re

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?(?:-\d{1,2})?"
_DOTTED = r"\d{1,2}\.\d{2}\.\d{2}"
_SPOKEN = r"\d{1,3}\s?m(?:in)?\.?\s?\d{1,2}\s?s(?:ec)?\.?"
_TIME = rf"(?:{_CLOCK}|{_DOTTED}|{_SPOKEN})"
_RANGE = rf"(?P<time>{_TIME})(?:\s*(?:-->|->|[-–—>]|tot)\s*(?P<time_end>{_TIME}))?"
_NAMELESS = _RANGE.replace("(?P<time>", "(?:").replace("(?P<time_end>", "(?:")

# with brackets or hashes around it, wherever it stands; the words before a time (`tijd`, `min.`) belong to it
BRACKETED = rf"(?:[\[(<{{]\s*(?:(?:tijd|timestamp|time|min\.?|t)\s*[:=]?\s*)?{_NAMELESS}\s*(?:min\.?|uur)?\s*[\])>}}]|#\s*{_NAMELESS}\s*#)"
BARE = _NAMELESS
STAMP = re.compile(
    rf"(?:[\[(<{{#]\s*)?(?:(?:tijd|timestamp|time|min\.?|t)\s*[:=]?\s*)?{_RANGE}\s*(?:min\.?|uur)?(?:\s*[\])>}}#])?", re.IGNORECASE
)
AT_START = re.compile(rf"[*_\s]*{BRACKETED}[*_]*[\s:–-]*", re.IGNORECASE)
AT_END = re.compile(rf"[\s*_]*{BRACKETED}[*_.\s]*$", re.IGNORECASE)
LINE = re.compile(rf"[*_\s]*(?:{BRACKETED}|{BARE})[*_\s:]*", re.IGNORECASE)


def seconds(stamp: str) -> float | None:
    """The time in seconds of `00:03:12`, `3:12`, `00:00:12-3` (tenths), `00:03:12,500`, `00.03.12`, `27m 42s`; None when it is no time."""
    spoken = re.fullmatch(r"(\d{1,3})\s?m(?:in)?\.?\s?(\d{1,2})\s?s(?:ec)?\.?", stamp.strip())
    if spoken:
        return int(spoken.group(1)) * 60.0 + int(spoken.group(2))
    body = stamp.strip()
    fraction = 0.0
    tail = re.fullmatch(r"(\d{1,3}:\d{2}(?::\d{2})?)(?:[.,-](\d{1,3})|:(\d{1,3}))?", body)
    if tail is None:
        if not re.fullmatch(_DOTTED, body):
            return None
        clock = body.replace(".", ":")
    else:
        clock = tail.group(1)
        if tail.group(2):
            fraction = int(tail.group(2)) / 10 ** len(tail.group(2))
    parts = [int(part) for part in clock.split(":")]
    if any(part > 59 for part in parts[1:]):
        return None
    total = 0.0
    for part in parts:
        total = total * 60 + part
    return round(total + fraction, 3)


def stamp_times(text: str) -> tuple[float | None, float | None]:
    """Begin and end of the first time stamp in `text`; the end is None when there is only one time."""
    found = STAMP.search(text)
    if found is None:
        return None, None
    end = found.group("time_end")
    return seconds(found.group("time")), seconds(end) if end else None
