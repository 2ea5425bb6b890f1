"""Damaged variants of sample files, the same for the same seed: what disks, mail programs and ill will do to a file."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

TOKENS = (
    b"<", b">", b"&#0;", b"&#x110000;", b"&b;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<!--", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\\u-99999 ",
    b"\\bin999999999 ", b"{\\*", b"}", b"{", b"\\'", b'"', b";", b"\n\n", b" --> ", b"99:99:99,999 --> 00:00:00,000", b"<v ", b"-1", b"9" * 40, b"1e999", b"null",
    b"%PDF-1.7", b"PK\x03\x04", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"=?utf-9?q?=FF?=", b"\xed\xa0\x80", b"[" * 300,
)  # fmt: skip


def flipped(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(source.choice((1, 3, 20, 200))):
        changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
    return bytes(changed)


def truncated(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    cut = source.randrange(len(data))
    return data[:cut] if source.random() < 0.8 else data[cut:]


def spliced(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    other = source.choice(others)
    start = source.randrange(len(other))
    piece = other[start : start + source.choice((4, 50, 1000))]
    at = source.randrange(len(data) + 1)
    return data[:at] + piece + data[at + source.choice((0, len(piece))) :]


def repeated(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    start = source.randrange(len(data))
    piece = data[start : start + source.choice((3, 40, 400))]
    return data[:start] + piece * source.choice((2, 30, 300)) + data[start:]


def cut_out(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    start = source.randrange(len(data))
    return data[:start] + data[start + source.choice((1, 10, 300)) :]


def with_tokens(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    for _ in range(source.choice((1, 2, 8))):
        at = source.randrange(len(data) + 1)
        data = data[:at] + source.choice(TOKENS) + data[at:]
    return data


PLAIN: tuple[Callable[[bytes, random.Random, list[bytes]], bytes], ...] = (flipped, truncated, spliced, repeated, cut_out, with_tokens)


def zip_damaged(data: bytes, source: random.Random, others: list[bytes]) -> bytes:
    """A whole zip file with one member damaged inside, swapped with another, dropped, doubled or renamed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = source.randrange(len(members))
    name, body = members[at]
    what = source.randrange(8)
    if what < 4 and body:
        members[at] = name, source.choice(PLAIN)(body, source, [*others, body])
    elif what == 4:
        members[at] = name, source.choice(members)[1]
    elif what == 5 and len(members) > 1:
        del members[at]
    elif what == 6:
        members.append(source.choice(members))
    else:
        members[at] = source.choice(("../" + name, "/" + name, name.upper(), "C:\\" + name, name + "\x00.xml")), body
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a double name is meant
        for member, content in members:
            archive.writestr(member, content)
    return out.getvalue()


def variants(samples: dict[str, bytes], count: int, *, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of `count` damaged files, the samples taken in turn."""
    names = sorted(samples)
    others = list(samples.values())
    for number in range(count):
        source = random.Random(f"{seed}-{number}")
        name = names[number % len(names)]
        data = samples[name]
        damage = source.choice(PLAIN)
        if data.startswith(b"PK\x03\x04") and source.random() < 0.75:
            damage = zip_damaged
        path = PurePosixPath(name)
        yield f"{path.stem}-{number}{path.suffix}", damage(data, source, others)
