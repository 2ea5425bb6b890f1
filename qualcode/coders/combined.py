"""Rules and classifier together: one suggestion a unit and code that keeps both sources visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qualcode.codebook import Codebook
from qualcode.coders.classifier import ClassifierCoder
from qualcode.coders.rules import RuleCoder
from qualcode.model import Suggestion, Unit


class CombinedCoder:
    """Joins the rules' evidence with the classifier's score.

    Where the model knows the theme, its score decides, and where a rule fires it takes less to be proposed: the model has learned how far each kind
    of rule hit can be trusted. A rule that was right in at least four of five coded passages (`precise_rules` on the model's card) is always proposed.
    A rule hit keeps its place, sub-code and evidence. Themes that the model does not know are left to the rules.
    """

    def __init__(self, codebook: Codebook, rules: RuleCoder, classifier: ClassifierCoder) -> None:
        self._rules, self._classifier = rules, classifier
        self._theme = {code.id: codebook.theme(code.id).id for code in codebook.codes}
        card = classifier.model.card if classifier.model.codebook == codebook.yaml else {}
        self._precise = frozenset(card.get("precise_rules", ()))
        self._order = {code.id: index for index, code in enumerate(codebook.codes)}

    def suggest(self, units: Sequence[Unit], text: str, *, all_scores: bool = False) -> tuple[list[list[Suggestion]], int]:
        """For each unit its suggestions in the order of the codebook, and how many rule hits were held back because the score is too low.

        all_scores: nothing is held back, and every theme that the model knows gets a suggestion in every unit.
        """
        found = list(self._rules.suggest(units, text))
        scored = self._classifier.scores(units, text, found)
        scored = replace(scored, proposed=scored.proposed | self._trusted(found, scored.proposed.shape))
        learned = self._classifier.suggest(units, scored, all_scores=all_scores)
        joined, held = [], 0
        for by_rule, by_model in zip(found, learned, strict=True):
            here, dropped = self._join(by_rule, by_model)
            joined.append(here)
            held += dropped
        return joined, held

    def _trusted(self, found: Sequence[Sequence[Suggestion]], shape: tuple[int, ...]) -> np.ndarray:
        """Where a precise rule fires in a unit's own words; (units, labels)."""
        trusted = np.zeros(shape, dtype=bool)
        for index, suggestions in enumerate(found):
            for suggestion in suggestions:
                label = self._classifier.label(self._theme[suggestion.code])
                if label is not None and any(match.rule in self._precise and not match.via for match in suggestion.matches):
                    trusted[index, label] = True
        return trusted

    def _join(self, by_rule: Sequence[Suggestion], by_model: Sequence[Suggestion]) -> tuple[list[Suggestion], int]:
        scores = {suggestion.code: suggestion for suggestion in by_model}
        result: list[Suggestion] = []
        held = 0
        for suggestion in by_rule:
            theme = self._theme[suggestion.code]
            if self._classifier.label(theme) is None:
                result.append(suggestion)
            elif theme in scores:
                judged = scores[theme]
                result.append(
                    replace(suggestion, coder="rules+classifier", score=judged.score, features=judged.features, stance=judged.stance)
                )
            else:
                held += 1
        covered = {self._theme[suggestion.code] for suggestion in result}
        result += [suggestion for theme, suggestion in scores.items() if theme not in covered]
        return sorted(result, key=lambda suggestion: self._order[suggestion.code]), held
