"""`speakers.yaml`: what is written can be read again, and what is wrong is named with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UsageError
from qualcode.exchange.speakers_file import LabelEntry, WrittenLabel, parse_speakers, write_speakers

FILE = """format: 1
everywhere:
  Interviewer: {person: Sanne, role: interviewer}
  Doel: {role: no_speaker}
documents:
  gesprek1.docx:
    R1: Fatima
    R2: {attributes: {wijk: Noord, geboren: 1970, lid: true, sinds: 2020-01-02}}
persons:
  Fatima: {leeftijdsgroep: 45-64}
"""


def test_labels_persons_roles_and_attributes_are_read() -> None:
    found = parse_speakers(FILE.encode(), "s.yaml")
    assert found.labels == (
        LabelEntry("Interviewer", None, "Sanne", "interviewer"),
        LabelEntry("Doel", None, "", "no_speaker"),
        LabelEntry("R1", "gesprek1.docx", "Fatima"),
        LabelEntry("R2", "gesprek1.docx", "R2 (gesprek1.docx)"),
    )
    assert found.persons == {
        "Fatima": {"leeftijdsgroep": "45-64"},
        "Sanne": {},
        "R2 (gesprek1.docx)": {"wijk": "Noord", "geboren": "1970", "lid": "true", "sinds": "2020-01-02"},
    }


WRONG = {
    "no yaml": ("a: [", "line 1"),
    "unknown section": ("sprekers: {}", "'sprekers'"),
    "unknown field": ("everywhere: {R1: {naam: x}}", "everywhere > R1"),
    "unknown role": ("everywhere: {R1: {role: baas}}", "role 'baas'"),
    "list for a person": ("everywhere: {R1: [a]}", "everywhere > R1"),
    "list for labels": ("documents: {a.txt: [R1]}", "documents > a.txt"),
    "list for the file": ("- R1", "s.yaml"),
    "later format": ("format: 2", "format 2"),
    "alias in itself": ("everywhere: &a {R1: *a}", "everywhere > R1"),
    "value of an attribute": ("persons: {Ans: {wijk: [1]}}", "persons > Ans > wijk"),
}


@pytest.mark.parametrize(("body", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_place(body: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_speakers(body.encode(), "s.yaml")
    assert says in str(refused.value)


def test_other_bytes_are_refused() -> None:
    with pytest.raises(UsageError):
        parse_speakers(b"\xff\xfe\x00", "s.yaml")
    assert parse_speakers(b"", "s.yaml").labels == ()


plain = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()))
named = plain.filter(bool)


@given(
    st.dictionaries(named, st.lists(st.tuples(named, named, st.sampled_from([None, "interviewer", "respondent", "no_speaker"])), unique_by=lambda one: one[0]), max_size=3),
    st.dictionaries(named, st.dictionaries(named, named, max_size=2), max_size=2),
)  # fmt: skip
def test_what_is_written_can_be_read_again(documents, persons) -> None:  # type: ignore[no-untyped-def]
    written = {
        name: [WrittenLabel(label, person, role, "een: #opmerking") for label, person, role in labels] for name, labels in documents.items()
    }
    found = parse_speakers(write_speakers(written, persons, ["Kop: # van het bestand"]).encode(), "s.yaml")
    assert [(one.document, one.label, one.person, one.role) for one in found.labels] == [
        (name, label, person, role) for name, labels in documents.items() for label, person, role in labels
    ]
    assert {name: values for name, values in found.persons.items() if name in persons and values} == {
        name: values for name, values in persons.items() if values
    }
