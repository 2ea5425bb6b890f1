"""Files that come as bytes (from a browser): put down inside the project for as long as reading them takes, nowhere else."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qualcode.errors import UsageError
from qualcode.store import ProjectStore
from qualcode.workflows.codings_table import CodingsReport, import_codings
from qualcode.workflows.import_documents import ImportReport, Progress, compile_name_pattern, import_entries
from qualcode.workflows.inputs import Input

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
    progress: Progress | None = None,
) -> ImportReport:
    """Reads uploaded files into the project, as `import_documents` reads files from a disk.

    table: variables by document, from `parse_variables`. Raises UsageError as `import_documents` does.
    """
    if not uploads:
        raise UsageError("workflows.no_upload")
    pattern = compile_name_pattern(name_pattern) if name_pattern else None
    with _put_down(store.folder, uploads) as entries:
        return import_entries(store, entries, table=table or {}, pattern=pattern, encoding=encoding, progress=progress)


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
