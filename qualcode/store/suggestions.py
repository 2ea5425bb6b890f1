"""Suggestions: what a run proposes, and what became of it for each coder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, insert, literal, select, true, update

from qualcode.errors import ProjectError
from qualcode.model import Match, StoredSuggestion, Suggestion, SuggestionState
from qualcode.store import codebooks, schema
from qualcode.store.documents import require_document
from qualcode.store.records import SuggestionPlace

_suggestion, _review, _run, _coder, _doc = schema.suggestion, schema.review, schema.run, schema.coder, schema.document

_MOST_NAMED = 500  # ids in one query: older builds of SQLite take 999 values

_Place = tuple[str, int, int]  # code, start, end
_Rows = dict[_Place, list[tuple[str, str]]]  # id, coder


def add_suggestions(
    connection: Connection, run_id: str, document_id: str, given: Sequence[Suggestion], replaces: Collection[str] | None
) -> int:
    """Makes `given` the suggestions of a run in a document and returns how many of them are new.

    replaces: which coders' earlier suggestions these stand in for (`rules`, `classifier`); when None, those of the run's kind and of the
    suggestions themselves. An earlier one that nobody decided on is replaced, and keeps its id when the place is the same; a decided one stays
    for ever, and what is proposed again at its place with its code is not offered a second time.
    Raises ProjectError: unknown run, document or code, or a span outside the text.
    """
    kind = connection.execute(select(_coder.c.kind).join(_run, _run.c.coder == _coder.c.id).where(_run.c.id == run_id)).scalar_one_or_none()
    if kind is None:
        raise ProjectError("store.unknown_run")
    revision, chars = require_document(connection, document_id)
    _check(connection, given, chars)
    kinds = set(replaces) if replaces is not None else {kind, *(part for one in given for part in one.coder.split("+"))}
    decided, undecided = _there(connection, document_id, revision)
    replaced = {
        place: ids for place, rows in undecided.items() if (ids := [row_id for row_id, coder in rows if kinds & set(coder.split("+"))])
    }
    proposed: dict[_Place, Suggestion] = {}
    for one in given:
        proposed.setdefault((one.code, one.start, one.end), one)
    fresh = []
    for place, one in proposed.items():
        if place not in decided:
            same = replaced.get(place)
            fresh.append((same.pop() if same else None, one))
    _write(connection, {"run_id": run_id, "document_id": document_id, "document_revision": revision}, fresh)
    _delete(connection, [row_id for ids in replaced.values() for row_id in ids])
    again = [row_id for place, rows in decided.items() for row_id, _ in rows if place in proposed]
    gone = [row_id for place, rows in decided.items() for row_id, coder in rows if place not in proposed and kinds & set(coder.split("+"))]
    _supersede(connection, again, None)
    _supersede(connection, gone, run_id)
    return sum(1 for row_id, _ in fresh if row_id is None)


def suggestions(
    connection: Connection,
    document_id: str | None = None,
    *,
    coder: str | None = None,
    states: Collection[SuggestionState] | None = None,
    ids: Collection[str] | None = None,
) -> list[StoredSuggestion]:
    """The suggestions of one document or of all, in the order of the text, with the state that `coder` gave them.

    Without a coder the state is `open`, and only what the latest run still proposes is there; with one also what that coder decided on before.
    ids: only these.
    """
    if states is not None and coder is None:
        raise ValueError("states are the states that one coder gave: name the coder")
    wanted = _wanted(list(_suggestion.c), document_id, coder, states)
    if ids is None:
        return [_stored(row, row.state) for row in connection.execute(wanted)]
    given = sorted(ids)
    portions = [given[at : at + _MOST_NAMED] for at in range(0, len(given), _MOST_NAMED)]
    found = [row for portion in portions for row in connection.execute(wanted.where(_suggestion.c.id.in_(portion)))]
    return sorted((_stored(row, row.state) for row in found), key=_in_order)


def places(connection: Connection, document_id: str | None, coder: str) -> list[SuggestionPlace]:
    """The same suggestions without their reasons, which are most of what a row holds."""
    wanted = _wanted([getattr(_suggestion.c, name) for name in SuggestionPlace.__slots__ if name != "state"], document_id, coder, None)
    return [SuggestionPlace(*row) for row in connection.execute(wanted).all()]


def _wanted(
    columns: Sequence[ColumnElement[Any]], document_id: str | None, coder: str | None, states: Collection[SuggestionState] | None
) -> Select[Any]:  # fmt: skip
    """The query for suggestions of documents that are there; its last column is `state`."""
    there = (_doc.c.id == _suggestion.c.document_id) & (_doc.c.revision == _suggestion.c.document_revision) & _doc.c.deleted.is_(None)
    state: ColumnElement[Any] = literal("open")
    if coder is None:
        wanted = select(*columns, state.label("state")).join(_doc, there).where(_suggestion.c.superseded_by.is_(None))
    else:
        mine = (_review.c.suggestion == _suggestion.c.id) & (_review.c.coder == coder) & (_review.c.layer == "own")
        state = func.coalesce(_review.c.state, "open")
        wanted = select(*columns, state.label("state")).join(_doc, there).outerjoin(_review, mine)
        wanted = wanted.where(_suggestion.c.superseded_by.is_(None) | _review.c.state.is_not(None))
        wanted = wanted.where(state.in_(list(states)) if states is not None else true())
    if document_id is not None:
        wanted = wanted.where(_suggestion.c.document_id == document_id)
    return wanted.order_by(_suggestion.c.document_id, _suggestion.c.unit_start, _suggestion.c.start, _suggestion.c.code)


def _in_order(one: StoredSuggestion) -> tuple[str, int, int, str]:
    return one.document_id, one.suggestion.unit_start, one.suggestion.start, one.suggestion.code


def _check(connection: Connection, given: Sequence[Suggestion], chars: int) -> None:
    live = codebooks.live_codes(connection)
    for one in given:
        if one.code not in live:
            raise ProjectError("store.unknown_code_named", code=one.code)
        if max(one.end, one.unit_end) > chars:
            raise ProjectError("store.span_outside")


def _there(connection: Connection, document_id: str, revision: int) -> tuple[_Rows, _Rows]:
    """(decided, undecided) suggestions of a document's text of now: place -> [(id, coder)]. Decided: at least one coder ever did."""
    reviewed = select(_review.c.suggestion).where(_review.c.suggestion == _suggestion.c.id).exists()
    rows = connection.execute(
        select(
            _suggestion.c.id, _suggestion.c.code, _suggestion.c.start, _suggestion.c.end, _suggestion.c.coder, reviewed.label("reviewed")
        ).where(_suggestion.c.document_id == document_id, _suggestion.c.document_revision == revision)
    )
    decided: _Rows = {}
    undecided: _Rows = {}
    for row in rows:
        (decided if row.reviewed else undecided).setdefault((row.code, row.start, row.end), []).append((row.id, row.coder))
    return decided, undecided


def _write(connection: Connection, stamp: dict[str, object], fresh: list[tuple[str | None, Suggestion]]) -> None:
    made = [{**stamp, **_row(one), "id": str(uuid4())} for row_id, one in fresh if row_id is None]
    if made:
        connection.execute(insert(_suggestion), made)
    changed = [{**stamp, **_row(one), "row_id": row_id} for row_id, one in fresh if row_id is not None]
    if changed:
        names = [name for name in changed[0] if name != "row_id"]
        statement = update(_suggestion).where(_suggestion.c.id == bindparam("row_id")).values({name: bindparam(name) for name in names})
        connection.execute(statement, changed)


def _delete(connection: Connection, ids: list[str]) -> None:
    if ids:
        connection.execute(delete(_suggestion).where(_suggestion.c.id == bindparam("row_id")), [{"row_id": row_id} for row_id in ids])


def _supersede(connection: Connection, ids: list[str], run_id: str | None) -> None:
    if ids:
        statement = update(_suggestion).where(_suggestion.c.id == bindparam("row_id")).values(superseded_by=run_id)
        connection.execute(statement, [{"row_id": row_id} for row_id in ids])


def _row(one: Suggestion) -> dict[str, object]:
    return {
        "unit_start": one.unit_start,
        "unit_end": one.unit_end,
        "code": one.code,
        "start": one.start,
        "end": one.end,
        "coder": one.coder,
        "stance": one.stance,
        "score": one.score,
        "rule": one.rule,
        "matches": [[match.rule, match.start, match.end, match.text, match.stance, match.cue, match.via] for match in one.matches],
        "features": [list(feature) for feature in one.features],
        "definition_hash": one.definition_hash,
        "superseded_by": None,
    }


def _stored(row: Row[Any], state: SuggestionState) -> StoredSuggestion:
    suggestion = Suggestion(
        unit_start=row.unit_start,
        unit_end=row.unit_end,
        code=row.code,
        start=row.start,
        end=row.end,
        coder=row.coder,
        stance=row.stance,
        score=row.score,
        rule=row.rule,
        matches=tuple(Match(*match) for match in row.matches),
        features=tuple((word, weight) for word, weight in row.features),
        definition_hash=row.definition_hash,
    )
    return StoredSuggestion(row.id, row.run_id, row.document_id, suggestion, state)
