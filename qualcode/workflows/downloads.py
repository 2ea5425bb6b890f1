"""Tables as bytes for a browser: written inside the project, read back and taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from qualcode.export import write_table
from qualcode.store import ProjectStore
from qualcode.workflows.agreement import write_agreement
from qualcode.workflows.codings_table import export_codings
from qualcode.workflows.compare import PASSAGE_COLUMNS, Comparison, passages, write_comparison, write_frame


def comparison_bytes(store: ProjectStore, comparison: Comparison, suffix: str) -> bytes:
    """The table of a comparison as a file of this suffix (`.csv`, `.xlsx`). Raises OutputError when it does not fit or the disk is full."""
    with _scratch(store, suffix) as file:
        write_comparison(comparison, file)
        return file.read_bytes()


def frame_bytes(store: ProjectStore, table: pd.DataFrame, suffix: str) -> bytes:
    """Any table of numbers and names as a file of this suffix. Raises OutputError when it does not fit or the disk is full."""
    with _scratch(store, suffix) as file:
        write_frame(table, file)
        return file.read_bytes()


def passages_bytes(store: ProjectStore, comparison: Comparison, suffix: str, **chosen: object) -> bytes:
    """The passages behind a comparison as a file; chosen: as `passages` takes it."""
    found = passages(store, comparison, **chosen)  # type: ignore[arg-type]
    with _scratch(store, suffix) as file:
        write_table(file, PASSAGE_COLUMNS, ({str(name): value for name, value in row.items()} for row in found.to_dict("records")))
        return file.read_bytes()


def agreement_bytes(store: ProjectStore, table: pd.DataFrame, suffix: str, language: str) -> bytes:
    """A table of agreement as a file, with its reasons as sentences."""
    with _scratch(store, suffix) as file:
        write_agreement(table, file, language)
        return file.read_bytes()


def codings_bytes(store: ProjectStore, suffix: str, *, coder: str | None = None) -> bytes:
    """The codings of a person (everybody's when None) as a file, in the form that `import_codings` takes."""
    with _scratch(store, suffix) as file:
        export_codings(store, file, coder=coder)
        return file.read_bytes()


@contextmanager
def _scratch(store: ProjectStore, suffix: str) -> Iterator[Path]:
    cache = store.folder / "cache"
    cache.mkdir(exist_ok=True)
    file = cache / f"download-{uuid.uuid4().hex[:12]}{suffix}"
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)
