"""docs/statistics.md names every measure and every column that the command writes."""

from __future__ import annotations

import re
from pathlib import Path

from qualcode.workflows import measure_columns
from qualcode.workflows.concordance import CONCORDANCE_COLUMNS
from qualcode.workflows.measures import MEASURES, RATES

PAGE = (Path(__file__).parent.parent / "docs" / "statistics.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z0-9_]+)`", PAGE))


def test_every_measure_has_its_part() -> None:
    parts = " ".join(line for line in PAGE.splitlines() if line.startswith("## "))
    assert {name for name in MEASURES if name not in parts} == set()


def test_every_column_is_documented() -> None:
    columns = {column for name in measure_columns.__all__ for column in getattr(measure_columns, name)}
    assert (columns | set(CONCORDANCE_COLUMNS) | set(RATES) | {"source", "counted_in", "target_name"}) - NAMED == set()
