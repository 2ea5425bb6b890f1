"""Running headers and footers left in extracted text: the same words over and over, but for their page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_TIMES = 4  # a tail that comes back so often is a running footer
_MIN_LETTERS = 8
# what stands behind the last sentence of a line and holds a page number at its end or at its beginning
_TAIL = re.compile(r"(?<=[.!?;:]) ?(?P<tail>[^.!?;:]{2,80}?[^\w.,]\d{1,3}|\d{1,3} ?[A-Z][^.!?;:\d]{4,80}(?:\d{4}[^.!?;:\d]{1,5}\d{4})?)$")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]?\s?\d{1,3}\s?[-–—|]?|(?:pagina|blz\.?|p\.|page)\s*[|:]?\s*\d{1,3}(?:\s*(?:van|/)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3})",
    re.IGNORECASE,
)


def is_page_number(body: str) -> bool:
    """A line that is only a page number: `12`, `- 12 -`, `Pagina 12 van 36`, `p. 3`."""
    return len(body) < 30 and bool(_PAGE_NUMBER.fullmatch(body))


def masked(body: str) -> str:
    """A line with its figures made alike, for comparing."""
    return re.sub(r"\d+", "#", " ".join(body.casefold().split()))


def running_tails(bodies: Sequence[str]) -> dict[int, int]:
    """Line number -> offset in the line at which a running footer begins behind the end of a sentence."""
    found = {}
    for index, body in enumerate(bodies):
        match = _TAIL.search(body, max(0, len(body) - 100)) if body[-1:].isalnum() else None
        if match and sum(map(str.isalpha, match.group("tail"))) >= _MIN_LETTERS:
            found[index] = (match.start("tail"), masked(match.group("tail")))
    counts = Counter(key for _, key in found.values())
    return {index: start for index, (start, key) in found.items() if counts[key] >= _TIMES}
