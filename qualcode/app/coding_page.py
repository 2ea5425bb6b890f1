"""The coding page without a screen: what goes to the text component, and what comes back from it, which is not trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast, get_args

from qualcode.model import STANCES, Action, Coder, Coding, Memo, Operation, Stance, StoredSuggestion
from qualcode.texts import text
from qualcode.workflows.decide import Answer, MemoOperation, Request
from qualcode.workflows.review import OtherCoding, ReviewBlock, ReviewPage
from qualcode.workflows.review_codes import ReviewCode

MOST_OPERATIONS = 5000  # in one message; a queue that waits longer sends the rest later
LONGEST_MEMO = 100_000  # characters
# how a classifier calls what stands around a passage -> key in `coding.toml`
AROUND = {f"@{name}": f"around_{name}" for name in ("before", "after", "heading", "question", "document", "rules")}
MEMO_ACTIONS = ("memo_add", "memo_edit", "memo_delete")

# The texts that the component shows (`coding.toml`); a test holds them and its source together.
LABELS = (
    "accept", "accept_after_all", "at_blind", "at_item", "blind", "blind_first", "blind_help", "by_classifier", "by_rules", "by_rules_classifier", "cancel", "close", "codes", "codes_give", "codes_help",
    "copied", "copy", "cue", "definition", "features", "from_machine", "give_code", "guessed", "guessed_help", "help", "help_mouse", "key_accept",
    "key_codes", "key_cursor", "key_cursor_end", "key_cursor_extend", "key_cursor_move", "key_cursor_start", "key_digit", "key_help", "key_leave",
    "key_memo", "key_neutraal", "key_next", "key_next_block", "key_nothing_here", "key_other_code", "key_palette", "key_previous", "key_previous_block",
    "key_redo", "key_reject", "key_tegen", "key_undo", "key_voor", "kind_article", "kind_heading", "kind_list_item", "kind_table_row", "memo",
    "memo_change", "memo_delete", "memo_go", "memo_new", "memo_other_page", "memo_save", "memo_text", "memos_none", "niet", "no_blocks", "no_item",
    "no_more", "no_selection", "no_suggestion", "not_saved", "nothing_already", "nothing_here", "nothing_here_short", "nothing_to_save", "other_code",
    "page_done", "page_next", "page_of", "page_previous", "palette", "palette_none", "palette_search", "panel", "place_empty", "place_nothing", "progress",
    "reject",
    "rejected", "remove", "role_interviewer", "said_accepted", "said_coded", "said_memo", "said_nothing", "said_nothing_open", "said_rejected",
    "said_removed", "said_stance", "saved", "score", "single_keys", "stance", "stance_accepts", "stance_changes", "stance_neutraal", "stance_tegen",
    "stance_voor", "status_accepted", "status_other", "status_own", "status_rejected", "status_suggestion", "tab_codes", "tab_memos", "tab_place", "tool_codes",
    "tool_help", "tool_next", "tool_nothing_here", "tool_previous", "tool_redo", "tool_undo", "toolbar", "unknown_code", "wel", "you",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one session tells its component beside the page itself.

    queue: names project and coder, so that what a browser queued for one never goes to another. acks: answers of the last messages.
    saved_at: the clock time of the last decision that reached the disk, '' before the first. fault: why nothing can be saved now, '' when it can.
    go_to: where the last undo or redo took effect: (decision id, start, end). serial: how many messages were answered, so that each answer is seen as new.
    """

    queue: str
    acks: tuple[Mapping[str, Any], ...] = ()
    saved_at: str = ""
    fault: str = ""
    go_to: tuple[str, int, int] | None = None
    serial: int = 0


def queue_name(project: str, coder: Coder) -> str:
    """The name of the queue of a coder in a project (its folder): a hash, since it stays in the browser."""
    return hashlib.sha256(f"{project}|{coder.id}".encode()).hexdigest()[:16]


def page_payload(page: ReviewPage, codes: Sequence[ReviewCode], exchange: Exchange, *, language: str) -> dict[str, Any]:
    """The whole state of a page for the component: JSON with offsets in code points, as `types.ts` describes it."""
    progress = page.progress
    decided = progress.accepted + progress.rejected
    return {
        "queue": exchange.queue,
        "document": page.document.id,
        "document_name": page.document.name,
        "page": page.number,
        "pages": page.count,
        "next_open": page.next_open,
        "previous_open": page.previous_open,
        "blocks": [_block(block) for block in page.blocks],
        "suggestions": [_suggestion(one, language) for one in page.suggestions],
        "codings": [_coding(one) for one in page.codings],
        "others": [_other(one) for one in page.others],
        "blind": [[block.start, block.end, block.asked] for block in page.blind],
        "memos": [_memo(one) for one in page.memos],
        "codes": _codes(codes),
        "progress": {
            "suggestions": decided + progress.open,
            "decided": decided,
            "codings": progress.codings,
            "nothing_here": progress.nothing_here,
        },
        "undo": page.can_undo,
        "redo": page.can_redo,
        "acks": list(exchange.acks),
        "saved_at": exchange.saved_at,
        "fault": exchange.fault,
        "go_to": None if exchange.go_to is None else dict(zip(("id", "start", "end"), exchange.go_to, strict=True)),
        "revision": page.revision,
        "serial": exchange.serial,
        "language": language,
        "labels": {name: text(f"coding.{name}", language) for name in LABELS},
    }


def read_requests(message: object, *, queue: str) -> tuple[list[Request], list[Answer]]:
    """What a browser asks for: the requests that have a sound form, and refusals of those that have not.

    A message for another queue (the coder changed meanwhile) or of another form gives nothing at all: nothing in it is done or answered.
    """
    if not isinstance(message, Mapping) or message.get("queue") != queue or not isinstance(message.get("operations"), list):
        return [], []
    requests: list[Request] = []
    refusals: list[Answer] = []
    for sent in message["operations"][:MOST_OPERATIONS]:
        if not isinstance(sent, Mapping) or not isinstance(sent.get("id"), str):
            continue
        request = _request(sent)
        if request is None:
            refusals.append(Answer(sent["id"], ok=False, error="store.incomplete_operation"))
        else:
            requests.append(request)
    return requests, refusals


def acks_of(
    answers: Sequence[Answer], *, language: str, codes: Sequence[ReviewCode], documents: Mapping[str, str]
) -> tuple[dict[str, Any], ...]:
    """The answers as the component takes them. message: why something was refused, or what an undo or redo took back or did again.

    documents: id -> name.
    """
    return tuple({"id": answer.id, "ok": answer.ok, "message": _message(answer, language, codes, documents)} for answer in answers)


def _message(answer: Answer, language: str, codes: Sequence[ReviewCode], documents: Mapping[str, str]) -> str:
    if answer.error:
        return text(answer.error, language)
    decision = answer.decision
    if decision is None:
        return ""
    path = next((code.path for code in codes if code.id == decision.code), decision.code)
    what = text("coding.what_coding", language, code=path) if decision.code else text("coding.what_nothing", language)
    key = "coding.undone" if decision.action == "undo" else "coding.redone"
    return text(key, language, what=what, document=documents.get(decision.document_id, ""))


def clock_time(moment: datetime) -> str:
    """The time of the day on this machine, `14:03:22`."""
    return moment.astimezone().strftime("%H:%M:%S")


def time_text(seconds: float | None) -> str:
    """A time in a recording as transcripts write it, `1:02:09` or `02:09`; '' when there is none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


# --- to the browser ------------------------------------------------------------------------------------------


def _block(block: ReviewBlock) -> dict[str, Any]:
    segment = block.segment
    return {
        "start": segment.start,
        "kind": segment.kind,
        "text": block.text,
        "speaker": segment.speaker or "",
        "role": segment.speaker_role or "",
        "time": time_text(segment.time),
        "level": segment.level or 0,
        "guessed": segment.guessed,
        "sentences": [list(span) for span in block.sentences],
    }


def _suggestion(stored: StoredSuggestion, language: str) -> dict[str, Any]:
    one = stored.suggestion
    return {
        "id": stored.id,
        "start": one.start,
        "end": one.end,
        "code": one.code,
        "stance": one.stance,
        "state": stored.state,
        "coder": one.coder,
        "rule": one.rule,
        "score": one.score,
        "matches": [
            {"rule": match.rule, "start": match.start, "end": match.end, "stance": match.stance, "cue": match.cue} for match in one.matches
        ],
        "features": _features(one.features, language),
    }


def _features(features: Sequence[tuple[str, float]], language: str) -> list[list[Any]]:
    """What weighed most, in words, each with its part (0-1) of the heaviest of its kind: words are weighed on another scale than what stands around."""
    heaviest = {
        around: max((weight for name, weight in features if name.startswith("@") == around), default=0.0) for around in (True, False)
    }
    found: list[list[Any]] = []
    for name, weight in features:
        around = name.startswith("@")
        shown = text(f"coding.{AROUND[name]}", language) if name in AROUND else name
        found.append([shown, round(max(0.0, weight) / heaviest[around], 2) if heaviest[around] > 0 else 0.0])
    return found


def _coding(one: Coding) -> dict[str, Any]:
    return {"id": one.id, "start": one.start, "end": one.end, "code": one.code, "stance": one.stance, "origin": one.origin}


def _other(one: OtherCoding) -> dict[str, Any]:
    coding = one.coding
    return {"id": coding.id, "start": coding.start, "end": coding.end, "code": coding.code, "stance": coding.stance, "coder": one.coder}


def _memo(one: Memo) -> dict[str, Any]:
    when = one.time.astimezone().strftime("%d-%m-%Y %H:%M")
    return {"id": one.id, "start": one.start, "end": one.end, "text": one.text, "coder": "", "mine": True, "time": when}


def _codes(codes: Sequence[ReviewCode]) -> list[dict[str, Any]]:
    """The codes with their digits: the themes that can be given come first, then the rest in the codebook's order, up to nine."""
    usable = [code for code in codes if code.usable]
    first = [code for code in usable if code.depth == 0] + [code for code in usable if code.depth > 0]
    keys = {code.id: str(number) for number, code in enumerate(first[:9], 1)}
    return [
        {
            "id": code.id,
            "name": code.name,
            "path": code.path,
            "theme": code.theme,
            "depth": code.depth,
            "colour": code.colour,
            "definition": code.definition,
            "wel": list(code.wel),
            "niet": list(code.niet),
            "usable": code.usable,
            "key": keys.get(code.id, ""),
        }
        for code in codes
    ]


# --- from the browser ----------------------------------------------------------------------------------------


def _request(sent: Mapping[Any, Any]) -> Request | None:
    """One operation; None when a value has the wrong type or is not allowed. What it names is looked up later."""
    texts = {name: sent.get(name) for name in ("document", "quote", "code", "stance", "suggestion", "coding", "batch", "memo", "text")}
    if any(value is not None and not isinstance(value, str) for value in texts.values()):
        return None
    start, end = sent.get("start"), sent.get("end")
    if any(value is not None and type(value) is not int for value in (start, end)):
        return None
    action: Any = sent.get("action")
    if action in MEMO_ACTIONS:
        wording = texts["text"] or ""
        if len(wording) > LONGEST_MEMO or len(sent["id"]) > 64 or not _has_no_half_characters(sent["id"], wording, texts["memo"] or ""):
            return None
        memo = MemoOperation(sent["id"], action, texts["document"], start, end, texts["memo"], wording)
        return Request(memo, texts["quote"])
    if action not in get_args(Action) or (texts["stance"] and texts["stance"] not in STANCES):
        return None
    operation = Operation(
        id=sent["id"],
        action=action,
        document_id=texts["document"],
        start=start,
        end=end,
        code=texts["code"],
        stance=cast("Stance | None", texts["stance"]),
        suggestion=texts["suggestion"],
        coding=texts["coding"],
        batch=texts["batch"],
    )
    return Request(operation, texts["quote"])


def _has_no_half_characters(*texts: str) -> bool:
    """Half of a surrogate pair cannot be stored."""
    return not any("\ud800" <= character <= "\udfff" for text_ in texts for character in text_)
