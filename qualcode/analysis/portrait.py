"""Where themes stand along a document: a strip a theme, by words from the beginning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

PORTRAIT_COLUMNS = ("document", "theme", "part", "parts", "from_word", "to_word", "total_words", "units", "words", "share_of_words")
PARTS = 40  # pieces of equal numbers of words


def document_portrait(units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, parts: int = PARTS) -> pd.DataFrame:
    """Each document cut into `parts` pieces of equal numbers of words, one row a document, theme and piece, PORTRAIT_COLUMNS.

    units: one row a unit, columns `document_id, document, start, words`, at least one word. coded: columns `unit, theme`.
    part: from 1. from_word, to_word: the piece in words from the beginning. units: units with the theme that begin in the piece. words: words of the
    units with the theme that lie in the piece (the words of a unit over a cut are shared out). share_of_words = words / words of the piece.
    """
    tables = []
    marked = {theme: set(coded.loc[coded["theme"] == theme, "unit"]) for theme in themes}
    for _, group in units.sort_values(["document_id", "start"], kind="stable").groupby("document_id", sort=False):
        words = group["words"].to_numpy(float)
        total = float(words.sum())
        if total <= 0:
            continue
        edges = np.linspace(0, total, parts + 1)
        ends = np.concatenate([[0.0], np.cumsum(words)])
        begins_in = np.minimum((ends[:-1] / total * parts).astype(int), parts - 1)
        for theme in themes:
            has = group.index.isin(marked[theme])
            # words with the theme up to each edge: the running total is straight within a unit, so interpolation is exact
            running = np.interp(edges, ends, np.concatenate([[0.0], np.cumsum(words * has)]))
            inside = np.diff(running)
            tables.append(pd.DataFrame({
                "document": group["document"].iloc[0], "theme": theme, "part": np.arange(1, parts + 1), "parts": parts, "from_word": edges[:-1],
                "to_word": edges[1:], "total_words": int(total), "units": np.bincount(begins_in[has], minlength=parts), "words": inside,
                "share_of_words": inside / np.diff(edges),
            }))  # fmt: skip
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(PORTRAIT_COLUMNS))
