"""Several coders: side by side with a consensus, coding apart, blind coding and what suggestions do."""

from __future__ import annotations

import streamlit as st

from qualcode.app.problems import told
from qualcode.app.team import apart, blind, compare
from qualcode.app.team.words import w

VIEWS = {"compare": compare.show, "apart": apart.show, "blind": blind.show}


def coders() -> None:
    view = st.segmented_control(
        w("view"), list(VIEWS), default="compare", required=True, format_func=lambda one: w(f"view_{one}"), key="view",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    VIEWS.get(str(view), compare.show)()


with told():
    coders()
