"""The record of how coders work together: who coded blind, who apart, and what was released by whom."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from qualcode.errors import ProjectError
from qualcode.store import schema
from qualcode.store.coders import require_coder
from qualcode.store.documents import require_document
from qualcode.store.records import Arrangement

_arrangement = schema.arrangement


def add_arrangement(connection: Connection, made: Arrangement) -> None:
    """Records an arrangement; the same id a second time changes nothing. Raises ProjectError: unknown coder or document, a value that cannot be."""
    require_coder(connection, made.coder)
    if connection.execute(select(_arrangement.c.id).where(_arrangement.c.id == made.id)).one_or_none() is not None:
        return
    if made.kind == "release":
        require_document(connection, made.document_id or "")
    elif made.kind == "blind_share" and not 0 <= float(made.value["percent"]) <= 100:
        raise ProjectError("store.blind_share_outside", percent=made.value["percent"])
    fields = ("id", "kind", "document_id", "coder", "time")
    connection.execute(insert(_arrangement), {name: getattr(made, name) for name in fields} | {"value": dict(made.value)})


def arrangements(connection: Connection) -> list[Arrangement]:
    """All of them in the order in which they were made."""
    return [
        Arrangement(row.id, row.kind, row.coder, row.time, row.document_id, row.value)
        for row in connection.execute(select(_arrangement).order_by(_arrangement.c.seq))
    ]
