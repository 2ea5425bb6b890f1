"""Coders side by side, a consensus, and what suggestions do to a coder."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "app"))  # coding_sample

from coding_sample import make_empty_project, suggestion

from qualcode.errors import UsageError
from qualcode.model import Coder, Document, DocumentSummary, Operation, Run
from qualcode.store import ALL_DOCUMENTS, ProjectStore, seen_by
from qualcode.workflows.blind import blind_percent, set_blind_percent
from qualcode.workflows.consensus import Agreed, consensus_notes, decide, proposed, span_for, undo_consensus
from qualcode.workflows.decide import Request, apply_requests
from qualcode.workflows.fairness import fairness
from qualcode.workflows.review import document_and_blocks, open_blocks, review_page
from qualcode.workflows.side_by_side import MACHINE, side_by_side
from qualcode.workflows.team import apart_documents, changed_after_release, code_apart, documents_apart, release

UNITS = 40
TEXT = "\n\n".join(f"Alinea {number} zegt iets over zelfbeheer in de wijk en over wat daar verder nog gebeurt." for number in range(UNITS))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProjectStore]:
    from datetime import UTC, datetime

    with make_empty_project(tmp_path / "team.qualcode") as made:
        _, sha256, _ = made.current_codebook()
        made.add_run(Run("run-1", made.rule_coder(sha256).id, datetime.now(UTC), "blank", "1", sha256))
        document = made.add_document(Document(name="a.txt", text=TEXT))
        summary = made.documents()[0]
        _, blocks = document_and_blocks(made, summary)
        found = []
        for number, block in enumerate(blocks):
            if number % 2 == 0:
                one = suggestion(TEXT, "zelfbeheer", "zelfbeheer", after=block.start)
                found.append(type(one)(**{**{n: getattr(one, n) for n in one.__slots__}, "unit_start": block.start, "unit_end": block.end}))
        made.add_suggestions("run-1", document, found)
        yield made


@pytest.fixture
def summary(store: ProjectStore) -> DocumentSummary:
    return store.documents()[0]


@pytest.fixture
def anna(store: ProjectStore) -> Coder:
    return store.person("Anna")


@pytest.fixture
def bram(store: ProjectStore) -> Coder:
    return store.person("Bram")


@pytest.fixture
def units(store: ProjectStore, summary: DocumentSummary) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in document_and_blocks(store, summary)[1]]


def act(store: ProjectStore, coder: Coder, action: Any, **fields: Any) -> None:
    (ack,) = store.apply([Operation(str(uuid.uuid4()), action, **fields)], coder=coder)
    assert ack.ok, ack.error


def code(store: ProjectStore, coder: Coder, document: str, unit: tuple[int, int], name: str | None, stance: str = "") -> None:
    if name is None:
        act(store, coder, "nothing_here", document_id=document, start=unit[0], end=unit[1])
    else:
        act(store, coder, "add", document_id=document, start=unit[0] + 2, end=unit[1], code=name, stance=stance)


# --- side by side --------------------------------------------------------------------------------------------

# (Anna, Bram) -> verdict by code, verdict by theme; None is nothing here, "" not seen
PAIRS: list[tuple[list[tuple[str, str]] | str | None, list[tuple[str, str]] | str | None, str, str]] = [
    ([("zelfbeheer", "")], [("zelfbeheer", "")], "same", "same"),
    ([("zelfbeheer", "voor")], [("zelfbeheer", "tegen")], "partly", "partly"),
    ([("zelfbeheer", "")], [("tegenmacht", "")], "different", "same"),
    ([("zelfbeheer", ""), ("welkom", "")], [("welkom", "")], "partly", "partly"),
    ([("welkom", "")], None, "different", "different"),
    (None, None, "same", "same"),
    ([("welkom", "")], "", "unseen", "unseen"),
]


@pytest.mark.parametrize(("first", "second", "by_code", "by_theme"), PAIRS)
def test_a_unit_gets_the_verdict_of_its_codes(
    store: ProjectStore,
    summary: DocumentSummary,
    anna: Coder,
    bram: Coder,
    units: Any,
    first: Any,
    second: Any,
    by_code: str,
    by_theme: str,
) -> None:
    for coder, given in ((anna, first), (bram, second)):
        for name, stance in given or ():
            code(store, coder, summary.id, units[1], name, stance)
        if given is None:
            code(store, coder, summary.id, units[1], None)
    for themes, expected in ((False, by_code), (True, by_theme)):
        found = side_by_side(store, summary, [anna.id, bram.id], by_theme=themes)
        assert found.rows[1].verdict == expected
        assert all(row.verdict == "unseen" for row in found.rows if row.number != 2)


def test_agreement_counts_only_units_that_all_have_seen(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, units: Any
) -> None:
    # van onderop: both 2, only Anna 1, only Bram 1, neither 2 -> Cohen's kappa (4/6 - 1/2) / (1 - 1/2) = 1/3
    for number, (first, second) in enumerate([(1, 1), (1, 1), (1, 0), (0, 1), (0, 0), (0, 0)]):
        for coder, given in ((anna, first), (bram, second)):
            code(store, coder, summary.id, units[number], "zelfbeheer" if given else None)
    code(store, anna, summary.id, units[9], "zelfbeheer")
    (theme,) = side_by_side(store, summary, [anna.id, bram.id]).themes
    assert (theme.theme, theme.n, theme.given) == ("van onderop", 6, (3, 3))
    assert theme.alike == pytest.approx(4 / 6)
    assert theme.kappa == pytest.approx(1 / 3)
    three = side_by_side(store, summary, [anna.id, bram.id, MACHINE]).themes[0]
    assert (three.n, three.given) == (6, (3, 3, 3))


# --- consensus -----------------------------------------------------------------------------------------------


@pytest.fixture
def differing(store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, units: Any) -> tuple[int, int]:
    code(store, anna, summary.id, units[3], "zelfbeheer", "voor")
    code(store, anna, summary.id, units[3], "welkom")
    code(store, bram, summary.id, units[3], "welkom")
    return units[3]


def consensus(store: ProjectStore) -> dict[str | None, str]:
    return {one.code: one.stance for one in store.codings(layer="consensus")}


def test_what_all_gave_is_offered_and_what_is_decided_holds_with_its_note(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, differing: tuple[int, int]
) -> None:
    row = side_by_side(store, summary, [anna.id, bram.id]).rows[3]
    assert [one.code for one in proposed(row)] == ["welkom"]
    both = [*proposed(row), span_for(row, "zelfbeheer")]
    assert both[1].stance == "voor"
    assert decide(store, summary, differing, both, coder=bram, note=" Anna las verder ") == 2
    assert consensus(store) == {"welkom": "", "zelfbeheer": "voor"}
    assert {(note.coder, note.note) for note in consensus_notes(store, summary.id).values()} == {("Bram", "Anna las verder")}
    assert decide(store, summary, differing, both, coder=anna) == 0
    assert decide(store, summary, differing, [Agreed("zelfbeheer", "tegen", both[1].start, both[1].end)], coder=anna) == 2
    assert consensus(store) == {"zelfbeheer": "tegen"}
    assert decide(store, summary, differing, [], coder=anna) == 2
    assert consensus(store) == {None: ""}
    row = side_by_side(store, summary, [anna.id, bram.id]).rows[3]
    assert row.consensus is not None
    assert row.consensus.seen
    assert not row.consensus.given
    assert len(store.codings(coder=anna.id)) == 2  # nobody's own work changes
    assert store.verify() == []


def test_one_takes_back_one_s_own_decisions_one_by_one_and_nobody_else_s(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, differing: tuple[int, int], units: Any
) -> None:
    decide(store, summary, differing, [Agreed("welkom", "", *differing), Agreed("zelfbeheer", "", *differing)], coder=anna)
    decide(store, summary, units[5], [], coder=anna)
    assert not undo_consensus(store, coder=bram)
    assert undo_consensus(store, coder=anna)
    assert set(consensus(store)) == {"welkom", "zelfbeheer"}
    assert undo_consensus(store, coder=anna)
    assert consensus(store) == {}
    assert not undo_consensus(store, coder=anna)
    assert store.verify() == []


def test_nobody_decides_over_work_that_may_not_be_seen(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, differing: Any
) -> None:
    code_apart(store, [summary.id], coder=anna)
    with pytest.raises(UsageError, match="release your work"):
        decide(seen_by(store, anna.id), summary, differing, [], coder=anna)
    release(store, summary.id, coder=anna)
    assert decide(seen_by(store, anna.id), summary, differing, [], coder=anna) == 1


# --- coding apart --------------------------------------------------------------------------------------------


def test_who_works_apart_is_said_without_a_word_on_what_they_did(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, units: Any
) -> None:
    assert apart_documents(store, anna) == []
    code_apart(store, ALL_DOCUMENTS, coder=anna)
    code_apart(store, ALL_DOCUMENTS, coder=bram)  # nothing new
    assert documents_apart(store) == ALL_DOCUMENTS
    assert len(store.arrangements()) == 1
    release(store, summary.id, coder=anna)
    assert [(one.state, one.released) for one in apart_documents(store, anna)] == [("mine", ("Anna",))]
    assert [one.state for one in apart_documents(store, bram)] == ["closed"]
    release(store, summary.id, coder=bram, everyone=True)
    assert [one.state for one in apart_documents(store, anna)] == ["open"]
    code(store, bram, summary.id, units[0], "welkom")
    assert changed_after_release(store, summary.id) == {"Bram": 1}


def test_the_page_shows_others_codings_only_when_asked_and_allowed(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, units: Any
) -> None:
    code(store, bram, summary.id, units[0], "welkom")
    view = seen_by(store, anna.id)
    assert review_page(view, summary, coder=anna).others == ()
    assert [(one.coder, one.coding.code) for one in review_page(view, summary, coder=anna, others=True).others] == [("Bram", "welkom")]
    code_apart(store, ALL_DOCUMENTS, coder=anna)
    page = review_page(view, summary, coder=anna, others=True)
    assert page.others == ()
    assert page.apart


# --- blind coding --------------------------------------------------------------------------------------------


def test_blind_blocks_are_to_do_whether_or_not_the_machine_says_something_there(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, bram: Coder, units: Any
) -> None:
    assert blind_percent(store) == 0
    set_blind_percent(store, 100, coder=anna)
    view = seen_by(store, anna.id)
    assert open_blocks(view, summary, coder=anna) == tuple(range(UNITS))
    code(store, bram, summary.id, units[0], "welkom")
    page = review_page(view, summary, coder=anna, others=True)
    assert (len(page.blind), page.blind_left, page.suggestions, page.others) == (30, UNITS, (), ())
    assert page.next_open == 2
    code(store, anna, summary.id, units[0], None)
    page = review_page(view, summary, coder=anna, others=True)
    assert (page.blind_left, len(page.suggestions), len(page.others)) == (UNITS - 1, 1, 1)
    with pytest.raises(UsageError, match="0 to 100"):
        set_blind_percent(store, 101, coder=anna)


def test_a_browser_that_knows_a_hidden_suggestion_cannot_decide_on_it(store: ProjectStore, summary: DocumentSummary, anna: Coder) -> None:
    hidden = store.suggestions(summary.id)[0]
    set_blind_percent(store, 100, coder=anna)
    (answer,) = apply_requests(seen_by(store, anna.id), [Request(Operation("o", "accept", suggestion=hidden.id))], coder=anna)
    assert (answer.ok, answer.error) == (False, "coding.blind_first")
    assert store.decisions() == []


def test_the_share_keeps_its_seed(store: ProjectStore, anna: Coder) -> None:
    for percent in (20, 0, 40):
        set_blind_percent(store, percent, coder=anna)
    assert [share.percent for share in store.blinding().shares] == [20, 0, 40]
    assert len({share.seed for share in store.blinding().shares}) == 1


def test_fairness_tells_agreement_in_sight_from_agreement_without(
    store: ProjectStore, summary: DocumentSummary, anna: Coder, units: Any
) -> None:
    # With suggestions in sight Anna says yes to all; alone she finds a quarter of them.
    set_blind_percent(store, 50, coder=anna)
    view = seen_by(store, anna.id)
    hidden = {unit[1:] for unit in view.hidden_units({summary.id: units})}
    assert 8 < len(hidden) < 32
    found_alone = 0
    proposals = {(one.suggestion.unit_start, one.suggestion.unit_end): one.id for one in store.suggestions(summary.id)}
    for number, unit in enumerate(units):
        if unit not in hidden:
            if unit in proposals:
                act(store, anna, "accept", suggestion=proposals[unit])
            else:
                code(store, anna, summary.id, unit, None)
        elif unit in proposals and number % 8 == 0:
            found_alone += 1
            code(store, anna, summary.id, unit, "zelfbeheer")
        else:
            code(store, anna, summary.id, unit, None)
    # Afterwards she accepts what comes into sight: the blind judgement stays what it was.
    for unit in hidden & set(proposals):
        if not any(one.start == unit[0] + 2 for one in store.codings(summary.id, coder=anna.id)):
            act(store, anna, "accept", suggestion=proposals[unit])
    report = fairness(view, anna, draws=50)
    row = report.agreement.set_index("theme").loc["van onderop"]
    blind_proposed = len(hidden & set(proposals))
    assert (report.blind_units, report.blind_done) == (len(hidden), len(hidden))
    assert report.acceptance == 1.0
    assert (row["blind_units"], row["blind_proposed"], row["blind_confirmed"]) == (len(hidden), blind_proposed, found_alone)
    assert (row["shown_units"], row["shown_proposed"]) == (UNITS - len(hidden), len(proposals) - blind_proposed)
    assert row["shown_kappa"] == pytest.approx(1.0)
    assert row["blind_kappa"] < 0.6


def test_a_report_without_any_work_is_empty_and_says_so(store: ProjectStore, anna: Coder) -> None:
    report = fairness(store, anna, draws=10)
    assert report.acceptance != report.acceptance
    assert (report.blind_units, report.blind_done) == (0, 0)
    assert report.agreement["shown_units"].tolist() == [0]
