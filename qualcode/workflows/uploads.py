"""Files that come as bytes (from a browser): put down inside the project for as long as reading them takes, nowhere else."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from qualcode.documents import TABLE_SUFFIXES, is_table, table_columns
from qualcode.errors import DocumentError, UsageError
from qualcode.model import Document
from qualcode.segmentation import segment_document
from qualcode.store import ProjectStore
from qualcode.workflows.codings_table import CodingsReport, import_codings
from qualcode.workflows.import_documents import ImportReport, Progress, compile_name_pattern, import_entries
from qualcode.workflows.import_report import FileReport, recognise
from qualcode.workflows.inputs import Input, Unread, documents_of

PREVIEW_CHARS = 3000  # about a page
_PREFIX = "upload-"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it. name: as the user's machine calls it, without folders."""

    name: str
    data: bytes


def import_uploads(
    store: ProjectStore,
    uploads: Sequence[Upload],
    *,
    table: Mapping[str, Mapping[str, str]] | None = None,
    name_pattern: str = "",
    encoding: str | None = None,
    text_column: str = "",
    replace_changed: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads uploaded files into the project, as `import_documents` reads files from a disk.

    table: variables by document, from `parse_variables`. Raises UsageError as `import_documents` does.
    """
    if not uploads:
        raise UsageError("workflows.no_upload")
    pattern = compile_name_pattern(name_pattern) if name_pattern else None
    with _put_down(store.folder, uploads) as entries:
        return import_entries(
            store, entries, table=table or {}, pattern=pattern, encoding=encoding, text_column=text_column, replace_changed=replace_changed, progress=progress
        )  # fmt: skip


def upload_columns(store: ProjectStore, uploads: Sequence[Upload], *, encoding: str | None = None) -> tuple[str, ...]:
    """The names of the columns of the tables among uploaded files, each once, in order; a table that cannot be read gives none."""
    columns: dict[str, None] = {}
    with _put_down(store.folder, [upload for upload in uploads if PurePosixPath(upload.name).suffix.lower() in TABLE_SUFFIXES]) as entries:
        for entry in entries:
            if is_table(entry.path):
                with suppress(DocumentError):
                    columns.update(dict.fromkeys(table_columns(entry.path, name=entry.name, encoding=encoding)))
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file will be. blocks: (kind, speaker or '', text as stored) of its first page or so."""

    report: FileReport
    blocks: tuple[tuple[str, str, str], ...]


def preview_upload(store: ProjectStore, upload: Upload, *, encoding: str | None = None, text_column: str = "") -> Preview:
    """Reads an uploaded file without putting anything into the project. Raises DocumentError when it cannot be read."""
    with _put_down(store.folder, [upload]) as (entry,):
        found = list(documents_of(entry, text_column=text_column, encoding=encoding))
    documents = [one for one in found if isinstance(one, Document)]
    unread = [one for one in found if isinstance(one, Unread)]
    if not documents:
        raise unread[0].error
    blocks: list[tuple[str, str, str]] = []
    chars = 0
    for document in documents:
        for segment in segment_document(document):
            if chars > PREVIEW_CHARS:
                break
            blocks.append((segment.kind, segment.speaker or "", document.text[segment.start : segment.end]))
            chars += segment.end - segment.start
    return Preview(replace(recognise(entry.name, documents), failed=len(unread)), tuple(blocks))


def import_codings_upload(store: ProjectStore, upload: Upload, *, coder: str) -> CodingsReport:
    """A person's codings from an uploaded CSV: all rows, or none when one is wrong. Raises UsageError that names every wrong row."""
    with _put_down(store.folder, [upload]) as (entry,):
        return import_codings(store, entry.path, coder=coder, name=entry.name)


@contextmanager
def _put_down(folder: Path, uploads: Sequence[Upload]) -> Iterator[list[Input]]:
    """The files under numbers of our own (a browser's names may be anything), with their suffixes, which decide on the reader."""
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    for left_behind in cache.glob(f"{_PREFIX}*"):  # by a program that was killed
        shutil.rmtree(left_behind, ignore_errors=True)
    place = cache / f"{_PREFIX}{uuid.uuid4().hex[:12]}"
    place.mkdir()
    try:
        entries = []
        for number, upload in enumerate(uploads):
            plain = "".join(letter for letter in upload.name.replace("\\", "/") if ord(letter) >= 32)
            name = PurePosixPath(plain).name or "?"
            suffix = "".join(letter for letter in PurePosixPath(name).suffix if letter.isascii() and (letter.isalnum() or letter == "."))
            path = place / f"{number:06d}{suffix[:16]}"
            path.write_bytes(upload.data)
            entries.append(Input(name, path))
        yield entries
    finally:
        shutil.rmtree(place, ignore_errors=True)
