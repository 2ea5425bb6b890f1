"""`qualcode codebook check FILE`: runs the examples that stand beside the rules of a codebook."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.words import language, say, say_text
from qualcode.workflows.check_codebook import CodebookCheck, check_codebook

BAD_CODEBOOK = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="load a codebook and run the examples of its rules")
    check.add_argument("codebook", metavar="FILE", type=Path)
    check.add_argument("--corpus", type=Path, metavar="DIR", help="a folder of texts: units per rule, and the rules that never fire there")
    check.add_argument("--pipeline", default="auto", metavar="NAME")
    check.set_defaults(act=_check)


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
