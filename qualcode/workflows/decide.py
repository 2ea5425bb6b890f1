"""Doing what a coder asks on a screen: codings and memos, each once, with the words checked against the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.errors import ProjectError
from qualcode.model import Coder, Decision, Operation
from qualcode.store import ProjectStore, seen_by, whole
from qualcode.workflows.review import document_and_blocks

# What is wrong with one memo, so that sending it again cannot help; any other ProjectError is the disk's, and the memo must be sent again.
_MEMO_REFUSALS = {
    f"store.{name}"
    for name in (
        "unknown_memo", "not_yours", "empty_memo", "span_outside", "unknown_document", "incomplete_operation", "id_in_use", "unknown_coder",
    )
}  # fmt: skip
_NEEDS_QUOTE = ("add", "nothing_here", "memo_add")


@dataclass(frozen=True, slots=True)
class MemoOperation:
    """What a coder asks for a memo, with an id made where it was asked; memo_add: document and span; the others: `memo`, one's own."""

    id: str
    action: Literal["memo_add", "memo_edit", "memo_delete"]
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    memo: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """An operation as it came from a screen, with the words of its span as the coder saw them."""

    operation: Operation | MemoOperation
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request. error: '' or the catalogue key of a sentence. decision: of an undo or redo, where it took effect."""

    id: str
    ok: bool
    error: str = ""
    decision: Decision | None = None


def apply_requests(store: ProjectStore, requests: Sequence[Request], *, coder: Coder) -> list[Answer]:
    """Does each request in turn, once however often it comes, and answers each; what is answered as ok is on the disk.

    A request whose quote is not what the document says at its span is refused (`coding.other_text`), so that no offset drifts.
    Raises ProjectError when the project cannot be written at all; the requests can then be sent again.
    """
    answers: list[Answer] = []
    waiting: list[Operation] = []

    def write() -> None:
        if waiting:
            answers.extend(_apply(store, waiting, coder))
            waiting.clear()

    texts: dict[str, str | None] = {}
    hidden = _hidden(store, requests, coder)
    for request in requests:
        operation = request.operation
        error = _quote_error(store, request, texts)
        if isinstance(operation, Operation) and operation.suggestion in hidden:
            error = "coding.blind_first"
        if error:
            write()
            answers.append(Answer(operation.id, ok=False, error=error))
        elif isinstance(operation, MemoOperation):
            write()
            answers.append(_apply_memo(store, operation, coder))
        else:
            waiting.append(operation)
    write()
    return answers


def _hidden(store: ProjectStore, requests: Sequence[Request], coder: Coder) -> set[str]:
    """Suggestions that are asked about though this coder may not see them yet; only a browser that is not ours knows their ids."""
    asked = {one.operation.suggestion for one in requests if isinstance(one.operation, Operation) and one.operation.suggestion}
    if not asked or store.blinding().share is None:
        return set()
    there = {one.id for one in whole(store).suggestions(coder=coder.id, ids=asked)}
    return there - {one.id for one in seen_by(store, coder.id).suggestions(coder=coder.id, ids=asked)}


def _apply(store: ProjectStore, operations: Sequence[Operation], coder: Coder) -> list[Answer]:
    acks = store.apply(operations, coder=coder)
    turned = {one.id for one, ack in zip(operations, acks, strict=True) if ack.ok and one.action in ("undo", "redo")}
    places: Mapping[str, Decision] = {}
    if turned:
        # A batch writes many records under ids of its own; the first one carries the operation's id.
        places = {decision.id: decision for decision in store.decisions(coder=coder.id, limit=1000) if decision.id in turned}
    return [Answer(ack.operation, ack.ok, ack.error, places.get(ack.operation)) for ack in acks]


def _apply_memo(store: ProjectStore, asked: MemoOperation, coder: Coder) -> Answer:
    try:
        if asked.action == "memo_add":
            store.add_memo(
                asked.text, coder=coder.id, document_id=asked.document_id, start=asked.start, end=asked.end, memo_id=asked.id
            )  # fmt: skip
        elif asked.action == "memo_edit":
            store.edit_memo(asked.memo or "", asked.text, coder=coder.id)
        else:
            store.delete_memo(asked.memo or "", coder=coder.id)
    except ProjectError as refusal:
        if refusal.key not in _MEMO_REFUSALS:
            raise
        return Answer(asked.id, ok=False, error=refusal.key)
    return Answer(asked.id, ok=True)


def _quote_error(store: ProjectStore, request: Request, texts: dict[str, str | None]) -> str:
    """The key of what is wrong with the quote, '' when nothing is. texts: what was read so far, None for a document that is not there."""
    operation = request.operation
    if request.quote is None:
        return "store.incomplete_operation" if operation.action in _NEEDS_QUOTE else ""
    if operation.document_id is None or operation.start is None or operation.end is None:
        return "store.incomplete_operation"
    if operation.document_id not in texts:
        summary = next((one for one in store.documents() if one.id == operation.document_id), None)
        texts[operation.document_id] = None if summary is None else document_and_blocks(store, summary)[0].text
    text = texts[operation.document_id]
    if text is None:
        return "store.unknown_document"
    inside = 0 <= operation.start < operation.end <= len(text)
    return "" if inside and text[operation.start : operation.end] == request.quote else "coding.other_text"
