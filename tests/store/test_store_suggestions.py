from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from store_samples import operation, suggestion

from qualcode.errors import ProjectError
from qualcode.model import Coder, Run
from qualcode.store import Ack, ProjectStore


@pytest.fixture
def model_run(store: ProjectStore) -> str:
    run = Run(str(uuid4()), store.classifier_coder("m1").id, datetime.now(UTC), "sm", "1", "c" * 64, model="m1", seed=3)
    store.add_run(run)
    return run.id


def places(store: ProjectStore, **options: object) -> list[tuple[str, int, int, str]]:
    found = store.suggestions(**options)  # type: ignore[arg-type]
    return [(one.suggestion.code, one.suggestion.start, one.suggestion.end, one.state) for one in found]


def test_a_run_and_its_suggestions_come_back_as_they_were_given(
    store: ProjectStore, document_id: str, rules_run: Callable[[], str]
) -> None:
    run_id = rules_run()
    given = [
        suggestion(3, 12, "vo", stance="tegen", unit_start=0, unit_end=37, definition_hash="h-vo"),
        suggestion(
            38, 60, "va", coder="rules+classifier", score=0.25, features=(("cijfers", 0.5), ("vroeg", -1.0)), unit_start=38, unit_end=70
        ),
    ]
    assert store.add_suggestions(run_id, document_id, given) == 2
    stored = store.suggestions(document_id)
    assert [one.suggestion for one in stored] == given
    assert {(one.run, one.document_id, one.state) for one in stored} == {(run_id, document_id, "open")}
    (run,) = store.runs()
    assert (run.options, run.packages, run.seed, run.model) == ({"raw": True}, {"spacy": "3.8"}, 7, None)


def test_a_run_recorded_twice_is_recorded_once(store: ProjectStore, rules_run: Callable[[], str]) -> None:
    rules_run()
    store.add_run(store.runs()[0])
    assert len(store.runs()) == 1


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (suggestion(0, 5, "nooit"), "store.unknown_code_named"),
        (suggestion(0, 5000), "store.span_outside"),
        (suggestion(0, 5, unit_start=0, unit_end=5000), "store.span_outside"),
    ],
    ids=["unknown code", "evidence outside", "unit outside"],
)
def test_a_wrong_suggestion_refuses_the_whole_list(
    store: ProjectStore, document_id: str, rules_run: Callable[[], str], given: object, key: str
) -> None:
    with pytest.raises(ProjectError) as error:
        store.add_suggestions(rules_run(), document_id, [suggestion(0, 5), given])  # type: ignore[list-item]
    assert error.value.key == key
    assert store.suggestions() == []


def test_suggestions_need_a_run_and_a_document(store: ProjectStore, document_id: str, rules_run: Callable[[], str]) -> None:
    with pytest.raises(ProjectError, match="run of these suggestions"):
        store.add_suggestions("geen", document_id, [])
    with pytest.raises(ProjectError, match="document is not in the project"):
        store.add_suggestions(rules_run(), "geen", [])


def test_a_second_run_replaces_what_nobody_decided_on_and_keeps_the_id_at_the_same_place(
    store: ProjectStore, document_id: str, rules_run: Callable[[], str]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5), suggestion(6, 9)])
    kept = store.suggestions()[1].id
    second = rules_run()
    assert store.add_suggestions(second, document_id, [suggestion(6, 9, stance="voor"), suggestion(10, 20)]) == 1
    assert places(store) == [("vo", 6, 9, "open"), ("vo", 10, 20, "open")]
    first = store.suggestions()[0]
    assert (first.id, first.run, first.suggestion.stance) == (kept, second, "voor")


def test_a_second_run_leaves_other_documents_and_other_kinds_of_coder_alone(
    store: ProjectStore, document_id: str, rules_run: Callable[[], str], model_run: str
) -> None:
    other = store.add_documents([store.document(document_id).__class__(name="twee", text="een tweede tekst")])[0]
    assert isinstance(other, str)
    store.add_suggestions(rules_run(), other, [suggestion(0, 5)])
    store.add_suggestions(model_run, document_id, [suggestion(0, 37, "vo", coder="classifier", score=0.9)])
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5), suggestion(0, 37)])
    store.add_suggestions(rules_run(), document_id, [])
    assert places(store, document_id=document_id) == [("vo", 0, 37, "open")]
    assert len(places(store, document_id=other)) == 1


def test_a_run_of_both_replaces_both(store: ProjectStore, document_id: str, rules_run: Callable[[], str], model_run: str) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5)])
    store.add_suggestions(model_run, document_id, [suggestion(6, 9, coder="classifier")], replaces=())
    assert len(store.suggestions()) == 2
    store.add_suggestions(model_run, document_id, [suggestion(10, 12, coder="rules+classifier")])
    assert places(store) == [("vo", 10, 12, "open")]


def test_a_decided_suggestion_stays_and_is_not_offered_a_second_time(
    store: ProjectStore, document_id: str, anna: Coder, bram: Coder, rules_run: Callable[[], str], do: Callable[..., Ack]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5), suggestion(6, 9), suggestion(10, 20)])
    accepted, rejected, _ = store.suggestions()
    do(anna, "accept", suggestion=accepted.id)
    do(anna, "reject", suggestion=rejected.id)
    assert store.add_suggestions(rules_run(), document_id, [suggestion(0, 5), suggestion(6, 9)]) == 0
    assert places(store, coder=anna.id) == [("vo", 0, 5, "accepted"), ("vo", 6, 9, "rejected")]
    assert places(store, coder=anna.id, states=["open"]) == []
    assert places(store, coder=bram.id, states=["open"]) == [("vo", 0, 5, "open"), ("vo", 6, 9, "open")]
    assert store.codings()[0].origin == accepted.id


def test_what_a_later_run_no_longer_proposes_is_seen_by_who_decided_on_it_alone(
    store: ProjectStore, document_id: str, anna: Coder, bram: Coder, rules_run: Callable[[], str], do: Callable[..., Ack]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5)])
    do(anna, "reject", suggestion=store.suggestions()[0].id)
    store.add_suggestions(rules_run(), document_id, [])
    assert (places(store), places(store, coder=bram.id)) == ([], [])
    assert places(store, coder=anna.id) == [("vo", 0, 5, "rejected")]
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5)])
    assert places(store, coder=bram.id) == [("vo", 0, 5, "open")]
    assert store.verify() == []


def test_states_without_a_coder_are_a_mistake_of_the_caller(store: ProjectStore) -> None:
    with pytest.raises(ValueError, match="name the coder"):
        store.suggestions(states=["open"])


def test_progress_counts_what_the_lists_show(
    store: ProjectStore, document_id: str, anna: Coder, bram: Coder, rules_run: Callable[[], str]
) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(at, at + 3) for at in range(0, 30, 3)])
    first, second, third, *_ = store.suggestions()
    store.apply(
        [
            operation("accept", suggestion=first.id),
            operation("reject", suggestion=second.id),
            operation("reject", suggestion=third.id),
            operation("add", document_id=document_id, start=40, end=50, code="va"),
            operation("nothing_here", document_id=document_id, start=60, end=70),
        ],
        coder=anna,
    )
    (mine,), (other,) = store.progress(anna.id), store.progress(bram.id)
    assert (mine.open, mine.accepted, mine.rejected, mine.codings, mine.nothing_here) == (7, 1, 2, 2, 1)
    assert (other.open, other.accepted, other.rejected, other.codings, other.nothing_here) == (10, 0, 0, 0, 0)
