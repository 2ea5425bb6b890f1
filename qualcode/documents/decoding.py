"""From bytes to text: a ladder of encodings that is right on Dutch texts where detectors are not.

Byte order mark, strict UTF-8 without NULs, the NUL pattern of UTF-16, UTF-8 with a few stray bytes, else cp1252, mac_roman or cp850 by the share
of characters that are plausible in Dutch, ties to cp1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qualcode.errors import DocumentError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_MAGIC: tuple[bytes, ...] = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08", b"Rar!", b"7z\xbc\xaf",
    b"ID3", b"OggS", b"fLaC", b"\x7fELF", b"MZ\x90\x00", b"SQLite format 3\x00", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"wOFF", b"II*\x00", b"MM\x00*",
)  # fmt: skip
# beyond ASCII, what Dutch text holds (names and loan words included)
_PLAUSIBLE = frozenset("ëïéèêüöóáàäçâîôûúíñßËÏÉÈÖÜÓÁÄÇ€£‘’“”„–—…•·°©®½¼²³µ§´«»\u00a0ŠšŽž¿")
_VERY_PLAUSIBLE = frozenset("ëïéèüöó€‘’“”–—…•")
_SAMPLE = 1 << 20  # bytes looked at for a guess
_STRAY_SHARE = 0.05  # of the multi-byte sequences, at most so many may be broken in a text that is still UTF-8
_WORD_INSIDE = re.compile(r"[^\W\d_]([^\x00-\x7f])[^\W\d_]")


@dataclass(frozen=True)
class Decoded:
    """encoding: as Python names it. guessed: nothing in the bytes says it. stray: bytes that were not valid and were read as cp1252."""

    text: str
    encoding: str
    guessed: bool = False
    stray: int = 0


def decode(data: bytes, *, file: str = "", encoding: str | None = None) -> Decoded:
    """The text of a file's bytes. encoding: what a person says; it overrules the ladder.

    Raises DocumentError for bytes that are no text (another kind of file, NUL bytes) and for an encoding that does not fit or is not known.
    """
    if encoding is not None:
        return _as_told(data, encoding, file)
    if data.startswith(_MAGIC):
        raise DocumentError("documents.binary", file=file)
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            return Decoded(text.removeprefix("\ufeff"), "utf-8" if name == "utf-8-sig" else name)
    if b"\x00" in data:
        return _without_mark(data, file)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _broken(data, file)


def _as_told(data: bytes, encoding: str, file: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        return Decoded(data.decode(name).removeprefix("\ufeff"), name)
    except LookupError:
        raise DocumentError("documents.unknown_encoding", file=file, encoding=encoding) from None
    except (UnicodeDecodeError, TypeError):
        raise DocumentError("documents.wrong_encoding", file=file, encoding=encoding) from None


def _without_mark(data: bytes, file: str) -> Decoded:
    """UTF-16 without a byte order mark: NULs at every other byte of Latin text. Raises DocumentError for other bytes with NULs."""
    sample = data[:_SAMPLE]
    pairs = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if max(even, odd) >= 0.3 and min(even, odd) <= 0.05:
        name = "utf-16-le" if odd > even else "utf-16-be"
        try:
            text = data[: len(data) - len(data) % 2].decode(name)
        except UnicodeDecodeError:
            raise DocumentError("documents.binary", file=file) from None
        if _control_share(text) <= 0.02:
            return Decoded(text, name, guessed=True)
    elif data.count(0) * 1000 <= len(data):  # a few NULs in a text become spaces
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    raise DocumentError("documents.binary", file=file)


def _control_share(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(1 for char in sample if char < " " and char not in "\t\n\r\f") / max(1, len(sample))


def _broken(data: bytes, file: str) -> Decoded:
    """Bytes that are not strict UTF-8: UTF-8 with a few stray bytes, or a single-byte encoding."""
    strays = 0

    def read_stray(error: UnicodeError) -> tuple[str, int]:
        nonlocal strays
        assert isinstance(error, UnicodeDecodeError)
        strays += 1
        return error.object[error.start : error.start + 1].decode("cp1252", errors="replace"), error.start + 1

    codecs.register_error("qualcode-stray", read_stray)
    text = data.decode("utf-8", errors="qualcode-stray")
    whole = sum(1 for char in text if char > "\x7f") - strays
    if whole > 0 and strays <= max(1, _STRAY_SHARE * whole):
        return Decoded(text, "utf-8", stray=strays)
    controls = sum(data[:_SAMPLE].count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 0x1A))
    if controls > 0.02 * len(data[:_SAMPLE]):
        raise DocumentError("documents.binary", file=file)
    name = guess_single_byte(data)
    return Decoded(_single_byte(data, name), name, guessed=True)


def _single_byte(data: bytes, name: str) -> str:
    """The text in a single-byte encoding; the five bytes that cp1252 leaves open are read as in Latin-1 (and cleaned later)."""
    return data.decode(name) if name != "cp1252" else data.decode("cp1252", errors="replace")


def guess_single_byte(data: bytes) -> str:
    """cp1252, mac_roman or cp850: the one whose characters beyond ASCII are most plausible in Dutch; ties to cp1252."""
    sample = data[:_SAMPLE]
    best, best_score = "cp1252", -1.0
    for name in _SINGLE_BYTE:
        text = _single_byte(sample, name)
        beyond = [char for char in text if char > "\x7f"]
        if not beyond:
            return "cp1252"
        inside = _WORD_INSIDE.findall(text)
        fit = sum((char in _PLAUSIBLE) + 0.5 * (char in _VERY_PLAUSIBLE) for char in beyond) / len(beyond)
        # inside a word only letters are plausible, and small ones between small ones
        fit -= sum(char not in "ëïéèêüöóáàäçâîôûúíñß’'\u00ad" for char in inside) / len(beyond)
        if fit > best_score + 1e-9:
            best, best_score = name, fit
    return best
