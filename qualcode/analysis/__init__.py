"""Counting and comparing: tables in, numbers out. No SQL, no files, no widgets."""

from qualcode.analysis.coded_units import code_units
from qualcode.analysis.frequencies import FREQUENCY_COLUMNS, theme_frequencies

__all__ = ["FREQUENCY_COLUMNS", "code_units", "theme_frequencies"]
