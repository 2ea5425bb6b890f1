"""The trained classifier: what it can learn from, training, what it is worth here, and what to code next so that it learns most."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.classifier.figures import c
from qualcode.app.classifier.measuring import show_measuring
from qualcode.app.classifier.queue import show_queue
from qualcode.app.classifier.training import present, show_coded, show_model, show_training
from qualcode.app.problems import told


def classifier() -> None:
    if not session.current_store().documents():
        st.info(c("no_documents"))
        return
    with st.spinner(session.t("reading")):
        coded, model = present()
    show_coded(coded)
    show_training(coded)
    show_model(model)
    show_measuring(coded, model)
    show_queue(model)


with told():
    classifier()
