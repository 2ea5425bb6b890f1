"""Transcripts under a suffix that says something else (.txt, .html, .tsv): known by how their bytes begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from qualcode.documents.content import Content, Reader
from qualcode.documents.srt import read_srt
from qualcode.documents.transcripts.noscribe import is_noscribe, read_noscribe
from qualcode.documents.transcripts.tsv import is_whisper_tsv, read_whisper_tsv
from qualcode.documents.vtt import read_vtt

_BEGIN = rb"(?:\xef\xbb\xbf)?\s*"
_VTT = re.compile(_BEGIN + rb"WEBVTT(?:[ \t][^\r\n]*)?\r?\n")
_SRT = re.compile(_BEGIN + rb"\d{1,6}[ \t]*\r?\n[ \t]*\d{1,3}:\d{2}:\d{2}[.,]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d{2}:\d{2}")


def _is_vtt(data: bytes) -> bool:
    return _VTT.match(data) is not None and b"-->" in data[:20_000]


_Test = Callable[[bytes], object]
_WITHIN: Mapping[str, tuple[tuple[_Test, Reader], ...]] = {
    "txt": ((_is_vtt, read_vtt), (_SRT.match, read_srt), (is_whisper_tsv, read_whisper_tsv)),
    "html": ((is_noscribe, read_noscribe),),
    "tsv": ((is_whisper_tsv, read_whisper_tsv),),
}


def or_transcript(kind: str, reader: Reader) -> Reader:
    """The reader of a format (by its short name), which leaves a file that is a transcript to the reader of that shape."""
    tests = _WITHIN.get(kind)
    if not tests:
        return reader

    def read(data: bytes, *, file: str, encoding: str | None = None) -> Content:
        chosen = next((other for test, other in tests if test(data)), reader)
        return chosen(data, file=file, encoding=encoding)

    return read
