"""The second step: which stance a unit takes towards a theme that it carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qualcode.coders.classifier.surroundings import Places, describe
from qualcode.model import STANCES, Suggestion, Unit


def rule_stances(found: Sequence[Sequence[Suggestion]], label_of: dict[str, int], labels: int) -> np.ndarray:
    """The stance that the rules give each unit for each label; 0 or 1, shape (units, labels, stances)."""
    given = np.zeros((len(found), labels, len(STANCES)))
    for index, suggestions in enumerate(found):
        for suggestion in suggestions:
            label = label_of.get(suggestion.code)
            if label is not None and suggestion.stance in STANCES and not given[index, label].any():
                given[index, label, STANCES.index(suggestion.stance)] = 1
    return given


def stance_features(scores: np.ndarray, given: np.ndarray, units: Sequence[Unit]) -> np.ndarray:
    """What the second stage sees for each unit and label; shape (units, labels, features).

    scores: first-stage stance scores, (units, stances). given: from `rule_stances`.
    """
    count, labels = given.shape[:2]
    places = Places.of(units)
    padded = np.vstack([scores, np.zeros((1, scores.shape[1]))])
    before = np.vstack([np.zeros((1, scores.shape[1])), scores[:-1]]) if count else scores
    shared = np.hstack([scores, before, padded[places.question], padded[places.heading], describe(units)])
    own = np.broadcast_to(np.eye(labels), (count, labels, labels))
    return np.concatenate([np.repeat(shared[:, None, :], labels, axis=1), given, own], axis=2)
