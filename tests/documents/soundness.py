"""What holds of every document that a reader gives, whatever the file."""

from __future__ import annotations

import re
from pathlib import Path

from qualcode.documents import is_table, read_document, table_columns, table_documents
from qualcode.errors import QualcodeError
from qualcode.model import Document
from qualcode.segmentation import segment_document

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def documents_in(path: Path) -> list[Document]:
    """The documents of a file; none when it is refused with a sentence. Anything else that is raised is a bug."""
    try:
        if is_table(path):
            columns = table_columns(path)
            return [one for one in table_documents(path, columns[-1] if columns else "x") if isinstance(one, Document)]
        return [read_document(path)]
    except QualcodeError as error:
        for language in ("nl", "en"):
            if not error.sentence(language).strip():
                raise AssertionError(f"{error.key} says nothing in {language}") from error
        return []


def check(document: Document) -> None:
    """Asserts that text, marks, comments and segments fit each other."""
    assert document.text.strip()
    assert _FORBIDDEN.search(document.text) is None
    length = len(document.text)
    for mark in document.marks:
        assert 0 <= mark.start <= mark.end <= length
        if mark.kind != "furniture" and mark.kind != "page":
            assert document.text[mark.start : mark.end].strip() == document.text[mark.start : mark.end] != ""
    for comment in document.comments:
        assert 0 <= comment.start <= comment.end <= length
    end = 0
    for segment in segment_document(document):
        assert end <= segment.start < segment.end <= length
        words = document.text[segment.start : segment.end]
        assert words == words.strip()
        end = segment.end
