"""`qualcode corpus`: check a coded corpus, open it as a project, write a project as one."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.progress import progress_bar
from qualcode.cli.words import language, say_text
from qualcode.workflows.check_corpus import CorpusReport, check_corpus
from qualcode.workflows.corpus_project import export_corpus, open_corpus
from qualcode.workflows.projects import open_project

MOST_SHOWN = 20  # lines of a list


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = commands.add_parser("check")
    check.add_argument("folder", metavar="DIR", type=Path)
    opened = commands.add_parser("open", help="make a project of a corpus, with the codings of its coders")
    opened.add_argument("folder", metavar="DIR", type=Path)
    opened.add_argument("project", metavar="PROJECT", type=Path)
    opened.add_argument("--codebook", required=True, type=Path, metavar="FILE")
    export = commands.add_parser("export", help="write the documents that a person coded as a corpus")
    export.add_argument("project", metavar="PROJECT", type=Path)
    export.add_argument("folder", metavar="DIR", type=Path)
    export.add_argument("--coder", required=True, metavar="NAME")
    export.add_argument("--read-all", action="store_true", help="units without a code were read and carry none")


def run(options: argparse.Namespace) -> int:
    if options.action == "open":
        with (
            progress_bar("qualcode corpus") as progress,
            open_corpus(options.folder, options.project, options.codebook, progress=progress) as store,
        ):
            say_text("cli.project_made", folder=str(store.folder))
        return 0
    if options.action == "export":
        with open_project(options.project) as store:
            count = export_corpus(store, options.folder, coder=options.coder, read_all=options.read_all)
        say_text("cli.corpus_written", count=count, folder=str(options.folder))
        return 0
    report = check_corpus(options.folder)
    _show(report)
    for problem in report.problems[:MOST_SHOWN]:
        print(problem.sentence(language()))
    if report.problems:
        say_text("cli.corpus_problems", count=len(report.problems))
        return 3
    return 0


def _show(report: CorpusReport) -> None:
    counts = report.counts
    print(f"{counts['texts']} texts, {counts['units']} units, {counts['words']} words; kinds: {_list(report.kinds)}")
    print(
        f"units with a theme: {counts['with_theme']} ({counts['with_theme'] / counts['units']:.1%}), several: {counts['several_themes']}, hard: {counts['hard']}"
    )
    for theme, stances in report.themes.items():
        print(f"  {theme}: {sum(stances.values())} ({_list(stances)}); named outright {report.keyword_share.get(theme, 0):.1%}")
    print(f"units with a theme that name it outright: {report.keyword_share.get('', 0):.1%}")
    print(
        f"near-duplicates (Jaccard of word 4-grams >= 0.3): {len(report.duplicates)}; sentences that stand there twice: {report.repeated_sentences}"
    )
    for first, second, similarity in report.duplicates[:MOST_SHOWN]:
        print(f"  {similarity:.2f} {first} ~ {second}")
    if report.agreement:
        print(f"second coder, {report.second_units} units:")
        for theme, (kappa, alpha, both, first_count, second_count) in report.agreement.items():
            print(f"  {theme}: kappa {kappa:.3f}, alpha {alpha:.3f} (both {both}, first {first_count}, second {second_count})")


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
