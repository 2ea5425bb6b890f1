"""Training a classifier and saying what it is worth: the model file with its card."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from qualcode import __version__
from qualcode.analysis.classification import calibration, proposal_quality
from qualcode.codebook import Codebook, load_codebook
from qualcode.coders.classifier import ClassifierModel, CodedUnits, TrainingOptions, TrainingResult, save_model, train_model
from qualcode.coders.rules import RuleCoder
from qualcode.errors import OutputError
from qualcode.pipeline import Pipeline, load_pipeline
from qualcode.segmentation import SEGMENTER_VERSION
from qualcode.store import ProjectStore
from qualcode.workflows.bundled import bundled
from qualcode.workflows.coded_material import OWN_PROJECT, corpus_material, passages_material, project_material
from qualcode.workflows.models import MODEL_SUFFIX, definition_of
from qualcode.workflows.projects import project_codebook

Progress = Callable[[int, int, str], None]
FEW = 300  # own coded units below which a figure on them says little
_LEAST_HITS, _PRECISE = 5, 0.8
OWN_WEIGHT = 2.0  # of a unit that the user coded, beside one of the bundled corpora


@dataclass(frozen=True)
class TrainReport:
    """A trained model with what was measured on passages that each was left out of the training.

    quality: from `proposal_quality`, with a first column `source`. calibration: from `analysis.classification.calibration`.
    own: how many units of the user's project were learned from, None when there is no project.
    """

    model: ClassifierModel
    file: Path
    quality: pd.DataFrame
    calibration: pd.DataFrame
    own: int | None


def train_project(store: ProjectStore, *, alone: bool = False, seed: int = 0, progress: Progress | None = None) -> TrainReport:
    """Trains on what persons coded in a project, on top of the bundled corpora (alone: without them; nor when they
    lack a theme of the codebook), and keeps the model in the project's folder.

    A suggestion that nobody decided on is never learned from. Raises CoderError when there is too little to learn from.
    """
    codebook = project_codebook(store)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    own = project_material(store, codebook, weight=1.0 if alone else OWN_WEIGHT)
    documents = own if alone else [*_bundled_material(codebook), *own]
    folder = store.folder / "models"
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    report = train(documents, codebook, pipeline, folder / f"{stamp}{MODEL_SUFFIX}", seed=seed, progress=progress)
    return replace(report, own=sum(len(document.labels) for document in own))


def _bundled_material(codebook: Codebook) -> list[CodedUnits]:
    """The bundled corpora; nothing when a theme of the codebook was never coded there, since each of their units would teach that it is absent."""
    found = corpus_material(bundled("corpora", "nieuw-welzijn"), codebook)
    coded = {theme for document in found for given in document.labels.values() for theme in given}
    return found if all(theme.id in coded for theme in codebook.themes) else []


def train_on_files(
    codebook_file: Path,
    out: Path,
    *,
    corpora: Sequence[Path] = (),
    passages: tuple[Path, Path] | None = None,
    seed: int = 0,
    pipeline: str = "auto",
    progress: Progress | None = None,
) -> TrainReport:
    """Trains on coded corpora and on coded passages of documents that lie elsewhere (the file with codings, the folder with documents).

    Raises CodebookError, PipelineError, UsageError (a folder or text is not what was coded), CoderError or OutputError.
    """
    codebook = load_codebook(codebook_file)
    documents = [one for folder in corpora for one in corpus_material(folder, codebook, source=folder.name)]
    if passages is not None:
        documents += passages_material(*passages, codebook, source=passages[0].parent.name)
    return train(documents, codebook, load_pipeline(pipeline), out, seed=seed, progress=progress)


def train(
    documents: Sequence[CodedUnits], codebook: Codebook, pipeline: Pipeline, out: Path, *, seed: int = 0, progress: Progress | None = None
) -> TrainReport:
    """Trains on coded documents and writes the model file with its card. Raises CoderError (too little) or OutputError (cannot write)."""
    result = train_model(documents, codebook, pipeline, TrainingOptions(seed=seed), progress=progress)
    quality = _quality(result, documents, codebook)
    curve = calibration(result.truth, result.scores, [theme.name for theme in codebook.themes])
    model = replace(result.model, card=_card(result, documents, codebook, quality, pipeline, seed))
    try:
        save_model(model, out)
    except OSError as error:
        raise OutputError("export.cannot_write", file=out.name, reason=error.strerror or str(error)) from None
    return TrainReport(model, out, quality, curve, None)


def _quality(result: TrainingResult, documents: Sequence[CodedUnits], codebook: Codebook) -> pd.DataFrame:
    model = result.model
    proposed = result.scores >= np.where(result.rules, model.rule_thresholds, model.thresholds)
    sources = np.array([documents[d].source for d in result.document], dtype=object)
    names = np.array([documents[d].name for d in result.document], dtype=object)
    themes = [theme.name for theme in codebook.themes]
    tables = []
    for source in dict.fromkeys(sources.tolist()):
        rows = sources == source
        table = proposal_quality(result.truth[rows], proposed[rows], themes, names[rows], scores=result.scores[rows])
        table.insert(0, "source", source)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _card(
    result: TrainingResult, documents: Sequence[CodedUnits], codebook: Codebook, quality: pd.DataFrame, pipeline: Pipeline, seed: int
) -> dict[str, Any]:
    """What a reader must know: data, versions, choices, figures, limits. No text and no name of the user's own documents is in it."""
    stances = result.truth & (result.stance_truth != "")
    return {
        "codebook": codebook.name,
        "codebook_sha256": codebook.sha256,
        "definitions": {theme.id: definition_of(codebook, theme.id) for theme in codebook.themes},
        "units": dict(Counter(documents[d].source for d in result.document)),
        "with_theme": {theme.name: int(result.truth[:, at].sum()) for at, theme in enumerate(codebook.themes)},
        "precise_rules": precise_rules(documents, codebook, pipeline),
        "groups": len({document.group for document in documents if document.labels}),
        "data_sha256": _data_hash(documents),
        "own_documents_sha256": sorted(
            _text_hash(document) for document in documents if document.source == OWN_PROJECT and document.labels
        ),
        "quality": json.loads(quality.round(4).to_json(orient="records")),
        "stance_right": round(float((result.stance == result.stance_truth)[stances].mean()), 4) if stances.any() else None,
        "measured": "left out by group (writer, else document) in 5-fold cross-validation; thresholds and calibration chosen on the same outputs",
        "versions": {"qualcode": __version__, "segmenter": SEGMENTER_VERSION, "pipeline": pipeline.stamp}
        | {name: version(name) for name in ("scikit-learn", "numpy", "scipy")},
        "seed": seed,
        "limits": "Scores are proposals to be reviewed. Figures on constructed texts say little of other texts: measure on a sample of your own.",
    }


def precise_rules(documents: Sequence[CodedUnits], codebook: Codebook, pipeline: Pipeline) -> list[str]:
    """Ids of the rules that can be trusted without a score: at least 5 coded units hit in their own words, and (right + 1) / (hit + 2) at least 0.8."""
    hit: Counter[str] = Counter()
    right: Counter[str] = Counter()
    coder = RuleCoder(codebook, pipeline)
    for document in documents:
        if not document.labels:
            continue
        for number, suggestions in enumerate(coder.suggest(document.units, document.text)):
            given = document.labels.get(number)
            if given is None:
                continue
            for rule, theme in {(m.rule, codebook.theme(one.code).id) for one in suggestions for m in one.matches if not m.via}:
                hit[rule] += 1
                right[rule] += theme in given
    return sorted(rule for rule, count in hit.items() if count >= _LEAST_HITS and (right[rule] + 1) / (count + 2) >= _PRECISE)


def _data_hash(documents: Sequence[CodedUnits]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        labels = sorted((number, sorted(given.items())) for number, given in document.labels.items())
        digest.update(
            json.dumps([document.name if document.source != OWN_PROJECT else "", _text_hash(document), document.weight, labels]).encode(
                "utf-8"
            )
        )
    return digest.hexdigest()


def _text_hash(document: CodedUnits) -> str:
    return hashlib.sha256(document.text.encode("utf-8")).hexdigest()
