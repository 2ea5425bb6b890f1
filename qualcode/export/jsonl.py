"""One JSON object a line, UTF-8; missing values are null."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO


class JsonLinesWriter:
    """Rows to JSON lines; texts are never altered."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str], raw: bool) -> None:
        self._stream = stream
        self._columns = columns

    def write(self, row: Mapping[str, object]) -> None:
        record = {column: row.get(column) for column in self._columns}
        self._stream.write((json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8"))

    def finish(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held open."""
