"""Which units to code next so that a classifier learns most from them, each with the reason why it is asked for.

Four reasons. `uncertain`: a score lies nearest its threshold (Lewis and Gale 1994, uncertainty sampling). `disagree`: a rule fires and the score is low, or
the score is high and no rule fires. `diverse`: least like all that is coded and chosen (farthest-first; Gonzalez 1985, the core-set approach of Sener and
Savarese 2018). `random`: a share drawn before all others from everything there is, so that figures on these units are fair to the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from qualcode.coders.classifier.features import Rows

REASONS = ("uncertain", "disagree", "diverse", "random")
SHARES: Mapping[str, float] = MappingProxyType({"uncertain": 0.4, "disagree": 0.2, "diverse": 0.2, "random": 0.2})
LEAST_WORDS = 8  # a shorter unit is unlike all others for its length alone, and is never asked for as `diverse`
_EDGE = 1e-6  # scores are kept this far from 0 and 1


@dataclass(frozen=True)
class Pool:
    """The units that nobody has coded. All arrays have one row a unit.

    scores: calibrated, (units, labels). thresholds: (labels,). fired: whether a rule of the label fires in the unit itself. rows: weighed word counts of length 1
    (sparse), words: number of words. coded: rows of the units that are coded, in the same columns.
    """

    scores: np.ndarray
    thresholds: np.ndarray
    fired: np.ndarray
    rows: Rows
    words: np.ndarray
    coded: Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit to code: its row in the pool, why, and the label that the reason is about (None: about none)."""

    unit: int
    reason: str
    label: int | None = None


def learning_order(pool: Pool, size: int, *, seed: int = 0, shares: Mapping[str, float] = SHARES) -> list[Choice]:
    """At most `size` units in the order in which to code them, reasons mixed as `shares` has it; no unit twice.

    Where a reason has no more units (no rule contradicts a score), its places go to the uncertain ones. The same seed gives the same order.
    """
    size = min(size, len(pool.scores))
    if size <= 0:
        return []
    wanted = _counts(size, shares)
    taken: set[int] = set()
    by_reason: dict[str, list[Choice]] = {reason: [] for reason in REASONS}

    def keep(choices: list[Choice]) -> None:
        for choice in choices:
            by_reason[choice.reason].append(choice)
            taken.add(choice.unit)

    drawn = np.random.default_rng(seed).permutation(len(pool.scores))[: wanted["random"]]
    keep([Choice(int(unit), "random") for unit in drawn])
    keep(_first(disagreements(pool), "disagree", wanted["disagree"], taken))
    keep(_diverse(pool, wanted["diverse"], taken))
    keep(_first(uncertainties(pool), "uncertain", size - len(taken), taken))
    return _mixed(by_reason)


def uncertainties(pool: Pool) -> tuple[np.ndarray, np.ndarray]:
    """How near a unit's scores are to their thresholds, and for which label: (units,) each. 0 on the threshold, below that the farther, in log-odds."""
    away = -np.abs(_margins(pool))
    return away.max(axis=1), away.argmax(axis=1)


def disagreements(pool: Pool) -> tuple[np.ndarray, np.ndarray]:
    """How far rule and score contradict each other, in log-odds, and for which label; at most 0 where they do not."""
    margins = _margins(pool)
    against = np.where(pool.fired, -margins, margins)
    return against.max(axis=1), against.argmax(axis=1)


def _margins(pool: Pool) -> np.ndarray:
    """Log-odds of the scores above those of the thresholds; (units, labels)."""
    return _log_odds(pool.scores) - _log_odds(pool.thresholds)


def _log_odds(values: np.ndarray) -> np.ndarray:
    clipped = np.clip(values, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _first(ranked: tuple[np.ndarray, np.ndarray], reason: str, count: int, taken: set[int]) -> list[Choice]:
    """The units with the highest values that are not taken; of disagreements only real ones."""
    values, labels = ranked
    chosen: list[Choice] = []
    for unit in np.argsort(-values, kind="stable"):
        if len(chosen) >= count or (reason == "disagree" and values[unit] <= 0):
            break
        if int(unit) not in taken:
            chosen.append(Choice(int(unit), reason, int(labels[unit])))
    return chosen


def _diverse(pool: Pool, count: int, taken: set[int]) -> list[Choice]:
    """Again and again the unit whose nearest coded or chosen neighbour is farthest, by the cosine of the word counts."""
    nearest = _nearest(pool.rows, pool.coded)
    if taken:
        nearest = np.maximum(nearest, _nearest(pool.rows, pool.rows[sorted(taken)]))
    nearest[np.asarray(pool.words) < LEAST_WORDS] = np.inf
    nearest[sorted(taken)] = np.inf
    chosen: list[Choice] = []
    while len(chosen) < count and np.isfinite(nearest).any():
        unit = int(nearest.argmin())
        chosen.append(Choice(unit, "diverse"))
        nearest = np.maximum(nearest, _nearest(pool.rows, pool.rows[[unit]]))
        nearest[unit] = np.inf
    return chosen


def _nearest(rows: Rows, others: Rows, block: int = 512) -> np.ndarray:
    """For each row the highest cosine with one of the others; 0 when there are none. In blocks, so that memory stays small."""
    best = np.zeros(rows.shape[0])
    for at in range(0, others.shape[0], block):
        best = np.maximum(best, np.asarray((rows @ others[at : at + block].T).max(axis=1).todense()).ravel())
    return best


def _counts(size: int, shares: Mapping[str, float]) -> dict[str, int]:
    """How many of each reason; what rounding leaves over is uncertain."""
    total = sum(shares.get(reason, 0.0) for reason in REASONS) or 1.0
    counts = {reason: int(size * shares.get(reason, 0.0) / total + 0.5) for reason in REASONS if reason != "uncertain"}
    while sum(counts.values()) > size:
        counts[max(counts, key=lambda reason: counts[reason])] -= 1
    return counts | {"uncertain": size - sum(counts.values())}


def _mixed(by_reason: Mapping[str, list[Choice]]) -> list[Choice]:
    """All choices, each reason spread evenly over the list."""
    placed = [
        ((at + 0.5) / len(choices), number, choice)
        for number, choices in enumerate(by_reason.values())
        for at, choice in enumerate(choices)
    ]
    return [choice for _, _, choice in sorted(placed, key=lambda one: one[:2])]
