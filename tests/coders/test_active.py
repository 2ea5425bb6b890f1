"""The order in which to code: every reason does what it says, and the random share is fair."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from qualcode.coders.classifier.active import LEAST_WORDS, Pool, disagreements, learning_order, uncertainties


def pool(
    scores: list[list[float]], *, fired: list[list[bool]] | None = None, rows: np.ndarray | None = None, coded: np.ndarray | None = None
) -> Pool:
    units = len(scores)
    given_rows = np.eye(units, 12) if rows is None else rows
    return Pool(
        np.array(scores).reshape(units, -1),
        np.full(np.array(scores).reshape(units, -1).shape[1], 0.4),
        np.zeros(np.array(scores).reshape(units, -1).shape, dtype=bool) if fired is None else np.array(fired),
        sparse.csr_matrix(given_rows),
        np.full(units, LEAST_WORDS),
        sparse.csr_matrix(np.zeros((0, given_rows.shape[1])) if coded is None else coded),
    )


def only(reason: str) -> dict[str, float]:
    return {reason: 1.0}


def test_uncertain_units_come_by_nearness_to_the_threshold_of_any_label() -> None:
    given_pool = pool([[0.9, 0.01], [0.41, 0.01], [0.99, 0.45], [0.01, 0.01]])
    chosen = learning_order(given_pool, 4, shares=only("uncertain"))
    assert [choice.unit for choice in chosen] == [1, 2, 0, 3]
    assert [choice.label for choice in chosen[:2]] == [0, 1]
    nearness, _ = uncertainties(given_pool)
    assert (nearness <= 0).all()


def test_disagreement_is_a_rule_with_a_low_score_or_a_high_score_without_a_rule() -> None:
    fired = [[True], [True], [False], [False]]
    given_pool = pool([[0.02], [0.9], [0.95], [0.1]], fired=fired)
    values, _ = disagreements(given_pool)
    assert (values > 0).tolist() == [True, False, True, False]
    chosen = [choice for choice in learning_order(given_pool, 4, shares={"disagree": 1.0}) if choice.reason == "disagree"]
    assert [choice.unit for choice in chosen] == [2, 0] or [choice.unit for choice in chosen] == [0, 2]


def test_places_without_a_disagreement_go_to_uncertain_units() -> None:
    chosen = learning_order(pool([[0.1], [0.2], [0.3]]), 3, shares={"disagree": 1.0})
    assert Counter(choice.reason for choice in chosen) == {"uncertain": 3}


def test_diverse_units_are_unlike_what_is_coded_and_unlike_each_other() -> None:
    rows = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1], [0, 0, 1.0]])
    given_pool = pool([[0.1]] * 4, rows=rows, coded=np.array([[1.0, 0, 0]]))
    chosen = learning_order(given_pool, 2, shares=only("diverse"))
    assert [choice.unit for choice in chosen] == [2, 1]  # 3 is like 2 once that is chosen, 0 is like what is coded


def test_a_very_short_unit_is_never_asked_for_as_diverse() -> None:
    rows = np.eye(3)
    given_pool = pool([[0.1]] * 3, rows=rows)
    short = Pool(
        given_pool.scores, given_pool.thresholds, given_pool.fired, given_pool.rows, np.array([1, LEAST_WORDS, 1]), given_pool.coded
    )
    chosen = learning_order(short, 3, shares=only("diverse"))
    assert [choice.unit for choice in chosen if choice.reason == "diverse"] == [1]


def test_the_random_share_is_drawn_from_all_units_whatever_their_scores() -> None:
    """Over many seeds each unit is drawn about equally often, the most certain ones as well."""
    given_pool = pool([[score] for score in np.linspace(0.001, 0.999, 40)], rows=np.eye(40))
    drawn = Counter(choice.unit for seed in range(400) for choice in learning_order(given_pool, 10, seed=seed) if choice.reason == "random")
    assert sum(drawn.values()) == 400 * 2
    assert min(drawn[unit] for unit in range(40)) >= 5  # expected 20


@pytest.mark.parametrize("size", [10, 30])
def test_reasons_have_their_shares_and_are_spread_over_the_list(size: int) -> None:
    draw = np.random.default_rng(3)
    units = 80
    fired = draw.random((units, 2)) < 0.3
    rows = np.abs(draw.normal(size=(units, 20)))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    given_pool = pool(draw.random((units, 2)).tolist(), fired=fired.tolist(), rows=rows)
    chosen = learning_order(given_pool, size)
    counts = Counter(choice.reason for choice in chosen)
    assert counts == {"uncertain": 0.4 * size, "disagree": 0.2 * size, "diverse": 0.2 * size, "random": 0.2 * size}
    assert {choice.reason for choice in chosen[: size // 2]} == set(counts)


@given(units=st.integers(0, 25), labels=st.integers(1, 3), size=st.integers(0, 30), seed=st.integers(0, 99))
def test_no_unit_comes_twice_and_the_same_seed_gives_the_same_order(units: int, labels: int, size: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    made = Pool(
        draw.random((units, labels)), np.full(labels, 0.5), draw.random((units, labels)) < 0.2, sparse.csr_matrix(draw.random((units, 6))),
        draw.integers(0, 20, units), sparse.csr_matrix(draw.random((3, 6))),
    )  # fmt: skip
    chosen = learning_order(made, size, seed=seed)
    numbers = [choice.unit for choice in chosen]
    assert len(numbers) == len(set(numbers)) == min(size, units)
    assert chosen == learning_order(made, size, seed=seed)
