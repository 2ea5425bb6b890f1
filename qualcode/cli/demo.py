"""`qualcode demo`: the demo project in the app."""

from __future__ import annotations

import argparse

from qualcode.cli.app import add_server_arguments, serve
from qualcode.cli.progress import progress_bar
from qualcode.cli.words import say_text
from qualcode.workflows.demo import DEFAULT_FOLDER, demo_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--project", default=DEFAULT_FOLDER, metavar="DIR", help="where the demo project lies (default: ./qualcode-demo.qualcode)"
    )
    add_server_arguments(parser)


def run(options: argparse.Namespace) -> int:
    with progress_bar("qualcode demo") as progress, demo_project(options.project, progress=progress) as store:
        folder = store.folder
    say_text("cli.demo_ready", folder=str(folder))
    return serve(str(folder), port=options.port, browser=not options.no_browser, page="les")
