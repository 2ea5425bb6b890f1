"""A report as a file."""

from __future__ import annotations

from pathlib import Path

from qualcode.export import write_whole
from qualcode.export.report import SUFFIXES, check_report_suffix, formats
from qualcode.store import ProjectStore
from qualcode.workflows.report.content import ReportOptions, report_content

REPORT_SUFFIXES = SUFFIXES


def report_bytes(store: ProjectStore, suffix: str, options: ReportOptions) -> bytes:
    """The report as the bytes of a file of this suffix (`.html`, `.docx`). Raises AnalysisError when there is nothing to report on."""
    return formats()[suffix](report_content(store, options))


def write_report(store: ProjectStore, file: Path, options: ReportOptions) -> None:
    """Writes the report; the file appears when it is whole. Raises OutputError when it cannot be written, AnalysisError as `report_bytes`."""
    check_report_suffix(file)
    write_whole(file, report_bytes(store, file.suffix.lower(), options))
