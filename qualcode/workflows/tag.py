"""Batch: many files in, one table of proposed codes out, the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from qualcode import __version__
from qualcode.codebook import Codebook, load_codebook
from qualcode.errors import OutputError, UsageError
from qualcode.export import TableWriter, check_suffix, open_table
from qualcode.model import Document, Suggestion, Unit
from qualcode.pipeline import load_pipeline
from qualcode.segmentation import SEGMENTER_VERSION, make_units, segment_document
from qualcode.workflows.inputs import Input, Unread, documents_of, list_inputs
from qualcode.workflows.models import Proposer, make_proposer

TAG_COLUMNS = (
    "document", "document_sha256", "unit_id", "unit_start", "unit_end", "unit_kind", "page", "speaker", "speaker_role", "code", "theme", "stance",
    "coder", "score", "start", "end", "evidence", "rule", "matches", "features", "codebook_sha256", "run_id",
)  # fmt: skip
UNIT_COLUMNS = (
    "document", "document_sha256", "unit_id", "unit_start", "unit_end", "unit_kind", "page", "speaker", "speaker_role", "words",
)  # fmt: skip
ERROR_COLUMNS = ("document", "reason")

Progress = Callable[[int, int, str], None]  # files done, files in all, name of the file that follows


@dataclass(frozen=True, slots=True)
class TagOptions:
    """What `qualcode tag` was asked. coder: `rules`, `classifier` or `both`."""

    inputs: Sequence[str]
    codebook: Path
    out: Path
    units: Path | None = None
    coder: str = "both"
    model: Path | None = None
    all_scores: bool = False
    raw: bool = False
    pipeline: str = "auto"
    text_column: str = ""
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class TagResult:
    """What a run did. documents: those that were read and those that failed; each row of a table is one.

    skipped: files passed over in folders, by reason. replaced: names of outputs that existed. notes: catalogue keys to say. held_back: rule hits
    that were not proposed since the classifier scores them too low.
    warnings: (document, catalogue key, values) of what a person should know of single documents.
    """

    documents: int
    failed: int
    units: int
    words: int
    rows: int
    skipped: dict[str, int]
    replaced: tuple[str, ...]
    errors_file: Path | None
    notes: tuple[str, ...]
    held_back: int
    warnings: tuple[tuple[str, str, Mapping[str, object]], ...]


def errors_path(out: Path) -> Path:
    """`tags.errors.csv` beside `tags.csv`."""
    return out.with_name(f"{out.stem}.errors.csv")


def tag(options: TagOptions, *, language: str = "en", progress: Progress | None = None) -> TagResult:
    """Tags all inputs with the codebook and writes the tables; see contract section 4.

    A document that cannot be read becomes a row in the errors file and stops nothing. Raises UsageError, CodebookError, CoderError, PipelineError or
    OutputError before or instead of writing anything. language: of the reasons in the errors file.
    """
    errors_file = errors_path(options.out)
    outputs = [options.out, errors_file, *([options.units] if options.units else [])]
    for path in outputs[:1] + outputs[2:]:
        check_suffix(path)
    if options.units is not None and options.units.absolute() in (options.out.absolute(), errors_file.absolute()):
        raise UsageError("workflows.same_output", file=options.units.name)
    codebook = load_codebook(options.codebook)
    listing = list_inputs(options.inputs, outputs=outputs, text_column=options.text_column)
    if any(entry.path.absolute() in {path.absolute() for path in outputs} for entry in listing.inputs):
        raise UsageError("workflows.output_is_input", file=options.out.name)
    pipeline = load_pipeline(options.pipeline)
    proposer = make_proposer(
        codebook, pipeline, coder=options.coder, model=options.model, all_scores=options.all_scores, name=options.codebook.name
    )
    run = _Run(options, codebook, proposer, pipeline.stamp, language)
    replaced = tuple(path.name for path in outputs if path.exists() and path != errors_file)
    with ExitStack() as stack:
        tags = stack.enter_context(open_table(options.out, TAG_COLUMNS, raw=options.raw))
        units = stack.enter_context(open_table(options.units, UNIT_COLUMNS, raw=options.raw)) if options.units else None
        for index, entry in enumerate(listing.inputs):
            if progress:
                progress(index, len(listing.inputs), entry.name)
            run.file(entry, tags, units)
        if progress:
            progress(len(listing.inputs), len(listing.inputs), "")
        _write_errors(errors_file, run.errors, raw=options.raw)
    return TagResult(
        documents=run.documents,
        failed=len(run.errors),
        units=run.units,
        words=run.words,
        rows=run.rows,
        skipped=dict(listing.skipped),
        replaced=replaced,
        errors_file=errors_file if run.errors else None,
        notes=proposer.notes,
        held_back=proposer.held_back,
        warnings=tuple(run.warnings),
    )


def _write_errors(path: Path, errors: list[dict[str, object]], *, raw: bool) -> None:
    if not errors:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError("export.cannot_write", file=path.name, reason=error.strerror or str(error)) from None
        return
    with open_table(path, ERROR_COLUMNS, raw=raw) as table:
        for row in errors:
            table.write(row)


class _Run:
    """The state of one pass: what stays the same for all documents, and the counts."""

    def __init__(self, options: TagOptions, codebook: Codebook, proposer: Proposer, pipeline: str, language: str) -> None:
        self._codebook, self._proposer = codebook, proposer
        self._language = language
        # the same inputs and versions give the same id, so that a second run can be compared byte for byte
        model = proposer.model.sha256 if proposer.model else None
        stamp = [__version__, SEGMENTER_VERSION, pipeline, codebook.sha256, proposer.coder, model, options.all_scores]
        self._run_id = hashlib.sha256(json.dumps(stamp).encode("utf-8")).hexdigest()[:16]
        self.errors: list[dict[str, object]] = []
        self.warnings: list[tuple[str, str, Mapping[str, object]]] = []
        self._text_column, self._encoding = options.text_column, options.encoding
        self.documents = self.units = self.words = self.rows = 0

    def file(self, entry: Input, tags: TableWriter, units_table: TableWriter | None) -> None:
        for document in documents_of(entry, text_column=self._text_column, encoding=self._encoding):
            self.documents += 1
            if isinstance(document, Unread):
                self.errors.append({"document": document.name, "reason": document.error.sentence(self._language)})
            else:
                self._document(document, tags, units_table)

    def _document(self, document: Document, tags: TableWriter, units_table: TableWriter | None) -> None:
        self.warnings += [(document.name, key, values) for key, values in document.warnings]
        units = make_units(document, segment_document(document))
        for unit, suggestions in zip(units, self._proposer.suggest(units, document.text), strict=True):
            base = _unit_row(document, unit)
            self.units += 1
            self.words += unit.segment.words
            if units_table is not None:
                units_table.write({**base, "words": unit.segment.words})
            for row in self._rows(document, base, suggestions):
                tags.write(row)
                self.rows += 1

    def _rows(self, document: Document, base: dict[str, object], suggestions: list[Suggestion]) -> Iterator[dict[str, object]]:
        for suggestion in suggestions:
            matches = [
                {name: getattr(match, name) for name in ("rule", "start", "end", "text", "stance", "cue", "via")}
                for match in suggestion.matches
            ]
            yield {
                **base,
                "code": self._codebook.code(suggestion.code).path,
                "theme": self._codebook.theme(suggestion.code).name,
                "stance": suggestion.stance,
                "coder": suggestion.coder,
                "score": "" if suggestion.score is None else suggestion.score,
                "start": suggestion.start,
                "end": suggestion.end,
                "evidence": "" if suggestion.coder == "classifier" else document.text[suggestion.start : suggestion.end],
                "rule": suggestion.rule,
                "matches": json.dumps(matches, ensure_ascii=False),
                "features": json.dumps([list(feature) for feature in suggestion.features], ensure_ascii=False),
                "codebook_sha256": self._codebook.sha256,
                "run_id": self._run_id,
            }


def _unit_row(document: Document, unit: Unit) -> dict[str, object]:
    segment = unit.segment
    return {
        "document": document.name,
        "document_sha256": document.sha256,
        "unit_id": unit.id,
        "unit_start": segment.start,
        "unit_end": segment.end,
        "unit_kind": segment.kind,
        "page": segment.page if segment.page is not None else "",
        "speaker": segment.speaker or "",
        "speaker_role": segment.speaker_role or "",
    }
