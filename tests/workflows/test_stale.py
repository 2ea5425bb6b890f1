"""Codings under an older definition are found, and confirmed by a decision that can be undone."""

from __future__ import annotations

import pytest

from qualcode.codebook import Codebook, parse_codebook
from qualcode.model import Operation
from qualcode.store import ProjectStore
from qualcode.workflows.projects import change_codebook, project_codebook
from qualcode.workflows.stale import confirm_stale, stale_codings, update_effect


def edited(book: Codebook, old: str, new: str) -> Codebook:
    assert old in book.yaml
    return parse_codebook(book.yaml.replace(old, new, 1))


@pytest.fixture
def coded(project: ProjectStore) -> ProjectStore:
    """A project in which Anna coded two themes and Bram one."""
    document = project.documents()[0].id
    for coder, identity, code, start in (
        ("Anna", "a1", "eigen-kracht", 0),
        ("Anna", "a2", "van-onderop", 5),
        ("Bram", "b1", "eigen-kracht", 2),
    ):
        operation = Operation(id=identity, action="add", document_id=document, start=start, end=start + 20, code=code)
        assert project.apply([operation], coder=project.person(coder))[0].ok
    return project


def test_a_change_of_one_code_makes_only_its_codings_stale(coded: ProjectStore) -> None:
    assert stale_codings(coded) == []
    new = edited(project_codebook(coded), "  definition: >-\n    Mensen", "  definition: >-\n    Alle mensen")
    assert (update_effect(coded, new).stale, update_effect(coded, new).retired) == (2, 0)
    change_codebook(coded, new)
    stale = stale_codings(coded)
    assert [one.coding.id for one in stale] == ["a1", "b1"]
    text = coded.document(stale[0].coding.document_id).text
    assert [one.text for one in stale] == [text[0:20], text[2:22]]
    assert {one.path for one in stale} == {"eigen kracht"}
    assert [one.coding.id for one in stale_codings(coded, coder=coded.person("Bram").id)] == ["b1"]
    assert stale_codings(coded, code="van-onderop") == []


def test_a_colour_or_memo_makes_nothing_stale(coded: ProjectStore) -> None:
    change_codebook(coded, edited(project_codebook(coded), "#0072B2", "#0072B3"))
    assert stale_codings(coded) == []


def test_confirming_is_a_decision_of_ones_own_and_can_be_undone(coded: ProjectStore) -> None:
    change_codebook(coded, edited(project_codebook(coded), "  definition: >-\n    Mensen", "  definition: >-\n    Alle mensen"))
    anna = coded.person("Anna")
    before = len(coded.decisions())
    acks = confirm_stale(coded, ["a1", "b1"], coder=anna)
    assert [ack.ok for ack in acks] == [True, False]
    assert acks[1].error == "store.not_yours"
    assert len(coded.decisions()) == before + 1
    assert [one.coding.id for one in stale_codings(coded)] == ["b1"]
    assert coded.verify() == []
    assert confirm_stale(coded, ["a1"], coder=anna)[0].ok
    assert len(coded.decisions()) == before + 1
    assert coded.apply([Operation(id="u", action="undo")], coder=anna)[0].ok
    assert [one.coding.id for one in stale_codings(coded)] == ["a1", "b1"]


def test_a_coding_of_a_code_that_is_gone_is_retired_and_not_stale(coded: ProjectStore) -> None:
    new = parse_codebook("format: 1\nname: leeg\ncodes:\n- {id: van-onderop, name: van onderop}\n")
    assert (update_effect(coded, new).stale, update_effect(coded, new).retired) == (1, 2)
    change_codebook(coded, new)
    assert [one.coding.id for one in stale_codings(coded)] == ["a2"]
