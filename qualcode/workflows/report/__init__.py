"""A report of a project: what a researcher writes in the methods and results sections, with the numbers as they are."""

from qualcode.workflows.report.content import Quotations, ReportOptions, report_content
from qualcode.workflows.report.write import REPORT_SUFFIXES, report_bytes, write_report

__all__ = ["REPORT_SUFFIXES", "Quotations", "ReportOptions", "report_bytes", "report_content", "write_report"]
