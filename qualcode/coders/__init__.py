"""Coders propose codes for units, each suggestion with its evidence; none of them makes a coding."""
