"""What to code next in a project so that its classifier learns most, with the reason for each passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from qualcode.codebook import Codebook
from qualcode.coders.classifier.active import Choice, Pool, learning_order
from qualcode.coders.classifier.features import tokens
from qualcode.coders.classifier.linear import TextRows
from qualcode.model import DocumentSummary, Unit, carries
from qualcode.pipeline import load_pipeline
from qualcode.store import ProjectStore
from qualcode.workflows.blind import hidden_blocks
from qualcode.workflows.models import Proposer, make_proposer, project_models
from qualcode.workflows.project_units import document_units
from qualcode.workflows.projects import project_codebook

SIZE = 30


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A passage to code. reason: `uncertain`, `disagree`, `diverse` or `random`. theme: name of the theme that the reason is about, '' when of none; score:
    of that theme, in [0, 1]; fired: whether a rule of it fires in the passage. text: its reading text."""

    document: str
    start: int
    end: int
    text: str
    speaker: str
    reason: str
    theme: str = ""
    score: float | None = None
    fired: bool = False


def learning_queue(store: ProjectStore, *, size: int = SIZE, seed: int = 0) -> list[QueueItem]:
    """At most `size` passages that no person has coded, in the order in which to code them; empty when no model knows a theme of the codebook.

    Left out: headings, interviewers, and passages that are to be coded blind (a reason would say what the machine thinks). seed: of the random share.
    """
    codebook = project_codebook(store)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    proposer = make_proposer(codebook, pipeline, own_models=project_models(store))
    if proposer.classifier is None:
        return []
    gathered = _Gathered(store, codebook, proposer)
    for summary in store.documents():
        gathered.document(summary)
    return [gathered.item(choice) for choice in learning_order(gathered.pool(), size, seed=seed)]


class _Gathered:
    """Scores, rule hits and words of all units, document by document."""

    def __init__(self, store: ProjectStore, codebook: Codebook, proposer: Proposer) -> None:
        assert proposer.classifier is not None
        self._store, self._codebook, self._proposer, self._classifier = store, codebook, proposer, proposer.classifier
        model = self._classifier.model
        self._model = model
        self._themes = self._classifier.themes
        self._columns = [model.labels.index(theme) for theme in self._themes]
        self._persons = {coder.id for coder in store.coders() if coder.kind == "person"}
        self._open: list[tuple[str, Unit]] = []
        self._scores: list[np.ndarray] = []
        self._fired: list[list[bool]] = []
        self._words: dict[bool, list[list[str]]] = {True: [], False: []}  # by whether the unit is coded

    def document(self, summary: DocumentSummary) -> None:
        document, units = document_units(self._store, summary.id)
        codings = [coding for coding in self._store.codings(summary.id) if coding.coder in self._persons]
        hidden = hidden_blocks(self._store, summary, [unit.segment for unit in units])
        found = list(self._proposer.rules.suggest(units, document.text))
        scores = self._classifier.scores(units, document.text, found).scores[:, self._columns]
        for number, unit in enumerate(units):
            segment = unit.segment
            if any(carries(segment.start, segment.end, coding.start, coding.end) for coding in codings):
                self._words[True].append(tokens(unit.reading.text))
                continue
            if segment.kind == "heading" or segment.speaker_role == "interviewer" or (segment.start, segment.end) in hidden:
                continue
            own = {self._codebook.theme(one.code).id for one in found[number] if any(not match.via for match in one.matches)}
            self._open.append((summary.name, unit))
            self._words[False].append(tokens(unit.reading.text))
            self._scores.append(scores[number])
            self._fired.append([theme in own for theme in self._themes])

    def pool(self) -> Pool:
        return Pool(
            scores=np.array(self._scores).reshape(len(self._open), len(self._themes)),
            thresholds=self._model.thresholds[self._columns],
            fired=np.array(self._fired, dtype=bool).reshape(len(self._open), len(self._themes)),
            rows=self._rows(self._words[False]),
            words=np.array([len(words) for words in self._words[False]]),
            coded=self._rows(self._words[True]),
        )

    def _rows(self, words: list[list[str]]) -> sparse.csr_matrix:
        return self._model.weighing.apply(TextRows.of(words)).words

    def item(self, choice: Choice) -> QueueItem:
        document, unit = self._open[choice.unit]
        segment = unit.segment
        item = QueueItem(document, segment.start, segment.end, unit.reading.text, segment.speaker or "", choice.reason)
        if choice.label is None:
            return item
        theme = self._codebook.code(self._themes[choice.label]).name
        score, fired = float(self._scores[choice.unit][choice.label]), self._fired[choice.unit][choice.label]
        return QueueItem(item.document, item.start, item.end, item.text, item.speaker, choice.reason, theme, score, fired)
