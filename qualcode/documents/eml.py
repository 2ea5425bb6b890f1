"""E-mails (.eml): the subject as heading and what was written, plain text before HTML; attachments and addresses are left out."""

from __future__ import annotations

import email
import email.header
import email.policy
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message

from qualcode.documents.blocks import BlockWriter
from qualcode.documents.cleaning import normal_lines
from qualcode.documents.content import Content
from qualcode.documents.decoding import decode
from qualcode.documents.html import decode_html
from qualcode.documents.html_blocks import parse_html, write_blocks
from qualcode.errors import DocumentError

MAX_PARTS = 500  # parts one within the other or side by side; a mail with a mail with a mail has 20
_MAX_HEADER = 2_000  # characters of a subject
_MULTIPART = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{0,60}:", re.MULTILINE)
_DAMAGED = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def read_eml(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text of a message. encoding: of its plain text, instead of what the message says.

    Raises DocumentError: no message, too many parts (one within the other), damaged.
    """
    if not _HEADER.search(data[:2000]):
        raise DocumentError("documents.no_mail", file=file)
    if len(_MULTIPART.findall(data)) > MAX_PARTS:
        raise DocumentError("documents.too_much", file=file)
    out = BlockWriter()
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        subject = _header(message, "subject")
        if subject:
            out.block(subject, "heading", 1)
        for part in _parts(message, 0):
            _write(part, out, file, encoding)
    except _DAMAGED:
        raise DocumentError("documents.damaged", file=file) from None
    return out.content()


def _header(message: Message, name: str) -> str:
    pieces = email.header.decode_header(str(message.get(name) or "")[:_MAX_HEADER])
    words = ""
    for piece, charset in pieces:
        if isinstance(piece, str):
            words += piece
        else:
            try:
                words += piece.decode(charset or "utf-8", errors="replace")
            except LookupError:
                words += piece.decode("cp1252", errors="replace")
    return " ".join(words.split())


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """The parts that hold words: of several forms of one text the plain one; attachments as well, which are only counted."""
    if depth > 50:
        return
    if not message.is_multipart():
        yield message
        return
    inner = [part for part in message.get_payload() if isinstance(part, Message)]
    if message.get_content_type() == "multipart/alternative":
        plain = [part for part in inner if part.get_content_type() == "text/plain"]
        inner = plain[:1] or inner[-1:]
    for part in inner:
        yield from _parts(part, depth + 1)


def _write(part: Message, out: BlockWriter, file: str, encoding: str | None) -> None:
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
        out.count("attachments" if kind.partition("/")[0] != "image" else "pictures")
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return
    if kind == "text/html":
        write_blocks(parse_html(decode_html(data, file=file, encoding=encoding).text, file=file), out)
        return
    told = encoding or part.get_content_charset()
    try:
        text = decode(data, file=file, encoding=told).text
    except DocumentError:
        text = decode(data, file=file, encoding=encoding).text  # what the message says of itself is not true
    for paragraph in re.split(r"\n[ \t]*\n+", normal_lines(text)):
        out.block("\n".join(line.rstrip() for line in paragraph.split("\n")), "paragraph")
