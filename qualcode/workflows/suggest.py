"""Suggestions for a project: a run of rules, classifier or both over its documents."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from qualcode import __version__
from qualcode.model import Run
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import SEGMENTER_VERSION
from qualcode.store import ProjectStore
from qualcode.workflows.models import make_proposer, project_models
from qualcode.workflows.project_units import document_units
from qualcode.workflows.projects import project_codebook

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What a run did. notes: catalogue keys of things to say."""

    run: str
    documents: int
    suggestions: int
    notes: tuple[str, ...]


def suggest_codings(
    store: ProjectStore,
    *,
    coder: str = "both",
    model: Path | None = None,
    documents: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> SuggestReport:
    """Runs the coder over the documents (ids; all when None) with the pipeline that the project was made with.

    model: a model file; None takes the latest that was trained in this project, else the one that comes with qualcode. Open suggestions of earlier runs
    of the same kind of coder are replaced (of `both`: all of them); what a person decided stays. Raises CoderError when the coder cannot work.
    """
    codebook = project_codebook(store)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    proposer = make_proposer(codebook, pipeline, coder=coder, model=model, own_models=project_models(store))
    trained = proposer.model
    run = Run(
        id=str(uuid.uuid4()),
        coder=(store.classifier_coder(trained.sha256) if trained else store.rule_coder(codebook.sha256)).id,
        time=datetime.now(UTC),
        pipeline=pipeline.stamp,
        segmenter=SEGMENTER_VERSION,
        codebook_sha256=codebook.sha256,
        options={"coder": proposer.coder},
        packages={"qualcode": __version__, **{name: version(name) for name in ("spacy", "simplemma", "scikit-learn", "numpy")}},
        model=trained.sha256 if trained else None,
    )
    store.add_run(run)
    replaces = {"rules", "classifier"} if proposer.coder == "both" else {proposer.coder}
    chosen = [document for document in store.documents() if documents is None or document.id in documents]
    count = 0
    for index, summary in enumerate(chosen):
        if progress:
            progress(index, len(chosen), summary.name)
        document, units = document_units(store, summary.id)
        found = [suggestion for per_unit in proposer.suggest(units, document.text) for suggestion in per_unit]
        store.add_suggestions(run.id, summary.id, found, replaces=replaces)
        count += len(found)
    if progress:
        progress(len(chosen), len(chosen), "")
    return SuggestReport(run.id, len(chosen), count, proposer.notes)
