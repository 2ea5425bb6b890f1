"""The register of formats: a suffix, the format's short name, its reader. Another format is one file and one line here."""

from __future__ import annotations

from qualcode.documents.content import Reader
from qualcode.documents.docx import read_docx
from qualcode.documents.eml import read_eml
from qualcode.documents.epub import read_epub
from qualcode.documents.html import read_html
from qualcode.documents.markdown import read_markdown
from qualcode.documents.odt import read_flat_odt, read_odt
from qualcode.documents.pdf import read_pdf
from qualcode.documents.rtf import read_rtf
from qualcode.documents.srt import read_srt
from qualcode.documents.transcripts.eaf import read_eaf
from qualcode.documents.transcripts.json_transcript import read_json
from qualcode.documents.transcripts.otr import read_otr
from qualcode.documents.transcripts.tsv import read_whisper_tsv
from qualcode.documents.transcripts.within import or_transcript
from qualcode.documents.txt import read_txt
from qualcode.documents.vtt import read_vtt

_READERS: dict[str, tuple[str, Reader]] = {
    ".txt": ("txt", read_txt),
    ".text": ("txt", read_txt),
    ".md": ("md", read_markdown),
    ".markdown": ("md", read_markdown),
    ".docx": ("docx", read_docx),
    ".odt": ("odt", read_odt),
    ".fodt": ("odt", read_flat_odt),
    ".rtf": ("rtf", read_rtf),
    ".html": ("html", read_html),
    ".htm": ("html", read_html),
    ".xhtml": ("html", read_html),
    ".epub": ("epub", read_epub),
    ".eml": ("eml", read_eml),
    ".pdf": ("pdf", read_pdf),
    ".vtt": ("vtt", read_vtt),
    ".srt": ("srt", read_srt),
    ".json": ("json", read_json),
    ".tsv": ("tsv", read_whisper_tsv),
    ".otr": ("otr", read_otr),
    ".eaf": ("eaf", read_eaf),
}
SUFFIXES: tuple[str, ...] = tuple(_READERS)


def reader_for(suffix: str) -> tuple[str, Reader] | None:
    """The short name of the format and its reader for a suffix such as `.txt`, small or capital letters; None when no reader takes it."""
    found = _READERS.get(suffix.lower())
    return None if found is None else (found[0], or_transcript(*found))
