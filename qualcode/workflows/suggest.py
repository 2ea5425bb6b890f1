"""Suggestions for a project: a run of the rules over its documents."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from qualcode import __version__
from qualcode.coders.rules import RuleCoder
from qualcode.errors import CoderError
from qualcode.model import Run
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import SEGMENTER_VERSION
from qualcode.store import ProjectStore
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
    store: ProjectStore, *, coder: str = "rules", documents: Sequence[str] | None = None, progress: Progress | None = None
) -> SuggestReport:
    """Runs the coder over the documents (ids; all when None) with the pipeline that the project was made with.

    Open suggestions of the same kind of coder are replaced; what a person decided stays. Raises CoderError when the coder cannot work.
    """
    codebook = project_codebook(store)
    if coder == "classifier":
        raise CoderError("workflows.no_model", codebook=codebook.name)
    notes: tuple[str, ...] = ("workflows.both_without_model",) if coder == "both" else ()
    if not codebook.rules:
        notes += ("workflows.no_rules",)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    rules = RuleCoder(codebook, pipeline)
    run = Run(
        id=str(uuid.uuid4()),
        coder=store.rule_coder(codebook.sha256).id,
        time=datetime.now(UTC),
        pipeline=pipeline.stamp,
        segmenter=SEGMENTER_VERSION,
        codebook_sha256=codebook.sha256,
        options={"coder": "rules"},
        packages={"qualcode": __version__, **{name: version(name) for name in ("spacy", "simplemma")}},
    )
    store.add_run(run)
    chosen = [document for document in store.documents() if documents is None or document.id in documents]
    count = 0
    for index, summary in enumerate(chosen):
        if progress:
            progress(index, len(chosen), summary.name)
        document, units = document_units(store, summary.id)
        found = [suggestion for per_unit in rules.suggest(units, document.text) for suggestion in per_unit]
        store.add_suggestions(run.id, summary.id, found)
        count += len(found)
    if progress:
        progress(len(chosen), len(chosen), "")
    return SuggestReport(run.id, len(chosen), count, notes)
