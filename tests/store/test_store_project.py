from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_samples import DEFINITIONS, YAML, new_project

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document
from qualcode.store import ProjectStore


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_new_project_has_its_folders_its_codebook_copy_and_its_settings(folder: Path) -> None:
    with new_project(folder) as store:
        assert store.settings().items() >= {"name": "Proef", "language": "nl"}.items()
        assert store.current_codebook()[0] == 1
        assert store.code_definitions() == list(DEFINITIONS)
    names = {path.name for path in folder.iterdir()}
    assert names == {"project.sqlite", "codebooks", "backups", "models", "cache"}
    (copy,) = (folder / "codebooks").iterdir()
    assert copy.read_bytes() == YAML.encode()


def test_what_was_written_is_there_after_opening_again(folder: Path) -> None:
    with new_project(folder) as store:
        document_id = store.add_document(Document(name="een.txt", text="abc"))
        store.set_setting("pipeline", "blank")
        revision = store.revision()
    with ProjectStore.open(folder) as store:
        assert store.document(document_id).text == "abc"
        assert store.settings()["pipeline"] == "blank"
        assert store.revision() == revision


def test_a_new_project_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("x")
    with pytest.raises(ProjectError, match="There is something in") as error:
        new_project(tmp_path)
    assert error.value.key == "store.folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_a_project_can_be_made_in_an_empty_folder(tmp_path: Path) -> None:
    new_project(tmp_path).close()
    ProjectStore.open(tmp_path).close()


def test_a_project_that_cannot_be_made_whole_leaves_nothing(folder: Path) -> None:
    with pytest.raises(ValueError, match="one id"):
        ProjectStore.create(folder, name="x", codebook_yaml=YAML, definitions=[DEFINITIONS[0], DEFINITIONS[0]], settings={})
    assert not folder.exists()


def test_a_path_through_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(ProjectError) as error:
        new_project(tmp_path / "bestand" / "proef.qualcode")
    assert error.value.key == "store.bad_place"


def newer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "project.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version=99")


def no_database(folder: Path) -> None:
    (folder / "project.sqlite").unlink()


def empty_file(folder: Path) -> None:
    (folder / "project.sqlite").write_bytes(b"")


def not_sqlite(folder: Path) -> None:
    (folder / "project.sqlite").write_bytes(b"PK\x03\x04" + b"x" * 5000)


def somebody_elses(folder: Path) -> None:
    no_database(folder)
    with closing(sqlite3.connect(folder / "project.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")


def overwritten(folder: Path) -> None:
    path = folder / "project.sqlite"
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100))


def cut_short(folder: Path) -> None:
    path = folder / "project.sqlite"
    path.write_bytes(path.read_bytes()[:6000])


@pytest.mark.parametrize(
    ("spoil", "key", "words"),
    [
        (newer, "store.newer", "newer qualcode"),
        (no_database, "store.no_project", "holds no qualcode project"),
        (somebody_elses, "store.no_project", "holds no qualcode project"),
        (empty_file, "store.damaged", "is damaged"),
        (not_sqlite, "store.damaged", "is damaged"),
        (overwritten, "store.damaged", "is damaged"),
        (cut_short, "store.damaged", "is damaged"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_cannot_be_opened_gives_one_sentence_and_stays_untouched(folder: Path, spoil: object, key: str, words: str) -> None:
    new_project(folder).close()
    spoil(folder)  # type: ignore[operator]
    before = everything_in(folder)
    with pytest.raises(ProjectError, match=words) as error:
        ProjectStore.open(folder)
    assert error.value.key == key
    assert "\n" not in error.value.sentence("nl")
    assert everything_in(folder) == before


def test_a_folder_that_is_not_there_is_not_made_by_opening(folder: Path) -> None:
    with pytest.raises(ProjectError, match="There is no folder"):
        ProjectStore.open(folder)
    assert not folder.exists()


def test_damage_inside_a_table_is_named_when_it_is_met(folder: Path) -> None:
    with new_project(folder) as store:
        for number in range(50):
            store.add_document(Document(name=f"{number}.txt", text=f"{number} " * 3000))
    path = folder / "project.sqlite"
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 4096 // 2, len(data) // 4096):  # the second half of the file: texts
        data[page * 4096 : page * 4096 + 64] = b"\xee" * 64
    path.write_bytes(bytes(data))
    with ProjectStore.open(folder) as store:
        assert store.verify() != []
        with pytest.raises(ProjectError, match="is damaged"):
            store.documents()


def test_the_revision_goes_up_only_when_something_changed(store: ProjectStore) -> None:
    first = store.revision()
    anna = store.person("Anna")
    second = store.revision()
    assert second > first
    assert store.person("  anna ") == anna
    assert store.revision() == second


def test_coders_of_a_kind_are_told_apart_by_name_and_machines_by_version(store: ProjectStore) -> None:
    people = [store.person("Zoë"), store.person("zoe\u0308"), store.person("Bram")]
    assert people[0] == people[1] != people[2]
    assert store.rule_coder("a" * 64) == store.rule_coder("a" * 64) != store.rule_coder("b" * 64)
    assert store.classifier_coder("a" * 64).kind == "classifier"
    assert {coder.id for coder in store.coders()} == {
        people[0].id, people[2].id, "rules:" + "a" * 64, "rules:" + "b" * 64, "classifier:" + "a" * 64,
    }  # fmt: skip


def test_a_coder_needs_a_name(store: ProjectStore) -> None:
    with pytest.raises(ProjectError, match="coder has no name"):
        store.person(" \t")


def test_a_project_moved_elsewhere_opens_there(folder: Path, tmp_path: Path) -> None:
    with new_project(folder) as store:
        store.add_document(Document(name="een.txt", text="abc"))
    elsewhere = tmp_path / "elders"
    shutil.move(folder, elsewhere)
    with ProjectStore.open(elsewhere) as store:
        assert [document.name for document in store.documents()] == ["een.txt"]


def test_every_decision_reaches_the_disk_before_it_is_answered(store: ProjectStore) -> None:
    # FULL (2) in WAL mode syncs at each commit; NORMAL (1) would not.
    with store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    assert pragmas == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_an_unknown_coder_cannot_decide(store: ProjectStore) -> None:
    with pytest.raises(ProjectError, match="not in the project"):
        store.apply([], coder=Coder("nobody", "Niemand", "person"))


def test_the_package_names_no_path_of_the_machine_it_was_made_on() -> None:
    sources = Path(__file__).parent.parent.parent / "qualcode" / "store"
    assert not [path for path in sources.rglob("*.py") if re.search(r"['\"]/(home|tmp|work|root)/", path.read_text("utf-8"))]
