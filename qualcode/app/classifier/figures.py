"""How good proposals are, as people read it: a table with intervals, the calibration plot, numbers in the session's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from qualcode.app import session
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.charts.calibration import calibration_plot
from qualcode.texts import text
from qualcode.workflows.review_codes import review_codes

MACRO = "macro"  # the row of `proposal_quality` with the mean over themes
_FIGURES = ("precision", "recall", "average_precision", "kappa")


def c(key: str, /, **values: object) -> str:
    """A text of the catalogue `classifier` in the session's language."""
    return text(f"classifier.{key}", session.language(), **values)


def number(value: float | None, digits: int = 2) -> str:
    """A figure as people write it; a dash where there is none."""
    if value is None or pd.isna(value):
        return "–"
    shown = f"{value:.{digits}f}"
    return shown.replace(".", ",") if session.language() == "nl" else shown


def show_quality(quality: pd.DataFrame, *, of: str, names: dict[str, str]) -> None:
    """The table of `proposal_quality`. of: its first column (`source`, `coder`); names: shown names of that column's values."""
    shown = pd.DataFrame(
        {
            of: [names.get(str(value), str(value)) for value in quality[of]],
            "theme": [c("mean_of_themes") if theme == MACRO else theme for theme in quality["theme"]],
            "f1": [_with_interval(row) for row in quality.to_dict("records")],
            **{name: [number(value) for value in quality[name]] for name in _FIGURES},
            "with_theme": quality["with_theme"],
            "proposed": quality["proposed"],
            "units": quality["units"],
        }
    )
    columns = {
        of: text_column(c(f"column_{of}"), pinned=True),
        "theme": text_column(c("column_theme"), pinned=True),
        **{name: text_column(c(f"column_{name}"), help=c(f"help_{name}")) for name in ("f1", *_FIGURES)},
        **{name: count_column(c(f"column_{name}")) for name in ("with_theme", "proposed", "units")},
    }
    st.dataframe(shown, hide_index=True, column_config=columns, height=height_for(len(shown), 15))
    st.caption(c("quality_what"))


def _with_interval(row: dict[Any, Any]) -> str:
    if row["f1"] is None or pd.isna(row["f1"]):
        return "–"
    return f"{number(row['f1'])} ({number(row['f1_low'])}–{number(row['f1_high'])})"


def show_calibration(table: pd.DataFrame) -> None:
    """The plot of `analysis.classification.calibration`; nothing when the table is empty."""
    if table.empty:
        return
    themes: Sequence[str] = list(dict.fromkeys(table["theme"]))
    colours = {code.theme: code.colour for code in review_codes(session.current_store()) if code.depth == 0}
    chart = calibration_plot(table, themes=themes, language=session.language(), colours=colours)
    st.altair_chart(chart, alt=c("calibration_alt"), width="content")
