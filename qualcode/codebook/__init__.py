"""The codebook: its form, its rule language, reading it."""

from qualcode.codebook.load import load_codebook, parse_codebook
from qualcode.codebook.parsing import parse_pattern
from qualcode.codebook.patterns import Pattern, PatternError
from qualcode.codebook.schema import Code, Codebook, Rule

__all__ = ["Code", "Codebook", "Pattern", "PatternError", "Rule", "load_codebook", "parse_codebook", "parse_pattern"]
