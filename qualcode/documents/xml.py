"""XML from a stranger: no DOCTYPE, no entities, no network, no depth and size without end."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from qualcode.errors import DocumentError

MAX_XML = 64 * 1024 * 1024  # bytes of one XML part; the text of a book has 2 to 5 MB of it
PROLOG = 1 << 20  # bytes looked at for the first element
# what may stand before the first element besides a DOCTYPE
_BEFORE = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError, KeyError)


def has_doctype(head: bytes) -> bool:
    """Whether an XML file that begins with these bytes declares a DOCTYPE; true as well when no element begins in them."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        name = "utf-16" if head[:1] in (b"\xff", b"\xfe") else ("utf-16-le" if head[:1] == b"<" else "utf-16-be")
        head = head[: len(head) - len(head) % 2].decode(name, errors="replace").encode("utf-8", errors="replace")
    at = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    while found := _BEFORE.match(head, at):
        at = found.end()
    endless = len(head) >= PROLOG and (at >= len(head) or head.startswith((b"<?", b"<!--"), at))
    return endless or head.startswith(b"<!DOCTYPE", at)


def parse_xml(data: bytes, *, file: str, damaged: str = "documents.damaged") -> Any:
    """The root element. Raises DocumentError: a DOCTYPE or too large (`documents.unsafe_xml`), no well-formed XML or nested too deep (damaged)."""
    if len(data) > MAX_XML or has_doctype(data[:PROLOG]):
        raise DocumentError("documents.unsafe_xml", file=file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise DocumentError(damaged, file=file) from None


def read_member(archive: zipfile.ZipFile, name: str, *, file: str, most: int = MAX_XML, damaged: str = "documents.damaged") -> bytes:
    """A member of a checked archive, in memory. Raises DocumentError when it is too large or cannot be unpacked."""
    try:
        with archive.open(name) as stream:
            data = stream.read(most + 1)
    except UNPACK_ERRORS:
        raise DocumentError(damaged, file=file) from None
    if len(data) > most:
        raise DocumentError("documents.unsafe_xml", file=file)
    return data
