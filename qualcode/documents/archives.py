"""A zip file from a stranger, checked before anything is unpacked: nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile

from qualcode.documents.xml import PROLOG, UNPACK_ERRORS, has_doctype
from qualcode.errors import DocumentError

MAX_ENTRIES = 10_000
MAX_UNPACKED = 500 * 1024 * 1024  # bytes of all members together
MAX_RATIO = 200  # unpacked to packed, for members above RATIO_FROM
RATIO_FROM = 10 * 1024 * 1024  # bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def open_archive(data: bytes, *, file: str, member: str, suffix: str = ".docx") -> zipfile.ZipFile:
    """The zip file in `data` when it is safe and holds `member`; the caller reads members in memory by name. suffix: for the sentences.

    Raises DocumentError: encrypted, an old binary file under this name, no zip, damaged, unsafe (too many or too large members, twice the
    same name, names that lead out of a folder), or another kind of zip.
    """
    if data.startswith(_OLE):
        raise DocumentError("documents.encrypted" if _ENCRYPTED_PACKAGE in data else "documents.old_office", file=file, suffix=suffix)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocumentError("documents.no_zip", file=file, suffix=suffix) from None
    members = archive.infolist()
    names = [info.filename for info in members]
    if len(members) > MAX_ENTRIES or sum(info.file_size for info in members) > MAX_UNPACKED or len(set(names)) < len(names):
        raise DocumentError("documents.unsafe_zip", file=file)
    if any(info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size) for info in members):
        raise DocumentError("documents.unsafe_zip", file=file)
    if any(_leads_out(name) for name in names):
        raise DocumentError("documents.unsafe_zip", file=file)
    if any(info.flag_bits & 1 for info in members):
        raise DocumentError("documents.encrypted", file=file)
    if member not in names:
        raise DocumentError("documents.no_docx", file=file, suffix=suffix)
    return archive


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":")


def refuse_doctype(archive: zipfile.ZipFile, *, file: str) -> None:
    """Raises DocumentError when an XML member declares a DOCTYPE (no office file needs one) or cannot be unpacked."""
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(info) as stream:
                head = stream.read(PROLOG)
        except UNPACK_ERRORS:
            raise DocumentError("documents.damaged", file=file) from None
        if has_doctype(head):
            raise DocumentError("documents.unsafe_zip", file=file)
