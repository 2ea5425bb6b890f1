"""From a file to a document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qualcode.documents.cleaning import clean_name
from qualcode.documents.legibility import text_warnings
from qualcode.documents.readers import SUFFIXES, reader_for
from qualcode.errors import DocumentError
from qualcode.model import Document

MAX_BYTES = 100 * 1024 * 1024  # a file above this is refused; a book has about 1 MB
# what to do with files that hold text but that no reader takes: key of the sentence
_ADVICE = {
    ".doc": "documents.old_word",
    ".dot": "documents.old_word",
    ".pages": "documents.other_suffix_word",
    ".wpd": "documents.other_suffix_word",
}


def read_document(path: Path, *, name: str | None = None, encoding: str | None = None) -> Document:
    """The document in a file, read by the suffix of its name.

    name: how people call it (default: the file's name); stored in composed Unicode form. encoding: overrules the guess for text formats.
    Raises DocumentError, one sentence each: missing, a folder, not readable, over 100 MB, empty, a suffix that no reader takes, and what the
    format's reader says (binary, damaged, encrypted ...). What a person should know besides is in `Document.warnings`.
    """
    file = clean_name(name if name is not None else path.name)
    found = reader_for(path.suffix)
    data = _bytes(path, file, readable=found is not None)
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
    )


def _bytes(path: Path, file: str, *, readable: bool) -> bytes:
    """The bytes of the file (none when no reader takes it). Raises DocumentError when they cannot be had."""
    try:
        if path.is_dir():
            raise DocumentError("documents.folder", file=file)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError("documents.too_large", file=file, size=round(size / 1024 / 1024), limit=MAX_BYTES // 1024 // 1024)
        return path.read_bytes() if readable else b""
    except FileNotFoundError:
        raise DocumentError("documents.missing", file=file) from None
    except (OSError, ValueError) as error:
        raise DocumentError("documents.unreadable_file", file=file, reason=getattr(error, "strerror", None) or str(error)) from None
