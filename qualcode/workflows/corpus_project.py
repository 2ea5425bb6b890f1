"""A corpus opens as a project, and a reviewed project becomes a corpus: own texts to train on, or to share."""

from __future__ import annotations

import csv
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from qualcode.codebook import Codebook, load_codebook
from qualcode.errors import UsageError
from qualcode.exchange.corpus import FIRST_CODER, CodedText, CorpusUnit, read_corpus, write_coded_text
from qualcode.model import Coding, Operation, Segment, Stance, carries
from qualcode.store import ProjectStore
from qualcode.workflows.import_documents import Progress, import_documents
from qualcode.workflows.project_units import document_blocks
from qualcode.workflows.projects import new_project, project_codebook


def open_corpus(corpus_folder: Path, project: Path, codebook_file: Path, *, progress: Progress | None = None) -> ProjectStore:
    """Makes a project of a corpus: its texts, its variables, and the codings of each of its coders under their names.

    Units without a code become "seen, nothing here". Raises UsageError when a file of the corpus is wrong or the codebook lacks one of its codes; then no
    project is made.
    """
    corpus = read_corpus(corpus_folder)
    if corpus.problems:
        raise corpus.problems[0]
    codebook = load_codebook(codebook_file)
    missing = sorted({code for one in corpus.texts for unit in one.units for code, _ in unit.codes if codebook.find_code(code) is None})
    if missing:
        raise UsageError("workflows.corpus_codes", codes=", ".join(missing), codebook=codebook_file.name)
    store = new_project(project, codebook_file)
    try:
        variables = corpus_folder / "variables.csv"
        files = [str(corpus_folder / one.name) for one in corpus.by_coder(FIRST_CODER)]
        report = import_documents(store, files, variables_file=variables if variables.exists() else None, progress=progress)
        if report.failed:
            raise report.failed[0][1]
        ids = {document.name: document.id for document in store.documents()}
        for one in corpus.texts:
            operations = list(_operations(one, ids[one.name.rsplit("/", 1)[-1]], codebook))
            store.apply(operations, coder=store.person(one.coder), all_or_none=True)
    except BaseException:
        # the folder was made a moment ago and holds nothing of anybody's
        store.close()
        shutil.rmtree(store.folder, ignore_errors=True)
        raise
    return store


def export_corpus(store: ProjectStore, folder: Path, *, coder: str, read_all: bool = False) -> int:
    """Writes the documents that a person coded as a corpus; returns how many.

    Every unit of a document must be coded or marked as seen, unless `read_all` says that units without a code carry none. Raises UsageError when there
    is no such coder, a document is not finished, or the folder holds something already; then nothing is written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("workflows.corpus_folder", folder=str(folder))
    persons = {one.name: one.id for one in store.coders() if one.kind == "person"}
    if coder not in persons:
        raise UsageError("workflows.coder_unknown", name=coder, known=", ".join(sorted(persons)) or "-")
    codebook = project_codebook(store)
    documents = store.documents()
    texts: list[CodedText] = []
    for summary in documents:
        codings = store.codings(summary.id, coder=persons[coder])
        if not codings:
            continue
        document = store.document(summary.id)
        blocks = document_blocks(store, summary.id, document)
        undecided = sum(not _decided(block, codings) for block in blocks)
        if undecided and not read_all:
            raise UsageError("workflows.corpus_undecided", document=summary.name, count=undecided)
        units = tuple(_unit(number, block, codings, codebook) for number, block in enumerate(blocks, 1))
        texts.append(CodedText(f"{summary.name.rsplit('.', 1)[0]}.txt", document.text, FIRST_CODER, units))
    if not texts:
        raise UsageError("workflows.corpus_no_codings", coder=coder)
    for one in texts:
        write_coded_text(folder, one)
    names = sorted({name for summary in documents for name in summary.variables})
    with (folder / "variables.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["document", *names])
        written = {one.name for one in texts}
        for summary in documents:
            name = f"{summary.name.rsplit('.', 1)[0]}.txt"
            if name in written:
                table.writerow([name, *(summary.variables.get(variable, "") for variable in names)])
    return len(texts)


def _operations(one: CodedText, document_id: str, codebook: Codebook) -> list[Operation]:
    operations = []
    for unit in one.units:
        place = {"document_id": document_id, "start": unit.start, "end": unit.end}
        if not unit.codes:
            operations.append(Operation(id=str(uuid.uuid4()), action="nothing_here", **place))  # type: ignore[arg-type]
        for written, stance in unit.codes:
            code = codebook.find_code(written)
            assert code is not None
            operations.append(
                Operation(id=str(uuid.uuid4()), action="add", code=code.id, stance=cast(Stance, stance), **place)  # type: ignore[arg-type]
            )
    return operations


def _decided(block: Segment, codings: Sequence[Coding]) -> bool:
    return any(carries(block.start, block.end, coding.start, coding.end) for coding in codings)


def _unit(number: int, block: Segment, codings: Sequence[Coding], codebook: Codebook) -> CorpusUnit:
    codes: dict[str, str] = {}
    for coding in codings:
        if coding.code is not None and carries(block.start, block.end, coding.start, coding.end):
            known = codebook.find_code(coding.code)
            codes.setdefault(known.path if known else coding.code, coding.stance or "neutraal")
    return CorpusUnit(number, block.start, block.end, block.kind, block.speaker, tuple(codes.items()), hard=False)
