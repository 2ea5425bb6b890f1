"""Which unit carries which code: spans of codings laid on the units of their documents (contract 3)."""

from __future__ import annotations

import pandas as pd

from qualcode.model import carries

CODED_COLUMNS = ("unit", "code", "theme", "stance", "coder")


def code_units(units: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The codes that units carry, one row a unit, code and coder.

    units: one row a unit, index unique, columns `document_id, start, end`. spans: one row a coding or suggestion, columns
    `document_id, start, end, code, theme, stance, coder`; rows without a code (seen, nothing here) are passed over.
    Returns columns `unit` (index in `units`), `code, theme, stance, coder`; the same code twice on a unit by one coder counts once, its stance that of
    the first span.
    """
    found: list[tuple[object, object, object, object, object]] = []
    spans = spans[spans["code"].notna()].sort_values(["start", "end"], kind="stable")
    spans_by_document = {document: group for document, group in spans.groupby("document_id", sort=False)}  # noqa: C416 (a GroupBy has keys)
    for document, group in units.groupby("document_id", sort=False):
        here = spans_by_document.get(document)
        if here is None:
            continue
        ordered = group.sort_values("start")
        starts, ends, index = ordered["start"].to_numpy(), ordered["end"].to_numpy(), ordered.index.to_numpy()
        for start, end, code, theme, stance, coder in here[["start", "end", "code", "theme", "stance", "coder"]].itertuples(index=False):
            at = int(ends.searchsorted(start, side="right"))
            while at < len(starts) and starts[at] < end:
                if carries(int(starts[at]), int(ends[at]), int(start), int(end)):
                    found.append((index[at], code, theme, stance, coder))
                at += 1
    coded = pd.DataFrame(found, columns=list(CODED_COLUMNS))
    return coded.drop_duplicates(["unit", "code", "coder"]).reset_index(drop=True)
