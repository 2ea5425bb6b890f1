"""What a reader makes of a file's bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from qualcode.model import Comment, Mark


@dataclass(frozen=True)
class Content:
    """The text as it will be stored (cleaned), its marks, and what the reader has to say of it.

    encoding: None where the format fixes it. controls: characters that cleaning blanked. warnings: (catalogue key, values).
    counts, comments, shape: as in `Document`.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    encoding: str | None = None
    controls: int = 0
    warnings: tuple[tuple[str, Mapping[str, object]], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    shape: str = ""


class Reader(Protocol):
    """The contract of a format: bytes in, content out. file: the name for sentences. encoding: what a person says, or None."""

    def __call__(self, data: bytes, *, file: str, encoding: str | None = None) -> Content:
        """Raises DocumentError when the bytes are not what the format asks for."""
        ...
