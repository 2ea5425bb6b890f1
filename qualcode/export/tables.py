"""The one door to table files: written beside their name first, in place only when whole; a failed table leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from qualcode.errors import OutputError
from qualcode.export.csv import CsvWriter
from qualcode.export.jsonl import JsonLinesWriter
from qualcode.export.parquet import ParquetWriter
from qualcode.export.whole import whole_file
from qualcode.export.xlsx import XlsxWriter

Row = Mapping[str, object]


class TableWriter(Protocol):
    """What a format offers: rows in, then a finish that makes the file whole, or an end without one when something went wrong."""

    def write(self, row: Row) -> None: ...

    def finish(self) -> None: ...

    def abandon(self) -> None: ...


_WRITERS: dict[str, Callable[[IO[bytes], Sequence[str], bool], TableWriter]] = {
    ".csv": CsvWriter,
    ".jsonl": JsonLinesWriter,
    ".xlsx": XlsxWriter,
    ".parquet": ParquetWriter,
}
SUFFIXES = tuple(_WRITERS)


def check_suffix(path: Path) -> None:
    """Raises OutputError when no format has the suffix of `path`, or its folder is not there."""
    if path.suffix.lower() not in _WRITERS:
        raise OutputError("export.suffix", file=path.name, suffixes=", ".join(SUFFIXES))
    if not path.absolute().parent.is_dir():
        raise OutputError("export.no_folder", file=path.name, folder=str(path.parent))
    if path.is_dir():
        raise OutputError("export.is_folder", file=str(path))


@contextmanager
def open_table(
    path: Path, columns: Sequence[str], *, raw: bool = False, integers: Collection[str] | None = None, numbers: Collection[str] | None = None
) -> Iterator[TableWriter]:  # fmt: skip
    """A table file for rows with these columns; format by suffix. raw: no `'` before cells that a spreadsheet would calculate.
    integers, numbers: which columns hold those, for Parquet (None: as it knows them from `tag`).

    The file appears under its name when the block ends well. Raises OutputError when it cannot be written (full disk, folder without right,
    more than the format holds); then nothing is left and an older file of that name stays.
    """
    check_suffix(path)
    with whole_file(path) as stream:
        suffix = path.suffix.lower()
        typed = suffix == ".parquet" and (integers is not None or numbers is not None)
        writer = ParquetWriter(stream, columns, raw, integers, numbers) if typed else _WRITERS[suffix](stream, columns, raw)
        try:
            yield writer
            writer.finish()
        except BaseException:
            with suppress(OSError):
                writer.abandon()
            raise


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Row], *, raw: bool = False, integers: Collection[str] | None = None,
    numbers: Collection[str] | None = None,
) -> int:  # fmt: skip
    """Writes all rows; returns how many. Arguments as `open_table` takes them."""
    count = 0
    with open_table(path, columns, raw=raw, integers=integers, numbers=numbers) as table:
        for row in rows:
            table.write(row)
            count += 1
    return count
