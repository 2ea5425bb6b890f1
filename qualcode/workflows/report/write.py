"""A report as a file."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from qualcode.errors import OutputError
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
    data = report_bytes(store, file.suffix.lower(), options)
    temporary = file.absolute().parent / f".{file.stem}-{uuid.uuid4().hex[:8]}.part"
    try:
        temporary.write_bytes(data)
        os.replace(temporary, file)
    except OSError as error:
        raise OutputError("export.cannot_write", file=file.name, reason=error.strerror or str(error)) from None
    finally:
        temporary.unlink(missing_ok=True)
