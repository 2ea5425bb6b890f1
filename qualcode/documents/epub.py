"""E-books (.epub): the chapters in reading order. Source: W3C, EPUB 3.3, Open Container Format."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from qualcode.documents.archives import open_archive
from qualcode.documents.blocks import BlockWriter
from qualcode.documents.content import Content
from qualcode.documents.html import decode_html
from qualcode.documents.html_blocks import parse_html, write_blocks
from qualcode.documents.xml import parse_xml, read_member
from qualcode.errors import DocumentError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_MAX_CHAPTERS = 5000


def read_epub(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text of all chapters with marks for headings, list items and table rows.

    Raises DocumentError: no zip, no e-book, locked by its shop, damaged, unsafe.
    """
    out = BlockWriter()
    with open_archive(data, file=file, member=_CONTAINER, suffix=".epub") as archive:
        names = set(archive.namelist())
        package = _package(parse_xml(read_member(archive, _CONTAINER, file=file), file=file))
        if package not in names:
            raise DocumentError("documents.damaged", file=file)
        chapters = _chapters(parse_xml(read_member(archive, package, file=file), file=file), package)
        locked = _locked(parse_xml(read_member(archive, _ENCRYPTION, file=file), file=file)) if _ENCRYPTION in names else set()
        if locked & set(chapters):
            raise DocumentError("documents.encrypted", file=file)
        for chapter in chapters[:_MAX_CHAPTERS]:
            if chapter in names:
                decoded = decode_html(read_member(archive, chapter, file=file), file=file)
                if decoded.text.strip():
                    out.apart()
                    write_blocks(parse_html(decoded.text, file=file), out, without=("nav",))
    return out.content()


def _package(container: Any) -> str:
    """The name of the file that lists the parts of the book."""
    return next((root.get("full-path") or "" for root in container.iter("{*}rootfile")), "")


def _chapters(package: Any, name: str) -> list[str]:
    """The names of the pages in reading order."""
    folder = posixpath.dirname(name)
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in package.iter("{*}item")
        if item.get("media-type") in _PAGES
    }
    order = [items[part.get("idref")] for part in package.iter("{*}itemref") if part.get("idref") in items]
    return list(dict.fromkeys(order or items.values()))


def _locked(encryption: Any) -> set[str]:
    """The names of the parts that are encrypted; fonts often are, without any harm."""
    return {posixpath.normpath(unquote(part.get("URI") or "")) for part in encryption.iter("{*}CipherReference")}
