"""Tables to files: one file per format, all behind `open_table`; `write_whole` for what is no table."""

from qualcode.export.tables import SUFFIXES, TableWriter, check_suffix, open_table, write_table
from qualcode.export.whole import write_whole

__all__ = ["SUFFIXES", "TableWriter", "check_suffix", "open_table", "write_table", "write_whole"]
