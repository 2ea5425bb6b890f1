"""What to code next: passages from which the classifier learns most, each with the reason and the way to it."""

from __future__ import annotations

import streamlit as st

from qualcode.app import session
from qualcode.app.classifier.figures import c, number
from qualcode.app.classifier.measuring import show_passage
from qualcode.app.paging import page_slice
from qualcode.app.problems import told
from qualcode.workflows.learning_queue import QueueItem, learning_queue
from qualcode.workflows.model_card import PresentModel

REASON, PAGE = "classifier_reason", "classifier_queue_page"
_QUEUE = "classifier_queue"  # (project folder, items): kept while one codes, so that the list does not move under one's hands
REASONS = ("uncertain", "disagree", "diverse", "random")
PER_PAGE = 10


def show_queue(model: PresentModel | None) -> None:
    """The button that makes the list, and the list."""
    if model is None:
        return
    st.subheader(c("queue"), anchor=False)
    st.caption(c("queue_what"))
    store = session.current_store()
    if st.button(c("queue_make"), key="classifier_queue_make"):
        with told(), st.spinner(c("queue_making")):
            # another random share each time that something was decided, the same one for the same state
            st.session_state[_QUEUE] = (str(store.folder), learning_queue(store, seed=store.revision()))
            st.session_state[PAGE] = 1
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != str(store.folder):
        return
    items: list[QueueItem] = kept[1]
    if not items:
        st.info(c("queue_empty"))
        return
    only = st.pills(c("queue_reason"), REASONS, format_func=lambda one: c(f"reason_{one}"), key=REASON, on_change=_first_page)
    items = [item for item in items if only is None or item.reason == only]
    here = page_slice(len(items), PER_PAGE, key=PAGE)
    for item in items[here]:
        show_passage(item.text, f"{item.document} · {_why(item)}", item.document, item.start)


def _why(item: QueueItem) -> str:
    if item.reason == "uncertain":
        return c("why_uncertain", theme=item.theme, score=number(100 * (item.score or 0), 0))
    if item.reason == "disagree":
        return c("why_rule_only" if item.fired else "why_score_only", theme=item.theme, score=number(100 * (item.score or 0), 0))
    return c(f"why_{item.reason}")


def _first_page() -> None:
    st.session_state[PAGE] = 1
