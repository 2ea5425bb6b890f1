"""The register of formats: a suffix, the format's short name, its reader. Another format is one file and one line here."""

from __future__ import annotations

from qualcode.documents.content import Reader
from qualcode.documents.docx import read_docx
from qualcode.documents.markdown import read_markdown
from qualcode.documents.srt import read_srt
from qualcode.documents.txt import read_txt
from qualcode.documents.vtt import read_vtt

_READERS: dict[str, tuple[str, Reader]] = {
    ".txt": ("txt", read_txt),
    ".text": ("txt", read_txt),
    ".md": ("md", read_markdown),
    ".markdown": ("md", read_markdown),
    ".docx": ("docx", read_docx),
    ".vtt": ("vtt", read_vtt),
    ".srt": ("srt", read_srt),
}
SUFFIXES: tuple[str, ...] = tuple(_READERS)


def reader_for(suffix: str) -> tuple[str, Reader] | None:
    """The short name of the format and its reader for a suffix such as `.txt`, small or capital letters; None when no reader takes it."""
    return _READERS.get(suffix.lower())
