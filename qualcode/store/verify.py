"""Checks a whole project: the file, the texts, the spans, and that the codings are what the log of decisions says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select

from qualcode.errors import ProjectError
from qualcode.store import log, schema
from qualcode.store.codebooks import codebook_sha256
from qualcode.store.effects import Change, CodingState, replay

MOST_LINES = 20  # problems of the SQLite file that are named one by one


def verify(connection: Connection) -> list[ProjectError]:
    """All problems found, each a sentence; an empty list when the project is sound. Reads everything, changes nothing."""
    file = list(_file_problems(connection))
    if file:
        return file
    return [*_text_problems(connection), *_span_problems(connection), *_codebook_problems(connection), *_log_problems(connection)]


def rebuild(connection: Connection) -> None:
    """Makes the codings and review states anew from the log of decisions."""
    codings, reviews = replay(log.whole_log(connection))
    connection.execute(delete(schema.coding))
    connection.execute(delete(schema.review))
    log.write_change(connection, Change(codings, reviews))


def _file_problems(connection: Connection) -> Iterator[ProjectError]:
    lines = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_LINES})").scalars().all()
    yield from (ProjectError("store.verify_file", what=line) for line in lines if line != "ok")
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_LINES):
        yield ProjectError("store.verify_reference", table=row[0], row=row[1], parent=row[2])


def _text_problems(connection: Connection) -> Iterator[ProjectError]:
    rev, doc = schema.document_revision, schema.document
    rows = connection.execute(select(doc.c.name, rev.c.text, rev.c.sha256, rev.c.chars).join(doc, doc.c.id == rev.c.document_id))
    for row in rows.yield_per(1):
        if hashlib.sha256(row.text.encode("utf-8")).hexdigest() != row.sha256 or len(row.text) != row.chars:
            yield ProjectError("store.verify_text", name=row.name)


def _span_problems(connection: Connection) -> Iterator[ProjectError]:
    rev, doc = schema.document_revision, schema.document
    for table in (schema.suggestion, schema.coding, schema.memo):
        rows = connection.execute(
            select(doc.c.name, table.c.id, table.c.start, table.c.end)
            .join(doc, doc.c.id == table.c.document_id)
            .join(rev, (rev.c.document_id == table.c.document_id) & (rev.c.revision == table.c.document_revision))
            .where((table.c.end > rev.c.chars) | (table.c.start > table.c.end) | (table.c.start < 0))
        )
        for row in rows:
            yield ProjectError("store.verify_span", kind=table.name, id=row.id, name=row.name, start=row.start, end=row.end)


def _codebook_problems(connection: Connection) -> Iterator[ProjectError]:
    version = schema.codebook_version
    for row in connection.execute(select(version.c.number, version.c.yaml, version.c.sha256)):
        if codebook_sha256(row.yaml) != row.sha256:
            yield ProjectError("store.verify_codebook", number=row.number)


def _log_problems(connection: Connection) -> Iterator[ProjectError]:
    last, count = connection.execute(select(func.max(schema.decision.c.seq), func.count())).one()
    if count and last != count:
        yield ProjectError("store.verify_log_gap", missing=last - count)
    try:
        codings, reviews = replay(log.whole_log(connection))
    except (ValueError, KeyError, TypeError) as error:
        yield ProjectError("store.verify_log_unreadable", what=error)
        return
    codings_now, reviews_now = log.tables(connection)
    yield from _differences("store.verify_coding", codings, codings_now)
    yield from _differences("store.verify_review", reviews, reviews_now)


def _differences(key: str, by_log: Mapping[Any, object], by_table: Mapping[Any, object]) -> Iterator[ProjectError]:
    for name in sorted(set(by_log) | set(by_table), key=str):
        if by_log.get(name) != by_table.get(name):
            shown = name if isinstance(name, str) else name[0]
            yield ProjectError(key, id=shown, log=_shown(by_log.get(name)), table=_shown(by_table.get(name)))


def _shown(state: object) -> str:
    if isinstance(state, CodingState):
        return f"[{state.start}, {state.end}) {state.code or '-'} {state.stance}".rstrip()
    return "-" if state is None else str(state)
