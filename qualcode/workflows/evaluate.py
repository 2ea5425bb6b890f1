"""How good proposals are on texts that people coded: rules, classifier and both side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from qualcode.analysis.classification import calibration, proposal_quality
from qualcode.codebook import Codebook, load_codebook
from qualcode.coders.classifier import CodedUnits
from qualcode.coders.rules import RuleCoder
from qualcode.errors import AnalysisError
from qualcode.export import write_table
from qualcode.model import Suggestion
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.store import ProjectStore
from qualcode.workflows.coded_material import corpus_material, project_material
from qualcode.workflows.models import Proposer, make_proposer, project_models
from qualcode.workflows.projects import project_codebook

Progress = Callable[[int, int, str], None]
CONFUSION_COLUMNS = ("document", "unit", "start", "end", "theme", "coded", "proposed", "score", "text")


@dataclass(frozen=True)
class Evaluation:
    """quality: from `proposal_quality` with first columns `coder` and `part`; part is `all` or a value of the grouping. calibration: of the classifier,
    empty without one. confusion: the units where persons and proposals of the last coder differ, CONFUSION_COLUMNS. stance_right: share of right stances among
    units where theme and proposal agree, by coder. seen: how many of the documents the model was trained on (figures on these flatter)."""

    quality: pd.DataFrame
    calibration: pd.DataFrame
    confusion: pd.DataFrame
    stance_right: dict[str, float]
    seen: int
    notes: tuple[str, ...]


def evaluate_project(store: ProjectStore, *, model: Path | None = None, progress: Progress | None = None) -> Evaluation:
    """Measures on what persons coded in a project, with its latest model (or `model`). Raises as `evaluate`."""
    codebook = project_codebook(store)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    documents = project_material(store, codebook)
    return evaluate(documents, codebook, pipeline, model=model, own_models=project_models(store), progress=progress)


def evaluate_corpus(
    folder: Path, codebook_file: Path, *, model: Path | None = None, pipeline: str = "auto", progress: Progress | None = None
) -> Evaluation:
    """Measures on a coded corpus, as a whole and by sub-folder. Raises CodebookError, UsageError, and as `evaluate`."""
    codebook = load_codebook(codebook_file)
    documents = corpus_material(folder, codebook)
    parts = [PurePosixPath(document.name).parent.as_posix().removeprefix(".") for document in documents]
    return evaluate(documents, codebook, load_pipeline(pipeline), model=model, parts=parts, progress=progress)


def evaluate(
    documents: Sequence[CodedUnits],
    codebook: Codebook,
    pipeline: Pipeline,
    *,
    model: Path | None = None,
    own_models: Sequence[Path] = (),
    parts: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Measures on the coded units of the documents. parts: a group for each document (such as its type), measured apart as well.

    Raises AnalysisError when nothing is coded, CoderError when the model cannot be used.
    """
    if not any(document.labels for document in documents):
        raise AnalysisError("analysis.nothing_to_measure")
    proposer = make_proposer(codebook, pipeline, coder="both", model=model, own_models=own_models)
    run = _Run(codebook, proposer)
    for number, document in enumerate(documents):
        if progress:
            progress(number, len(documents), document.name)
        run.document(document, parts[number] if parts else "")
    if progress:
        progress(len(documents), len(documents), "")
    return run.result()


def write_figures(table: pd.DataFrame, file: Path) -> int:
    """Writes one of the tables (format by suffix); a figure without a denominator is an empty cell. Returns the number of rows."""
    rows = ({str(name): None if value != value else value for name, value in row.items()} for row in table.to_dict("records"))
    return write_table(file, [str(column) for column in table.columns], rows)


class _Run:
    def __init__(self, codebook: Codebook, proposer: Proposer) -> None:
        self._codebook, self._proposer = codebook, proposer
        self._themes = [theme.id for theme in codebook.themes]
        self._coders = ["rules"] if proposer.classifier is None else ["rules", "classifier", "both"]
        self._truth: list[list[bool]] = []
        self._proposed: dict[str, list[list[bool]]] = {coder: [] for coder in self._coders}
        self._scores: list[np.ndarray] = []
        self._documents: list[str] = []
        self._parts: list[str] = []
        self._places: list[tuple[int, int, int, str]] = []
        self._stances: dict[str, list[bool]] = {coder: [] for coder in self._coders}
        trained = proposer.model.card if proposer.model else {}
        self._trained_on = set(trained.get("own_documents_sha256", ()))
        self._seen = 0

    def document(self, document: CodedUnits, part: str) -> None:
        if not document.labels:
            return
        self._seen += _sha256(document.text) in self._trained_on
        rules: RuleCoder = self._proposer.rules
        found = {"rules": list(rules.suggest(document.units, document.text))}
        classifier = self._proposer.classifier
        if classifier is not None:
            scored = classifier.scores(document.units, document.text, found["rules"])
            found["classifier"] = classifier.suggest(document.units, scored)
            found["both"] = self._proposer.suggest(document.units, document.text)
            columns = [classifier.model.labels.index(theme) if theme in classifier.themes else -1 for theme in self._themes]
            padded = np.hstack([scored.scores, np.zeros((len(document.units), 1))])
            scores = padded[:, columns]
        for number, given in sorted(document.labels.items()):
            segment, text = document.units[number].segment, document.units[number].reading.text
            self._truth.append([theme in given for theme in self._themes])
            for coder in self._coders:
                self._proposed[coder].append(self._themes_of(found[coder][number], given, coder))
            if classifier is not None:
                self._scores.append(scores[number])
            self._documents.append(document.name)
            self._parts.append(part)
            self._places.append((number, segment.start, segment.end, text))

    def _themes_of(self, suggestions: Sequence[Suggestion], given: object, coder: str) -> list[bool]:
        by_theme = {self._codebook.theme(one.code).id: one for one in reversed(suggestions)}
        assert isinstance(given, dict)
        for theme, one in by_theme.items():
            if given.get(theme):
                self._stances[coder].append(given[theme] == one.stance)
        return [theme in by_theme for theme in self._themes]

    def result(self) -> Evaluation:
        truth = np.array(self._truth, dtype=bool)
        names = [theme.name for theme in self._codebook.themes]
        scores = np.array(self._scores) if self._scores else None
        parts = np.array(self._parts, dtype=object)
        documents = np.array(self._documents, dtype=object)
        tables = []
        for part in ["all", *sorted(set(self._parts) - {""})]:
            rows = np.ones(len(truth), dtype=bool) if part == "all" else parts == part
            for coder in self._coders:
                proposed = np.array(self._proposed[coder], dtype=bool)
                ranked = scores[rows] if scores is not None and coder != "rules" else None
                table = proposal_quality(truth[rows], proposed[rows], names, documents[rows], scores=ranked)
                table.insert(0, "part", part)
                table.insert(0, "coder", coder)
                tables.append(table)
        curve = calibration(truth, scores, names) if scores is not None else pd.DataFrame()
        right = {coder: float(np.mean(values)) for coder, values in self._stances.items() if values}
        return Evaluation(
            pd.concat(tables, ignore_index=True), curve, self._confusion(truth, scores, names), right, self._seen, self._proposer.notes
        )

    def _confusion(self, truth: np.ndarray, scores: np.ndarray | None, names: Sequence[str]) -> pd.DataFrame:
        proposed = np.array(self._proposed[self._coders[-1]], dtype=bool)
        rows = []
        for at, column in zip(*np.nonzero(truth != proposed), strict=True):
            number, start, end, text = self._places[at]
            score = None if scores is None else float(scores[at, column])
            rows.append(
                (self._documents[at], number, start, end, names[column], bool(truth[at, column]), bool(proposed[at, column]), score, text)
            )
        return pd.DataFrame(rows, columns=list(CONFUSION_COLUMNS))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
