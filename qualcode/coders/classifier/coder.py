"""The classifier as a coder: scores and suggestions for the units of a document, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.codebook import Codebook, parse_codebook
from qualcode.coders.classifier.features import tokens
from qualcode.coders.classifier.linear import TextRows
from qualcode.coders.classifier.model import ClassifierModel
from qualcode.coders.classifier.stances import rule_stances, stance_features
from qualcode.coders.classifier.surroundings import GROUPS, RULE_SIGNS, rule_signs, surroundings
from qualcode.coders.rules import RuleCoder
from qualcode.model import Stance, Suggestion, Unit
from qualcode.pipeline import Pipeline

_WORDS_SHOWN = 6
_LEAST_WEIGHT = 0.02  # of the words that are shown, in units of the first-stage score


@dataclass(frozen=True)
class UnitScores:
    """What the model says of the units of a document. All arrays have one row a unit and one column a label.

    scores: calibrated, in [0, 1]. stances: the likeliest stance should the unit carry the theme. proposed: at or above the threshold (the lower one where a
    rule of the theme fires in the unit itself).
    """

    scores: np.ndarray
    stances: np.ndarray
    proposed: np.ndarray
    features: np.ndarray
    columns: dict[str, np.ndarray]


class ClassifierCoder:
    """Proposes themes of a codebook by a trained model. The units of one call are taken as one document, in order."""

    def __init__(self, model: ClassifierModel, codebook: Codebook, pipeline: Pipeline) -> None:
        self.model = model
        self._codebook = codebook
        self._feature_codebook = codebook if codebook.yaml == model.codebook else parse_codebook(model.codebook, "model")
        self._own_rules = None if codebook.yaml == model.codebook else RuleCoder(self._feature_codebook, pipeline)
        roots = {theme.id for theme in self._feature_codebook.themes}
        number = {label: index for index, label in enumerate(model.labels)}
        self._label_of = {
            code.id: number[theme]
            for code in self._feature_codebook.codes
            if (theme := self._feature_codebook.theme(code.id).id) in number and theme in roots
        }
        self._needing = frozenset(rule.id for _, rule in self._feature_codebook.rules if rule.needs_topic)
        self._known = {theme.id: number[theme.id] for theme in codebook.themes if theme.id in number}

    @property
    def themes(self) -> tuple[str, ...]:
        """Ids of the codebook's themes that the model knows."""
        return tuple(self._known)

    def label(self, theme: str) -> int | None:
        """The column of a theme's scores; None when the model does not know the theme."""
        return self._known.get(theme)

    def scores(self, units: Sequence[Unit], text: str, found: Sequence[Sequence[Suggestion]]) -> UnitScores:
        """Scores the units. found: what the rules of the codebook suggest for them; used as features when the model was trained with these rules."""
        if self._own_rules is not None:
            found = list(self._own_rules.suggest(units, text))
        model, labels = self.model, len(self.model.labels)
        rows = model.weighing.apply(TextRows.of([tokens(unit.reading.text) for unit in units]))
        signs = rule_signs(found, self._label_of, self._needing, labels)
        features, columns = surroundings(model.linear.score(rows), units, signs)
        scores = model.probabilities(model.network.logits(features)) if len(units) else np.zeros((0, labels))
        fired = signs.reshape(len(units), labels, RULE_SIGNS)[:, :, :2].any(axis=2)
        proposed = scores >= np.where(fired, model.rule_thresholds, model.thresholds)
        given = rule_stances(found, self._label_of, labels)
        seen = stance_features(model.stance_linear.score(rows), given, units)
        logits = (
            model.stance_network.logits(seen.reshape(len(units) * labels, seen.shape[2]))
            if len(units)
            else np.zeros((0, len(model.stances)))
        )
        stances = np.array(model.stances, dtype=object)[logits.argmax(axis=1)].reshape(len(units), labels)
        return UnitScores(scores, stances, proposed, features, columns)

    def suggest(self, units: Sequence[Unit], scored: UnitScores, *, all_scores: bool = False) -> list[list[Suggestion]]:
        """For each unit a suggestion a theme that is proposed (with all_scores: every theme), in the order of the codebook; its span is the unit."""
        return [
            [
                self._suggestion(unit, theme, label, scored, index)
                for theme, label in self._known.items()
                if all_scores or scored.proposed[index, label]
            ]
            for index, unit in enumerate(units)
        ]

    def _suggestion(self, unit: Unit, theme: str, label: int, scored: UnitScores, index: int) -> Suggestion:
        start, end = unit.segment.start, unit.segment.end
        stance: Stance = str(scored.stances[index, label])  # type: ignore[assignment]
        weighed = self.reasons(unit, scored, index, label) if scored.proposed[index, label] else ()
        return Suggestion(
            unit_start=start, unit_end=end, code=theme, start=start, end=end, coder="classifier", stance=stance,
            score=round(float(scored.scores[index, label]), 4), features=weighed, definition_hash=self._codebook.code(theme).definition_hash,
        )  # fmt: skip

    def reasons(self, unit: Unit, scored: UnitScores, index: int, label: int) -> tuple[tuple[str, float], ...]:
        """What weighed most for a theme: words and word pairs of the unit by their part of the first-stage score, largest first; then what stands around
        it, as `@before`, `@after`, `@heading`, `@question`, `@document`, `@rules`: by how much the log-odds fall when that is taken away."""
        words = self.model.linear.contributions(tokens(unit.reading.text), self.model.weighing, label)
        best = sorted(((word, weight) for word, weight in words.items() if weight >= _LEAST_WEIGHT), key=lambda pair: (-pair[1], pair[0]))
        around = self._around(scored, index, label)
        return tuple((name, round(weight, 3)) for name, weight in (*best[:_WORDS_SHOWN], *around))

    def _around(self, scored: UnitScores, index: int, label: int) -> list[tuple[str, float]]:
        names = [name for name in GROUPS if name not in ("own", "kind")]
        variants = np.repeat(scored.features[index : index + 1], len(names) + 1, axis=0)
        for row, name in enumerate(names, start=1):
            columns = scored.columns[name]
            variants[row, columns] = 0.0 if name == "rules" else self.model.network.mean[columns]
        logits = self.model.network.logits(variants)[:, label]
        falls = [(f"@{name}", float(logits[0] - logits[row])) for row, name in enumerate(names, start=1)]
        return sorted((fall for fall in falls if fall[1] >= 0.5), key=lambda fall: -fall[1])[:3]
