"""Codes by documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qualcode.analysis.clusters import count_clusters

MATRIX_COLUMNS = ("document", "theme", "units", "total_units", "share_of_units", "words", "total_words", "per_1000_words")


def code_by_document(units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, column: str = "document") -> pd.DataFrame:
    """Units with each theme (or code) in each document, one row a document and theme, MATRIX_COLUMNS; also where there is none.

    column: what stands in the place of the document, such as another variable. A share is NaN when its denominator is 0.
    """
    counts = count_clusters(units, coded, themes, by=[column])
    rows = []
    for number, key in enumerate(counts.keys if len(units) else ()):
        here = counts.group == number
        hits, hit_words = counts.hits[here].sum(axis=0), counts.hit_words[here].sum(axis=0)
        total_units, total_words = counts.units[here].sum(), counts.words[here].sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            shares, rates = hits / total_units, 1000 * hits / total_words
        for at, theme in enumerate(counts.themes):
            rows.append({
                "document": key[0], "theme": theme, "units": int(hits[at]), "total_units": int(total_units), "share_of_units": float(shares[at]),
                "words": int(hit_words[at]), "total_words": int(total_words), "per_1000_words": float(rates[at]),
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(MATRIX_COLUMNS))
