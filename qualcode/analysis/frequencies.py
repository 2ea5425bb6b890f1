"""How often themes occur, with the denominators beside every number."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qualcode.errors import AnalysisError

FREQUENCY_COLUMNS = (
    "theme", "units", "total_units", "share_of_units", "words", "total_words", "share_of_words", "per_1000_words", "documents", "total_documents",
)  # fmt: skip


def theme_frequencies(units: pd.DataFrame, coded: pd.DataFrame, themes: Sequence[str], *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Frequencies of each theme, overall or in each group.

    units: one row a unit, columns `document_id, words` and those named in `by`. coded: from `code_units`. themes: all themes, so that a theme which
    never occurs shows as 0. by: columns that make the groups; units without a value there form a group with value ''.

    Returns one row a group and theme: the columns of `by`, then FREQUENCY_COLUMNS. units: units with the theme (sub-codes roll up, a unit counts
    once). words: words of those units. per_1000_words: units with the theme per 1,000 words of all units in the group. documents: documents with at
    least one such unit. A share is NaN when its denominator is 0. Raises AnalysisError when a column of `by` is not there.
    """
    missing = [column for column in by if column not in units.columns]
    if missing:
        raise AnalysisError("analysis.no_variable", variable=missing[0])
    keys = list(by)
    frame = units[["document_id", "words", *keys]].copy()
    for column in keys:
        frame[column] = frame[column].astype(object).where(frame[column].notna(), "").astype(str)
    with_theme = coded[["unit", "theme"]].drop_duplicates()
    hits = with_theme.join(frame, on="unit", how="inner")
    rows: list[dict[str, object]] = []
    groups: dict[tuple[str, ...], pd.DataFrame] = _split(frame, keys)
    hit_groups = _split(hits, keys)
    empty = hits.iloc[:0]
    for key in sorted(groups):
        group, here = groups[key], hit_groups.get(key, empty)
        total_units, total_words, total_documents = len(group), int(group["words"].sum()), int(group["document_id"].nunique())
        for theme in themes:
            of_theme = here[here["theme"] == theme]
            count, words = len(of_theme), int(of_theme["words"].sum())
            rows.append(
                {
                    **dict(zip(keys, key, strict=True)),
                    "theme": theme,
                    "units": count,
                    "total_units": total_units,
                    "share_of_units": _ratio(count, total_units),
                    "words": words,
                    "total_words": total_words,
                    "share_of_words": _ratio(words, total_words),
                    "per_1000_words": _ratio(1000 * count, total_words),
                    "documents": int(of_theme["document_id"].nunique()),
                    "total_documents": total_documents,
                }
            )
    return pd.DataFrame(rows, columns=[*keys, *FREQUENCY_COLUMNS])


def _split(frame: pd.DataFrame, keys: Sequence[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    """The rows of each group; without keys all rows are one group."""
    if not keys:
        return {(): frame}
    return {tuple(str(part) for part in key): group for key, group in frame.groupby(list(keys))}


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")
