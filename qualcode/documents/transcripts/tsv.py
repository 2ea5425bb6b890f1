"""The tab-separated table that Whisper and WhisperX write: start, end (thousandths of a second) and text."""

from __future__ import annotations

import re

from qualcode.documents.cleaning import clean, normal_lines
from qualcode.documents.content import Content
from qualcode.documents.cues import Cue, named_in_text, turns_text
from qualcode.documents.decoding import decode
from qualcode.documents.txt import encoding_warnings
from qualcode.errors import DocumentError

_HEADER = ("start", "end", "text")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*start\tend\t(?:speaker\t)?text[ \t]*\r?\n", re.IGNORECASE)
_ROW = re.compile(r"\s*(\d{1,12})(?:\.(\d{1,6}))?\t\s*(\d{1,12})(?:\.(\d{1,6}))?\t(.*)")


def is_whisper_tsv(data: bytes) -> bool:
    """Whether the bytes begin with the header of such a table."""
    return _HEAD.match(data[:200]) is not None


def read_whisper_tsv(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of the file. Raises DocumentError when it has another header or no row with times."""
    decoded = decode(data, file=file, encoding=encoding)
    lines = normal_lines(decoded.text).lstrip().split("\n")
    header = [cell.strip().casefold() for cell in lines[0].split("\t")]
    speaker_at = header.index("speaker") if "speaker" in header else None
    cues = []
    for line in lines[1:]:
        row = _ROW.match(line)
        if row is None:
            continue
        start, end = (
            float(f"{row.group(at)}.{row.group(at + 1)}") if row.group(at + 1) else int(row.group(at)) / 1000 for at in (1, 3)
        )  # fmt: skip
        said, speaker = row.group(5), None
        if speaker_at is not None:
            speaker, _, said = said.partition("\t")
        said = " ".join(clean(said.replace("\t", " ")).split())
        if said:
            cues.append(Cue(start, end, said, " ".join(clean(speaker or "").split()) or None))
    if not cues or tuple(name for name in header if name != "speaker") != _HEADER:
        raise DocumentError("documents.no_cues_tsv", file=file)
    text, marks = turns_text(named_in_text(cues))
    return Content(text, marks, decoded.encoding, 0, encoding_warnings(decoded), shape="documents.shape_whisper_tsv")
