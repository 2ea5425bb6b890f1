from __future__ import annotations

import pytest

from qualcode.errors import ProjectError
from qualcode.model import Document
from qualcode.store import ProjectStore, Variable
from qualcode.store.variables import guess_type


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ("text", ())),
        (["2019", "-3,5", "+1.25"], ("number", ())),
        (["2024-02-29", "2023-01-01"], ("date", ())),
        (["2023-02-29", "2023-01-01"], ("text", ())),
        (["interview", "beleid", "interview", "beleid"], ("choice", ("beleid", "interview"))),
        (["een", "twee", "drie"], ("text", ())),
        (["\u0661\u0662"], ("number", ())),
        (["1e5", "2"], ("text", ())),
    ],
    ids=["none", "numbers", "dates", "no such day", "few that return", "all different", "other digits", "exponent"],
)
def test_the_type_of_an_undeclared_variable_is_guessed_from_its_values(values: list[str], expected: tuple[str, tuple[str, ...]]) -> None:
    assert guess_type(values) == expected


def test_values_are_set_changed_and_taken_away(store: ProjectStore, document_id: str) -> None:
    store.set_document_variables(document_id, {"jaar": "2024", "type": ""})
    assert store.document(document_id).variables == {"jaar": "2024"}
    store.set_document_variables(document_id, {"jaar": "2025", "gemeente": "Ede"})
    assert store.documents()[0].variables == {"jaar": "2025", "gemeente": "Ede"}


def test_a_declared_variable_refuses_what_does_not_fit_and_keeps_the_rest(store: ProjectStore, document_id: str) -> None:
    store.declare_variable("jaar", "number")
    store.declare_variable("datum", "date")
    store.declare_variable("wijk", "choice", choices=["Noord", "Zuid"])
    for name, value, words in (("jaar", "vorig", "no number"), ("datum", "31-5-2024", "no date"), ("wijk", "West", "Noord, Zuid")):
        with pytest.raises(ProjectError, match=words):
            store.set_document_variables(document_id, {"plaats": "Ede", name: value})
    assert store.document(document_id).variables == {"type": "interview"}
    store.set_document_variables(document_id, {"jaar": "2024", "datum": "2024-05-31", "wijk": "Zuid"})
    assert store.variables("document") == [
        Variable("datum", "document", "date", True),
        Variable("jaar", "document", "number", True),
        Variable("type", "document", "text", False),
        Variable("wijk", "document", "choice", True, ("Noord", "Zuid")),
    ]


def test_a_type_that_values_contradict_is_refused(store: ProjectStore) -> None:
    store.add_document(Document(name="a", text="1", variables={"jaar": "onbekend"}))
    with pytest.raises(ProjectError, match="'onbekend' is no number"):
        store.declare_variable("jaar", "number")
    assert store.variables()[0].declared is False


def test_a_variable_needs_a_name(store: ProjectStore, document_id: str) -> None:
    with pytest.raises(ProjectError, match="has no name"):
        store.set_document_variables(document_id, {" ": "x"})


def test_roles_of_speakers_are_kept_per_document_and_only_where_said(store: ProjectStore, document_id: str) -> None:
    other = store.add_document(Document(name="twee", text="2"))
    store.set_speaker_role(document_id, "Ans", "interviewer")
    store.set_speaker_role(document_id, "Bé", "respondent")
    store.set_speaker_role(document_id, "Bé", None)
    assert store.speaker_roles(document_id) == {"Ans": "interviewer"}
    assert store.speaker_roles(other) == {}


def test_a_person_speaks_under_labels_in_several_documents(store: ProjectStore, document_id: str) -> None:
    other = store.add_document(Document(name="twee", text="2"))
    person = store.add_person("Mevrouw  De Gier")
    assert store.add_person("mevrouw de gier") == person
    store.set_speaker_person(document_id, "R1", person)
    store.set_speaker_person(other, "DG", person)
    store.set_speaker_role(document_id, "R1", "respondent")
    store.set_person_variables(person, {"leeftijd": "71"})
    assert (store.speaker_persons(document_id), store.speaker_persons(other)) == ({"R1": person}, {"DG": person})
    assert [(one.name, one.variables) for one in store.persons()] == [("Mevrouw De Gier", {"leeftijd": "71"})]
    assert [variable.name for variable in store.variables("person")] == ["leeftijd"]
    with pytest.raises(ProjectError, match="not in the project"):
        store.set_speaker_person(document_id, "R1", "niemand")
