"""Blind coding: the share of the units, and what the report says of working with suggestions and without."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.problems import told
from qualcode.app.tables import count_column, height_for, text_column
from qualcode.app.team.words import decimal, percentage, w
from qualcode.workflows.blind import blind_percent, set_blind_percent
from qualcode.workflows.fairness import ALL_THEMES, FairnessReport

_SHARE = "blind_share"


def show() -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _share()
    with right:
        _report()


def _share() -> None:
    store, coder = session.current_store(), session.current_coder()
    now = blind_percent(store)
    st.subheader(w("blind_title"), anchor=False)
    st.markdown(w("blind_what"))
    wanted = st.slider(w("blind_share"), 0, 100, int(now), step=5, key=_SHARE, format="%d %%", help=w("blind_share_help"))
    if st.button(w("blind_save"), key="blind_save", disabled=wanted == now):
        with told():
            set_blind_percent(store, wanted, coder=coder)
            session.notify(w("blind_saved", percent=wanted))
            st.rerun()


def _report() -> None:
    store, coder = session.current_store(), session.current_coder()
    st.subheader(w("fair_title"), anchor=False)
    if not store.documents():
        st.caption(w("compare_no_documents"))
        return
    with st.spinner(session.t("reading")):
        report = caching.fairness_report(store, coder)
    with st.container(horizontal=True):
        st.metric(w("fair_acceptance"), percentage(report.acceptance), help=w("fair_acceptance_help"))
        st.metric(w("fair_decided"), f"{session.whole(report.accepted + report.rejected)}")
        st.metric(w("fair_blind"), f"{session.whole(report.blind_done)} / {session.whole(report.blind_units)}", help=w("fair_blind_help"))
    st.caption(w("fair_what"))
    _table(report)


def _table(report: FairnessReport) -> None:
    rows = []
    for row in report.agreement.itertuples():
        rows.append(
            {
                "theme": w("fair_all") if row.theme == ALL_THEMES else row.theme,
                **{f"{kind} units": getattr(row, f"{kind}_units") for kind in ("shown", "blind")},
                **{f"{kind} kappa": _interval(row, kind) for kind in ("shown", "blind")},
                **{f"{kind} confirmed": _confirmed(row, kind) for kind in ("shown", "blind")},
            }
        )
    order = ["theme", *(f"{kind} {what}" for what in ("units", "kappa", "confirmed") for kind in ("shown", "blind"))]
    st.dataframe(
        pd.DataFrame(rows, columns=order), hide_index=True, height=height_for(len(rows)), key="fair_table",
        column_config={
            "theme": text_column(w("column_theme"), pinned=True),
            **{f"{kind} units": count_column(w(f"fair_{kind}_units")) for kind in ("shown", "blind")},
            **{f"{kind} kappa": text_column(w(f"fair_{kind}_kappa"), help=w("fair_kappa_help")) for kind in ("shown", "blind")},
            **{f"{kind} confirmed": text_column(w(f"fair_{kind}_confirmed"), help=w("fair_confirmed_help")) for kind in ("shown", "blind")},
        },
    )  # fmt: skip


def _interval(row: object, kind: str) -> str:
    value, low, high = (getattr(row, f"{kind}_{name}") for name in ("kappa", "low", "high"))
    return decimal(value) if low != low else f"{decimal(value)} ({decimal(low)} – {decimal(high)})"


def _confirmed(row: object, kind: str) -> str:
    proposed, confirmed = getattr(row, f"{kind}_proposed"), getattr(row, f"{kind}_confirmed")
    return f"{percentage(confirmed / proposed)} ({confirmed}/{proposed})" if proposed else "–"
