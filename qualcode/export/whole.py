"""A file that is either there whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qualcode.errors import OutputError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content appears under its name when the block ends well.

    Raises OutputError when it cannot be written (full disk, folder without right); then nothing is left and an older file of that name stays.
    """
    # a name of its own beside the goal: on the same disk, so that the last step is one rename
    temporary = path.absolute().parent / f".{path.stem}-{uuid.uuid4().hex[:8]}.part"
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError("export.cannot_write", file=path.name, reason=error.strerror or str(error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Writes the bytes; raises OutputError as `whole_file`."""
    with whole_file(path) as stream:
        stream.write(data)
