"""How far a coder is, document by document."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, func, select

from qualcode.store import schema
from qualcode.store.records import DocumentProgress


def progress(connection: Connection, coder: str) -> list[DocumentProgress]:
    """One record for each document, by name. Suggestions count as `suggestions(coder=...)` gives them."""
    doc, suggestion, review, coding = schema.document, schema.suggestion, schema.review, schema.coding
    mine = (review.c.suggestion == suggestion.c.id) & (review.c.coder == coder) & (review.c.layer == "own")
    state = func.coalesce(review.c.state, "open")
    states = (
        select(suggestion.c.document_id, state, func.count())
        .outerjoin(review, mine)
        .where(suggestion.c.superseded_by.is_(None) | review.c.state.is_not(None))
        .group_by(suggestion.c.document_id, state)
    )
    reviewed = Counter({(document_id, name): count for document_id, name, count in connection.execute(states)})
    empty = coding.c.code.is_(None)
    codings = (
        select(coding.c.document_id, empty, func.count())
        .where(coding.c.coder == coder, coding.c.layer == "own")
        .group_by(coding.c.document_id, empty)
    )
    coded = Counter({(document_id, bool(nothing)): count for document_id, nothing, count in connection.execute(codings)})
    there = connection.execute(select(doc.c.id).where(doc.c.deleted.is_(None)).order_by(doc.c.name)).scalars()
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
