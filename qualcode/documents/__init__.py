"""Files in, documents out: one reader a format, cleaning settled here, once."""

from qualcode.documents.content import Content, Reader
from qualcode.documents.files import MAX_BYTES
from qualcode.documents.legibility import guess_language
from qualcode.documents.read import read_document
from qualcode.documents.readers import SUFFIXES, reader_for
from qualcode.documents.tables import TABLE_SUFFIXES, is_own_output, is_table, table_columns, table_documents

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "TABLE_SUFFIXES",
    "Content",
    "Reader",
    "guess_language",
    "is_own_output",
    "is_table",
    "read_document",
    "reader_for",
    "table_columns",
    "table_documents",
]
