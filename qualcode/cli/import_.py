"""`qualcode import PROJECT FILE...`: documents into a project."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.reading import add_reading_arguments
from qualcode.cli.speakers import say_speakers
from qualcode.cli.words import language, say, say_about, say_text
from qualcode.workflows.import_documents import import_documents
from qualcode.workflows.import_report import describe
from qualcode.workflows.projects import open_project
from qualcode.workflows.reimport import Replacement
from qualcode.workflows.speakers import apply_speakers, read_speakers

MOST_CHANGES, MOST_LINES = 20, 5  # shown of a file that changed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("files", metavar="FILE", nargs="+", help="files and folders")
    parser.add_argument("--variables", type=Path, metavar="CSV", help="a table with a column 'document' and one column a variable")
    parser.add_argument("--name-pattern", default="", metavar="PATTERN", help="variables from file names, such as '{party}_{year}'")
    add_reading_arguments(parser)
    parser.add_argument(
        "--replace", action="store_true", help="read files anew of which the project has a document with the same name; codings go along"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would come in, or with --replace what would change")
    parser.add_argument("--speakers", type=Path, metavar="FILE", help="speakers.yaml: persons, roles and attributes of speaker labels")
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no report file by file")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store:
        speakers = read_speakers(options.speakers) if options.speakers else None  # before anything is written
        with progress_bar("qualcode import", quiet=options.quiet) as progress:
            report = import_documents(
                store,
                options.files,
                variables_file=options.variables,
                name_pattern=options.name_pattern,
                encoding=options.encoding,
                text_column=options.text_column,
                replace_changed=options.replace,
                dry=options.dry_run,
                progress=progress,
            )
        found = apply_speakers(store, speakers) if speakers is not None and not options.dry_run else None
    for file in report.files if not options.quiet else ():
        if file.documents:
            say(f"{file.name}: {describe(file, language())}")
    for document in report.imported:
        for key, values in document.warnings:
            say_about(document.name, key, **values)
    for name, error in report.failed:
        say(f"{name}: {error.sentence(language())}")
    for replacement in report.replaced:
        say_replaced(replacement, dry=report.dry)
    if found is not None:
        say_speakers(found)
    for row in report.unmatched:
        say_text("cli.variables_unmatched", row=row)
    for reason, count in sorted(report.skipped.items()):
        say_text(f"cli.skipped_{reason}", count=count)
    say_text("cli.would_import" if report.dry else "cli.imported", count=len(report.imported), failed=len(report.failed))
    return 3 if report.failed else 0


def say_replaced(one: Replacement, *, dry: bool) -> None:
    """What became of one document whose file was read again; what a person must look at goes to standard output, a line each."""
    if not one.revision:
        say_about(one.name, "cli.replace_same")
        return
    kinds = Counter(change.kind for change in one.changes)
    say_about(
        one.name, "cli.replace_changes", changed=kinds["changed"], added=kinds["added"], removed=kinds["removed"], out=one.words_out, into=one.words_in
    )  # fmt: skip
    for change in one.changes[:MOST_CHANGES]:
        for sign, lines in (("-", change.old), ("+", change.new)):
            for line in lines.splitlines()[:MOST_LINES]:
                say(f"  {sign} {line[:200]}")
    if len(one.changes) > MOST_CHANGES:
        say_text("cli.replace_more", count=len(one.changes) - MOST_CHANGES)
    places = one.places or {}
    if dry or one.result is None:
        kept = sum(count for how, count in places.items() if how != "lost")
        say_about(one.name, "cli.would_replace", kept=kept, lost=places.get("lost", 0))
        return
    result = one.result
    say_about(
        one.name, "cli.replaced_document", revision=result.revision, codings=result.codings, moved=places.get("moved", 0), lost=result.codings_unplaced,
        memos=result.memos, memos_lost=result.memos_unplaced, suggestions=result.suggestions, suggestions_lost=result.suggestions_lost,
    )  # fmt: skip
    for lost in one.waiting:
        what = lost.memo if lost.kind == "memo" else lost.code or "-"
        print(
            "\t".join(
                [
                    lost.document,
                    str(lost.start),
                    str(lost.end),
                    lost.kind,
                    " ".join(what.split()),
                    lost.stance,
                    " ".join(lost.passage.split()),
                ]
            )
        )
    if one.waiting:
        say_about(one.name, "cli.replace_waiting", count=len(one.waiting))
