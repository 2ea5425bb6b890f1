"""The wall between coders, and between a blind unit and the machine: what a view of the project holds."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import suggestion

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document, carries
from qualcode.store import ALL_DOCUMENTS, Ack, Arrangement, BlindShare, ProjectStore, seen_by, whole
from qualcode.store.blinding import blinding_of, carried

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "".join(f"Zin {number:03d} van de tekst.\n" for number in range(200))
UNIT = len("Zin 000 van de tekst.\n")
UNITS = [(at, at + UNIT - 1) for at in range(0, len(TEXT), UNIT)]


def share(percent: float, seed: str = "s") -> BlindShare:
    return BlindShare(percent, seed, MOMENT)


@given(percent=st.floats(0, 100), more=st.floats(0, 100), seed=st.text(max_size=5))
def test_a_larger_share_holds_the_smaller_one_and_the_choice_is_stable(percent: float, more: float, seed: str) -> None:
    low, high = sorted((percent, more))
    blind = {unit for unit in UNITS if share(low, seed).has("h", *unit)}
    assert blind == {unit for unit in UNITS if share(low, seed).has("h", *unit)}
    assert blind <= {unit for unit in UNITS if share(high, seed).has("h", *unit)}


@pytest.mark.parametrize(("percent", "low", "high"), [(0, 0, 0), (20, 800, 1200), (50, 2300, 2700), (100, 5000, 5000)])
def test_the_share_is_about_what_was_asked(percent: float, low: int, high: int) -> None:
    assert low <= sum(share(percent).has("text", at, at + 10) for at in range(5000)) <= high


def test_other_texts_and_seeds_give_other_units() -> None:
    chosen = [[share(50, seed).has(text, *unit) for unit in UNITS] for seed, text in (("a", "t"), ("b", "t"), ("a", "u"))]
    assert chosen[0] != chosen[1]
    assert chosen[0] != chosen[2]


@given(
    cuts=st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True).map(sorted),
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
)
def test_units_that_carry_spans_are_those_of_the_contract(cuts: list[int], spans: list[tuple[int, int]]) -> None:
    units = list(itertools.pairwise(cuts))
    placed = [(start, start + length) for start, length in spans]
    expected = {(number, unit) for number, span in enumerate(placed) for unit in units if carries(*unit, *span)}
    assert set(carried(units, placed)) == expected


def test_what_held_at_a_moment_is_known_later() -> None:
    made = [
        Arrangement(str(day), "blind_share", "c", MOMENT + timedelta(days=day), value={"percent": percent, "seed": "s"})
        for day, percent in ((1, 20), (2, 0), (3, 50))
    ]
    blinding = blinding_of(made)
    assert blinding.share is not None
    assert blinding.share.percent == 50
    at = [blinding.share_at(MOMENT + timedelta(days=day, hours=1)) for day in range(4)]
    assert [one and one.percent for one in at] == [None, 20, None, 50]


def test_arrangements_are_kept_for_good_and_once(store: ProjectStore, anna: Coder, document_id: str, raw: sqlite3.Connection) -> None:
    for _ in range(2):
        store.arrange("release", {"everyone": False}, coder=anna.id, document_id=document_id, arrangement_id="r")
    assert [one.id for one in store.arrangements()] == ["r"]
    for statement in ("UPDATE arrangement SET coder = 'x'", "DELETE FROM arrangement"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    with pytest.raises(ProjectError, match="0 to 100"):
        store.arrange("blind_share", {"percent": 101, "seed": ""}, coder=anna.id)
    with pytest.raises(ProjectError, match="document"):
        store.arrange("release", {}, coder=anna.id, document_id="weg")
    assert store.verify() == []


# --- coding apart --------------------------------------------------------------------------------------------


@pytest.fixture
def worked(store: ProjectStore, document_id: str, anna: Coder, bram: Coder, do: Callable[..., Ack]) -> str:
    """Both coded, noted, rejected; the document is coded apart."""
    store.arrange("double_coding", {"documents": ALL_DOCUMENTS}, coder=anna.id)
    for coder, code in ((anna, "vo"), (bram, "va")):
        assert do(coder, "add", document_id=document_id, start=0, end=10, code=code).ok
        store.add_memo(f"van {coder.name}", coder=coder.id, document_id=document_id, start=0, end=4)
    store.add_memo("over de code", coder=anna.id, code="vo")
    return document_id


def seen(store: ProjectStore, viewer: Coder | None) -> tuple[set[str], set[str], set[str], set[int]]:
    """Whose codings, decisions and memos on documents, and which counts of codings, a coder sees."""
    view = seen_by(store, viewer and viewer.id)
    names = {coder.id: coder.name for coder in view.coders()}
    counts = {coder.name: sum(one.codings for one in view.progress(coder.id)) for coder in view.coders()}
    return (
        {names[one.coder] for one in view.codings()},
        {names[one.coder] for one in view.decisions()},
        {names[one.coder] for one in view.memos() if one.document_id},
        {count for name, count in counts.items() if viewer is None or name != viewer.name},
    )


def test_coders_who_work_apart_see_nothing_of_each_other(store: ProjectStore, worked: str, anna: Coder, bram: Coder) -> None:
    assert seen(store, anna) == ({"Anna"}, {"Anna"}, {"Anna"}, {0})
    assert seen(store, bram) == ({"Bram"}, {"Bram"}, {"Bram"}, {0})
    assert seen(store, None) == (set(), set(), set(), {0})
    assert {one.text for one in seen_by(store, bram.id).memos(code="vo")} == {"over de code"}
    assert seen_by(store, bram.id).decisions(limit=1)[0].coder == bram.id
    assert len(whole(seen_by(store, bram.id)).codings()) == 2


def test_only_when_both_have_released_do_they_see_each_other(store: ProjectStore, worked: str, anna: Coder, bram: Coder) -> None:
    store.arrange("release", {"everyone": False}, coder=anna.id, document_id=worked)
    assert seen(store, anna)[0] == {"Anna"}
    assert seen(store, bram)[0] == {"Bram"}
    store.arrange("release", {"everyone": False}, coder=bram.id, document_id=worked)
    for coder in (anna, bram):
        assert seen(store, coder) == ({"Anna", "Bram"}, {"Anna", "Bram"}, {"Anna", "Bram"}, {1})
    late = store.person("Carla")
    assert seen(store, late)[0] == set()


def test_one_release_for_everyone_opens_a_document_and_no_other(store: ProjectStore, worked: str, anna: Coder, bram: Coder) -> None:
    other = store.add_document(Document(name="twee.txt", text="Een ander verhaal."))
    store.arrange("release", {"everyone": True}, coder=bram.id, document_id=worked)
    assert seen(store, anna)[0] == {"Anna", "Bram"}
    assert not store.blinding().is_open(other, anna.id, bram.id)


def test_documents_that_are_not_coded_apart_are_open(store: ProjectStore, worked: str, anna: Coder) -> None:
    store.arrange("double_coding", {"documents": []}, coder=anna.id)
    assert seen(store, anna)[0] == {"Anna", "Bram"}


def test_the_consensus_is_hidden_from_who_did_not_release(store: ProjectStore, worked: str, anna: Coder, bram: Coder) -> None:
    from store_samples import operation

    assert store.apply([operation("add", document_id=worked, start=0, end=10, code="vo")], coder=anna, layer="consensus")[0].ok
    store.arrange("release", {"everyone": False}, coder=anna.id, document_id=worked)
    assert len(seen_by(store, anna.id).codings(layer="consensus")) == 1
    assert seen_by(store, bram.id).codings(layer="consensus") == []
    assert store.verify() == []


# --- blind units ---------------------------------------------------------------------------------------------


@pytest.fixture
def proposed(store: ProjectStore, rules_run: Callable[[], str]) -> str:
    """A text of 200 units, each with a suggestion."""
    document = store.add_document(Document(name="lang.txt", text=TEXT))
    made = [suggestion(start, start + 7, unit_start=start, unit_end=end) for start, end in UNITS]
    store.add_suggestions(rules_run(), document, made)
    return document


def test_suggestions_in_blind_units_come_into_sight_when_the_unit_is_coded(
    store: ProjectStore, proposed: str, anna: Coder, bram: Coder, do: Callable[..., Ack]
) -> None:
    store.arrange("blind_share", {"percent": 50, "seed": "s"}, coder=anna.id)
    view = seen_by(store, anna.id)
    hidden = view.hidden_units({proposed: UNITS})
    assert 60 < len(hidden) < 140
    assert len(view.suggestions(proposed, coder=anna.id)) == len(UNITS) - len(hidden)
    assert {(one.unit_start, one.unit_end) for one in view.suggestion_places(proposed, coder=anna.id)} == set(UNITS) - {
        u[1:] for u in hidden
    }
    assert view.progress(anna.id, proposed)[0].open == len(UNITS) - len(hidden)
    first, second = sorted(hidden)[:2]
    assert do(anna, "add", document_id=proposed, start=first[1], end=first[2], code="vo").ok
    assert do(anna, "nothing_here", document_id=proposed, start=second[1], end=second[2]).ok
    assert view.hidden_units({proposed: UNITS}) == hidden - {first, second}
    assert len(view.suggestions(proposed, coder=anna.id)) == len(UNITS) - len(hidden) + 2
    assert len(seen_by(store, bram.id).suggestions(proposed, coder=bram.id)) == len(UNITS) - len(hidden)  # each coder's own
    assert len(store.suggestions(proposed, coder=anna.id)) == len(UNITS)  # read whole
    assert len(view.suggestions(proposed)) == len(UNITS)  # for counts


def test_a_unit_in_which_a_suggestion_was_decided_is_not_hidden_by_a_later_share(
    store: ProjectStore, proposed: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    one = store.suggestions(proposed, coder=anna.id)[0]
    assert do(anna, "reject", suggestion=one.id).ok
    store.arrange("blind_share", {"percent": 100, "seed": "s"}, coder=anna.id)
    shown = seen_by(store, anna.id).suggestions(proposed, coder=anna.id)
    assert [(stored.id, stored.state) for stored in shown] == [(one.id, "rejected")]


def test_places_and_named_suggestions_are_the_same_suggestions(
    store: ProjectStore, proposed: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    full = store.suggestions(proposed, coder=anna.id)
    assert do(anna, "accept", suggestion=full[3].id).ok
    full = store.suggestions(proposed, coder=anna.id)
    places = store.suggestion_places(proposed, coder=anna.id)
    assert [(one.id, one.state, one.start) for one in places] == [(one.id, one.state, one.suggestion.start) for one in full]
    wanted = [one.id for one in reversed(full[:120])]
    assert store.suggestions(proposed, coder=anna.id, ids=wanted) == full[:120]
