"""Files that are meant to hang or fill a machine: refused with one sentence, or read in bounded time, and never unpacked to disk."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.documents import read_document, table_documents
from qualcode.errors import DocumentError

sys.path.insert(0, str(Path(__file__).parent))
from samples import epub, odt, packed, sheet, word

SECONDS = 25  # for one file on a slow machine; each takes at most a few
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCTYPE = "<!DOCTYPE a [<!ENTITY b 'cccccccccc'>]>"


def with_part(data: bytes, name: str, body: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, body if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, body)
    return out.getvalue()


def word_body(body: str, before: str = "") -> bytes:
    return with_part(word(), "word/document.xml", f"{before}<w:document {W}><w:body>{body}</w:body></w:document>")


def encrypted_member() -> bytes:
    data = bytearray(odt())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:  # the flag in the directory says it
        data[at + 8] |= 1
        at += 4
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb.odt": (lambda: packed({"content.xml": b" " * 60_000_000}), "documents.unsafe_zip"),
    "zip bomb.epub": (lambda: epub({"a.xhtml": "x" * 60_000_000}), "documents.unsafe_zip"),
    "zip slip.odt": (lambda: with_part(odt(), "../../buiten.txt", "x"), "documents.unsafe_zip"),
    "zip slip windows.odt": (lambda: with_part(odt(), "C:\\buiten.txt", "x"), "documents.unsafe_zip"),
    "many members.odt": (lambda: odt(**{f"m{number}": "" for number in range(10_001)}), "documents.unsafe_zip"),
    "encrypted member.odt": (encrypted_member, "documents.encrypted"),
    "encrypted.odt": (lambda: odt(**{"META-INF/manifest.xml": "<m:manifest xmlns:m='x'><m:encryption-data/></m:manifest>"}), "documents.encrypted"),
    "locked.epub": (
        lambda: epub(**{"META-INF/encryption.xml": "<e xmlns:x='y'><x:CipherReference URI='OEBPS/een.xhtml'/></e>"}),
        "documents.encrypted",
    ),
    "doctype.docx": (lambda: word_body("", DOCTYPE), "documents.unsafe_zip"),
    "doctype after a long comment.docx": (lambda: word_body("", f"<!-- {'x' * 9000} -->{DOCTYPE}"), "documents.unsafe_zip"),
    "doctype in styles.odt": (lambda: odt(**{"styles.xml": f"{DOCTYPE}<a>&b;</a>"}), "documents.unsafe_zip"),
    "doctype.fodt": (lambda: f"{DOCTYPE}<office/>".encode(), "documents.unsafe_xml"),
    "doctype in utf-16.fodt": (lambda: f"{DOCTYPE}<office/>".encode("utf-16"), "documents.unsafe_xml"),
    "doctype in the package.epub": (lambda: with_part(epub(), "OEBPS/boek.opf", f"{DOCTYPE}<package/>"), "documents.unsafe_xml"),
    "deep.docx": (lambda: word_body("<w:p>" * 20_000 + "</w:p>" * 20_000), "documents.damaged"),
    "deep.odt": (lambda: odt("<text:section>" * 20_000 + "</text:section>" * 20_000), "documents.damaged"),
    "200,000 divs.html": (lambda: b"<html><body>" + b"<div>" * 200_000 + b"x" + b"</div>" * 200_000, "documents.too_deep"),
    "many attributes.html": (lambda: b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">x</p>", "documents.too_much"),
    "parts in parts.eml": (
        lambda: b"Subject: x\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000)),
        "documents.too_much",
    ),
}  # fmt: skip

READ: dict[str, Callable[[], bytes]] = {
    "depth.docx": lambda: word_body("<w:p>" + "<w:smartTag>" * 200 + "<w:r><w:t>diep</w:t></w:r>" + "</w:smartTag>" * 200 + "</w:p>"),
    "spaces.odt": lambda: odt("<text:p>a" + '<text:s text:c="99999999"/>' * 50 + "b</text:p>"),
    "depth.html": lambda: b"<div>" * 1900 + b"diep" + b"</div>" * 1900,
    "same paragraphs.html": lambda: b"<html><body><nav>x</nav>" + b"<p>een zin over de wijk</p>" * 30_000,
    "tables.html": lambda: b"<table><tr><td>x" * 500,
    "braces.rtf": lambda: b"{\\rtf1 " + b"{" * 300_000 + b"x" + b"}" * 300_000,
    "links.rtf": lambda: b"{\\rtf1 tekst" + b'{\\field{\\*\\fldinst{HYPERLINK "x' * 30_000,
    "fonts.rtf": lambda: b"{\\rtf1{\\fonttbl" + b"\\f1 x" * 100_000 + b"}tekst}",
    "binary.rtf": lambda: b"{\\rtf1 tekst {\\pict\\bin999999999 }",
    "subject.eml": lambda: b"Subject: " + b"=?utf-8?q?x?= " * 100_000 + b"\n\nhallo",
    "headers.eml": lambda: b"Subject: x\n" + b"X-A: y\n" * 200_000 + b"\nhallo",
}


def read_in_time(path: Path) -> str:
    begun = time.perf_counter()
    try:
        return read_document(path).text
    finally:
        assert time.perf_counter() - begun < SECONDS


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_sentence(name: str, tmp_path: Path) -> None:
    make, key = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(DocumentError) as caught:
        read_in_time(path)
    assert caught.value.key == key
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_in_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(READ[name]())
    assert read_in_time(path).strip()
    assert list(tmp_path.iterdir()) == [path]


# --- tables ----------------------------------------------------------------------------------------------------

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData></worksheet>'
HEAD = '<row r="1"><c r="A1" t="str"><v>antwoord</v></c></row>'


def sheet_of(rows: str, before: str = "") -> bytes:
    return with_part(sheet(), "xl/worksheets/sheet1.xml", SHEET.format(before=before, rows=rows))


def test_a_sheet_with_a_million_empty_rows_and_columns_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    last = '<row r="1048576"><c r="A1048576" t="str"><v>ver weg</v></c></row>'
    path.write_bytes(sheet_of(HEAD + last, '<dimension ref="A1:XFD1048576"/>'))
    begun = time.perf_counter()
    (document,) = table_documents(path, "antwoord")
    assert time.perf_counter() - begun < SECONDS
    assert not isinstance(document, DocumentError)
    assert (document.name, document.text) == ("a.xlsx#1048575", "ver weg")


@pytest.mark.parametrize(
    ("name", "make", "key"),
    [
        ("rows.xlsx", lambda: sheet_of(HEAD + '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'), "documents.too_much"),
        (
            "columns.xlsx",
            lambda: sheet_of(HEAD + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 1000))),
            "documents.too_much",
        ),
        ("doctype.xlsx", lambda: with_part(sheet(), "xl/styles.xml", f"{DOCTYPE}<a>&b;</a>"), "documents.unsafe_zip"),
        ("bomb.xlsx", lambda: with_part(sheet(), "xl/sharedStrings.xml", b" " * 60_000_000), "documents.unsafe_zip"),
        ("broken.xlsx", lambda: with_part(sheet(), "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"), "documents.damaged"),
        ("field.csv", lambda: b"antwoord\n" + b"x" * 30_000_000, "documents.bad_csv"),
        ("quote.csv", lambda: b'antwoord\n"' + b"x\n" * 10_000_000, "documents.bad_csv"),
        ("columns.csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n", "documents.too_many_columns"),
        ("wide rows.csv", lambda: b"antwoord\n" + b"1," * 99_999 + b"1\n", "documents.too_many_columns"),
        ("deep.jsonl", lambda: b'{"a":' + b"[" * 100_000, "documents.bad_jsonl"),
        ("keys.jsonl", lambda: b"".join(b'{"k%d":1}\n' % n for n in range(20_000)), "documents.too_much"),
    ],
)  # fmt: skip
def test_a_hostile_table_is_refused_with_its_sentence(name: str, make: Callable[[], bytes], key: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    begun = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        list(table_documents(path, "antwoord"))
    assert caught.value.key == key
    assert time.perf_counter() - begun < SECONDS
