"""WebVTT, as Teams, Zoom, Whisper, noScribe and others write it. Source of the grammar: the W3C's WebVTT page."""

from __future__ import annotations

import re

from qualcode.documents.cleaning import normal_lines
from qualcode.documents.content import Content
from qualcode.documents.cues import ARROW, Cue, named_in_text, seconds, turns_text, voices
from qualcode.documents.decoding import decode
from qualcode.documents.txt import encoding_warnings
from qualcode.errors import DocumentError

_TEAMS = re.compile(r"^[0-9a-f]{8}-[0-9a-f-]{27}/\d+-\d+$", re.MULTILINE | re.IGNORECASE)
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def read_vtt(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of the file. Notes, styles, regions and cue identifiers are no speech. Raises DocumentError when there is no cue."""
    decoded = decode(data, file=file, encoding=encoding)
    text = normal_lines(decoded.text)
    if text.strip() and not text.lstrip().startswith("WEBVTT") and not ARROW.search(text):
        raise DocumentError("documents.not_vtt", file=file)
    cues = [voice for cue in read_cues(text) for voice in voices(cue)]
    if not cues and text.strip():
        raise DocumentError("documents.no_cues", file=file)
    stored, marks = turns_text(named_in_text(cues))
    return Content(stored, marks, decoded.encoding, 0, encoding_warnings(decoded), shape=_shape(text))


def _shape(text: str) -> str:
    """Which program wrote the file, as far as its first lines show."""
    head = text[:4000]
    if _TEAMS.search(head):
        return "documents.shape_teams"
    return "documents.shape_noscribe" if "noScribe" in head else "documents.shape_webvtt"


def read_cues(text: str) -> list[Cue]:
    """The cues of WebVTT or SRT: in each block of lines the line with the arrow, and the lines below it as what is said."""
    cues: list[Cue] = []
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = block.strip("\n").split("\n")
        if _NO_CUE.match(lines[0]) and not (len(lines) > 1 and ARROW.match(lines[1])):
            continue
        begins = [index for index, line in enumerate(lines) if ARROW.match(line)]
        for order, index in enumerate(begins):
            # a cue that follows without a blank line: its number is the line before its arrow
            until = len(lines) if order + 1 == len(begins) else begins[order + 1]
            said = lines[index + 1 : until]
            if order + 1 < len(begins) and said and said[-1].strip().isdigit():
                said = said[:-1]
            arrow = ARROW.match(lines[index])
            assert arrow is not None
            cues.append(Cue(seconds(arrow.group("start")), seconds(arrow.group("end")), "\n".join(said)))
    return cues
