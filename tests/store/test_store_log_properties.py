"""Whatever two coders do in whatever order: the log tells the state, and undo takes everything back."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from store_samples import new_project, operation, suggestion

from qualcode.model import Action, Coder, Document, Run, carries
from qualcode.store import Ack

CODERS = st.sampled_from([0, 1])
LAYERS = st.sampled_from(["own", "own", "own", "consensus"])
CODES = st.sampled_from(["vo", "zb", "va"])
STANCES = st.sampled_from([None, "", "voor", "tegen"])
PLACES = st.sampled_from([(0, 10), (0, 4), (4, 10), (10, 20), (8, 14), (10, 12), (20, 30)])
BATCHES = st.sampled_from([None] * 30 + ["b1", "b2"])


class Coding(RuleBasedStateMachine):
    """Two coders, two documents, six suggestions. In half of the tries somebody also undoes by name, out of turn."""

    out_of_turn = False

    @initialize(out_of_turn=st.booleans())
    def start(self, out_of_turn: bool) -> None:
        self.out_of_turn = out_of_turn
        self.folder = Path(tempfile.mkdtemp())
        self.store = new_project(self.folder / "p.qualcode")
        self.documents = [self.store.add_document(Document(name=str(n), text=f"{n}" * 30)) for n in range(2)]
        self.coders = [self.store.person("Anna"), self.store.person("Bram")]
        self.rules = self.store.rule_coder("c")
        self.straight = True  # nobody undid out of turn so far, so undo must get all the way down
        self.run([(0, 10, "vo"), (0, 4, "zb"), (10, 20, "vo")])

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self._undo_all_and_redo_all()
            self.store.close()
            shutil.rmtree(self.folder)

    def run(self, places: list[tuple[int, int, str]]) -> None:
        run = Run(str(uuid4()), self.rules.id, datetime.now(UTC), "blank", "1", "c")
        self.store.add_run(run)
        for document_id in self.documents:
            self.store.add_suggestions(run.id, document_id, [suggestion(start, end, code) for start, end, code in places])

    def ask(self, who: int, layer: str, action: Action, **fields: object) -> Ack:
        coder: Coder = self.coders[who]
        self.straight = self.straight and fields.get("batch") is None and fields.get("decision") is None
        (ack,) = self.store.apply([operation(action, **fields)], coder=coder, layer=layer)  # type: ignore[arg-type]
        return ack

    @rule(who=CODERS, layer=LAYERS, document=CODERS, place=PLACES, code=CODES, stance=STANCES, batch=BATCHES)
    def add(self, who: int, layer: str, document: int, place: tuple[int, int], code: str, stance: str | None, batch: str | None) -> None:
        start, end = place
        ack = self.ask(who, layer, "add", document_id=self.documents[document], start=start, end=end, code=code, stance=stance, batch=batch)
        assert ack.ok

    @rule(who=CODERS, layer=LAYERS, document=CODERS, place=PLACES, batch=BATCHES)
    def nothing_here(self, who: int, layer: str, document: int, place: tuple[int, int], batch: str | None) -> None:
        ack = self.ask(who, layer, "nothing_here", document_id=self.documents[document], start=place[0], end=place[1], batch=batch)
        assert ack.error in ("", "store.something_here")

    @rule(
        who=CODERS,
        layer=LAYERS,
        action=st.sampled_from(["accept", "reject"]),
        nth=st.integers(0, 20),
        code=st.none() | CODES,
        batch=BATCHES,
    )
    def review(self, who: int, layer: str, action: Action, nth: int, code: str | None, batch: str | None) -> None:
        there = self.store.suggestions(coder=self.coders[who].id)
        if there:
            chosen = there[nth % len(there)].id
            assert self.ask(who, layer, action, suggestion=chosen, code=code if action == "accept" else None, batch=batch).ok

    @rule(who=CODERS, layer=LAYERS, nth=st.integers(0, 20), place=st.none() | PLACES, code=st.none() | CODES, stance=STANCES)
    def change(self, who: int, layer: str, nth: int, place: tuple[int, int] | None, code: str | None, stance: str | None) -> None:
        there = self.store.codings(layer=layer)  # type: ignore[arg-type]
        if there:
            start, end = place or (None, None)
            ack = self.ask(who, layer, "change", coding=there[nth % len(there)].id, start=start, end=end, code=code, stance=stance)
            assert ack.error in ("", "store.not_yours", "store.same_coding_there", "store.nothing_here_stays")

    @rule(who=CODERS, layer=LAYERS, nth=st.integers(0, 20), batch=BATCHES)
    def remove(self, who: int, layer: str, nth: int, batch: str | None) -> None:
        there = self.store.codings(layer=layer)  # type: ignore[arg-type]
        if there:
            assert self.ask(who, layer, "remove", coding=there[nth % len(there)].id, batch=batch).error in ("", "store.not_yours")

    @rule(who=CODERS, layer=LAYERS, action=st.sampled_from(["undo", "redo"]))
    def walk(self, who: int, layer: str, action: Action) -> None:
        self.ask(who, layer, action)

    @precondition(lambda self: self.out_of_turn)
    @rule(who=CODERS, layer=LAYERS, action=st.sampled_from(["undo", "redo"]), nth=st.integers(0, 50))
    def walk_to_one(self, who: int, layer: str, action: Action, nth: int) -> None:
        log = self.store.decisions()
        if log:
            self.ask(who, layer, action, decision=log[nth % len(log)].id)

    @rule(places=st.lists(st.tuples(PLACES, CODES), max_size=4))
    def run_the_rules_again(self, places: list[tuple[tuple[int, int], str]]) -> None:
        self.run([(start, end, code) for (start, end), code in places])

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        self.store = type(self.store).open(self.folder / "p.qualcode")

    @invariant()
    def the_log_tells_the_state(self) -> None:
        if hasattr(self, "store"):
            assert self.store.verify() == []

    @invariant()
    def nothing_here_and_a_code_never_stand_together(self) -> None:
        if not hasattr(self, "store"):
            return
        for layer in ("own", "consensus"):
            there = self.store.codings(layer=layer)  # type: ignore[arg-type]
            for empty in (one for one in there if one.code is None):
                for one in there:
                    same = one.document_id == empty.document_id and (layer == "consensus" or one.coder == empty.coder)
                    assert not (same and one.code is not None and carries(empty.start, empty.end, one.start, one.end))

    def _undo_all_and_redo_all(self) -> None:
        """Of the own layer, where nobody else's later work can stand in the way."""
        for who, coder in enumerate(self.coders):
            steps = 0
            full = self.store.codings(coder=coder.id)
            most = len(self.store.decisions(coder=coder.id))
            while (ack := self.ask(who, "own", "undo")).ok:
                steps += 1
                assert steps <= most
            if ack.error == "store.nothing_to_undo":
                assert self.store.codings(coder=coder.id) == []
                assert {one.state for one in self.store.suggestions(coder=coder.id)} <= {"open"}
            else:
                assert ack.error == "store.changed_since"
                assert not self.straight
            for _ in range(steps):
                assert self.ask(who, "own", "redo").ok
            assert self.store.codings(coder=coder.id) == full
        assert self.store.verify() == []


TestCoding = Coding.TestCase
TestCoding.settings = settings(max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
