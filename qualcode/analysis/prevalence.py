"""Frequencies of an imperfect machine corrected from a reviewed random sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from qualcode.analysis.clusters import Floats
from qualcode.analysis.rates import LEVEL, Interval

PREVALENCE_COLUMNS = (
    "theme", "method", "machine_units", "total_units", "total_words", "reviewed_units", "reviewed_documents", "both", "machine_only", "person_only",
    "neither", "precision", "recall", "specificity", "raw_share", "share", "low", "high", "raw_per_1000_words", "per_1000_words", "per_1000_low",
    "per_1000_high", "warnings", "reason",
)  # fmt: skip
_ALIKE = 3.0  # standard errors; a random sample's machine share lies nearer to that of all units


def rogan_gladen(raw: float, sensitivity: float, specificity: float) -> float:
    """The true share of units with a theme from the machine's share: (raw + specificity - 1) / (sensitivity + specificity - 1), cut to [0, 1].

    NaN when the machine tells nothing (sensitivity + specificity = 1). Source: Rogan and Gladen (1978), Am. J. Epidemiology 107, 71-76.
    """
    youden = sensitivity + specificity - 1
    return float(np.clip((raw + specificity - 1) / youden, 0, 1)) if abs(youden) > 1e-12 else float("nan")


def rogan_gladen_interval(raw: tuple[int, int], sensitivity: tuple[int, int], specificity: tuple[int, int]) -> Interval:
    """`rogan_gladen` with a 95 % interval; each argument (successes, trials): machine yes of all units; machine yes of person yes; machine no of person no.

    Delta method, the three counts taken as independent, units as independent draws; cut to [0, 1]. NaN with a reason: `no_person_yes`, `no_person_no`
    (sensitivity or specificity has no trials), `machine_blind`.
    Source: Rogan and Gladen (1978), formula of the variance; Lang and Reiczigel (2014), Preventive Veterinary Medicine 113, 13-22 (why plain delta is
    too narrow below about 30 trials).
    """
    nan = float("nan")
    if sensitivity[1] == 0 or specificity[1] == 0:
        return Interval(nan, nan, nan, "no_person_yes" if sensitivity[1] == 0 else "no_person_no")
    share, true_yes, true_no = (yes / trials if trials else nan for yes, trials in (raw, sensitivity, specificity))
    youden = true_yes + true_no - 1
    value = rogan_gladen(share, true_yes, true_no)
    if np.isnan(value) or youden <= 0:
        return Interval(nan, nan, nan, "machine_blind")
    variance = (
        share * (1 - share) / raw[1]
        + value**2 * true_yes * (1 - true_yes) / sensitivity[1]
        + (1 - value) ** 2 * true_no * (1 - true_no) / specificity[1]
    ) / youden**2
    half = float(stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt(variance))
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


def prediction_powered(machine: Floats, clusters: NDArray[np.intp], reviewed: NDArray[np.bool_], person: Floats) -> Interval:
    """The share of units with a theme: the machine's share of all units plus its mean error in the reviewed sample, with a 95 % interval.

    machine: 0 or 1 of all units, shape (units,). clusters: number of each unit's document. reviewed: which units a person saw, drawn at random.
    person: 0 or 1 where reviewed. Estimate: mean(f over all) + mean(y - f over reviewed). Interval: jackknife that leaves out one document's units from
    both means at once, t(m - 1) with m the documents that hold reviewed units; cut to [0, 1]. With every unit its own document this is the published
    var(f) / N + var(y - f) / n up to the shared units. NaN with a reason: `no_reviewed`, `one_cluster`, `no_errors_seen` (the sample shows no error at all,
    so it cannot say how uncertain the correction is).
    Source: Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), Prediction-powered inference, Science 382, 669-674.
    """
    nan = float("nan")
    if not reviewed.any():
        return Interval(nan, nan, nan, "no_reviewed")
    count = int(clusters.max()) + 1
    error = np.where(reviewed, person - machine, 0.0)
    sums = [
        np.bincount(clusters, weights=values, minlength=count) for values in (machine, np.ones_like(machine), error, reviewed.astype(float))
    ]
    value = sums[0].sum() / sums[1].sum() + sums[2].sum() / sums[3].sum()
    with_review = int((sums[3] > 0).sum())
    if with_review < 2:
        return Interval(float(np.clip(value, 0, 1)), nan, nan, "one_cluster")
    if not np.abs(error).any():
        return Interval(float(np.clip(value, 0, 1)), nan, nan, "no_errors_seen")
    left = [total.sum() - total for total in sums]
    with np.errstate(divide="ignore", invalid="ignore"):
        without = left[0] / left[1] + left[2] / left[3]
    half = float(stats.t.ppf((1 + LEVEL) / 2, with_review - 1) * np.sqrt(np.nansum((without - value) ** 2)))
    return Interval(float(np.clip(value, 0, 1)), max(0.0, float(value) - half), min(1.0, float(value) + half))


def corrected_prevalence(
    units: pd.DataFrame, machine: pd.DataFrame, person: pd.DataFrame, reviewed: pd.Series[bool], themes: Sequence[str]
) -> pd.DataFrame:
    """Each theme's frequency by the machine, raw and corrected by both methods, one row a theme and method (`prediction_powered`, `rogan_gladen`).

    units: as `theme_frequencies` takes them. machine, person: columns `unit, theme`. reviewed: which units a person saw, index as `units`.
    both, machine_only, person_only, neither: reviewed units by who gave the theme. precision, recall (= sensitivity), specificity: of the machine on them.
    share, low, high: corrected share of units; per_1000_*: the same as units per 1,000 words. warnings: `few_reviewed` (below 100 units or 10 with the
    theme), `sample_not_like_all` (the machine's share in the sample lies more than 3 standard errors from that in all units: hardly a random sample),
    `units_independent` (Rogan-Gladen's interval knows no documents). Random drawing is taken on trust.
    """
    rows = []
    clusters = pd.factorize(units["document_id"])[0].astype(np.intp)
    seen = reviewed.reindex(units.index, fill_value=False).to_numpy(bool)
    words = float(units["words"].sum())
    for theme in themes:
        f, y = (_marks(units, coded, theme) for coded in (machine, person))
        cells = {name: int((one & other & seen).sum()) for name, one, other in (
            ("both", f == 1, y == 1), ("machine_only", f == 1, y == 0), ("person_only", f == 0, y == 1), ("neither", f == 0, y == 0),
        )}  # fmt: skip
        sure = (cells["both"], cells["both"] + cells["person_only"]), (cells["neither"], cells["neither"] + cells["machine_only"])
        common: dict[str, object] = {
            "theme": theme, "machine_units": int(f.sum()), "total_units": len(units), "total_words": int(words), "reviewed_units": int(seen.sum()),
            "reviewed_documents": len(np.unique(clusters[seen])), **cells, "precision": _ratio(cells["both"], cells["both"] + cells["machine_only"]),
            "recall": _ratio(*sure[0]), "specificity": _ratio(*sure[1]), "raw_share": _ratio(f.sum(), len(units)),
            "raw_per_1000_words": _ratio(1000 * f.sum(), words),
        }  # fmt: skip
        weak = _sample_warnings(f, seen, sure[0][1])
        found = {
            "prediction_powered": (prediction_powered(f, clusters, seen, y), weak),
            "rogan_gladen": (rogan_gladen_interval((int(f.sum()), len(units)), *sure), [*weak, "units_independent"]),
        }
        for method, (interval, warned) in found.items():
            factor = _ratio(1000 * len(units), words)
            rows.append({
                **common, "method": method, "share": interval.value, "low": interval.low, "high": interval.high, "per_1000_words": factor * interval.value,
                "per_1000_low": factor * interval.low, "per_1000_high": factor * interval.high, "warnings": ";".join(warned), "reason": interval.reason,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(PREVALENCE_COLUMNS))


def _marks(units: pd.DataFrame, coded: pd.DataFrame, theme: str) -> Floats:
    return units.index.isin(coded.loc[coded["theme"] == theme, "unit"]).astype(float)


def _sample_warnings(machine: Floats, seen: NDArray[np.bool_], with_theme: int) -> list[str]:
    count, share = int(seen.sum()), float(machine.mean()) if len(machine) else float("nan")
    found = ["few_reviewed"] if count < 100 or with_theme < 10 else []
    if count:
        error = np.sqrt(share * (1 - share) / count)
        if abs(float(machine[seen].mean()) - share) > _ALIKE * error + 1e-12:
            found.append("sample_not_like_all")
    return found


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator) / float(denominator) if denominator else float("nan")
