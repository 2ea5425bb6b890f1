from __future__ import annotations

from collections.abc import Callable

import pytest
from store_samples import TEXT, operation, suggestion

from qualcode.model import Coder, Coding, Operation
from qualcode.store import Ack, ProjectStore

Do = Callable[..., Ack]


def shown(codings: list[Coding]) -> list[tuple[int, int, str | None, str]]:
    return [(one.start, one.end, one.code, one.stance) for one in codings]


@pytest.fixture
def suggested(store: ProjectStore, document_id: str, rules_run: Callable[[], str]) -> str:
    """The id of a suggestion of `vo` on [3, 12) with stance `voor`."""
    store.add_suggestions(rules_run(), document_id, [suggestion(3, 12, stance="voor", definition_hash="old")])
    return store.suggestions()[0].id


def test_accepting_makes_a_coding_that_keeps_its_origin(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    ack = do(anna, "accept", suggestion=suggested)
    (coding,) = store.codings()
    assert (ack.ok, ack.coding, ack.decision) == (True, coding.id, ack.operation)
    assert (coding.origin, coding.coder, coding.layer, coding.definition_hash) == (suggested, anna.id, "own", "h-vo")
    assert shown([coding]) == [(3, 12, "vo", "voor")]
    assert store.suggestions(coder=anna.id)[0].state == "accepted"


def test_accepting_can_give_another_code_stance_and_span(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    do(anna, "accept", suggestion=suggested, code="zb", stance="", start=0, end=14)
    assert shown(store.codings()) == [(0, 14, "zb", "")]
    do(anna, "accept", suggestion=suggested, code="va")  # thinks again: the coding changes, there is still one
    assert shown(store.codings()) == [(3, 12, "va", "voor")]
    assert store.codings()[0].origin == suggested


def test_accepting_twice_decides_once(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    first, second = do(anna, "accept", suggestion=suggested), do(anna, "accept", suggestion=suggested)
    assert (second.ok, second.coding, second.decision) == (True, first.coding, first.decision)
    assert len(store.decisions()) == 1


def test_accepting_what_one_had_found_oneself_keeps_that_coding_without_an_origin(
    store: ProjectStore, anna: Coder, document_id: str, do: Do, suggested: str
) -> None:
    own = do(anna, "add", document_id=document_id, start=3, end=12, code="vo").coding
    assert do(anna, "accept", suggestion=suggested).coding == own
    assert [(one.id, one.origin, one.stance) for one in store.codings()] == [(own, None, "voor")]
    do(anna, "undo")
    assert [(one.id, one.stance) for one in store.codings()] == [(own, "")]


def test_rejecting_keeps_the_reason_and_makes_no_coding(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    first = do(anna, "reject", suggestion=suggested)
    assert do(anna, "reject", suggestion=suggested).decision == first.decision
    do(anna, "reject", suggestion=suggested, reason="andere betekenis")
    assert [(one.action, one.reason, one.code) for one in store.decisions()] == [("reject", "", "vo"), ("reject", "andere betekenis", "vo")]
    assert store.codings() == []
    assert store.suggestions(coder=anna.id)[0].state == "rejected"


def test_rejecting_after_accepting_takes_the_coding_away(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    do(anna, "accept", suggestion=suggested)
    do(anna, "reject", suggestion=suggested)
    assert (store.codings(), store.suggestions(coder=anna.id)[0].state) == ([], "rejected")
    do(anna, "undo")
    assert (len(store.codings()), store.suggestions(coder=anna.id)[0].state) == (1, "accepted")


def test_removing_an_accepted_coding_rejects_its_suggestion(store: ProjectStore, anna: Coder, do: Do, suggested: str) -> None:
    coding = do(anna, "accept", suggestion=suggested).coding
    do(anna, "remove", coding=coding)
    assert (store.codings(), store.suggestions(coder=anna.id)[0].state) == ([], "rejected")
    do(anna, "undo")
    assert (len(store.codings()), store.suggestions(coder=anna.id)[0].state) == (1, "accepted")


def test_two_coders_decide_apart(store: ProjectStore, anna: Coder, bram: Coder, do: Do, suggested: str) -> None:
    do(anna, "accept", suggestion=suggested)
    do(bram, "reject", suggestion=suggested)
    assert [store.suggestions(coder=coder.id)[0].state for coder in (anna, bram)] == ["accepted", "rejected"]
    assert (len(store.codings(coder=anna.id)), len(store.codings(coder=bram.id))) == (1, 0)
    assert do(bram, "accept", suggestion=suggested).ok
    assert [one.coder for one in store.codings()] == [anna.id, bram.id]


def test_adding_the_same_twice_answers_with_the_first_and_another_stance_changes_it(
    store: ProjectStore, anna: Coder, document_id: str, do: Do
) -> None:
    place = {"document_id": document_id, "start": 0, "end": 5, "code": "vo"}
    first = do(anna, "add", **place, stance="voor")
    again = do(anna, "add", **place)
    assert (again.ok, again.coding, again.decision) == (True, first.coding, first.operation)
    other = do(anna, "add", **place, stance="tegen")
    assert other.coding == first.coding
    assert shown(store.codings()) == [(0, 5, "vo", "tegen")]
    assert [one.action for one in store.decisions()] == ["add", "change"]


def test_several_codes_on_one_passage_are_several_codings(store: ProjectStore, anna: Coder, document_id: str, do: Do) -> None:
    for code in ("vo", "zb", "va"):
        assert do(anna, "add", document_id=document_id, start=0, end=5, code=code).ok
    assert len(store.codings()) == 3


def test_changing_records_what_was_before(store: ProjectStore, anna: Coder, document_id: str, do: Do) -> None:
    coding = do(anna, "add", document_id=document_id, start=0, end=5, code="vo", stance="voor").coding
    assert do(anna, "change", coding=coding, code="va", stance="", start=1, end=9).coding == coding
    assert shown(store.codings()) == [(1, 9, "va", "")]
    previous = store.decisions()[-1].previous
    assert previous is not None
    was = previous["codings"][coding]
    assert (was["start"], was["end"], was["code"], was["stance"]) == (0, 5, "vo", "voor")
    assert do(anna, "change", coding=coding).ok
    assert len(store.decisions()) == 2


def test_changing_into_a_coding_that_is_there_is_refused(store: ProjectStore, anna: Coder, document_id: str, do: Do) -> None:
    do(anna, "add", document_id=document_id, start=0, end=5, code="vo")
    other = do(anna, "add", document_id=document_id, start=0, end=5, code="va").coding
    assert do(anna, "change", coding=other, code="vo").error == "store.same_coding_there"


def test_coding_a_passage_takes_back_that_nothing_was_there(
    store: ProjectStore, anna: Coder, bram: Coder, document_id: str, do: Do
) -> None:
    do(anna, "nothing_here", document_id=document_id, start=0, end=37)
    do(bram, "nothing_here", document_id=document_id, start=0, end=37)
    do(anna, "nothing_here", document_id=document_id, start=38, end=60)
    do(anna, "add", document_id=document_id, start=3, end=12, code="vo")
    assert shown(store.codings(coder=anna.id)) == [(3, 12, "vo", ""), (38, 60, None, "")]
    assert shown(store.codings(coder=bram.id)) == [(0, 37, None, "")]
    do(anna, "undo")
    assert shown(store.codings(coder=anna.id)) == [(0, 37, None, ""), (38, 60, None, "")]


def test_accepting_and_moving_a_coding_take_back_that_nothing_was_there_too(
    store: ProjectStore, anna: Coder, document_id: str, do: Do, suggested: str
) -> None:
    do(anna, "nothing_here", document_id=document_id, start=0, end=37)
    do(anna, "nothing_here", document_id=document_id, start=38, end=60)
    coding = do(anna, "accept", suggestion=suggested).coding
    assert shown(store.codings()) == [(3, 12, "vo", "voor"), (38, 60, None, "")]
    do(anna, "change", coding=coding, start=40, end=50)
    assert shown(store.codings()) == [(40, 50, "vo", "voor")]
    assert do(anna, "undo").ok
    assert do(anna, "undo").ok
    assert shown(store.codings()) == [(0, 37, None, ""), (38, 60, None, "")]


def test_nothing_here_is_refused_where_one_coded_and_said_once_where_said_twice(
    store: ProjectStore, anna: Coder, bram: Coder, document_id: str, do: Do
) -> None:
    do(anna, "add", document_id=document_id, start=3, end=12, code="vo")
    assert do(anna, "nothing_here", document_id=document_id, start=0, end=37).error == "store.something_here"
    assert do(anna, "nothing_here", document_id=document_id, start=8, end=60).ok is True  # less than half of the shorter: another unit
    first = do(bram, "nothing_here", document_id=document_id, start=0, end=37)
    assert do(bram, "nothing_here", document_id=document_id, start=0, end=37).coding == first.coding
    assert do(bram, "change", coding=first.coding, code="vo").error == "store.nothing_here_stays"
    assert do(bram, "remove", coding=first.coding).ok


def test_the_consensus_layer_is_apart_and_everybodys(store: ProjectStore, anna: Coder, bram: Coder, document_id: str, do: Do) -> None:
    own = do(anna, "add", document_id=document_id, start=0, end=5, code="vo").coding
    (ack,) = store.apply(
        [operation("add", document_id=document_id, start=0, end=5, code="vo", reason="eens")], coder=anna, layer="consensus"
    )
    (same,) = store.apply([operation("add", document_id=document_id, start=0, end=5, code="vo")], coder=bram, layer="consensus")
    assert same.coding == ack.coding != own
    (changed,) = store.apply([operation("change", coding=ack.coding, stance="tegen")], coder=bram, layer="consensus")
    assert changed.ok
    assert [(one.coder, one.stance) for one in store.codings(layer="consensus")] == [(bram.id, "tegen")]
    assert shown(store.codings()) == [(0, 5, "vo", "")]
    (refused,) = store.apply([operation("undo")], coder=anna, layer="consensus")
    assert refused.error == "store.changed_since"
    assert store.verify() == []


def bad_operations(document_id: str, suggestion_id: str, others: str) -> dict[str, tuple[Operation, str]]:
    place = {"document_id": document_id, "start": 0, "end": 5, "code": "vo"}
    return {
        "unknown document": (operation("add", **place | {"document_id": "geen"}), "store.unknown_document"),
        "no document": (operation("add", start=0, end=5, code="vo"), "store.incomplete_operation"),
        "no code": (operation("add", document_id=document_id, start=0, end=5), "store.incomplete_operation"),
        "no end": (operation("add", document_id=document_id, start=0, code="vo"), "store.incomplete_operation"),
        "past the end": (operation("add", **place | {"end": len(TEXT) + 1}), "store.span_outside"),
        "before the start": (operation("add", **place | {"start": -1}), "store.span_outside"),
        "empty span": (operation("add", **place | {"start": 5}), "store.span_outside"),
        "backwards": (operation("add", **place | {"start": 9}), "store.span_outside"),
        "no whole number": (operation("add", **place | {"start": 0.5}), "store.span_outside"),
        "unknown code": (operation("add", **place | {"code": "nooit"}), "store.unknown_code"),
        "code of another type": (operation("add", **place | {"code": ["vo"]}), "store.incomplete_operation"),
        "unknown stance": (operation("add", **place | {"stance": "pro"}), "store.unknown_stance"),
        "half an emoji": (operation("add", **place | {"reason": "\ud83d"}), "store.incomplete_operation"),
        "unknown action": (operation("verwijder", **place), "store.incomplete_operation"),  # type: ignore[arg-type]
        "no id": (Operation(id="", action="add", **place), "store.incomplete_operation"),
        "endless id": (Operation(id="x" * 65, action="add", **place), "store.incomplete_operation"),
        "endless reason": (operation("add", **place | {"reason": "x" * 10_001}), "store.incomplete_operation"),
        "unknown suggestion": (operation("accept", suggestion="geen"), "store.unknown_suggestion"),
        "no suggestion": (operation("reject"), "store.incomplete_operation"),
        "accept outside": (operation("accept", suggestion=suggestion_id, end=5000), "store.span_outside"),
        "unknown coding": (operation("change", coding="geen"), "store.unknown_coding"),
        "no coding": (operation("remove"), "store.incomplete_operation"),
        "change of another's": (operation("change", coding=others, stance="voor"), "store.not_yours"),
        "removal of another's": (operation("remove", coding=others), "store.not_yours"),
        "nothing here with a code": (operation("nothing_here", **place), "store.incomplete_operation"),
        "nothing to undo": (operation("undo"), "store.nothing_to_undo"),
        "nothing to redo": (operation("redo"), "store.nothing_to_redo"),
        "unknown decision": (operation("undo", decision="geen"), "store.unknown_decision"),
        "undo of another's": (operation("undo", decision=others), "store.not_yours"),
        "another's batch": (operation("undo", batch="geen"), "store.nothing_to_undo"),
    }


@pytest.mark.parametrize("case", list(bad_operations("", "", "")))
def test_an_operation_that_cannot_be_is_refused_alone(
    store: ProjectStore, anna: Coder, bram: Coder, document_id: str, do: Do, suggested: str, case: str
) -> None:
    others = do(bram, "add", document_id=document_id, start=20, end=25, code="vo").coding
    assert others is not None
    bad, key = bad_operations(document_id, suggested, others)[case]
    good = operation("nothing_here", document_id=document_id, start=40, end=50)
    refused, done = store.apply([bad, good], coder=anna)
    assert (refused.ok, refused.error, refused.operation) == (False, key, bad.id)
    assert done.ok
    assert [one.id for one in store.decisions(coder=anna.id)] == [good.id]
    assert shown(store.codings(coder=bram.id)) == [(20, 25, "vo", "")]


def test_a_list_can_be_asked_all_or_none(store: ProjectStore, anna: Coder, document_id: str) -> None:
    good = [operation("add", document_id=document_id, start=at, end=at + 1, code="vo") for at in range(3)]
    bad = operation("add", document_id=document_id, start=0, end=5000, code="vo")
    acks = store.apply([*good, bad], coder=anna, all_or_none=True)
    assert [ack.error for ack in acks] == ["store.others_refused"] * 3 + ["store.span_outside"]
    assert (store.codings(), store.decisions()) == ([], [])
    assert all(ack.ok for ack in store.apply(good, coder=anna, all_or_none=True))
    assert len(store.codings()) == 3


def test_an_operation_sent_twice_is_decided_once_also_after_opening_again(
    store: ProjectStore, folder: object, anna: Coder, document_id: str, suggested: str
) -> None:
    first = operation("add", document_id=document_id, start=0, end=2, code="vo")
    sent = [
        first,
        operation("accept", suggestion=suggested),
        operation("change", coding=first.id, stance="voor"),
        operation("remove", coding=first.id),
    ]
    acks = store.apply(sent, coder=anna)
    before = store.codings(), store.decisions(), store.revision()
    store.close()
    with ProjectStore.open(store.folder) as again:
        assert again.apply(sent, coder=anna) == acks
        assert again.apply(list(reversed(sent)), coder=anna) == list(reversed(acks))
        assert (again.codings(), again.decisions(), again.revision()) == before


def test_an_id_that_somebody_else_used_is_refused(store: ProjectStore, anna: Coder, bram: Coder, document_id: str) -> None:
    asked = operation("add", document_id=document_id, start=0, end=2, code="vo")
    store.apply([asked], coder=anna)
    (ack,) = store.apply([asked], coder=bram)
    assert ack.error == "store.id_in_use"


def test_nothing_can_be_decided_in_a_deleted_document(store: ProjectStore, anna: Coder, document_id: str, do: Do, suggested: str) -> None:
    coding = do(anna, "add", document_id=document_id, start=0, end=2, code="va").coding
    store.delete_document(document_id, confirm=True)
    for ack in (do(anna, "accept", suggestion=suggested), do(anna, "remove", coding=coding)):
        assert ack.error == "store.unknown_document"
    assert do(anna, "undo").error == "store.nothing_to_undo"
    store.restore_document(document_id)
    assert do(anna, "undo").ok


def test_decisions_are_listed_in_order_by_document_and_coder(
    store: ProjectStore, anna: Coder, bram: Coder, document_id: str, do: Do
) -> None:
    acks = [do(coder, "add", document_id=document_id, start=at, end=at + 2, code="vo") for at, coder in enumerate([anna, bram, anna])]
    ids = [ack.operation for ack in acks]
    assert [one.id for one in store.decisions()] == ids
    assert [one.id for one in store.decisions(limit=2)] == ids[1:]
    assert [one.id for one in store.decisions(document_id, anna.id)] == [ids[0], ids[2]]
    assert store.decisions("geen") == []
