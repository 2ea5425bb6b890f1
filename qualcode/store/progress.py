"""How far a coder is, document by document."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, func, select, true

from qualcode.store import schema
from qualcode.store.records import DocumentProgress


def progress(connection: Connection, coder: str, document_id: str | None = None) -> list[DocumentProgress]:
    """One record for each document (or for one), by name. Suggestions count as `suggestions(coder=...)` gives them."""
    doc, suggestion, review, coding = schema.document, schema.suggestion, schema.review, schema.coding
    mine = (review.c.suggestion == suggestion.c.id) & (review.c.coder == coder) & (review.c.layer == "own")
    state = func.coalesce(review.c.state, "open")
    states = (
        select(suggestion.c.document_id, state, func.count())
        .join(doc, (doc.c.id == suggestion.c.document_id) & (doc.c.revision == suggestion.c.document_revision))
        .outerjoin(review, mine)
        .where(suggestion.c.superseded_by.is_(None) | review.c.state.is_not(None))
        .where(true() if document_id is None else suggestion.c.document_id == document_id)
        .group_by(suggestion.c.document_id, state)
    )
    reviewed = Counter({(document_id, name): count for document_id, name, count in connection.execute(states)})
    empty = coding.c.code.is_(None)
    codings = (
        select(coding.c.document_id, empty, func.count())
        .where(coding.c.coder == coder, coding.c.layer == "own")
        .where(true() if document_id is None else coding.c.document_id == document_id)
        .group_by(coding.c.document_id, empty)
    )
    coded = Counter({(document_id, bool(nothing)): count for document_id, nothing, count in connection.execute(codings)})
    wanted = select(doc.c.id).where(doc.c.deleted.is_(None), true() if document_id is None else doc.c.id == document_id)
    there = connection.execute(wanted.order_by(doc.c.name)).scalars()
    return [
        DocumentProgress(
            document_id=document_id,
            open=reviewed[document_id, "open"],
            accepted=reviewed[document_id, "accepted"],
            rejected=reviewed[document_id, "rejected"],
            codings=coded[document_id, False],
            nothing_here=coded[document_id, True],
        )
        for document_id in there
    ]
