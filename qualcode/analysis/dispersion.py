"""How evenly something is spread over documents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.clusters import Floats


@dataclass(frozen=True, slots=True)
class Dispersion:
    """dp: 0 (spread as the words are) to nearly 1 (all in the smallest part). normalised: the same, 1 at the most. reason: why NaN."""

    dp: float
    normalised: float
    reason: str = ""


def deviation_of_proportions(hits: Floats, sizes: Floats) -> Dispersion:
    """Gries' DP over the parts of a corpus: half the sum of |share of the hits - share of the words|.

    hits, sizes: of each part, shape (parts,); parts without words are passed over. normalised: DP / (1 - smallest share).
    NaN with a reason: `no_hits`, `one_cluster`. Source: Gries (2008), Int. J. Corpus Linguistics 13, 403-437; normalised by Lijffijt and Gries (2012),
    17, 147-149. Five parts of 9, 10, 10, 10, 11 words with 1, 2, 3, 4, 5 hits: .180, normalised .2195.
    """
    here = sizes > 0
    if here.sum() < 2:
        return Dispersion(float("nan"), float("nan"), "one_cluster")
    if hits[here].sum() <= 0:
        return Dispersion(float("nan"), float("nan"), "no_hits")
    expected = sizes[here] / sizes[here].sum()
    dp = float(np.abs(hits[here] / hits[here].sum() - expected).sum() / 2)
    return Dispersion(dp, dp / (1 - float(expected.min())))
