"""SubRip subtitles: numbered cues with times, speakers only as names in the text."""

from __future__ import annotations

from qualcode.documents.cleaning import normal_lines
from qualcode.documents.content import Content
from qualcode.documents.cues import named_in_text, turns_text, voices
from qualcode.documents.decoding import decode
from qualcode.documents.txt import encoding_warnings
from qualcode.documents.vtt import read_cues
from qualcode.errors import DocumentError


def read_srt(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The turns of the file; numbers and times are no speech. Raises DocumentError when there is no cue."""
    decoded = decode(data, file=file, encoding=encoding)
    text = normal_lines(decoded.text)
    cues = [voice for cue in read_cues(text) for voice in voices(cue)]
    if not cues and text.strip():
        raise DocumentError("documents.no_cues", file=file)
    stored, marks = turns_text(named_in_text(cues))
    return Content(stored, marks, decoded.encoding, 0, encoding_warnings(decoded), shape="documents.shape_srt")
