"""The bytes of a file, when they can be had and are not too many."""

from __future__ import annotations

from pathlib import Path

from qualcode.errors import DocumentError

MAX_BYTES = 100 * 1024 * 1024  # a file above this is refused; a book has about 1 MB


def file_bytes(path: Path, file: str, *, readable: bool = True) -> bytes:
    """The bytes of the file (none when it is not `readable`: no reader takes it). file: its name for sentences.

    Raises DocumentError: missing, a folder, over 100 MB, cannot be opened.
    """
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
