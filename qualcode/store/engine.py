"""Connections to a project's database: how they are set up, how one reads and writes, and which sentence each failure of SQLite becomes.

Every operation takes a connection for itself and gives it back: nothing that is open outlives a call, so many threads (the sessions of the app)
and several processes may use one project. Writers say BEGIN IMMEDIATE, so that what they read before they write cannot change meanwhile.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from qualcode.errors import ProjectError

BUSY_SECONDS = 5.0  # how long a writer waits for another one before it says that the project is busy

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last decisions at a power cut, after the screen has said "saved". It costs one fsync a commit.
    "PRAGMA synchronous=FULL",
    # On macOS a plain fsync leaves the data in the drive's own cache; elsewhere this does nothing.
    "PRAGMA fullfsync=ON",
    # A document that is deleted for good is overwritten in the file too.
    "PRAGMA secure_delete=ON",
)
_BUMP = text("UPDATE project SET revision = revision + 1")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def open_engine(database: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine on the SQLite file `database`, which is made when it is not there. Dispose it to let go of the file."""
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        json_serializer=_dumps,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, and only there
        try:
            for pragma in (*_PRAGMAS, f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}"):
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()  # or its lock files stay beside a damaged project
            raise

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("qualcode_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the project throughout."""
    with sentences(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one write transaction: all of it is kept, or on any error none. Counts the project's revision up when something changed."""
    with sentences(engine), engine.connect().execution_options(qualcode_writes=True) as connection, connection.begin():
        before = driver(connection).total_changes
        yield connection
        if driver(connection).total_changes != before:
            connection.execute(_BUMP)


def driver(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection under `connection`."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def is_storable(text: str) -> bool:
    """Whether SQLite can hold the text: half of a surrogate pair, which JavaScript lets through, it cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def sentences(place: Engine | Path) -> Iterator[None]:
    """Turns what goes wrong with the disk or the database file into a ProjectError; anything else is a bug and passes."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        found = _sentence_of(error.orig, place)
        if found is None:
            raise
        raise found from error
    except (sqlite3.Error, OSError) as error:
        found = _sentence_of(error, place)
        if found is None:
            raise
        raise found from error


# Primary result codes of SQLite: https://www.sqlite.org/rescode.html
_KEY_OF_CODE = {
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_IOERR: "store.disk_error",
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.damaged",
    sqlite3.SQLITE_FORMAT: "store.damaged",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_CANTOPEN: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_AUTH: "store.read_only",
}
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def _sentence_of(error: BaseException | None, place: Engine | Path) -> ProjectError | None:
    where = place if isinstance(place, Path) else Path(place.url.database or "")
    folder = where.parent if where.suffix == ".sqlite" else where
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        key = None if code is None else _KEY_OF_CODE.get(code & 0xFF)
        if key == "store.read_only" and not folder.exists():
            key = "store.disk_error"  # a stick that was pulled out, a network drive that is gone
        return None if key is None else ProjectError(key, folder=str(folder))
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return ProjectError("store.disk_full", folder=str(folder))
        if error.errno in _FORBIDDEN:
            return ProjectError("store.read_only", folder=str(folder))
        return ProjectError("store.bad_place", folder=str(folder), reason=error.strerror or type(error).__name__)
    return None
