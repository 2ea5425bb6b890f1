"""What stands at the beginning of a line: bullets, numbers, letters, chapter and article words."""

from __future__ import annotations

import re
from dataclasses import dataclass

# bullets that open an item wherever they stand; private-use characters and glyph names are what a PDF leaves of them
STRONG_BULLETS = "•▪▫◦‣⁃●○■□◆◇❖➢➤➔►▶✓✔✗❑❒"
INLINE_BULLET = re.compile(rf"(?<=[\s;.,:!?\d)])(?:[{STRONG_BULLETS}\ue000-\uf8ff]|/square\d\s)(?=\s*\S)")
_BULLET = re.compile(rf"(?:[{STRONG_BULLETS}\ue000-\uf8ff·∙]\s*|/square\d\s+|[-–—*+>]\s+|o(?:\s{{2,}}|\t))")
_NUMBER = re.compile(r"(?P<open>\(?)(?P<value>\d{1,3}|[a-z]|[A-Z]|[ivx]{2,5}|[IVX]{2,5})(?P<close>[.)]|\.\))\s+(?=\S)")
_DEEP = re.compile(r"(?P<number>(?:\d{1,3}|[IVX]{1,5}|[A-Z])(?:\.\d{1,3}){1,4})\.?(?:\s+|$)(?!\d{3}\b|miljoen|procent|euro|uur)")
_BARE = re.compile(r"(?P<number>\d{1,2})\s+(?=[A-Z‘'\"“])")
_CHAPTER = re.compile(
    r"(?P<word>hoofdstuk|afdeling|paragraaf|titel|deel|bijlage|thema|blok|onderdeel|§)\s*(?P<number>\d+(?:\.\d+)*[a-z]?|[IVXLC]+|[A-Z])\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
ARTICLE = re.compile(
    r"(?:artikel|art\.)\s+(?P<number>\d+(?:[.:]\d+)*\s?[a-z]?|[IVXLC]+)\b(?P<stop>\s*[.:–-])?(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
MARKDOWN_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class ListMark:
    """A mark at the start of a line. style: one letter for its form (`-` bullet, `1`, `a`, `A`, `i`, `I`, `.` deep number) and what closes it.

    value: its place in a row (1 for `1.`, `a)`), 0 for bullets. length: characters of the mark and the white space behind it.
    """

    style: str
    value: int
    length: int

    @property
    def is_bullet(self) -> bool:
        return self.style.startswith("-")


def list_mark(body: str) -> ListMark | None:
    """The bullet, number or letter at the start of a line, None when there is none."""
    head = body[:40]
    found = _BULLET.match(head)
    if found:
        return ListMark("-" + head[0], 0, found.end())
    found = _NUMBER.match(head)
    if found:
        value, close = found.group("value"), found.group("open") + found.group("close")
        if value.isdigit():
            return ListMark("1" + close, int(value), found.end())
        if len(value) > 1:
            return ListMark(("i" if value.islower() else "I") + close, roman(value), found.end())
        return ListMark(("a" if value.islower() else "A") + close, ord(value.casefold()) - ord("a") + 1, found.end())
    found = _DEEP.match(head)
    if found:
        return ListMark("." * found.group("number").count(".") + "n", int(found.group("number").rsplit(".", 1)[1]), found.end())
    return None


def roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[char] for char in numeral.casefold()]
    return sum(-value if any(value < later for later in values[index + 1 :]) else value for index, value in enumerate(values))


def bare_number(body: str) -> int | None:
    """The number of `1 Aanleiding`: a figure without a stop before a capital."""
    found = _BARE.match(body[:8])
    return int(found.group("number")) if found else None


def number_depth(body: str) -> int | None:
    """The depth of a numbered heading: 1 for `2 Titel` and `2. Titel`, 2 for `2.3 Titel`; None when there is no number."""
    deep = _DEEP.match(body[:40])
    if deep:
        return deep.group("number").count(".") + 1
    if bare_number(body) is not None:
        return 1
    found = _NUMBER.match(body[:40])
    return 1 if found and (found.group("value").isdigit() or found.group("value").isupper()) else None


def chapter(body: str) -> re.Match[str] | None:
    """`Hoofdstuk 2 Visie`, `Bijlage A`: groups word, number, rest."""
    return _CHAPTER.match(body) if body[:1].isupper() or body[:1] == "§" else None
