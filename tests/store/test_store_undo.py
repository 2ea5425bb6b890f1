from __future__ import annotations

from collections.abc import Callable

import pytest
from store_samples import operation, suggestion

from qualcode.model import Coder
from qualcode.store import Ack, ProjectStore

Do = Callable[..., Ack]


def codes(store: ProjectStore, **options: object) -> list[str | None]:
    return [one.code for one in store.codings(**options)]  # type: ignore[arg-type]


@pytest.fixture
def three(document_id: str, anna: Coder, do: Do) -> list[str]:
    """Three codings by Anna, in this order: vo, zb, va; their ids."""
    acks = [do(anna, "add", document_id=document_id, start=at, end=at + 2, code=code) for at, code in ((0, "vo"), (10, "zb"), (20, "va"))]
    return [ack.operation for ack in acks]


def test_undo_and_redo_walk_back_and_forth(store: ProjectStore, anna: Coder, do: Do, three: list[str]) -> None:
    before = store.codings()
    for left in (["vo", "zb"], ["vo"], []):
        assert do(anna, "undo").ok
        assert codes(store) == left
    assert do(anna, "undo").error == "store.nothing_to_undo"
    for there in (["vo"], ["vo", "zb"], ["vo", "zb", "va"]):
        assert do(anna, "redo").ok
        assert codes(store) == there
    assert do(anna, "redo").error == "store.nothing_to_redo"
    assert store.codings() == before
    assert store.verify() == []


def test_undo_is_a_new_record_and_deletes_none(store: ProjectStore, anna: Coder, do: Do, three: list[str]) -> None:
    do(anna, "undo")
    do(anna, "redo")
    log = store.decisions()
    assert [one.action for one in log] == ["add", "add", "add", "undo", "redo"]
    assert [one.undoes for one in log[3:]] == [three[2], three[2]]


def test_undo_and_redo_go_on_after_a_restart(store: ProjectStore, anna: Coder, do: Do, three: list[str]) -> None:
    do(anna, "undo")
    store.close()
    with ProjectStore.open(store.folder) as again:
        assert (again.can_undo(anna.id), again.can_redo(anna.id)) == (True, True)
        assert again.apply([operation("undo")], coder=anna)[0].ok
        assert codes(again) == ["vo"]
        assert all(ack.ok for ack in again.apply([operation("redo"), operation("redo")], coder=anna))
        assert codes(again) == ["vo", "zb", "va"]


def test_a_new_decision_ends_what_can_be_redone(store: ProjectStore, anna: Coder, do: Do, document_id: str, three: list[str]) -> None:
    do(anna, "undo")
    assert store.can_redo(anna.id)
    do(anna, "add", document_id=document_id, start=30, end=33, code="zb")
    assert not store.can_redo(anna.id)
    assert do(anna, "redo").error == "store.nothing_to_redo"
    assert do(anna, "redo", decision=three[2]).ok  # by name it can still be done again: its place is free
    assert codes(store) == ["vo", "zb", "va", "zb"]


def test_one_undoes_only_ones_own(store: ProjectStore, anna: Coder, bram: Coder, do: Do, document_id: str, three: list[str]) -> None:
    assert do(bram, "undo").error == "store.nothing_to_undo"
    assert do(bram, "undo", decision=three[0]).error == "store.not_yours"
    do(bram, "add", document_id=document_id, start=0, end=2, code="vo")
    assert do(anna, "undo").ok
    assert codes(store, coder=bram.id) == ["vo"]


def test_a_decision_can_be_undone_out_of_turn_while_nothing_stands_on_it(
    store: ProjectStore, anna: Coder, do: Do, three: list[str]
) -> None:
    assert do(anna, "undo", decision=three[0]).ok
    assert codes(store) == ["zb", "va"]
    assert do(anna, "undo", decision=three[0]).error == "store.nothing_to_undo"
    assert do(anna, "redo", decision=three[1]).error == "store.nothing_to_redo"
    assert do(anna, "redo").ok
    assert codes(store) == ["vo", "zb", "va"]


def test_a_decision_that_a_later_one_changed_cannot_be_undone_before_it(store: ProjectStore, anna: Coder, do: Do, three: list[str]) -> None:
    changed = do(anna, "change", coding=three[0], stance="tegen").operation
    assert do(anna, "undo", decision=three[0]).error == "store.changed_since"
    assert do(anna, "undo", decision=changed).ok
    assert do(anna, "undo", decision=three[0]).ok
    assert store.verify() == []


def test_what_was_removed_cannot_come_back_onto_a_place_that_is_taken(
    store: ProjectStore, anna: Coder, do: Do, document_id: str, three: list[str]
) -> None:
    removed = do(anna, "remove", coding=three[0]).operation
    do(anna, "add", document_id=document_id, start=0, end=2, code="vo")
    assert do(anna, "undo", decision=removed).error == "store.changed_since"
    second = do(anna, "remove", coding=three[1]).operation
    do(anna, "nothing_here", document_id=document_id, start=9, end=13)
    assert do(anna, "undo", decision=second).error == "store.changed_since"
    assert store.verify() == []


def test_nothing_here_cannot_come_back_where_a_code_was_given_since(store: ProjectStore, anna: Coder, do: Do, document_id: str) -> None:
    said = do(anna, "nothing_here", document_id=document_id, start=0, end=20).operation
    removed = do(anna, "remove", coding=said).operation
    do(anna, "add", document_id=document_id, start=3, end=9, code="vo")
    assert do(anna, "undo", decision=removed).error == "store.changed_since"


def test_a_batch_is_undone_and_redone_as_one_also_after_a_restart(
    store: ProjectStore, anna: Coder, document_id: str, rules_run: Callable[[], str]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(at, at + 3) for at in range(0, 60, 3)])
    accepted = [operation("accept", suggestion=one.id, batch="alles") for one in store.suggestions()]
    assert all(ack.ok for ack in store.apply(accepted, coder=anna))
    after = store.codings()
    store.close()
    with ProjectStore.open(store.folder) as again:
        undone = operation("undo")
        (ack,) = again.apply([undone], coder=anna)
        assert ack.ok
        assert again.codings() == []
        assert {one.state for one in again.suggestions(coder=anna.id)} == {"open"}
        assert [one.undoes for one in again.decisions(limit=20)] == [one.id for one in reversed(accepted)]
        assert again.apply([undone], coder=anna) == [ack]
        assert again.apply([operation("redo")], coder=anna)[0].ok
        assert again.codings() == after
        assert again.apply([operation("undo", batch="alles")], coder=anna)[0].ok
        assert again.codings() == []
        assert again.verify() == []


def test_a_batch_that_cannot_be_undone_whole_is_left_whole(store: ProjectStore, anna: Coder, document_id: str, do: Do) -> None:
    added = [operation("add", document_id=document_id, start=at, end=at + 2, code="vo", batch="b") for at in range(0, 20, 2)]
    store.apply(added, coder=anna)
    do(anna, "change", coding=added[4].id, stance="voor")
    before = store.codings(), store.decisions()
    assert do(anna, "undo", batch="b").error == "store.changed_since"
    assert (store.codings(), store.decisions()) == before


def test_the_layers_have_their_own_undo(store: ProjectStore, anna: Coder, document_id: str, do: Do) -> None:
    place = {"document_id": document_id, "start": 0, "end": 5, "code": "vo"}
    do(anna, "add", **place)
    store.apply([operation("add", **place)], coder=anna, layer="consensus")
    assert do(anna, "undo").ok
    assert (codes(store), codes(store, layer="consensus")) == ([], ["vo"])
    assert not store.can_undo(anna.id)
    assert store.can_undo(anna.id, layer="consensus")
