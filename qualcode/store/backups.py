"""Copies of a project's database, made by SQLite's own backup call while others go on working."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from qualcode.store.engine import BUSY_SECONDS, sentences

KEPT = 10  # automatic copies; the oldest go first
BY_HAND = "manual"


def back_up(database: Path, reason: str) -> Path:
    """Copies the database into `backups/` beside it and returns the copy.

    reason: goes into the file name. Of all reasons but `manual` the last ten copies are kept. To go back to a copy: close the project, and put it
    in the place of `project.sqlite`. Raises ProjectError when the copy cannot be written; then nothing of it is left.
    """
    label = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-") or "auto"
    folder = database.parent / "backups"
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{now}-{label}.sqlite.bak"
    partial = target.with_suffix(".part")
    with sentences(database):
        folder.mkdir(exist_ok=True)
        try:
            _copy(database, partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        _drop_old(folder)
    return target


def _copy(database: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # The copy says "WAL" in its header like its source; as a single file it must not need files beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _drop_old(folder: Path) -> None:
    automatic = sorted(path for path in folder.glob("*.sqlite.bak") if not path.name.endswith(f"-{BY_HAND}.sqlite.bak"))
    for path in automatic[:-KEPT]:
        path.unlink(missing_ok=True)
