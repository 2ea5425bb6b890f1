"""By command: speakers named from a file, and a file that changed read again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.projects import open_project

OLD = "Interviewer: Hoe gaat het?\n\nR1: Wij doen het zelf in de straat.\n\nInterviewer: En de gemeente?\n\nresp1: Die keek toe en vroeg om cijfers.\n"
NEW = OLD.replace("Die keek toe en vroeg om cijfers.", "Die deed gewoon mee.").replace("Hoe gaat het?", "Hoe gaat het hier?")


@pytest.fixture
def coded(tmp_path: Path, codebook_file: Path) -> tuple[Path, Path]:
    """(project, file) with a coding on a passage that stays and one on a passage that changes, a memo on the latter."""
    folder, file = tmp_path / "p.qualcode", tmp_path / "gesprek.txt"
    file.write_text(OLD, "utf-8")
    assert main(["new", str(folder), "--codebook", str(codebook_file)]) == 0
    assert main(["import", str(folder), str(file), "--quiet"]) == 0
    with open_project(folder) as store:
        (document,) = store.documents()
        code = store.code_definitions()[0].id
        coder = store.person("Anna")
        for number, words in enumerate(("Wij doen het zelf", "Die keek toe")):
            start = OLD.index(words)
            (ack,) = store.apply([Operation(f"o{number}", "add", document.id, start, start + len(words), code)], coder=coder)
            assert ack.ok
        start = OLD.index("cijfers")
        store.add_memo("altijd cijfers", coder=coder.id, document_id=document.id, start=start, end=start + 7)
    return folder, file


def state(folder: Path) -> tuple[str, list[str], int]:
    with open_project(folder) as store:
        (document,) = store.documents()
        text = store.document(document.id).text
        return text, [text[coding.start : coding.end] for coding in store.codings()], len(store.unplaced())


def test_without_replace_a_document_that_is_there_is_an_error_row(coded: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, file = coded
    file.write_text(NEW, "utf-8")
    assert main(["import", str(folder), str(file), "--quiet"]) == 3
    assert state(folder) == (OLD, ["Wij doen het zelf", "Die keek toe"], 0)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(coded: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, file = coded
    file.write_text(NEW, "utf-8")
    assert main(["import", str(folder), str(file), "--replace", "--dry-run", "--quiet"]) == 0
    said = capfd.readouterr()
    assert "1 coding(s) would go along, 1 would wait" in said.err
    assert "- resp1: Die keek toe en vroeg om cijfers." in said.err
    assert state(folder) == (OLD, ["Wij doen het zelf", "Die keek toe"], 0)


def test_replace_carries_codings_along_and_lists_the_others(coded: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, file = coded
    file.write_text(NEW, "utf-8")
    assert main(["import", str(folder), str(file), "--replace", "--quiet"]) == 0
    said = capfd.readouterr()
    assert "1 coding(s) went along (0 to another place), 1 lost their passage; memos 0, without a passage 1" in said.err
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert [(row[0], row[3], row[6]) for row in rows] == [("gesprek.txt", "coding", "Die keek toe"), ("gesprek.txt", "memo", "cijfers")]
    assert state(folder) == (NEW, ["Wij doen het zelf"], 2)
    assert main(["verify", str(folder)]) == 0


def test_the_same_file_again_changes_nothing(coded: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, file = coded
    assert main(["import", str(folder), str(file), "--replace", "--quiet"]) == 0
    assert "the text is the same" in capfd.readouterr().err
    with open_project(folder) as store:
        assert [document.revision for document in store.documents()] == [1]


def test_speakers_are_shown_with_reason_and_proposals(coded: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder, _ = coded
    assert main(["speakers", str(folder)]) == 0
    said = capfd.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out), delimiter="\t"))
    assert [(row["label"], row["turns"], row["role"], row["role_by"], row["reason"]) for row in rows] == [
        ("Interviewer", "2", "interviewer", "guess", "the label itself says it"),
        ("R1", "1", "respondent", "guess", "the label itself says it"),
        ("resp1", "1", "respondent", "guess", "the label itself says it"),
    ]
    assert "One speaker? R1, resp1 (short forms of the same word, with the same number)" in said.err


def test_speakers_go_out_to_a_file_and_come_back(coded: tuple[Path, Path], tmp_path: Path) -> None:
    folder, _ = coded
    file = tmp_path / "speakers.yaml"
    assert main(["speakers", str(folder), "--export", str(file)]) == 0
    body = file.read_text("utf-8")
    assert 'R1: {person: "", role: respondent}' in body
    file.write_text(
        body.replace('R1: {person: ""', "R1: {person: Fatima").replace("persons: {}", "persons: {Fatima: {wijk: Noord}}"), "utf-8"
    )
    assert main(["speakers", str(folder), "--import", str(file)]) == 0
    with open_project(folder) as store:
        assert said_of(store)["R1"] == ("Fatima", "respondent")
        assert [(person.name, dict(person.variables)) for person in store.persons()] == [("Fatima", {"wijk": "Noord"})]


def test_import_takes_a_speakers_file(coded: tuple[Path, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder, file = coded
    speakers = tmp_path / "s.yaml"
    speakers.write_text("everywhere: {r1: {person: Fatima, role: respondent}, Weg: X}\n", "utf-8")
    assert main(["import", str(folder), str(file), "--replace", "--speakers", str(speakers), "--quiet"]) == 0
    assert "names Weg" in capfd.readouterr().err
    with open_project(folder) as store:
        assert said_of(store) == {"R1": ("Fatima", "respondent")}


def test_a_wrong_speakers_file_stops_the_import_before_anything_is_written(coded: tuple[Path, Path], tmp_path: Path) -> None:
    folder, file = coded
    file.write_text(NEW, "utf-8")
    speakers = tmp_path / "s.yaml"
    speakers.write_text("iedereen: {}\n", "utf-8")
    assert main(["import", str(folder), str(file), "--replace", "--speakers", str(speakers), "--quiet"]) == 2
    assert state(folder)[0] == OLD


def said_of(store: ProjectStore) -> dict[str, tuple[str, str | None]]:
    return {one.label: (one.person, one.role) for one in store.all_speakers()}
