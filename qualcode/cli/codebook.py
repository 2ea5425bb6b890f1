"""`qualcode codebook`: check a codebook, compare two versions, put one in a project, its JSON Schema, and other forms of it."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import language, say, say_text
from qualcode.workflows.check_codebook import CodebookCheck, check_codebook
from qualcode.workflows.codebook_diff import DIFF_COLUMNS, CodebookDiff, DiffRow, diff_codebooks, diff_project, write_diff
from qualcode.workflows.codebook_view import codebook_schema, load_codebook
from qualcode.workflows.convert_codebook import FORM_NAMES, convert_codebook
from qualcode.workflows.projects import change_codebook, open_project, project_codebook
from qualcode.workflows.stale import stale_codings, update_effect

DONE, BAD_CODEBOOK, SOME_FAILED = 0, 2, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="load a codebook and run the examples of its rules")
    check.add_argument("codebook", metavar="FILE", type=Path)
    check.add_argument("--corpus", type=Path, metavar="DIR", help="a folder of texts: units per rule, and the rules that never fire there")
    check.add_argument("--pipeline", default="auto", metavar="NAME")
    check.set_defaults(act=_check)
    diff = actions.add_parser(
        "diff", help="what changes between two codebooks, and which codings their rules gain, lose or change on texts"
    )
    diff.add_argument("old", metavar="OLD", type=Path)
    diff.add_argument("new", metavar="NEW", type=Path)
    diff.add_argument("--corpus", nargs="+", default=[], metavar="PATH", help="folders and files of texts on which both rule sets are run")
    diff.add_argument("--pipeline", default="auto", metavar="NAME")
    diff.set_defaults(act=_diff)
    update = actions.add_parser("update", help="show what another codebook would change in a project, and with --yes put it there")
    update.add_argument("project", metavar="PROJECT")
    update.add_argument("codebook", metavar="FILE", type=Path)
    update.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")
    update.add_argument("--no-texts", action="store_true", help="do not run both rule sets on the project's documents")
    update.set_defaults(act=_update)
    for shows in (diff, update):
        shows.add_argument(
            "--out", type=Path, metavar="FILE", help="write the differences (csv, xlsx, jsonl, parquet) instead of printing them"
        )
        shows.add_argument("--raw", action="store_true", help="no ' before cells that a spreadsheet would calculate")
        shows.add_argument("--quiet", action="store_true", help="no progress bar")
    schema = actions.add_parser("schema", help="print the JSON Schema of the codebook file, for editors")
    schema.set_defaults(act=_schema)
    convert = actions.add_parser("convert", help="to or from a quanteda dictionary, LIWC .dic, CSV or XLSX table, REFI-QDA .qdc")
    convert.add_argument("source", metavar="IN", type=Path)
    convert.add_argument("target", metavar="OUT", type=Path)
    convert.add_argument("--from", dest="read_as", choices=FORM_NAMES, default="", help="form of IN (default: by suffix and content)")
    convert.add_argument("--to", dest="write_as", choices=FORM_NAMES, default="", help="form of OUT (default: by suffix)")
    convert.set_defaults(act=_convert)


def run(options: argparse.Namespace) -> int:
    return int(options.act(options))


def _check(options: argparse.Namespace) -> int:
    result = check_codebook(options.codebook, corpus=options.corpus, pipeline=options.pipeline)
    for problem in sorted([*result.failures, *result.warnings], key=lambda problem: int(str(problem.values["line"]))):
        say(problem.sentence(language()))
    _show_corpus(result)
    say_text(
        "codebook.check_done",
        file=options.codebook.name,
        codes=len(result.codebook.codes),
        rules=len(result.codebook.rules),
        examples=result.examples,
        counterexamples=result.counterexamples,
        failures=len(result.failures),
        warnings=len(result.warnings),
        own=result.own_examples,
    )
    return BAD_CODEBOOK if result.failures else 0


def _show_corpus(result: CodebookCheck) -> None:
    count = result.corpus
    if count is None:
        return
    print("code\trule\tunits")
    for code, rule in result.codebook.rules:
        print(f"{code.path}\t{rule.id}\t{count.units_by_rule.get(rule.id, 0)}")
    for error in count.unreadable:
        say_text("codebook.check_unreadable", reason=error.sentence(language()))
    say_text("codebook.check_corpus", documents=count.documents, units=count.units)


def _diff(options: argparse.Namespace) -> int:
    old, new = (load_codebook(path) for path in (options.old, options.new))
    with progress_bar("qualcode codebook diff", quiet=options.quiet or not options.corpus) as progress:
        diff = diff_codebooks(old, new, inputs=options.corpus, pipeline=options.pipeline, progress=progress)
    _show_diff(diff, options)
    return SOME_FAILED if diff.unreadable else DONE


def _update(options: argparse.Namespace) -> int:
    new = load_codebook(options.codebook)
    with open_project(options.project) as store:
        old = project_codebook(store)
        if old.sha256 == new.sha256:
            say_text("codebook.update_same")
            return DONE
        with progress_bar("qualcode codebook update", quiet=options.quiet or options.no_texts) as progress:
            diff = diff_project(store, old, new, texts=not options.no_texts, progress=progress)
        _show_diff(diff, options)
        if not options.yes:
            effect = update_effect(store, new)
            say_text("codebook.update_ask", stale=effect.stale, retired=effect.retired)
            return DONE
        change_codebook(store, new)
        say_text("codebook.update_done", number=len(store.codebook_versions()), stale=len(stale_codings(store)))
    return DONE


def _show_diff(diff: CodebookDiff, options: argparse.Namespace) -> None:
    """The differences to standard output or a file, their numbers to standard error."""
    if options.out is not None:
        rows = write_diff(diff, options.out, raw=options.raw)
        say_text("codebook.diff_written", file=options.out.name, rows=rows)
    else:
        _print_rows(diff.rows)
    if not diff.changes:
        say_text("codebook.diff_same")
    else:
        kinds = [row.what.partition("_")[0] for row in diff.changes]
        counted = {f"{kind}s": kinds.count(kind) for kind in ("code", "rule", "list")}
        say_text("codebook.diff_done", redefined=", ".join(diff.redefined) or "-", **counted)
    for error in diff.unreadable:
        say_text("codebook.check_unreadable", reason=error.sentence(language()))
    if not diff.documents:
        return
    total = dict.fromkeys(("gained", "lost", "changed"), 0)
    for code in dict.fromkeys(row.code for row in diff.codings):
        numbers = {name: diff.counts.get((code, f"coding_{name}"), 0) for name in total}
        total = {name: total[name] + numbers[name] for name in total}
        say_text("codebook.diff_code", code=code, **numbers)
    say_text("codebook.diff_corpus", documents=diff.documents, units=diff.units, same=diff.same, **total)


def _print_rows(rows: Iterable[DiffRow]) -> None:
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerow(DIFF_COLUMNS)
    table.writerows(
        [" ".join(str(value).split()) if (value := getattr(row, name)) is not None else "" for name in DIFF_COLUMNS] for row in rows
    )


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(codebook_schema(language()), ensure_ascii=False, indent=2))
    return DONE


def _convert(options: argparse.Namespace) -> int:
    done = convert_codebook(options.source, options.target, read_as=options.read_as, write_as=options.write_as)
    for loss in done.losses:
        say_text("codebook.convert_lost", what=loss.sentence(language()))
    say_text("codebook.convert_done", codes=done.codes, rules=done.rules, read=done.read, written=done.written, file=options.target.name)
    return DONE
