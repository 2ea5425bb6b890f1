"""The calibration plot draws without a network and holds counts only."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qualcode.analysis.classification import calibration
from qualcode.charts import chart_bytes
from qualcode.charts.calibration import calibration_plot


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_dot_for_each_tenth_of_the_score_of_each_theme(language: str) -> None:
    scores = np.array([[0.05, 0.9], [0.06, 0.95], [0.55, 0.2]])
    truth = np.array([[False, True], [True, False], [True, False]])
    table = calibration(truth, scores, ["een", "twee"])
    chart = calibration_plot(table, themes=["een", "twee"], language=language)
    made = json.loads(chart.to_json())
    (rows,) = made["datasets"].values()
    assert [(row["theme"], row["units"], row["share_with_theme"]) for row in rows] == [
        ("een", 2, 0.5), ("een", 1, 1.0), ("twee", 1, 0.0), ("twee", 2, 0.5),
    ]  # fmt: skip
    assert chart_bytes(chart, ".svg").startswith(b"<svg")
