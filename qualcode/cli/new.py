"""`qualcode new PROJECT --codebook FILE`: a project of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from qualcode.cli.words import say_text
from qualcode.workflows.projects import new_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", help="folder to make; .qualcode is added to its name")
    parser.add_argument("--codebook", required=True, type=Path, metavar="FILE")
    parser.add_argument("--name", default="", help="name on the screen (default: the folder's name)")
    parser.add_argument("--pipeline", default="auto", metavar="NAME", help="language pipeline that the project keeps (default: auto)")


def run(options: argparse.Namespace) -> int:
    with new_project(options.project, options.codebook, name=options.name, pipeline=options.pipeline) as store:
        say_text("cli.project_made", folder=str(store.folder))
    return 0
