"""The queue of a project: only what nobody has coded, nothing that is coded blind, and a reason that is true of each passage."""

from __future__ import annotations

from pathlib import Path

import pytest
from animal_project import PARAGRAPHS, animal_project, code_document, paragraphs

from qualcode.store import ProjectStore
from qualcode.workflows.blind import set_blind_percent
from qualcode.workflows.learning_queue import learning_queue
from qualcode.workflows.projects import seen_by
from qualcode.workflows.train import train_project


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> ProjectStore:
    store = animal_project(tmp_path_factory.mktemp("rij") / "rij")
    train_project(store, alone=True)
    return store


def test_only_passages_that_nobody_coded_are_asked_for(trained: ProjectStore) -> None:
    items = learning_queue(trained, size=100)
    assert {item.document for item in items} == {"d4.txt"}
    assert len(items) == len({item.start for item in items}) == PARAGRAPHS
    text = trained.document(next(one.id for one in trained.documents() if one.name == "d4.txt")).text
    assert all(text[item.start : item.end] == item.text for item in items)


def test_the_reason_is_true_of_the_passage(trained: ProjectStore) -> None:
    for item in learning_queue(trained, size=PARAGRAPHS):
        if item.reason in ("uncertain", "disagree"):
            assert item.theme in ("dieren", "weer")
            assert item.score is not None
            assert item.fired == (item.theme == "dieren" and "hond" in item.text)
        else:
            assert item.theme == ""


def test_the_same_state_gives_the_same_list(trained: ProjectStore) -> None:
    assert learning_queue(trained, size=8, seed=5) == learning_queue(trained, size=8, seed=5)


def test_a_passage_that_is_coded_blind_is_not_asked_for(tmp_path: Path) -> None:
    with animal_project(tmp_path / "blind") as store:
        train_project(store, alone=True)
        anna = store.person("Anna")
        set_blind_percent(store, 50, coder=anna)
        left = learning_queue(seen_by(store, anna.id), size=100)
        assert 0 < len(left) < PARAGRAPHS


def test_without_a_model_for_the_codebook_there_is_no_queue(tmp_path: Path) -> None:
    with animal_project(tmp_path / "zonder", documents=1, coded=0) as store:
        assert learning_queue(store) == []


def test_when_all_is_coded_the_queue_is_empty(tmp_path: Path) -> None:
    with animal_project(tmp_path / "alles") as store:
        train_project(store, alone=True)
        last = next(one.id for one in store.documents() if one.name == "d4.txt")
        code_document(store, last, [code for _, code in paragraphs(4)])
        assert learning_queue(store) == []
