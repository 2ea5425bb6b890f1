"""The folder of a project: what lies in it, making a new one whole or not at all, and opening one that is there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select

from qualcode.errors import ProjectError
from qualcode.store import codebooks, schema, versions
from qualcode.store.engine import open_engine, reading, sentences, writing
from qualcode.store.records import CodeDefinition

DATABASE = "project.sqlite"
SUBFOLDERS = ("codebooks", "backups", "models", "cache")


def create_folder(folder: Path, *, codebook_yaml: str, definitions: Sequence[CodeDefinition], settings: Mapping[str, str]) -> Engine:
    """Makes a new project in a folder that is empty or not there; when it cannot be made whole, nothing is left of it."""
    with sentences(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError("store.folder_not_empty", folder=str(folder))
        was_there = folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(folder / DATABASE)
    try:
        with sentences(folder):
            for name in SUBFOLDERS:
                (folder / name).mkdir()
            versions.bring_up_to_date(engine, folder / DATABASE, new=True)
            with codebooks.copies(folder) as copy, writing(engine) as connection:
                connection.execute(insert(schema.project), {"id": 1, "revision": 0})
                connection.execute(insert(schema.setting), [{"key": key, "value": value} for key, value in settings.items()])
                copy(codebook_yaml, codebooks.add_version(connection, codebook_yaml, definitions))
    except BaseException:
        engine.dispose()
        _clear(folder, folder_too=not was_there)
        raise
    return engine


def open_folder(folder: Path) -> Engine:
    """Opens a project and brings an older one up to date after a copy. Raises ProjectError when it is none, newer or damaged."""
    with sentences(folder):
        if not folder.is_dir():
            raise ProjectError("store.no_folder", folder=str(folder))
    versions.check_header(folder / DATABASE)
    engine = open_engine(folder / DATABASE)
    try:
        versions.bring_up_to_date(engine, folder / DATABASE)
        with reading(engine) as connection:
            connection.execute(select(schema.project.c.revision)).scalar_one()
    except BaseException:
        engine.dispose()
        raise
    return engine


def restore_backup(folder: Path, backup: Path) -> Path:
    """Puts a copy from `backups/` in the place of the database of a closed project; returns where the present database was put.

    The copy is tried first. Raises ProjectError `store.no_backup` when it is no project, or a newer one; then nothing changes.
    """
    with sentences(folder):
        now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = folder / "backups" / f"{now}-replaced"
        fresh = folder / "backups" / f"{now}-restoring.sqlite"
        try:
            shutil.copyfile(backup, fresh)
            _try_out(fresh, backup)
            aside.mkdir(parents=True)
            # The write-ahead log belongs to the database that goes; left behind it would be played into the copy.
            for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
                if (folder / name).exists():
                    (folder / name).replace(aside / name)
            fresh.replace(folder / DATABASE)
        finally:
            fresh.unlink(missing_ok=True)
    return aside


def _try_out(database: Path, backup: Path) -> None:
    try:
        versions.check_header(database)
        engine = open_engine(database)
        try:
            with reading(engine) as connection:
                sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
        finally:
            engine.dispose()
    except ProjectError as error:
        raise ProjectError("store.no_backup", backup=str(backup)) from error
    if not sound:
        raise ProjectError("store.no_backup", backup=str(backup))


def _clear(folder: Path, *, folder_too: bool) -> None:
    """Takes away what a failed `create_folder` left; the folder was empty or not there before."""
    if folder_too:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
