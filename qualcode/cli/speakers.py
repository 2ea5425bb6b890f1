"""`qualcode speakers PROJECT`: who speaks under which label, and naming them from a file."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

from qualcode.cli.words import language, say, say_text
from qualcode.texts import text
from qualcode.workflows.import_documents import PERSON_COLUMNS, apply_person_variables, parse_variables, read_table_bytes
from qualcode.workflows.projects import ProjectStore, open_project
from qualcode.workflows.speakers import SpeakersReport, apply_speakers, label_rows, proposals, read_speakers, write_speakers_file

COLUMNS = ("document", "label", "turns", "words", "role", "role_by", "reason", "person", "example")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write speakers.yaml with all labels, to fill in")
    parser.add_argument(
        "--import", type=Path, metavar="FILE", dest="import_file", help="set persons, roles and attributes from speakers.yaml"
    )
    parser.add_argument("--variables", type=Path, metavar="FILE", help="variables of persons: a CSV or XLSX with a column 'person'")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store:
        if options.import_file:
            say_speakers(apply_speakers(store, read_speakers(options.import_file)))
        if options.variables:
            table = parse_variables(read_table_bytes(options.variables), options.variables.name, PERSON_COLUMNS)
            say_text("cli.person_variables", count=apply_person_variables(store, table))
        if options.export:
            say_text("cli.speakers_exported", count=write_speakers_file(store, options.export, language()), file=options.export.name)
        if not (options.import_file or options.variables or options.export):
            _print(store)
    return 0


def say_speakers(report: SpeakersReport) -> None:
    """What a speakers file did, and what it names that is not in the project."""
    for name in report.unknown:
        say_text("cli.speaker_unknown", label=name)
    say_text("cli.speakers_imported", labels=report.labels, persons=report.persons)


def _print(store: ProjectStore) -> None:
    """The labels as a table on standard output, a tab between columns; labels that seem to be one on standard error."""
    rows = label_rows(store)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        by = "person" if row.role is not None else "guess"
        reason = text(row.guess.reason, language(), **row.guess.values) if row.role is None else ""
        role = row.role or row.guess.role or ""
        writer.writerow([row.document, row.label, row.turns, row.words, role, by, reason, row.person, row.example])
    sys.stdout.flush()
    sys.stdout.buffer.write(stream.getvalue().encode("utf-8"))
    sys.stdout.buffer.flush()
    for proposal in proposals(rows):
        labels = ", ".join(dict.fromkeys(label for _, label in proposal.labels))
        say(text("workflows.speakers_same", language(), labels=labels, reason=text(proposal.reason, language(), **proposal.values)))
