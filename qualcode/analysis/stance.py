"""How themes are spoken of: for, against, neutral, or both ways at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.analysis.clusters import count_clusters, group_values
from qualcode.analysis.frequencies import FEW_HITS, warnings_of
from qualcode.analysis.rates import difference_interval, rate_interval

MIXED, NONE = "mixed", "none"
STANCE_KINDS = ("voor", "tegen", "neutraal", MIXED, NONE)
STANCE_COLUMNS = (
    "theme", "units", *STANCE_KINDS, "share_for", "for_low", "for_high", "share_against", "against_low", "against_high", "balance", "balance_low",
    "balance_high", "documents", "warnings", "reason",
)  # fmt: skip


def theme_stance(
    units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, by: Sequence[str] = (), cluster: str = "document_id"
) -> pd.DataFrame:
    """Stances of each theme, overall or in each group: one row a group and theme, the columns of `by`, then STANCE_COLUMNS.

    coded: columns `unit, theme, stance`. A unit has one stance for a theme: `voor`, `tegen` or `neutraal` when its codings say one thing (neutral beside
    another is that other), `mixed` when they say both for and against, `none` when they say nothing. units: units with the theme; the five columns add up to it.
    share_for = voor / units, share_against = tegen / units, balance = share_for - share_against, in [-1, 1]; 95 % jackknife intervals by document
    (`rates`). A negation turns a stance and drops no theme: "not from below" is `tegen` of `van onderop`. NaN with a reason: `no_hits`, `one_cluster`.
    """
    keys = list(by)
    one = unit_stances(coded)
    frame = units.copy()
    valued = group_values(units, keys)
    groups = [()] if not keys else [tuple(key) for key in valued.drop_duplicates().sort_values(keys).itertuples(index=False, name=None)]
    rows = []
    for key in groups:
        own = frame[np.logical_and.reduce([valued[name] == value for name, value in zip(keys, key, strict=True)])] if keys else frame
        for theme in themes:
            rows.append({**dict(zip(keys, key, strict=True)), "theme": theme, **_row(own, one[one["theme"] == theme], cluster)})
    return pd.DataFrame(rows, columns=[*keys, *STANCE_COLUMNS])


def unit_stances(coded: pd.DataFrame) -> pd.DataFrame:
    """One row a unit and theme: columns `unit, theme, stance` with a value of STANCE_KINDS."""
    given = coded[["unit", "theme"]].assign(
        voor=(coded["stance"] == "voor").to_numpy(), tegen=(coded["stance"] == "tegen").to_numpy(), neutraal=(coded["stance"] == "neutraal").to_numpy()
    )  # fmt: skip
    any_of = given.groupby(["unit", "theme"], sort=False, as_index=False).any()
    choices = [any_of["voor"] & any_of["tegen"], any_of["voor"], any_of["tegen"], any_of["neutraal"]]
    stance = (
        np.select([choice.to_numpy(bool) for choice in choices], [MIXED, "voor", "tegen", "neutraal"], NONE)
        if len(any_of)
        else np.array([], dtype=object)
    )
    return any_of[["unit", "theme"]].assign(stance=stance)


def _row(units: pd.DataFrame, stances: pd.DataFrame, cluster: str) -> dict[str, object]:
    inside = stances[stances["unit"].isin(units.index)]
    counted = inside["stance"].value_counts()
    total = len(inside)
    with_theme = units.loc[inside["unit"]]
    counts = count_clusters(with_theme, inside[["unit"]].assign(theme=inside["stance"]), ("voor", "tegen"), cluster=cluster)
    yes, no, size = counts.hits[:, 0], counts.hits[:, 1], counts.units
    nan = float("nan")
    found: dict[str, object] = {
        "units": total, **{kind: int(counted.get(kind, 0)) for kind in STANCE_KINDS}, "documents": int(with_theme["document_id"].nunique()),
    }  # fmt: skip
    if not total:
        empty = dict.fromkeys(("share_for", "for_low", "for_high", "share_against", "against_low", "against_high"), nan)
        return {**found, **empty, "balance": nan, "balance_low": nan, "balance_high": nan, "warnings": "few_hits", "reason": "no_hits"}
    for_, against = rate_interval(yes, size, most=1.0), rate_interval(no, size, most=1.0)
    balance = difference_interval((yes, size), (no, size), (counts.cluster, counts.cluster))
    largest = float(size.max() / size.sum())
    return {
        **found, "share_for": for_.value, "for_low": for_.low, "for_high": for_.high, "share_against": against.value, "against_low": against.low,
        "against_high": against.high, "balance": balance.value, "balance_low": max(-1.0, balance.low) if balance.low == balance.low else nan,
        "balance_high": min(1.0, balance.high) if balance.high == balance.high else nan,
        "warnings": warnings_of(len(size), largest, total if total >= FEW_HITS else 0),
        "reason": ";".join(dict.fromkeys(one.reason for one in (for_, against, balance) if one.reason)),
    }  # fmt: skip
