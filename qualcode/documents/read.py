"""From a file to a document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qualcode.documents.cleaning import clean_name
from qualcode.documents.files import file_bytes
from qualcode.documents.legibility import text_warnings
from qualcode.documents.readers import SUFFIXES, reader_for
from qualcode.documents.tables import is_table, named, open_table
from qualcode.errors import DocumentError
from qualcode.model import Document

# what to do with files that hold text but that no reader takes: key of the sentence
_ADVICE = {
    ".doc": "documents.old_word",
    ".dot": "documents.old_word",
    ".pages": "documents.other_suffix_word",
    ".wpd": "documents.other_suffix_word",
    ".wps": "documents.other_suffix_word",
    ".sxw": "documents.other_suffix_word",
    ".gdoc": "documents.other_suffix_word",
    ".xls": "documents.old_excel",
    ".ods": "documents.old_excel",
    ".ppt": "documents.slides",
    ".pptx": "documents.slides",
    ".odp": "documents.slides",
    ".key": "documents.slides",
    ".mobi": "documents.other_book",
    ".azw3": "documents.other_book",
    ".msg": "documents.other_mail",
    ".zip": "documents.packed",
    ".rar": "documents.packed",
    ".7z": "documents.packed",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".webp"), "documents.picture"),
    **dict.fromkeys(
        (".mp3", ".m4a", ".wav", ".wma", ".aac", ".flac", ".ogg", ".opus", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".wmv"),
        "documents.recording",
    ),
}


def read_document(path: Path, *, name: str | None = None, encoding: str | None = None) -> Document:
    """The document in a file, read by the suffix of its name.

    name: how people call it (default: the file's name); stored in composed Unicode form. encoding: overrules the guess for text formats.
    Raises DocumentError, one sentence each: missing, a folder, not readable, over 100 MB, empty, a suffix that no reader takes, a table
    (whose rows are documents: `table_documents`), and what the format's reader says (binary, damaged, encrypted ...). What a person should know besides is in `Document.warnings`.
    """
    file = clean_name(name if name is not None else path.name)
    if is_table(path):
        raise DocumentError("documents.table", file=file, columns=named(open_table(path, name=file, encoding=encoding).columns))
    found = reader_for(path.suffix)
    data = file_bytes(path, file, readable=found is not None)
    if found is None:
        raise DocumentError(
            _ADVICE.get(path.suffix.lower(), "documents.suffix"), file=file, suffix=path.suffix or "—", suffixes=", ".join(SUFFIXES)
        )
    if not data.strip(b" \t\r\n\x0c"):
        raise DocumentError("documents.empty_file", file=file)
    kind, reader = found
    content = reader(data, file=file, encoding=encoding)
    if not content.text.strip():
        raise DocumentError("documents.empty_file", file=file)
    return Document(
        name=file,
        text=content.text,
        marks=content.marks,
        format=kind,
        encoding=content.encoding,
        file_sha256=hashlib.sha256(data).hexdigest(),
        warnings=(*content.warnings, *text_warnings(content.text, controls=content.controls)),
        counts=content.counts,
        comments=content.comments,
        shape=content.shape,
    )
