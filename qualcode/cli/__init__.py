"""The command line: data to standard output, words to standard error, exit codes as the contract says."""

from qualcode.cli.main import main

__all__ = ["main"]
