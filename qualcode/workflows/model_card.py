"""What a project's classifier can learn from, and the card of the model that its suggestions come from now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.codebook import load_codebook
from qualcode.coders.classifier import load_model
from qualcode.coders.classifier.training import LEAST_CODED, LEAST_GROUPS
from qualcode.errors import CoderError
from qualcode.pipeline import load_pipeline
from qualcode.store import ProjectStore
from qualcode.workflows.bundled import bundled
from qualcode.workflows.coded_material import project_material
from qualcode.workflows.models import make_proposer, project_models
from qualcode.workflows.projects import project_codebook
from qualcode.workflows.train import FEW


@dataclass(frozen=True)
class CodedSoFar:
    """What persons coded, as a classifier counts it. nothing: units seen without a theme. with_theme: name of the theme -> units that carry it.

    fits_bundled: the bundled corpora are coded with all themes of this codebook, so that their units without a theme are true negatives here too.
    """

    units: int
    documents: int
    nothing: int
    with_theme: Mapping[str, int]
    fits_bundled: bool

    @property
    def enough_alone(self) -> bool:
        """Whether there is enough to train without the bundled corpora."""
        return self.units >= LEAST_CODED and self.documents >= LEAST_GROUPS and any(self.with_theme.values())

    @property
    def few(self) -> bool:
        """Whether figures on these units can be off by a good deal."""
        return self.units < FEW


def coded_so_far(store: ProjectStore) -> CodedSoFar:
    """Counts the units that persons coded; suggestions count for nothing."""
    codebook = project_codebook(store)
    documents = [document for document in project_material(store, codebook) if document.labels]
    given = [labels for document in documents for labels in document.labels.values()]
    known = {theme.id for theme in load_codebook(bundled("codebooks", "nieuw-welzijn.yaml")).themes}
    return CodedSoFar(
        units=len(given),
        documents=len(documents),
        nothing=sum(not labels for labels in given),
        with_theme={theme.name: sum(theme.id in labels for labels in given) for theme in codebook.themes},
        fits_bundled=all(theme.id in known for theme in codebook.themes),
    )


@dataclass(frozen=True)
class PresentModel:
    """The model that suggestions of a project come from: own says whether it was trained there. file: '' for the one that comes with qualcode.

    card: as `train` wrote it. notes: catalogue keys of what to say of model and codebook.
    """

    own: bool
    file: str
    sha256: str
    card: Mapping[str, Any]
    notes: tuple[str, ...]


def present_model(store: ProjectStore) -> PresentModel | None:
    """The latest model trained in the project that fits its codebook, else the one that comes with qualcode; None when no model knows one of its themes."""
    codebook = project_codebook(store)
    pipeline = load_pipeline(store.settings().get("pipeline", "auto"))
    themes = {theme.id for theme in codebook.themes}
    for path in project_models(store):
        try:
            model = load_model(path)
        except CoderError:
            continue  # as proposing does: a file that cannot be read is passed over for the one before it
        if themes & set(model.labels):
            return PresentModel(True, path.name, model.sha256, model.card, make_proposer(codebook, pipeline, model=path).notes)
    proposer = make_proposer(codebook, pipeline)
    shipped = proposer.model
    return None if shipped is None else PresentModel(False, "", shipped.sha256, shipped.card, proposer.notes)
