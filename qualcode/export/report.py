"""A report as a row of blocks, and the door to its file formats. A format draws blocks; it counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import OutputError


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 for a chapter, 2 below it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """note: small print, such as what a table counts."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A bulleted list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts. numeric: indexes of the columns that are set to the right. caption: what it shows, n and unit."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = field(default_factory=frozenset)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, and where they stand."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: svg for a page on a screen, png (bytes) for a word processor. width: in pixels on a screen. alt: what it shows, in words."""

    svg: str
    png: bytes
    width: int
    alt: str
    caption: str = ""


Block = Heading | Paragraph | Listing | Grid | Quotation | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """title, subtitle: plain text. language: `nl` or `en`, of most of the text."""

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]


def formats() -> dict[str, Callable[[Report], bytes]]:
    """suffix -> what makes the bytes of a file."""
    from qualcode.export.report_docx import report_docx
    from qualcode.export.report_html import report_html

    return {".html": lambda report: report_html(report).encode("utf-8"), ".docx": report_docx}


SUFFIXES = (".html", ".docx")


def check_report_suffix(path: Path, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Raises OutputError when no format has the suffix of `path`, or its folder is not there."""
    if path.suffix.lower() not in suffixes:
        raise OutputError("export.suffix", file=path.name, suffixes=", ".join(suffixes))
    if not path.absolute().parent.is_dir():
        raise OutputError("export.no_folder", file=path.name, folder=str(path.parent))
    if path.is_dir():
        raise OutputError("export.is_folder", file=str(path))
