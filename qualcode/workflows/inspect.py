"""What the tool makes of a file: its stored text, its segments, and which rules fire on a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qualcode.codebook import load_codebook
from qualcode.coders.rules import RuleCoder
from qualcode.documents import read_document
from qualcode.model import Document
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import make_units, segment_document, split_sentences
from qualcode.workflows.inputs import Input, Unread, documents_of


def read_text(path: Path, *, encoding: str | None = None) -> Document:
    """The document that qualcode makes of a file; raises DocumentError."""
    return read_document(path, name=path.as_posix(), encoding=encoding)


def read_texts(path: Path, *, text_column: str = "", encoding: str | None = None) -> Iterator[Document | Unread]:
    """The document that qualcode makes of a file, or one for each row of a table; what cannot be read is given as such."""
    return documents_of(Input(path.as_posix(), path), text_column=text_column, encoding=encoding)


def furniture(document: Document) -> list[str]:
    """What the reader took out of the running text (headers, footers, page numbers), in order."""
    return [mark.content for mark in document.marks if mark.kind == "furniture"]


def segment_rows(document: Document, unit: str) -> Iterator[dict[str, object]]:
    """One record a block or (unit `sentence`) a sentence, with the contract's keys; `text` is the exact slice of the stored text."""
    for block in segment_document(document):
        for segment in [block] if unit == "block" else split_sentences(document, block):
            yield {
                "document": document.name,
                "start": segment.start,
                "end": segment.end,
                "kind": segment.kind,
                "speaker": segment.speaker,
                "speaker_role": segment.speaker_role,
                "time": segment.time,
                "time_end": segment.time_end,
                "page": segment.page,
                "guessed": segment.guessed,
                "words": segment.words,
                "text": document.text[segment.start : segment.end],
            }


def explain_sentence(sentence: str, codebook_path: Path, *, pipeline: str = "auto") -> list[dict[str, object]]:
    """Each rule near a sentence: code, rule, start, end, outcome (`fired` or `blocked`), by what, stance and its cue."""
    codebook = load_codebook(codebook_path)
    coder = RuleCoder(codebook, load_pipeline(pipeline))
    document = Document(name="", text=sentence)
    units = make_units(document, segment_document(document))
    return [
        {
            "code": codebook.code(hit.code).path,
            "rule": hit.rule,
            "start": hit.start,
            "end": hit.end,
            "outcome": "fired" if hit.fired else "blocked",
            "by": hit.blocked_by,
            "stance": hit.stance,
            "cue": hit.cue,
            "text": sentence[hit.start : hit.end],
        }
        for hits in coder.explain(units)
        for hit in hits
    ]
