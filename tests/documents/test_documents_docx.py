"""Word documents: what stands on the page, and what is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx
import pytest

from qualcode.documents import archives, read_document
from qualcode.documents.content import Content
from qualcode.documents.docx import read_docx
from qualcode.errors import DocumentError
from qualcode.model import Document
from qualcode.segmentation import segment_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def nota() -> bytes:
    document = docx.Document()
    document.add_heading("Nota wonen", level=1)
    document.add_paragraph("Wij bouwen huizen.\nEn pleinen.")
    document.add_heading("Wat wij doen", level=2)
    document.add_paragraph("ruimte voor bewoners", style="List Bullet")
    document.add_paragraph("minder regels", style="List Bullet")
    document.add_paragraph("eerst vragen", style="List Number")
    document.add_paragraph("dan doen", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([cell for row in table.rows for cell in row.cells], ["Post", "Bedrag", "Huur", "12.000"], strict=True):
        cell.text = words
    document.add_paragraph("")
    document.add_paragraph("Slot.")
    return saved(document)


def with_part(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The zip file with members put in, replaced or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, body in changes.items():
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


def with_body(xml: str) -> bytes:
    body = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{xml}</w:body></w:document>'
    return with_part(saved(docx.Document()), {"word/document.xml": body.encode("utf-8")})


def read(data: bytes) -> Content:
    return read_docx(data, file="a.docx")


def test_text_and_marks_of_a_document() -> None:
    content = read(nota())
    found = [(mark.kind, mark.level, content.text[mark.start : mark.end]) for mark in content.marks]
    assert found == [
        ("heading", 1, "Nota wonen"),
        ("paragraph", None, "Wij bouwen huizen.\nEn pleinen."),
        ("heading", 2, "Wat wij doen"),
        ("list_item", 1, "• ruimte voor bewoners"),
        ("list_item", 1, "• minder regels"),
        ("list_item", 1, "1. eerst vragen"),
        ("list_item", 1, "2. dan doen"),
        ("table_row", None, "Post\tBedrag"),
        ("table_row", None, "Huur\t12.000"),
        ("paragraph", None, "Slot."),
    ]
    blocks = segment_document(Document("a.docx", content.text, content.marks))
    assert [block.kind for block in blocks] == [kind for kind, _, _ in found]


def test_a_document_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    path.write_bytes(nota())
    document = read_document(path)
    assert (document.format, document.encoding) == ("docx", None)


def test_an_interview_in_word_gives_turns() -> None:
    document = docx.Document()
    document.add_heading("Interview 3", level=1)
    for label, words in [
        ("Interviewer:", " Hoe gaat het?"),
        ("Mevr. Smit:", " Goed hoor."),
        ("Interviewer:", " En thuis?"),
        ("Mevr. Smit:", " Ook."),
    ]:
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(words)
    content = read(saved(document))
    blocks = segment_document(Document("a.docx", content.text, content.marks))
    assert [(block.kind, block.speaker, content.text[block.start : block.end]) for block in blocks] == [
        ("heading", None, "Interview 3"),
        ("turn", "Interviewer", "Hoe gaat het?"),
        ("turn", "Mevr. Smit", "Goed hoor."),
        ("turn", "Interviewer", "En thuis?"),
        ("turn", "Mevr. Smit", "Ook."),
    ]


def test_an_interview_in_a_table_gives_turns_with_times() -> None:
    document = docx.Document()
    rows = [
        ("00:00:01", "Interviewer", "Hoe gaat het?"),
        ("00:00:04", "Respondent", "Goed hoor."),
        ("00:01:09", "Interviewer", "En thuis?"),
    ]
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    content = read(saved(document))
    blocks = segment_document(Document("a.docx", content.text, content.marks))
    assert [(block.speaker, block.time, content.text[block.start : block.end]) for block in blocks] == [
        ("Interviewer", 1.0, "Hoe gaat het?"),
        ("Respondent", 4.0, "Goed hoor."),
        ("Interviewer", 69.0, "En thuis?"),
    ]


def test_insertions_and_content_controls_stay_and_deletions_go() -> None:
    content = read(
        with_body(
            "<w:p><w:r><w:t>Een </w:t></w:r><w:ins><w:r><w:t>nieuw </w:t></w:r></w:ins><w:del><w:r><w:delText>oud </w:delText></w:r></w:del>"
            "<w:sdt><w:sdtContent><w:r><w:t>plan</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )
    )
    assert content.text == "Een nieuw plan"


def test_a_footnote_is_kept_apart_with_its_number() -> None:
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    notes = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Cijfers van 2019.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    data = with_body(
        '<w:p><w:r><w:t>Het kost veel.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> Dat weten wij.</w:t></w:r></w:p>'
    )
    data = with_part(data, {"word/footnotes.xml": notes.encode(), "word/_rels/document.xml.rels": relations.encode()})
    content = read(data)
    assert content.text == "Het kost veel. [1] Dat weten wij.\n\n[1] Cijfers van 2019."
    assert [mark.kind for mark in content.marks] == ["paragraph", "footnote"]


def test_offsets_hold_for_odd_characters() -> None:
    content = read(
        with_body("<w:p><w:r><w:t>😀 e\u0301 \u00a0x</w:t><w:tab/><w:t>y</w:t></w:r></w:p><w:p><w:r><w:t>twee</w:t></w:r></w:p>")
    )
    assert [content.text[mark.start : mark.end] for mark in content.marks] == ["😀 e\u0301 \u00a0x\ty", "twee"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"gewone tekst", "documents.no_zip"),
        (b"PK\x03\x04" + b"rommel" * 50, "documents.no_zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "documents.encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "documents.old_office"),
        (with_part(nota(), {"word/document.xml": None}), "documents.no_docx"),
        (with_part(nota(), {"word/document.xml": b"<w:document"}), "documents.damaged"),
        (with_part(nota(), {"word/document.xml": b""}), "documents.damaged"),
        (
            with_part(nota(), {"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "documents.unsafe_zip",
        ),
        (with_part(nota(), {"word/bom.bin": b"\x00" * (archives.RATIO_FROM + 1)}), "documents.unsafe_zip"),
        (nota()[:-200], "documents.no_zip"),
    ],
    ids=["text", "broken zip", "encrypted", "old word", "other office file", "broken xml", "empty part", "doctype", "bomb", "truncated"],
)
def test_what_is_no_word_document_is_said_in_a_sentence(data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.key == key


def test_a_member_that_stands_twice_is_refused() -> None:
    stream = io.BytesIO(nota())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
    with pytest.raises(DocumentError) as caught:
        read(stream.getvalue())
    assert caught.value.key == "documents.unsafe_zip"


def test_deeply_nested_xml_is_refused_and_not_a_crash() -> None:
    with pytest.raises(DocumentError) as caught:
        read(with_body("<w:p>" + "<w:r>" * 20_000 + "<w:t>x</w:t>" + "</w:r>" * 20_000 + "</w:p>"))
    assert caught.value.key == "documents.damaged"


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_document_gives_text_or_a_sentence(seed: int) -> None:
    data = bytearray(nota())
    for step in range(1 + seed):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 << (step % 8)
    with contextlib.suppress(DocumentError):
        assert read(bytes(data)).text


# --- what mammoth alone would pass over ------------------------------------------------------------------------

BOX = "<w:txbxContent><w:p><w:r><w:t>In het kader</w:t></w:r></w:p></w:txbxContent>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            f'<w:p><w:r><w:t>Voor</w:t></w:r><w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing><wps:txbx {WPS}>{BOX}</wps:txbx></w:drawing></mc:Choice>'
            f'<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>',
            "Voor\n\nIn het kader",
        ),
        (
            f'<w:p><w:r><w:t>Voor</w:t></w:r><w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing><wps:txbx {WPS}>{BOX}</wps:txbx></w:drawing></mc:Choice>'
            "</mc:AlternateContent></w:r></w:p>",
            "Voor\n\nIn het kader",
        ),
        (f"<w:p><w:r><w:t>Voor</w:t></w:r><w:r><w:drawing><wps:txbx {WPS}>{BOX}</wps:txbx></w:drawing></w:r></w:p>", "Voor\n\nIn het kader"),
        (
            '<w:p><w:r><w:t xml:space="preserve">Dus </w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>',
            "Dus a+b",
        ),
        ('<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>zeven</w:t></w:r></w:fldSimple></w:p>', "zeven"),
        ("<w:p><w:moveFrom><w:r><w:t>oud</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>nieuw</w:t></w:r></w:moveTo></w:p>", "nieuw"),
        (f"<w:tbl><w:tr>{CELL.format('a')}<w:tc><w:tbl><w:tr>{CELL.format('b')}{CELL.format('c')}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>", "a\n\nb\tc"),
    ],
    ids=["text box twice", "newer text box", "bare text box", "formula", "field", "moved text", "table in a table"],
)  # fmt: skip
def test_nothing_that_stands_on_the_page_is_lost_or_doubled(body: str, text: str) -> None:
    assert read(with_body(body)).text == text


def test_deletions_are_counted_and_a_comment_over_paragraphs_keeps_its_span() -> None:
    comments = f'<?xml version="1.0" encoding="UTF-8"?><w:comments {W}><w:comment w:id="7" w:author="Sanne"><w:p><w:r><w:t>Samen?</w:t></w:r></w:p></w:comment></w:comments>'
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
    )
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Een </w:t></w:r><w:commentRangeStart w:id="7"/><w:r><w:t>eerste</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>tweede</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r><w:r><w:t xml:space="preserve"> deel</w:t></w:r>'
        "<w:del><w:r><w:delText>weg</w:delText></w:r></w:del></w:p>"
    )
    content = read(with_part(with_body(body), {"word/comments.xml": comments.encode(), "word/_rels/document.xml.rels": relations.encode()}))
    assert content.text == "Een eerste\n\ntweede deel"
    ((comment),) = content.comments
    assert (comment.author, comment.text, content.text[comment.start : comment.end]) == ("Sanne", "Samen?", "eerste\n\ntweede")
    assert dict(content.counts) == {"comments": 1, "deletions": 1}
