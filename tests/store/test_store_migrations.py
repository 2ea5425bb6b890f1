from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from store_samples import new_project

from qualcode.errors import ProjectError
from qualcode.model import Document
from qualcode.store import ProjectStore, versions
from qualcode.store.schema import SCHEMA_VERSION, metadata

NEXT = SCHEMA_VERSION + 1

SECOND = """
from alembic import op
import sqlalchemy as sa

revision = "{next:04d}"
down_revision = "{now:04d}"
branch_labels = None
depends_on = None

def upgrade():
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default="leeg"))
    op.execute("UPDATE document SET note = 'gezien'")
    {more}
"""


def tables_and_indexes(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')")
    return {
        name: re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")")
        for name, sql in rows
        if not name.startswith(("sqlite_", "alembic_"))
    }


def columns(folder: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(folder / "project.sqlite")) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more migration than ours; the file that holds it."""
    scripts = tmp_path / "100% migrations"
    shutil.copytree(versions.MIGRATIONS, scripts)
    file = scripts / "versions" / f"v{NEXT:04d}_note.py"
    file.write_text(SECOND.format(now=SCHEMA_VERSION, next=NEXT, more=""), encoding="utf-8")
    monkeypatch.setattr(versions, "MIGRATIONS", scripts)
    monkeypatch.setattr(versions, "SCHEMA_VERSION", NEXT)
    return file


@pytest.fixture
def older(folder: Path) -> Path:
    """A project made by our program, older than that of `second`."""
    with new_project(folder) as store:
        store.add_document(Document(name="een.txt", text="abc"))
        store.add_document(Document(name="twee.txt", text="def"))
    return folder


def test_the_migrations_make_the_tables_that_the_code_speaks_of(store: ProjectStore, raw: sqlite3.Connection) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        declared = tables_and_indexes(connection.connection.driver_connection)
    assert tables_and_indexes(raw) == declared


def test_the_newest_migration_is_the_version_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS).replace("%", "%%"))
    assert ScriptDirectory.from_config(config).get_current_head() == f"{SCHEMA_VERSION:04d}"


def test_an_older_project_is_migrated_after_a_copy(older: Path, second: Path) -> None:
    with ProjectStore.open(older) as store:
        assert [document.name for document in store.documents()] == ["een.txt", "twee.txt"]
        assert store.verify() == []
    assert "note" in columns(older, "document")
    (copy,) = (older / "backups").iterdir()
    assert re.fullmatch(rf"\d{{8}}-\d{{6}}-\d{{6}}-before-{NEXT:04d}\.sqlite\.bak", copy.name)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (2,)


def test_a_migrated_project_is_not_migrated_again(older: Path, second: Path) -> None:
    for _ in range(3):
        ProjectStore.open(older).close()
    assert len(list((older / "backups").iterdir())) == 1


def test_a_new_project_is_made_by_all_migrations_without_a_copy(folder: Path, second: Path) -> None:
    new_project(folder).close()
    assert "note" in columns(folder, "document")
    assert list((folder / "backups").iterdir()) == []


def test_a_migration_that_fails_leaves_the_project_as_it_was(older: Path, second: Path) -> None:
    before = (older / "project.sqlite").read_bytes()
    second.write_text(SECOND.format(now=SCHEMA_VERSION, next=NEXT, more="raise ZeroDivisionError"), encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        ProjectStore.open(older)
    assert (older / "project.sqlite").read_bytes() == before


def test_a_migration_that_leaves_a_loose_reference_is_taken_back(older: Path, second: Path) -> None:
    before = (older / "project.sqlite").read_bytes()
    second.write_text(SECOND.format(now=SCHEMA_VERSION, next=NEXT, more="op.execute('DELETE FROM document')"), encoding="utf-8")
    with pytest.raises(RuntimeError, match="refer to nothing"):
        ProjectStore.open(older)
    assert (older / "project.sqlite").read_bytes() == before


def test_sessions_that_open_an_older_project_at_once_migrate_it_once(older: Path, second: Path) -> None:
    names: list[list[str]] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        with ProjectStore.open(older) as store:
            names.append([document.name for document in store.documents()])

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == [["een.txt", "twee.txt"]] * 4


def test_a_newer_version_that_still_stands_in_the_log_beside_the_file_is_refused_too(older: Path) -> None:
    with closing(sqlite3.connect(older / "project.sqlite", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version={NEXT}")
        with pytest.raises(ProjectError, match="newer qualcode"):
            ProjectStore.open(older)
