"""Comments from the margin of a file, kept as memos of the person who wrote them."""

from __future__ import annotations

from qualcode.model import Comment, Document
from qualcode.store import ProjectStore
from qualcode.texts import text


def keep_comments(store: ProjectStore, document_id: str, document: Document) -> int:
    """Makes a memo of each comment, on the words that it was about, by a coder with the author's name; returns how many."""
    for comment in document.comments:
        author = comment.author or text("workflows.comment_author", "nl")  # a name in the project, the same in both languages
        start, end = _place(document, comment)
        store.add_memo(comment.text, coder=store.person(author).id, document_id=document_id, start=start, end=end)
    return len(document.comments)


def _place(document: Document, comment: Comment) -> tuple[int | None, int | None]:
    """The span of a comment; of one that points at a place the block around it, else the whole document (None)."""
    if comment.start < comment.end:
        return comment.start, comment.end
    around = [mark for mark in document.marks if mark.start <= comment.start <= mark.end and mark.start < mark.end and mark.kind != "page"]
    return (around[-1].start, around[-1].end) if around else (None, None)
