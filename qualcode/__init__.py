"""qualcode: qualitative coding and text analysis of Dutch interviews and policy documents."""

__version__ = "0.1.0"
