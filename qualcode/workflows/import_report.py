"""What an import made of each file: what was recognised, what was taken out, and what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.analysis.sketches import SketchIndex, sketch
from qualcode.documents import guess_language
from qualcode.errors import QualcodeError
from qualcode.model import Document
from qualcode.segmentation import document_form, segment_document
from qualcode.store import ProjectStore
from qualcode.texts import text

NEAR = 0.5  # share of runs of four words in common from which two documents are nearly the same
_SIZE_RATIO = 3.0  # texts of which one is so much longer cannot have that much in common
# counts of readers that say what was left out, in the order in which they are told
LEFT_OUT = ("furniture", "pictures", "deletions", "attachments", "times")
Warnings = tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of an import; of a table all its rows together.

    format: short name, such as `docx`. shape: catalogue key of a transcript's shape, or ''. encoding: None where the format fixes it. language: `nl`,
    `en`, `de`, `fr` or '' when it is not clear. speakers: labels. left_out: what the reader left out, by name (`LEFT_OUT`). comments: kept as memos.
    hyphens: at line ends, joined. error: why the file gave no document.
    """

    name: str
    format: str = ""
    shape: str = ""
    encoding: str | None = None
    language: str = ""
    documents: int = 0
    words: int = 0
    blocks: int = 0
    turns: int = 0
    speakers: int = 0
    pages: int = 0
    hyphens: int = 0
    comments: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    warnings: Warnings = ()
    failed: int = 0
    error: QualcodeError | None = None


def recognise(name: str, documents: Sequence[Document]) -> FileReport:
    """What was recognised in the documents of one file. Raises ValueError when there is none."""
    if not documents:
        raise ValueError("no document")
    first = documents[0]
    words = blocks = turns = 0
    speakers: set[str] = set()
    for document in documents:
        for segment in segment_document(document):
            words += segment.words
            blocks += 1
            turns += segment.kind == "turn"
            if segment.speaker is not None:
                speakers.add(segment.speaker)
    counts: dict[str, int] = {}
    for document in documents:
        for what, number in document.counts.items():
            counts[what] = counts.get(what, 0) + number
    sample = "\n".join(document.text[:100_000] for document in documents[:200])
    return FileReport(
        name=name,
        format=first.format,
        shape=first.shape or (document_form(first) if turns else ""),
        encoding=first.encoding,
        language=guess_language(sample),
        documents=len(documents),
        words=words,
        blocks=blocks,
        turns=turns,
        speakers=len(speakers),
        pages=sum(1 for document in documents for mark in document.marks if mark.kind == "page"),
        hyphens=counts.get("hyphens", 0),
        comments=counts.get("comments", 0),
        left_out={what: counts[what] for what in LEFT_OUT if counts.get(what)},
        warnings=tuple(warning for document in documents for warning in document.warnings),
    )


def describe(report: FileReport, language: str) -> str:
    """The report of a file that was read, in one line: `Word (.docx), Dutch; 1,204 words, 38 turns, 2 speakers; taken out: 3 pictures`."""

    def counted(what: str, number: int) -> str:
        return text(f"workflows.count_{what}" if number != 1 else f"workflows.one_{what}", language, count=number)

    kind = [text(report.shape, language) if report.shape else report.format]
    kind += [report.encoding] if report.encoding else []
    kind += [text(f"workflows.language_{report.language or 'unknown'}", language)]
    numbers = [counted("documents", report.documents)] if report.documents > 1 else []
    numbers += [
        counted(what, number)
        for what, number in (("words", report.words), ("turns", report.turns), ("speakers", report.speakers), ("pages", report.pages))
        if number or what == "words"
    ]
    parts = [", ".join(kind), ", ".join(numbers)]
    if report.hyphens:
        parts.append(counted("hyphens", report.hyphens))
    if report.comments:
        parts.append(counted("comments", report.comments))
    if report.left_out:
        gone = ", ".join(counted(what, number) for what, number in report.left_out.items())
        parts.append(text("workflows.left_out", language, what=gone))
    return "; ".join(parts)


class NearlyTheSame:
    """Finds for each new document one of the project (or of this import) that says nearly the same."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store
        self._index = SketchIndex()
        self._waiting = {summary.id: summary for summary in store.documents()}

    def warning(self, document: Document) -> Warnings:
        """What to say when another document nearly repeats this one; this one is then known for those that follow."""
        chars = max(1, len(document.text))
        for summary in [one for one in self._waiting.values() if chars / _SIZE_RATIO <= one.chars <= chars * _SIZE_RATIO]:
            del self._waiting[summary.id]  # its text is read once, and only when some new document has about its length
            self._index.add(summary.name, sketch(self._store.document(summary.id).text))
        own = sketch(document.text)
        found = self._index.nearest(own, least=NEAR)
        self._index.add(document.name, own)
        if found is None:
            return ()
        return (("workflows.nearly_the_same", {"other": found[0], "percent": round(100 * found[1])}),)
