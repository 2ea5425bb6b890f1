from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from store_samples import operation

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document
from qualcode.store import ProjectStore
from qualcode.store.backups import KEPT


def test_a_copy_is_one_file_that_opens_as_the_project(store: ProjectStore, document_id: str, anna: Coder, tmp_path: Path) -> None:
    store.apply([operation("add", document_id=document_id, start=0, end=5, code="vo")], coder=anna)
    copy = store.backup()
    assert [path.name for path in (store.folder / "backups").iterdir()] == [copy.name]
    assert copy.read_bytes()[18:20] == b"\x01\x01"  # not WAL: it can be read where nobody may write beside it
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    shutil.copy(copy, elsewhere / "project.sqlite")
    with ProjectStore.open(elsewhere) as again:
        assert (again.codings(), again.documents()) == (store.codings(), store.documents())
        assert again.verify() == []


def test_the_last_ten_automatic_copies_are_kept_and_all_made_by_hand(store: ProjectStore) -> None:
    by_hand = [store.backup() for _ in range(2)]
    automatic = [store.backup("Voor de les!") for _ in range(KEPT + 3)]
    left = set((store.folder / "backups").iterdir())
    assert left == {*by_hand, *automatic[-KEPT:]}
    assert automatic[0].name.endswith("-voor-de-les.sqlite.bak")


def test_a_copy_made_while_others_write_is_whole(store: ProjectStore, document_id: str, anna: Coder, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.apply([operation("add", document_id=document_id, start=0, end=5, code="vo"), operation("undo")], coder=anna)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [store.backup("auto") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for number, copy in enumerate(copies):
        elsewhere = tmp_path / str(number)
        elsewhere.mkdir()
        shutil.copy(copy, elsewhere / "project.sqlite")
        with ProjectStore.open(elsewhere) as again:
            assert again.verify() == []


def test_going_back_to_a_copy_keeps_what_was_there(store: ProjectStore) -> None:
    store.add_document(Document(name="een", text="1"))
    copy = store.backup()
    store.add_document(Document(name="twee", text="2"))
    store.close()
    aside = ProjectStore.restore_backup(store.folder, copy)
    with ProjectStore.open(store.folder) as again:
        assert [document.name for document in again.documents()] == ["een"]
    with ProjectStore.open(aside) as before:
        assert [document.name for document in before.documents()] == ["een", "twee"]


def test_a_damaged_project_is_mended_by_a_copy(store: ProjectStore) -> None:
    store.add_document(Document(name="een", text="1"))
    copy = store.backup()
    store.close()
    (store.folder / "project.sqlite").write_bytes(b"kapot")
    (store.folder / "project.sqlite-wal").write_bytes(b"ook kapot")
    ProjectStore.restore_backup(store.folder, copy)
    with ProjectStore.open(store.folder) as again:
        assert again.verify() == []


def test_what_is_no_copy_is_refused_and_changes_nothing(store: ProjectStore, tmp_path: Path) -> None:
    store.close()
    wrong = tmp_path / "vakantie.bak"
    wrong.write_bytes(b"x" * 1000)
    before = (store.folder / "project.sqlite").read_bytes()
    with pytest.raises(ProjectError, match="is not a project"):
        ProjectStore.restore_backup(store.folder, wrong)
    assert (store.folder / "project.sqlite").read_bytes() == before
    assert list((store.folder / "backups").iterdir()) == []
