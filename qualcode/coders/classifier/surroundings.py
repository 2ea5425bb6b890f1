"""What stands around a unit, as numbers: the scores of its neighbours, of the question and the heading, of the whole document, and what rules found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Suggestion, Unit

RULE_SIGNS = 3  # a rule that stands by itself, one that needed the topic around it, one that fired in the question or heading
_NOTHING = -1.0  # the score where nothing stands: what a text without any known word has, about
KINDS = 6
# groups of features, in the order of the columns; what an explanation switches off at once
GROUPS = ("own", "before", "after", "heading", "question", "document", "kind", "rules")


@dataclass(frozen=True)
class Places:
    """Row numbers in one document, -1 where there is none: of the heading above a unit and of the question before it."""

    heading: np.ndarray
    question: np.ndarray

    @staticmethod
    def of(units: Sequence[Unit]) -> Places:
        """Finds the last unit above with that text."""
        heading, question = np.full(len(units), -1), np.full(len(units), -1)
        last: dict[str, int] = {}
        for index, unit in enumerate(units):
            heading[index] = last.get(unit.heading, -1) if unit.heading else -1
            question[index] = last.get(unit.question, -1) if unit.question else -1
            last[unit.reading.text] = index
        return Places(heading, question)


def rule_signs(found: Sequence[Sequence[Suggestion]], label_of: dict[str, int], needing: frozenset[str], labels: int) -> np.ndarray:
    """Which kinds of rule hits each unit has for each label; 0 or 1, shape (units, labels x RULE_SIGNS).

    found: the rule coder's suggestions a unit. label_of: label of a code's theme by code id. needing: ids of rules that need a topic.
    """
    signs = np.zeros((len(found), labels, RULE_SIGNS))
    for index, suggestions in enumerate(found):
        for suggestion in suggestions:
            label = label_of.get(suggestion.code)
            if label is None:
                continue
            for match in suggestion.matches:
                signs[index, label, 2 if match.via else 1 if match.rule in needing else 0] = 1
    return signs.reshape(len(found), labels * RULE_SIGNS)


def describe(units: Sequence[Unit]) -> np.ndarray:
    """Kind and length of units; shape (units, KINDS)."""
    rows = []
    for unit in units:
        segment, text = unit.segment, unit.reading.text
        rows.append(
            (
                segment.kind == "heading", segment.kind == "list_item", segment.kind == "turn", segment.speaker_role == "interviewer",
                np.log1p(len(text.split())), "?" in text,
            )
        )  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(units), KINDS)


def surroundings(scores: np.ndarray, units: Sequence[Unit], signs: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The features of the units of one document for the second stage, and which columns belong to which of GROUPS.

    scores: first-stage scores, (units, labels). signs: from `rule_signs`.
    """
    places = Places.of(units)
    mean = np.broadcast_to(scores.mean(axis=0), scores.shape) if len(units) else scores
    parts = [
        ("own", scores),
        ("before", _shift(scores, 1, _NOTHING)),
        ("after", _shift(scores, -1, _NOTHING)),
        ("before", _shift(scores, 2, _NOTHING)),
        ("after", _shift(scores, -2, _NOTHING)),
        ("heading", _at(scores, places.heading)),
        ("question", _at(scores, places.question)),
        ("document", mean),
        ("kind", describe(units)),
        ("rules", signs),
        ("before", _shift(signs, 1, 0.0)),
        ("after", _shift(signs, -1, 0.0)),
    ]
    columns: dict[str, list[np.ndarray]] = {name: [] for name in GROUPS}
    at = 0
    for name, values in parts:
        columns[name].append(np.arange(at, at + values.shape[1]))
        at += values.shape[1]
    return np.hstack([values for _, values in parts]), {name: np.concatenate(numbers) for name, numbers in columns.items()}


def _shift(values: np.ndarray, by: int, fill: float) -> np.ndarray:
    """Row i of the result is row i - by; `fill` beyond the ends."""
    result = np.full_like(values, fill)
    if by > 0:
        result[by:] = values[:-by]
    else:
        result[:by] = values[-by:]
    return result


def _at(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    padded = np.vstack([values, np.full((1, values.shape[1]), _NOTHING)])
    return padded[np.where(rows < 0, len(values), rows)]
