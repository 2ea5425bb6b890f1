"""Speakers of a project: labels with example and reason, proposals over documents, a file in and out; the texts never change."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import ProjectError, UsageError
from qualcode.exchange.speakers_file import parse_speakers
from qualcode.model import Document
from qualcode.store import ProjectStore
from qualcode.workflows.import_documents import PERSON_COLUMNS, apply_person_variables, parse_variables
from qualcode.workflows.project_units import speaker_variables, unit_table
from qualcode.workflows.projects import new_project
from qualcode.workflows.speakers import apply_speakers, label_rows, merge, proposals, speakers_text

FIRST = (
    "Interviewer: Hoe gaat het hier in de wijk?\n\nAnna de Vries: Goed, wij doen heel veel zelf met elkaar in de straat.\n\n"
    "Interviewer: En verder?\n\nAnna: Ja hoor.\n\nInterviewer: Wie nog meer?\n\nAnna: Piet."
)
SECOND = "I: Hoe is het?\n\nVries, Anna de: Prima, dank u.\n\nI: En thuis?\n\nVries, Anna de: Ook prima."


@pytest.fixture
def talks(tmp_path: Path, codebook_file: Path) -> ProjectStore:
    store = new_project(tmp_path / "gesprekken", codebook_file)
    store.add_document(Document("een.txt", FIRST, variables={"wijk": "Noord"}))
    store.add_document(Document("twee.txt", SECOND))
    return store


def ids(store: ProjectStore) -> dict[str, str]:
    return {document.name: document.id for document in store.documents()}


def test_labels_have_turns_words_role_reason_and_an_example(talks: ProjectStore) -> None:
    rows = {(row.document, row.label): row for row in label_rows(talks)}
    anna = rows["een.txt", "Anna de Vries"]
    assert (anna.turns, anna.words, anna.guess.role, anna.guess.reason, anna.person) == (
        1,
        11,
        "respondent",
        "segmentation.role_other_asks",
        "",
    )
    assert anna.example == "Goed, wij doen heel veel zelf met elkaar in de straat."
    assert rows["een.txt", "Interviewer"].guess.reason == "segmentation.role_label"


def test_proposals_are_within_a_document_and_over_documents_until_settled(talks: ProjectStore) -> None:
    found = [
        ({label for _, label in one.labels}, one.reason.removeprefix("segmentation."), one.name) for one in proposals(label_rows(talks))
    ]
    assert found == [
        ({"Anna de Vries", "Anna"}, "part_of_name", "Anna de Vries"),
        ({"Anna de Vries", "Vries, Anna de"}, "same_name", "Anna de Vries"),
    ]
    for proposal in proposals(label_rows(talks)):
        merge(talks, proposal.labels, proposal.name)
    assert proposals(label_rows(talks)) == []
    assert [talks.document(one).text for one in ids(talks).values()] == [FIRST, SECOND]


def test_a_file_sets_roles_persons_and_attributes_and_names_what_is_unknown(talks: ProjectStore) -> None:
    body = (
        "everywhere: {interviewer: {person: Sanne, role: interviewer}, I: Sanne}\n"
        "documents:\n  een: {Anna: {person: Anna, role: respondent}, Weg: X}\n  TWEE.TXT: {'Vries, Anna de': Anna}\n"
        "persons: {Anna: {wijk: Zuid, leeftijd: 61}}\n"
    )
    report = apply_speakers(talks, parse_speakers(body.encode(), "s.yaml"))
    assert (report.labels, report.persons, report.unknown) == (4, 2, ("een: Weg",))
    assert [person.name for person in talks.persons()] == ["Anna", "Sanne"]
    said = {(row.document, row.label): (row.person, row.role) for row in label_rows(talks)}
    assert said == {
        ("een.txt", "Interviewer"): ("Sanne", "interviewer"),
        ("een.txt", "Anna de Vries"): ("", None),
        ("een.txt", "Anna"): ("Anna", "respondent"),
        ("twee.txt", "I"): ("Sanne", None),
        ("twee.txt", "Vries, Anna de"): ("Anna", None),
    }


def test_attributes_of_persons_are_columns_of_the_units(talks: ProjectStore) -> None:
    body = "everywhere: {Anna: Anna, 'Vries, Anna de': Anna}\npersons: {Anna: {wijk: Zuid, leeftijd: 61}}\n"
    apply_speakers(talks, parse_speakers(body.encode(), "s.yaml"))
    assert speaker_variables(talks) == {"leeftijd": "leeftijd", "speaker_wijk": "wijk"}
    units = unit_table(talks)
    rows = {(row.document, row.speaker): (row.person, row.leeftijd, row.speaker_wijk, row.wijk) for row in units.itertuples()}
    assert rows["een.txt", "Anna"] == ("Anna", "61", "Zuid", "Noord")
    assert rows["twee.txt", "Vries, Anna de"] == ("Anna", "61", "Zuid", "")
    assert rows["een.txt", "Interviewer"] == ("", "", "", "Noord")


def test_what_is_exported_can_be_imported_and_changes_nothing_more(talks: ProjectStore) -> None:
    merge(talks, [(ids(talks)["een.txt"], "Anna")], "Anna de Vries")
    body = speakers_text(talks, "nl")
    assert "Eén spreker?" in body
    assert "rol geraden: het label zelf zegt het" in body
    apply_speakers(talks, parse_speakers(body.encode(), "s.yaml"))
    rows = {(row.document, row.label): row for row in label_rows(talks)}
    assert rows["een.txt", "Anna"].person == "Anna de Vries"
    assert rows["een.txt", "Interviewer"].role == "interviewer"


def test_a_label_that_names_nobody_stays_in_the_list_and_can_be_brought_back(talks: ProjectStore) -> None:
    where = ids(talks)["twee.txt"]
    talks.set_speaker_role(where, "Vries, Anna de", "no_speaker")
    talks.set_speaker_role(where, "I", "no_speaker")
    assert set(unit_table(talks).query("document == 'twee.txt'")["speaker"]) == {""}
    rows = [row for row in label_rows(talks) if row.document == "twee.txt"]
    assert {(row.label, row.turns, row.role) for row in rows} == {("Vries, Anna de", 0, "no_speaker"), ("I", 0, "no_speaker")}
    for row in rows:
        talks.set_speaker_role(where, row.label, None)
    assert sum(row.turns for row in label_rows(talks) if row.document == "twee.txt") == 4


def test_a_value_that_does_not_fit_changes_nothing_at_all(talks: ProjectStore) -> None:
    talks.declare_variable("leeftijd", "number", subject="person")
    with pytest.raises(ProjectError):
        apply_speakers(talks, parse_speakers(b"everywhere: {Anna: Anna}\npersons: {Anna: {leeftijd: oud}}\n", "s.yaml"))
    assert talks.persons() == []
    assert talks.all_speakers() == []


def test_variables_of_persons_come_from_csv_and_xlsx(talks: ProjectStore) -> None:
    table = parse_variables(b"Persoon;wijk;lid\nAnna;Zuid;ja\nPiet;;nee\n", "p.csv", PERSON_COLUMNS)
    workbook = openpyxl.Workbook()
    for row in (["naam", "leeftijd", "wijk"], ["Anna", 61, None], ["Kees", 40, "Oost"]):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    assert apply_person_variables(talks, table) == 2
    assert apply_person_variables(talks, parse_variables(stream.getvalue(), "p.xlsx", PERSON_COLUMNS)) == 2
    assert {person.name: dict(person.variables) for person in talks.persons()} == {
        "Anna": {"leeftijd": "61", "lid": "ja", "wijk": "Zuid"},
        "Kees": {"leeftijd": "40", "wijk": "Oost"},
        "Piet": {"lid": "nee"},
    }
    assert {one.name: one.type for one in talks.variables("person")} == {"leeftijd": "number", "lid": "boolean", "wijk": "text"}
    with pytest.raises(UsageError):
        parse_variables(b"wijk;lid\nZuid;ja\n", "p.csv", PERSON_COLUMNS)


@pytest.mark.parametrize(("value", "fits"), [("ja", True), ("Nee", True), ("TRUE", True), ("0", True), ("misschien", False)])
def test_a_yes_or_no_variable_takes_yes_or_no(talks: ProjectStore, value: str, fits: bool) -> None:
    talks.declare_variable("lid", "boolean")
    where = ids(talks)["een.txt"]
    if fits:
        talks.set_document_variables(where, {"lid": value})
        assert talks.document(where).variables["lid"] == value
    else:
        with pytest.raises(ProjectError) as refused:
            talks.set_document_variables(where, {"lid": value})
        assert refused.value.key == "store.bad_boolean"
