"""Files in, documents out: one reader a format, cleaning settled here, once."""

from qualcode.documents.content import Content, Reader
from qualcode.documents.read import MAX_BYTES, read_document
from qualcode.documents.readers import SUFFIXES, reader_for

__all__ = ["MAX_BYTES", "SUFFIXES", "Content", "Reader", "read_document", "reader_for"]
