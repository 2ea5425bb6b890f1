"""Several coders: side by side with a consensus, coding apart, blind coding and what suggestions do."""

from __future__ import annotations

import streamlit as st

from qualcode.app.problems import told
from qualcode.app.team import apart, blind, compare
from qualcode.app.team.words import w

VIEW = "team_view"
VIEWS = {"compare": compare.show, "apart": apart.show, "blind": blind.show}


def coders() -> None:
    asked = st.query_params.get("view", "")
    if VIEW not in st.session_state:
        st.session_state[VIEW] = asked if asked in VIEWS else "compare"
    view = st.segmented_control(
        w("view"), list(VIEWS), required=True, format_func=lambda one: w(f"view_{one}"), key=VIEW, label_visibility="collapsed"
    )  # fmt: skip
    st.query_params["view"] = str(view)
    VIEWS[str(view)]()


with told():
    coders()
