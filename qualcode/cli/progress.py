"""A progress bar on standard error for work that goes file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

Progress = Callable[[int, int, str], None]


@contextmanager
def progress_bar(title: str, *, quiet: bool = False) -> Iterator[Progress | None]:
    """Gives a function (done, total, name of the file that follows) that moves the bar; None when quiet."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True))
    task = bar.add_task(title, total=None)

    def show(done: int, total: int, name: str) -> None:
        bar.start()  # only now: an error before the first file is one sentence, not a bar
        shown = f"{title}: {PurePosixPath(name).name[:40]}" if name else title
        bar.update(task, completed=done, total=total, description=shown)

    try:
        yield show
    finally:
        bar.stop()
