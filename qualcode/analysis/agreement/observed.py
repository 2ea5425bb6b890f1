"""Agreement as it is seen, without a correction for chance: the share of pairs that agree, how common a code is, and agreement on yes and on no."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.agreement.estimates import Measure
from qualcode.analysis.agreement.ratings import MISSING, Ratings


def agreeing(ratings: Ratings) -> np.ndarray:
    """float, shape (units, 2): the share of pairs of coders that agree on a unit, and 1 where there is such a pair. Source: Fleiss (1971), eq. 2."""
    r = ratings.coded_by
    pairs = np.where(ratings.pairable, r * (r - 1), 1)
    share = (ratings.counts * (ratings.counts - 1)).sum(axis=1) / pairs
    return np.stack([np.where(ratings.pairable, share, 0.0), ratings.pairable], axis=1)


def percent_agreement(ratings: Ratings) -> Measure:
    """The share of pairs of coders that agree, averaged over the units that two coders or more coded; between 0 and 1."""
    return Measure("percent_agreement", ratings.per_cluster(agreeing(ratings)), _ratio, pairable_units(ratings), "agreement.no_pairs")


def positive_agreement(ratings: Ratings) -> Measure:
    """Agreement on yes, for values (False, True): of all yeses, the share that another coder shares. With two coders 2a / (2a + b + c).

    NaN when nobody said yes. Sources: Cicchetti & Feinstein (1990), J. Clin. Epidemiol. 43, 551-558; for more coders Fleiss, Levin & Paik (2003), 18.2.
    """
    return _specific(ratings, 1, "positive_agreement", "agreement.nobody_yes")


def negative_agreement(ratings: Ratings) -> Measure:
    """Agreement on no; NaN when nobody said no. See `positive_agreement`."""
    return _specific(ratings, 0, "negative_agreement", "agreement.nobody_no")


def prevalence(ratings: Ratings) -> Measure:
    """The share of yes among all values given to units that two coders or more coded."""
    yes = np.where(ratings.pairable, ratings.counts[:, 1], 0)
    given = np.where(ratings.pairable, ratings.coded_by, 0)
    sums = ratings.per_cluster(np.stack([yes, given], axis=1))
    return Measure("prevalence", sums, _ratio, pairable_units(ratings), "agreement.no_pairs")


def prevalence_of(ratings: Ratings, coder: int) -> Measure:
    """The share of yes among what one coder gave to units that another coded too."""
    given = ratings.pairable & (ratings.given[:, coder] != MISSING)
    sums = ratings.per_cluster(np.stack([given & (ratings.given[:, coder] == 1), given], axis=1))
    return Measure("prevalence", sums, _ratio, int(given.sum()), "agreement.no_pairs")


def pairable_units(ratings: Ratings) -> int:
    """The number of units that two coders or more coded."""
    return int(ratings.pairable.sum())


def _specific(ratings: Ratings, value: int, name: str, reason: str) -> Measure:
    count = ratings.counts[:, value]
    others = np.where(ratings.pairable, ratings.coded_by - 1, 1)
    shared = np.where(ratings.pairable, count * (count - 1) / others, 0.0)
    given = np.where(ratings.pairable, count, 0)
    n = pairable_units(ratings)
    return Measure(name, ratings.per_cluster(np.stack([shared, given], axis=1)), _ratio, n, reason if n else "agreement.no_pairs")


def _ratio(sums: np.ndarray) -> np.ndarray:
    """First over second sum, NaN without a second."""
    return np.where(sums[..., 1] > 0, sums[..., 0] / np.where(sums[..., 1] > 0, sums[..., 1], 1), np.nan)
