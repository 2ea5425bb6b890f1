"""Tables to files: one file per format, all behind `open_table`."""

from qualcode.export.tables import SUFFIXES, TableWriter, check_suffix, open_table, write_table

__all__ = ["SUFFIXES", "TableWriter", "check_suffix", "open_table", "write_table"]
