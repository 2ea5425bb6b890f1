"""Labels that seem to be one speaker, roles with their reason, and what a person says of labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Document
from qualcode.segmentation import document_form, explain_roles, full_name, same_speakers, segment_document

GROUPS = {
    "capitals and stops": ({"Resp. 1": 10, "resp1": 2, "RESP 1": 1}, [("Resp. 1", "resp1", "RESP 1")], "same_letters"),
    "leading zeros": ({"SPEAKER_00": 4, "Speaker 0": 2, "Speaker 1": 2}, [("SPEAKER_00", "Speaker 0")], "same_letters"),
    "short forms": ({"Respondent 1": 10, "R1": 2, "R2": 5}, [("Respondent 1", "R1")], "same_word"),
    "interviewer": ({"Interviewer": 9, "Int.": 1, "I": 2}, [("Interviewer", "I", "Int.")], "same_word"),
    "name turned round": (
        {"Anna de Vries": 5, "Vries, Anna de (WELZIJN)": 7},
        [("Vries, Anna de (WELZIJN)", "Anna de Vries")],
        "same_name",
    ),
    "title": ({"Mevr. de Gier": 5, "Mevrouw De Gier": 2, "Dhr. de Gier": 3}, [("Mevr. de Gier", "Mevrouw De Gier")], "same_name"),
    "first name": ({"Anna de Vries": 5, "Anna": 2, "Piet": 3}, [("Anna de Vries", "Anna")], "part_of_name"),
    "slip": ({"Fatima": 12, "Fatmia": 2, "Karima": 9}, [("Fatima", "Fatmia")], "typing_error"),
}


@pytest.mark.parametrize(("turns", "groups", "reason"), GROUPS.values(), ids=GROUPS.keys())
def test_labels_spelled_in_several_ways_are_proposed_as_one(turns: dict[str, int], groups: list[tuple[str, ...]], reason: str) -> None:
    found = same_speakers(turns)
    assert [one.labels for one in found] == groups
    assert [one.reason for one in found] == [f"segmentation.{reason}"]


@pytest.mark.parametrize(
    "turns",
    [
        {"R1": 5, "R2": 5},
        {"Jan de Boer": 3, "Jan Bakker": 3, "Jan": 2},
        {"Bewoner A": 3, "Bewoner B": 3},
        {"Karin": 9, "Karim": 8},
        {"Speaker 1": 9, "Speaker 11": 1},
        {"Anna": 4, "Hanna": 3},
        {"Interviewer 1": 4, "Interviewer 2": 3, "Interviewer": 1},
    ],
    ids=lambda turns: " ".join(turns),
)
def test_labels_that_are_different_people_are_left_alone(turns: dict[str, int]) -> None:
    assert same_speakers(turns) == []


def test_a_full_name_has_two_parts_and_no_figure() -> None:
    assert full_name("Vries, Anna de (ORG)") == full_name("dr. Anna de Vries") == {"anna", "de", "vries"}
    assert full_name("Anna") == full_name("De Vries") == full_name("Respondent 1") == frozenset()


@given(st.dictionaries(st.text("aAbr1. ()é,", min_size=1, max_size=8), st.integers(1, 20), max_size=10))
def test_groups_are_disjoint_and_hold_only_labels_that_are_there(turns: dict[str, int]) -> None:
    labels = [label for one in same_speakers(turns) for label in one.labels]
    assert len(labels) == len(set(labels))
    assert set(labels) <= set(turns)


REASONS = {
    "label": ([("Interviewer", "Hoe gaat het?"), ("R1", "Goed.")], {"Interviewer": ("interviewer", "role_label"), "R1": ("respondent", "role_label")}),
    "other asks": ([("Interviewer", "Hoe gaat het?"), ("Piet", "Goed.")], {"Interviewer": ("interviewer", "role_label"), "Piet": ("respondent", "role_other_asks")}),
    "asks more": (
        [("Anna", "Hoe gaat het?"), ("Piet", "Goed."), ("Anna", "En toen?"), ("Piet", "Niks.")],
        {"Anna": ("interviewer", "role_asks"), "Piet": ("respondent", "role_answers")},
    ),
    "cannot tell": ([("Anna", "Goed."), ("Piet", "Goed.")], {"Anna": (None, "role_unknown"), "Piet": (None, "role_unknown")}),
    "neither": ([("Interviewer", "Hoe?"), ("Tolk", "Zo.")], {"Interviewer": ("interviewer", "role_label"), "Tolk": (None, "role_neither")}),
}  # fmt: skip


@pytest.mark.parametrize(("turns", "expected"), REASONS.values(), ids=REASONS.keys())
def test_a_guessed_role_has_its_reason(turns: list[tuple[str, str]], expected: dict[str, tuple[str | None, str]]) -> None:
    found = explain_roles(turns)
    assert {label: (guess.role, guess.reason.removeprefix("segmentation.")) for label, guess in found.items()} == expected


NOTES = "Doel: Ja, wij willen meer groen.\nActie: Wij planten bomen, ik ook.\nDoel: Minder auto's, vind ik.\nActie: Ja, smalle straten.\n"


def test_a_label_that_a_person_denies_becomes_text() -> None:
    text = "Interviewer: Hoe gaat het?\nRespondent: Goed.\nKanttekening: Ja, ik vond dat ook.\nInterviewer: En toen?\nKanttekening: Hm, ja.\nRespondent: Niks."
    document = Document("a", text)
    assert "Kanttekening" in {block.speaker for block in segment_document(document)}
    blocks = segment_document(document, roles={"kanttekening": "no_speaker"})
    assert {block.speaker for block in blocks} == {"Interviewer", "Respondent"}
    assert "Kanttekening: Ja, ik vond dat ook." in "".join(text[block.start : block.end] for block in blocks)


def test_when_all_labels_are_denied_the_document_is_running_text() -> None:
    document = Document("a", "Anna: Hoe gaat het met u?\nPiet: Goed, dank u.\nAnna: En thuis?\nPiet: Ook goed, ja.\n")
    assert document_form(document) == "segmentation.form_labels"
    denied = segment_document(document, roles={"Anna": "no_speaker", "Piet": "no_speaker"})
    assert {block.speaker for block in denied} == {None}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Anna: Hoe?\nPiet: Zo, denk ik.\nAnna: Ja?\nPiet: Ja.", "labels"),
        ("Tijd\tSpreker\tTekst\n0:01\tA\tHoe?\n0:02\tB\tZo.\n0:03\tA\tJa.", "table"),
        ("[00:00:00] ja\n[00:00:04] nee\n[00:00:09] nou", "times"),
        ("De gemeente kiest voor groen. Dat is fijn.", "text"),
    ],
)
def test_the_form_of_a_document_is_told(text: str, form: str) -> None:
    assert document_form(Document("a", text)) == f"segmentation.form_{form}"
