"""Parquet for large runs: typed columns, written in groups of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import IO, Any

_GROUP = 50_000  # rows held in memory at a time
_INTEGERS = {"unit_start", "unit_end", "start", "end", "words", "page", "units"}
_NUMBERS = {"score"}


class ParquetWriter:
    """Rows to Parquet; texts are never altered. Columns named as offsets and counts are integers, `score` is a number, the rest text, unless
    `integers` and `numbers` say otherwise.
    """

    def __init__(
        self, stream: IO[bytes], columns: Sequence[str], raw: bool, integers: Collection[str] | None = None, numbers: Collection[str] | None = None
    ) -> None:  # fmt: skip
        import pyarrow
        import pyarrow.parquet

        self._arrow: Any = pyarrow
        whole = _INTEGERS if integers is None else set(integers)
        broken = _NUMBERS if numbers is None else set(numbers)
        self._counted = whole | broken
        types = [
            (column, pyarrow.int64() if column in whole else pyarrow.float64() if column in broken else pyarrow.string())
            for column in columns
        ]  # fmt: skip
        self._schema = pyarrow.schema(types)
        self._columns = columns
        self._rows: list[dict[str, object]] = []
        self._writer = pyarrow.parquet.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, row: Mapping[str, object]) -> None:
        typed = {column: row.get(column) for column in self._columns}
        self._rows.append({column: None if value == "" and column in self._counted else value for column, value in typed.items()})
        if len(self._rows) >= _GROUP:
            self._flush()

    def finish(self) -> None:
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        # the library closes the file when it is collected; by then the stream would be gone
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()
