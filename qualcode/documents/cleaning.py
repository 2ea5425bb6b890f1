"""The cleaning that every reader uses, once, at import: what the stored text may hold.

Only a byte order mark at the start and CRLF -> LF change the length. A lone CR becomes LF; every other forbidden character becomes one space, one
for one. Nothing is Unicode-normalised.
"""

from __future__ import annotations

import re
import unicodedata

# C0 but tab and LF, U+FFFE, U+FFFF, lone surrogates: not allowed in XML, or not text at all
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text as it is stored."""
    return blank_forbidden(normal_lines(text))


def normal_lines(text: str) -> str:
    """The text without a byte order mark at its start and with LF as the only line end."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def blank_forbidden(text: str) -> str:
    """The text with each forbidden character as one space; as long as before."""
    return _FORBIDDEN.sub(" ", text)


def forbidden_count(text: str) -> int:
    """How many characters are forbidden, form feeds (page breaks of a converted PDF) not counted."""
    return sum(1 for found in _FORBIDDEN.finditer(text) if found.group() != "\f")


def clean_name(name: str) -> str:
    """A file name in composed form (macOS gives decomposed names), with `/` between folders and without forbidden characters."""
    return blank_forbidden(unicodedata.normalize("NFC", name)).replace("\n", " ").replace("\t", " ")
