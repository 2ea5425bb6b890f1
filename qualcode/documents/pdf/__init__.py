"""PDF files: glyphs with their places in, running text with headings, lists, tables, notes and pages out."""

from qualcode.documents.pdf.isolation import read_pdf

__all__ = ["read_pdf"]
