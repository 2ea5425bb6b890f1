"""The coding page: a document with its suggestions and codings in the text component; every decision is on the disk before it is called saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from qualcode.app import session
from qualcode.app.coding_page import Exchange, acks_of, clock_time, page_payload, queue_name, read_requests
from qualcode.app.component import coding_text
from qualcode.app.problems import show_problem
from qualcode.errors import QualcodeError
from qualcode.model import Coder, DocumentSummary
from qualcode.texts import text
from qualcode.workflows.decide import apply_requests
from qualcode.workflows.projects import ProjectStore
from qualcode.workflows.review import ReviewPage, open_blocks, page_count, page_of, review_page
from qualcode.workflows.review_codes import review_codes

# Keys of widgets that are also in the address of the page, so that it can be kept, shared and reloaded.
DOCUMENT, PAGE, ONLY_OPEN, OTHERS = "document", "page", "open", "others"
COMPONENT = "coding_text"
_EXCHANGE, _CHOSEN = "coding_exchange", "coding_chosen"
MOST_ACKS = 200  # answers that are kept for a browser that missed some; what it asks again is answered again


@st.fragment(key="coding")
def coding() -> None:
    """The whole page, in a fragment of its own: a decision reruns nothing else."""
    try:
        _show()
    except QualcodeError as error:
        show_problem(error)
        # Anything pressed runs the fragment again; what the browser holds in its queue is sent when the text is back.
        st.button(text("coding.retry", session.language()))


def _show() -> None:
    store, coder, language = session.current_store(), session.current_coder(), session.language()
    documents = store.documents()
    if not documents:
        st.info(text("coding.no_documents", language))
        return
    several = len(session.persons()) > 1
    chooser, filter_, pages = st.columns([5, 4, 4], vertical_alignment="bottom")
    with chooser:
        summary = _choose_document(documents, language)
    with filter_:
        only_open = st.toggle(
            text("coding.only_open", language), key=ONLY_OPEN, bind="query-params", on_change=_first_page, help=text("coding.only_open_help", language)
        )  # fmt: skip
        others = several and st.toggle(
            text("coding.others", language), value=True, key=OTHERS, bind="query-params", help=text("coding.others_help", language)
        )  # fmt: skip
    chosen = _chosen_blocks(store, summary, coder) if only_open else None
    with pages:
        number = _choose_page(page_count(store, summary, chosen=chosen))
    if chosen == ():
        st.success(text("coding.all_decided", language))
        return
    page = review_page(store, summary, coder=coder, number=number, chosen=chosen, others=others)
    _fairness(page, several, language)
    payload = page_payload(page, review_codes(store), _exchange(store, coder), language=language)
    coding_text(payload, key=COMPONENT, on_operations=_on_operations, on_turn=_on_turn)


def _fairness(page: ReviewPage, several: bool, language: str) -> None:
    """Says what is kept from the coder here, and why."""
    if page.blind_left:
        st.caption(text("coding.blind_left", language, count=page.blind_left))
    if page.apart and several:
        st.caption(text("coding.apart", language))


def _choose_document(documents: Sequence[DocumentSummary], language: str) -> DocumentSummary:
    by_name = {document.name: document for document in documents}
    name = st.selectbox(text("coding.document", language), list(by_name), key=DOCUMENT, bind="query-params", on_change=_first_page)
    return by_name.get(name) or documents[0]


def _choose_page(count: int) -> int:
    if st.session_state.get(PAGE, 1) > count:
        st.session_state[PAGE] = count
    return int(st.pagination(count, key=PAGE, bind="query-params", max_visible_pages=5))


def _first_page() -> None:
    st.session_state[PAGE] = 1
    st.session_state.pop(_CHOSEN, None)


def _chosen_blocks(store: ProjectStore, summary: DocumentSummary, coder: Coder) -> tuple[int, ...]:
    """The blocks of the filter, as they were when it was switched on: a passage does not vanish while one decides on it."""
    kept = st.session_state.get(_CHOSEN)
    if kept is None or kept[0] != (summary.id, coder.id):
        kept = ((summary.id, coder.id), open_blocks(store, summary, coder=coder))
        st.session_state[_CHOSEN] = kept
    blocks: tuple[int, ...] = kept[1]
    return blocks


def _exchange(store: ProjectStore, coder: Coder) -> Exchange:
    """What this session and its component told each other; begun anew when the coder or the project changes."""
    queue = queue_name(str(store.folder), coder)
    kept: Exchange | None = st.session_state.get(_EXCHANGE)
    if kept is None or kept.queue != queue:
        kept = Exchange(queue)
        st.session_state[_EXCHANGE] = kept
    return kept


# --- what the component sent ---------------------------------------------------------------------------------


def _sent(name: str) -> Any:
    return (st.session_state.get(COMPONENT) or {}).get(name)


def _on_operations() -> None:
    """Decides what came, before anything is drawn; only what is on the disk is answered."""
    exchange: Exchange | None = st.session_state.get(_EXCHANGE)
    if exchange is None:
        return
    language = session.language()
    try:
        store, coder = session.current_store(), session.current_coder()
        if exchange.queue != queue_name(str(store.folder), coder):
            return
        requests, refusals = read_requests(_sent("operations"), queue=exchange.queue)
        answers = [*refusals, *apply_requests(store, requests, coder=coder)]
        documents = {document.id: document.name for document in store.documents()}
        acks = acks_of(answers, language=language, codes=review_codes(store), documents=documents)
    except QualcodeError as fault:
        st.session_state[_EXCHANGE] = replace(exchange, fault=fault.sentence(language), serial=exchange.serial + 1)
        return
    saved = clock_time(datetime.now(UTC)) if any(answer.ok for answer in answers) else exchange.saved_at
    turned = next((answer.decision for answer in reversed(answers) if answer.decision is not None), None)
    go_to = exchange.go_to
    if turned is not None and turned.start is not None and turned.end is not None:
        go_to = (turned.id, turned.start, turned.end)
        _show_place(store, coder, turned.document_id, turned.start)
    st.session_state[_EXCHANGE] = Exchange(
        queue=exchange.queue,
        acks=(*exchange.acks, *acks)[-max(MOST_ACKS, len(acks)) :],
        saved_at=saved,
        go_to=go_to,
        serial=exchange.serial + 1,
    )


def _show_place(store: ProjectStore, coder: Coder, document_id: str, start: int) -> None:
    """Turns to the page on which an undo or redo took effect, when it lies in the document that is shown."""
    summary = next((one for one in store.documents() if one.id == document_id), None)
    if summary is None or summary.name != st.session_state.get(DOCUMENT):
        return
    chosen = _chosen_blocks(store, summary, coder) if st.session_state.get(ONLY_OPEN) else None
    number = page_of(store, summary, start, chosen=chosen)
    if number is not None:
        st.session_state[PAGE] = number


def _on_turn() -> None:
    page = (_sent("turn") or {}).get("page")
    if type(page) is int and page >= 1:
        st.session_state[PAGE] = page


coding()
