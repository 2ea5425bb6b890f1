"""The version of a project's tables: read it from the file, refuse what is newer, bring what is older up to date after a copy.

The number of the newest migration stands in three places that a test holds together: `SCHEMA_VERSION`, SQLite's `user_version` in the file's
header, and Alembic's own table.

To change the tables: write `migrations/versions/vNNNN_what.py` with the next number as its revision, change `schema.py` to match, and raise
`SCHEMA_VERSION`; the tests hold the three together.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine

from qualcode.errors import ProjectError
from qualcode.store.backups import back_up
from qualcode.store.engine import driver, open_engine, reading, sentences, writing
from qualcode.store.schema import APPLICATION_ID, SCHEMA_VERSION

MIGRATIONS = Path(__file__).parent / "migrations"

# Alembic keeps its context in module globals, so two threads cannot migrate at once, not even two projects.
_ONE_AT_A_TIME = threading.Lock()

# https://www.sqlite.org/fileformat.html: the header is 100 bytes.
_HEADER_BYTES = 100


def check_header(database: Path) -> None:
    """Refuses what is no project or a newer one by its first bytes alone, so that not even a lock file is made beside it.

    Raises ProjectError: `store.no_project`, `store.damaged` or `store.newer`.
    """
    folder = str(database.parent)
    with sentences(database):
        if not database.is_file():
            raise ProjectError("store.no_project", folder=folder)
        if database.stat().st_size < _HEADER_BYTES:
            raise ProjectError("store.damaged", folder=folder)
        version, application = _header_numbers(database)
    # With a write-ahead log beside it (a program that was killed) the header may still be to come from there.
    if application != APPLICATION_ID and not Path(f"{database}-wal").exists():
        raise ProjectError("store.no_project", folder=folder)
    _refuse_newer(version, folder)


def _header_numbers(database: Path) -> tuple[int, int]:
    """(user_version, application_id) in the file's header.

    Read by SQLite, never by opening the file ourselves: on POSIX, closing it would let go of all locks that this process holds on it, and another
    program could then take away the log that we still write to. `immutable` makes no lock file.
    """
    place = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    return int(version), int(application) & 0xFFFFFFFF


def bring_up_to_date(engine: Engine, database: Path, *, new: bool = False) -> None:
    """Migrates an older project, after a copy into `backups/`; on any error it stays as it was. new: the file is empty and becomes a project.

    Raises ProjectError `store.newer` when the tables are newer than this program, `store.no_project` when they are somebody else's.
    """
    with reading(engine) as connection:
        found = version_of(connection)
        mine = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
    _refuse_newer(found, str(database.parent))
    if found == SCHEMA_VERSION and mine:
        return
    if not mine and not new:
        raise ProjectError("store.no_project", folder=str(database.parent))
    if not new:
        back_up(database, f"before-{SCHEMA_VERSION:04d}")
    # SQLite changes a table by making it anew, which foreign keys would forbid; they are checked as a whole at the end.
    migrating = open_engine(database, foreign_keys=False)
    try:
        with _ONE_AT_A_TIME, writing(migrating) as connection:
            upgrade(connection, MIGRATIONS, SCHEMA_VERSION)
        # Into the file itself, where `check_header` looks, should this program be killed before it lets go of the project.
        with migrating.connect() as connection:
            driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        migrating.dispose()


def version_of(connection: Connection) -> int:
    """The number of the migration that the tables were last made by, 0 for an empty file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def upgrade(connection: Connection, scripts: Path, target: int) -> None:
    """Runs the migrations in `scripts` up to `target` in the transaction that `connection` is in. Another process may have done so already."""
    from alembic import command  # slow to import, and needed for a new or an old project only
    from alembic.config import Config

    if version_of(connection) >= target:
        return
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{target:04d}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"migration to {target:04d} leaves rows that refer to nothing: {broken[:5]}")
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={target}")


def _refuse_newer(found: int, folder: str) -> None:
    if found > SCHEMA_VERSION:
        raise ProjectError("store.newer", folder=folder, found=found, known=SCHEMA_VERSION)
