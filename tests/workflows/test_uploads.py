"""Files from a browser: read under the names they have there, kept nowhere but in the project, gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import UsageError
from qualcode.store import ProjectStore
from qualcode.workflows.projects import new_project
from qualcode.workflows.uploads import Upload, import_codings_upload, import_uploads


@pytest.fixture
def store(tmp_path: Path, codebook_file: Path) -> ProjectStore:
    return new_project(tmp_path / "p", codebook_file)


TEXT = "De bewoners doen het zelf."


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.txt", "a.txt"),
        ("map/onder/a.txt", "a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("é 😀 'x'.TXT", "é 😀 'x'.TXT"),
        ("CON:<>|?*.txt", "CON:<>|?*.txt"),
        (".txt.md", ".txt.md"),
        ("a\x00\n.txt", "a.txt"),
    ],
)
def test_a_file_keeps_its_own_name_without_folders_and_is_put_down_under_ours(sent: str, kept: str, store: ProjectStore) -> None:
    report = import_uploads(store, [Upload(sent, TEXT.encode())])
    assert [document.name for document in report.imported] == [kept]
    assert [document.name for document in store.documents()] == [kept]
    assert list((store.folder / "cache").glob("upload-*")) == []


@pytest.mark.parametrize("name", ["a", "a.", "a.t/../xt", "a.exe", ""])
def test_a_name_that_no_reader_takes_is_reported_and_stops_nothing(name: str, store: ProjectStore) -> None:
    report = import_uploads(store, [Upload(name, TEXT.encode()), Upload("goed.txt", TEXT.encode())])
    assert len(report.failed) == 1
    assert [document.name for document in report.imported] == ["goed.txt"]


def test_the_same_file_twice_is_imported_once(store: ProjectStore) -> None:
    report = import_uploads(store, [Upload("a.txt", TEXT.encode()), Upload("b.txt", TEXT.encode())])
    assert [name for name, _ in report.failed] == ["b.txt"]


def test_what_a_killed_program_left_is_cleared_at_the_next_import(store: ProjectStore) -> None:
    left = store.folder / "cache" / "upload-left"
    left.mkdir(parents=True)
    (left / "000000.txt").write_text("vertrouwelijk", "utf-8")
    import_uploads(store, [Upload("a.txt", TEXT.encode())])
    assert not left.exists()


def test_no_file_is_a_sentence(store: ProjectStore) -> None:
    with pytest.raises(UsageError):
        import_uploads(store, [])


def test_codings_are_read_and_errors_name_the_file_as_it_was_called(store: ProjectStore) -> None:
    import_uploads(store, [Upload("a.txt", TEXT.encode())])
    good = b"document,start,end,code,stance\na.txt,0,12,van onderop,voor\n"
    assert import_codings_upload(store, Upload("mijn.csv", good), coder="Anna").added == 1
    with pytest.raises(UsageError, match=r"mijn\.csv"):
        import_codings_upload(store, Upload("mijn.csv", good + b"b.txt,0,1,van onderop,\n"), coder="Anna")
