"""`qualcode verify PROJECT`: is everything that was coded still there and sound?"""

from __future__ import annotations

import argparse

from qualcode.cli.words import language, say_text
from qualcode.texts import text
from qualcode.workflows.projects import open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--rebuild", action="store_true", help="make the codings anew from the decisions, after a copy of the database")


def run(options: argparse.Namespace) -> int:
    with open_project(options.project) as store:
        if options.rebuild:
            store.rebuild()
        problems = store.verify()
        decisions, codings = len(store.decisions()), len(store.codings())
    for problem in problems:
        print(problem.sentence(language()))
    if problems:
        say_text("cli.verify_problems", count=len(problems))
        return 3
    print(text("cli.verified", language(), decisions=decisions, codings=codings))
    return 0
