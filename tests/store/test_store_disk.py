"""A full disk, a read-only place: one sentence, and the project stays as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from store_samples import new_project, operation, run_python

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document
from qualcode.store import ProjectStore
from qualcode.store import engine as engine_module

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits or rights")

# Another program, whose files may grow to `limit` bytes (as on a disk that fills up) once the project is open.
CODE_UNTIL_FULL = """
import resource, sys
from pathlib import Path
from uuid import uuid4
from qualcode.errors import ProjectError
from qualcode.model import Document, Operation
from qualcode.store import ProjectStore

folder, what, room = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = ProjectStore.open(folder)
(document,) = store.documents()
coder = store.person("Anna")
largest = max(path.stat().st_size for path in folder.iterdir() if path.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, resource.RLIM_INFINITY))
done = 0
try:
    while done < 5000:
        if what == "coding":
            (ack,) = store.apply([Operation(str(uuid4()), "add", document.id, done, done + 1, "vo")], coder=coder)
            assert ack.ok, ack
        elif what == "import":
            store.add_document(Document(name=str(done), text=str(done) * 20000))
        else:
            store.backup(what)
        done += 1
except ProjectError as error:
    print(done, error.key)
    print(error.sentence("nl").count("."), file=sys.stderr)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if what == "coding":
    (ack,) = store.apply([Operation(str(uuid4()), "add", document.id, 9000, 9001, "vo")], coder=coder)
    print(ack.ok)
"""


@pytest.fixture
def with_a_document(folder: Path) -> Path:
    with new_project(folder) as store:
        store.add_document(Document(name="lang.txt", text="x" * 10_000))
    return folder


@posix
def test_a_disk_that_fills_up_while_coding_loses_no_decision_that_was_answered(with_a_document: Path) -> None:
    result = run_python(CODE_UNTIL_FULL, str(with_a_document), "coding", "300000")
    assert result.returncode == 0, result.stderr
    first, after = result.stdout.splitlines()
    done, key = first.split()
    assert key in ("store.disk_full", "store.disk_error")
    assert after == "True"  # with room again it goes on in the same session
    with ProjectStore.open(with_a_document) as store:
        assert len(store.codings()) == int(done) + 1
        assert store.verify() == []


@posix
def test_a_disk_that_fills_up_while_importing_leaves_whole_documents(with_a_document: Path) -> None:
    result = run_python(CODE_UNTIL_FULL, str(with_a_document), "import", "500000")
    assert result.returncode == 0, result.stderr
    done, key = result.stdout.split()
    assert key in ("store.disk_full", "store.disk_error")
    with ProjectStore.open(with_a_document) as store:
        assert len(store.documents()) == int(done) + 1
        assert store.verify() == []


@posix
def test_a_disk_that_fills_up_while_copying_leaves_no_half_copy(with_a_document: Path) -> None:
    result = run_python(CODE_UNTIL_FULL, str(with_a_document), "manual", "-50000")
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() in (["0", "store.disk_full"], ["0", "store.disk_error"])
    assert list((with_a_document / "backups").iterdir()) == []
    ProjectStore.open(with_a_document).close()


@posix
def test_a_project_for_which_there_is_no_room_is_not_half_made(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "tests/store")
from store_samples import new_project
from qualcode.errors import ProjectError
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
try:
    new_project(Path(sys.argv[1]))
except ProjectError as error:
    print(error.key)
"""
    result = run_python(code, str(tmp_path / "p.qualcode"))
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() in ("store.disk_full", "store.disk_error")
    assert list(tmp_path.iterdir()) == []


def test_sqlites_own_word_for_a_full_disk_is_one_sentence(store: ProjectStore, document_id: str, anna: Coder) -> None:
    # A limit on the number of pages gives the very error of a full disk, on every system.
    @event.listens_for(store._engine, "checkout")
    def limit(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    before = store.documents(), store.decisions(), store.revision()
    with pytest.raises(ProjectError, match=r"The disk with .* is full") as error:
        store.add_document(Document(name="groot.txt", text="x" * 1_000_000))
    assert error.value.key == "store.disk_full"
    with pytest.raises(ProjectError, match=r"The disk with .* is full"):
        store.apply([operation("add", document_id=document_id, start=at, end=at + 1, code="vo") for at in range(100)], coder=anna)
    event.remove(store._engine, "checkout", limit)
    assert (store.documents(), store.decisions(), store.revision()) == before
    assert store.verify() == []


READ_ONLY = """
import os, sys
from pathlib import Path
from qualcode.errors import ProjectError
from qualcode.model import Document
from qualcode.store import ProjectStore
import alembic.command, alembic.config, alembic.context, sqlalchemy.dialects.sqlite
folder, what = Path(sys.argv[1]), sys.argv[2]
from qualcode.texts import text
text("store.busy", "en", folder="")  # read while the interpreter's own files may still be read
if os.getuid() == 0:  # root may write everywhere
    os.setgid(65534)
    os.setuid(65534)
try:
    if what == "open":
        with ProjectStore.open(folder) as store:
            store.add_document(Document(name="x", text="y"))
    else:
        ProjectStore.create(folder / "nieuw.qualcode", name="x", codebook_yaml="", definitions=[], settings={})
except ProjectError as error:
    print(error.key)
"""


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A project in a folder in which nobody may write; outside pytest's own folders, which others may not enter."""
    top = Path(tempfile.mkdtemp())
    folder = top / "p.qualcode"
    with new_project(folder) as store:
        store.add_document(Document(name="een", text="1"))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    top.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(top)


@posix
@pytest.mark.parametrize("what", ["open", "create"])
def test_a_read_only_place_is_one_sentence(read_only: Path, what: str) -> None:
    result = run_python(READ_ONLY, str(read_only), what)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "store.read_only"
    assert sorted(path.name for path in read_only.iterdir()) == ["backups", "cache", "codebooks", "models", "project.sqlite"]


def test_a_folder_that_disappears_while_it_is_open_is_one_sentence(store: ProjectStore) -> None:
    if os.name == "nt":
        pytest.skip("Windows does not let an open file go")
    store.close()
    shutil.rmtree(store.folder)
    with pytest.raises(ProjectError, match="no longer connected"):
        store.documents()


def test_what_is_no_matter_of_the_disk_passes_as_it_is(store: ProjectStore) -> None:
    with pytest.raises(ZeroDivisionError), engine_module.writing(store._engine):
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError), engine_module.sentences(store.folder):
        sqlite3.connect(":memory:").execute("SELECT 1; SELECT 2")
