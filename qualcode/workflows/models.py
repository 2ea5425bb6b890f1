"""Which trained model goes with a codebook, and the coder that was asked for made ready to work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from qualcode.codebook import Codebook
from qualcode.coders.classifier import ClassifierCoder, ClassifierModel, load_model
from qualcode.coders.combined import CombinedCoder
from qualcode.coders.rules import RuleCoder
from qualcode.errors import CoderError
from qualcode.model import Suggestion, Unit
from qualcode.pipeline import Pipeline
from qualcode.store import ProjectStore
from qualcode.workflows.bundled import bundled

MODEL_SUFFIX = ".qcmodel"
CODERS = ("rules", "classifier", "both")


@dataclass
class Proposer:
    """A coder as asked for: `rules`, `classifier` or `both`.

    notes: catalogue keys of what to say about the choice. held_back: rule hits so far that `both` did not propose since the model scores them too low.
    """

    coder: str
    rules: RuleCoder
    classifier: ClassifierCoder | None
    combined: CombinedCoder | None
    notes: tuple[str, ...]
    all_scores: bool = False
    held_back: int = field(default=0)

    @property
    def model(self) -> ClassifierModel | None:
        """The trained model that takes part, if any."""
        return self.classifier.model if self.classifier else None

    def suggest(self, units: Sequence[Unit], text: str) -> list[list[Suggestion]]:
        """The suggestions for the units of one document, a list a unit."""
        if self.classifier is None:
            return list(self.rules.suggest(units, text))
        if self.combined is None:
            scored = self.classifier.scores(units, text, list(self.rules.suggest(units, text)))
            return self.classifier.suggest(units, scored, all_scores=self.all_scores)
        found, held = self.combined.suggest(units, text, all_scores=self.all_scores)
        self.held_back += held
        return found


def make_proposer(
    codebook: Codebook,
    pipeline: Pipeline,
    *,
    coder: str = "both",
    model: Path | None = None,
    own_models: Sequence[Path] = (),
    all_scores: bool = False,
    name: str | None = None,
) -> Proposer:
    """The coder that was asked for. model: a file to use; otherwise the first of `own_models` that fits, then the one that comes with qualcode.

    name: how people call the codebook. Raises CoderError when `classifier` is asked for and no model knows all themes of the codebook, or when the model
    file cannot be read or knows none of them. `both` then falls back to the rules, and leaves themes that the model does not know to them.
    """
    rules = RuleCoder(codebook, pipeline)
    notes: list[str] = [] if codebook.rules else ["workflows.no_rules"]
    if coder == "rules":
        return Proposer(coder, rules, None, None, tuple(notes))
    chosen = _fitting(codebook, [model] if model else [*own_models, *_bundled_models()], required=model is not None)
    known = chosen is not None and all(theme.id in chosen.labels for theme in codebook.themes)
    if coder == "classifier" and not known:
        raise CoderError("workflows.no_model", codebook=name or codebook.name)
    if chosen is None:
        if model is not None:
            raise CoderError("workflows.model_other_codes", model=model.name, codebook=name or codebook.name)
        return Proposer("rules", rules, None, None, (*notes, "workflows.both_without_model"))
    if not known:
        notes.append("workflows.model_knows_some")
    if _definitions_changed(codebook, chosen):
        notes.append("workflows.model_other_definitions")
    classifier = ClassifierCoder(chosen, codebook, pipeline)
    combined = CombinedCoder(codebook, rules, classifier) if coder == "both" else None
    return Proposer(coder, rules, classifier, combined, tuple(notes), all_scores)


def project_models(store: ProjectStore) -> list[Path]:
    """Models that were trained in a project, the latest first."""
    return sorted((store.folder / "models").glob(f"*{MODEL_SUFFIX}"), reverse=True)


def _bundled_models() -> list[Path]:
    return sorted(bundled("codebooks").glob(f"*{MODEL_SUFFIX}"))


def _fitting(codebook: Codebook, paths: Sequence[Path], *, required: bool) -> ClassifierModel | None:
    """The first model that knows a theme of the codebook. An unreadable one is an error only when it was asked for by name."""
    themes = {theme.id for theme in codebook.themes}
    for path in paths:
        try:
            model = _load(path, path.stat().st_mtime_ns) if path.exists() else load_model(path)
        except CoderError:
            if required:
                raise
            continue
        if themes & set(model.labels):
            return model
    return None


@lru_cache(maxsize=2)
def _load(path: Path, changed: int) -> ClassifierModel:
    return load_model(path)


def _definitions_changed(codebook: Codebook, model: ClassifierModel) -> bool:
    hashes = model.card.get("definitions", {})
    return any(theme.id in hashes and hashes[theme.id] != definition_of(codebook, theme.id) for theme in codebook.themes)


def definition_of(codebook: Codebook, theme: str) -> str:
    """The words by which a person decides what counts: definition, wel and niet; rules may change without making a model doubtful."""
    code = codebook.code(theme)
    return "\n".join([code.definition, *code.wel, *code.niet])
