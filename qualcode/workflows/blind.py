"""Blind coding: for a random share of the units no suggestion is shown until the coder has coded the unit, so that suggestions can be held to account."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import pandas as pd

from qualcode.errors import UsageError
from qualcode.model import Coder, DocumentSummary, Segment
from qualcode.store import CoderView, ProjectStore

SEED_BYTES = 8


def blind_percent(store: ProjectStore) -> float:
    """The share of the units that is coded blind now, 0-100."""
    share = store.blinding().share
    return 0.0 if share is None else share.percent


def set_blind_percent(store: ProjectStore, percent: float, *, coder: Coder) -> None:
    """Chooses the share; it holds from now on, and stays in the record. The seed is drawn once, so that a larger share holds the smaller one.

    Raises UsageError when it is no percentage.
    """
    if not 0 <= percent <= 100:
        raise UsageError("team.blind_outside", percent=percent)
    shares = store.blinding().shares
    if percent == blind_percent(store):
        return
    seed = shares[0].seed if shares else secrets.token_hex(SEED_BYTES)
    store.arrange("blind_share", {"percent": percent, "seed": seed}, coder=coder.id)


def hidden_blocks(store: ProjectStore, summary: DocumentSummary, blocks: Sequence[Segment]) -> frozenset[tuple[int, int]]:
    """Spans of the blocks whose suggestions the coder of this view must not see yet; none in a project that is read whole."""
    if not isinstance(store, CoderView):
        return frozenset()
    hidden = store.hidden_units({summary.id: [(block.start, block.end) for block in blocks]})
    return frozenset((start, end) for _, start, end in hidden)


def to_code_blind(blocks: Sequence[Segment], hidden: frozenset[tuple[int, int]]) -> frozenset[int]:
    """Numbers (from 0) of the hidden blocks that a coder is asked to code: what an interviewer says and headings can wait."""
    return frozenset(number for number, block in enumerate(blocks) if is_asked(block) and (block.start, block.end) in hidden)


def is_asked(block: Segment) -> bool:
    """Whether a coder is asked to code a block: not a heading, nor what an interviewer says."""
    return block.kind != "heading" and block.speaker_role != "interviewer"


def hidden_places(store: ProjectStore, places: Iterable[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    """Which of these units (document id, start, end) must not show yet what the machine or others say there; for lists of single passages."""
    if not isinstance(store, CoderView):
        return set()
    units: dict[str, set[tuple[int, int]]] = {}
    for document, start, end in places:
        units.setdefault(document, set()).add((start, end))
    return store.hidden_units(units)


def without_hidden(store: ProjectStore, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of single passages (`document_id`, `start`, `end` of the unit) without those that this coder must not see yet."""
    places = list(zip(rows["document_id"], rows["start"], rows["end"], strict=True))
    hidden = hidden_places(store, places)
    return rows if not hidden else rows[[place not in hidden for place in places]].reset_index(drop=True)
