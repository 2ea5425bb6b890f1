"""OpenDocument, RTF, HTML, e-books and mails: what stands in them, in order, with its structure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from qualcode.documents import read_document
from qualcode.documents.content import Content
from qualcode.documents.docx import read_docx
from qualcode.documents.eml import read_eml
from qualcode.documents.epub import read_epub
from qualcode.documents.html import read_html
from qualcode.documents.odt import read_flat_odt, read_odt
from qualcode.documents.rtf import read_rtf
from qualcode.errors import DocumentError
from qualcode.model import Document
from qualcode.segmentation import segment_document

sys.path.insert(0, str(Path(__file__).parent))
from samples import DUTCH, HTML_PAGE, HTML_SAVED, RTF, XML, epub, flat_odt, mail, odt, packed, word


def structure(content: Content) -> list[tuple[str, int | None, str]]:
    return [(mark.kind, mark.level, content.text[mark.start : mark.end]) for mark in content.marks if mark.kind != "furniture"]


def remarks(content: Content) -> list[tuple[str, str, str]]:
    return [(comment.author, comment.text, content.text[comment.start : comment.end]) for comment in content.comments]


# --- OpenDocument ----------------------------------------------------------------------------------------------

ODT_STRUCTURE = [
    ("heading", 1, "Nota wonen"),
    ("paragraph", None, f"{DUTCH[0]} [1]"),
    ("paragraph", None, "Een  woord\ten nog een.\nNieuwe regel."),
    ("list_item", 1, "1. eerst vragen"),
    ("list_item", 2, "• diep"),
    ("list_item", 1, "2. dan doen"),
    ("table_row", None, "Post\tBedrag"),
    ("table_row", None, "Huur\t12.000"),
    ("paragraph", None, "Het plan blijft."),
    ("footnote", None, "[1] Cijfers van 2019."),
]


@pytest.mark.parametrize("content", [read_odt(odt(), file="a.odt"), read_flat_odt(flat_odt(), file="a.fodt")], ids=["odt", "fodt"])
def test_an_opendocument_text(content: Content) -> None:
    assert structure(content) == ODT_STRUCTURE
    assert remarks(content) == [("Sanne", "Klopt dit?", "plan")]
    blocks = segment_document(Document("a.odt", content.text, content.marks))
    assert [content.text[block.start : block.end] for block in blocks] == [words for _, _, words in ODT_STRUCTURE]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            '<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion></text:changed-region></text:tracked-changes>'
            '<text:p>Het <text:change-start/>nieuwe<text:change-end/> plan<text:change/></text:p>',
            "Het nieuwe plan",
        ),
        ("<text:section><text:p>in een sectie</text:p></text:section>", "in een sectie"),
        ('<text:p>Voor<draw:frame><draw:text-box><text:p>in een kader</text:p></draw:text-box></draw:frame> en na</text:p>', "Voor en na\n\nin een kader"),
        ("<table:table><table:table-row><table:table-cell><text:p>een</text:p><text:h text:outline-level='2'>kop</text:h></table:table-cell></table:table-row></table:table>", "een\n\nkop"),
        ("<text:p><text:ruby><text:ruby-base>woord</text:ruby-base><text:ruby-text>uitspraak</text:ruby-text></text:ruby></text:p>", "woord"),
        ("<text:p> \n  wit   om\n\theen </text:p>", "wit om heen"),
        ("<text:table-of-content><text:table-of-content-source><text:p>bron</text:p></text:table-of-content-source><text:index-body><text:p>Inhoud</text:p></text:index-body></text:table-of-content>", "Inhoud"),
        ("<text:p>een<text:soft-page-break/> twee</text:p>", "een twee"),
    ],
    ids=["tracked changes", "section", "text box", "frame table", "ruby", "white space", "contents", "page break"],
)  # fmt: skip
def test_what_of_an_opendocument_is_text(body: str, text: str) -> None:
    assert read_odt(odt(body), file="a.odt").text == text


def test_a_drawing_or_sheet_under_the_name_of_a_text_is_refused() -> None:
    sheet = packed(
        {
            "content.xml": f'{XML}<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body/></o:document-content>'
        }
    )
    with pytest.raises(DocumentError) as caught:
        read_odt(sheet, file="a.odt")
    assert caught.value.key == "documents.no_docx"


# --- RTF -------------------------------------------------------------------------------------------------------


def test_rich_text() -> None:
    content = read_rtf(RTF, file="a.rtf")
    assert structure(content) == [
        ("heading", 1, "Nota wonen"),
        ("paragraph", None, "Wij bouwen géén torens [1] maar “huizen” en 😀 pleinen."),
        ("heading", 2, "Wat wij doen"),
        ("list_item", 1, "• minder regels"),
        ("list_item", 1, "1. eerst vragen"),
        ("paragraph", None, "Oud blijft nieuw."),
        ("table_row", None, "Post\tBedrag | euro"),
        ("table_row", None, "Huur en meer\t12.000"),
        ("paragraph", None, "Lees hier het hele plan."),
        ("paragraph", None, "Interviewer: Hoe gaat het? #00:00:12-3#"),
        ("footnote", None, "[1] Cijfers van 2019."),
    ]
    assert remarks(content) == [("Sanne", "Klopt dit?", "hele")]
    assert dict(content.counts) == {"pictures": 1, "deletions": 1, "comments": 1}


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 caf\'e9 \'80}", "café €"),
        (rb"{\rtf1\mac caf\'8e}", "café"),
        (rb"{\rtf1\ansi\ansicpg850{\fonttbl{\f0\fcharset238 X;}}\f0 \'e8}", "č"),
        (rb"{\rtf1\uc2 \u235 abc}", "ëc"),
        (rb"{\rtf1 a\line b\tab c\~d\_e\-f}", "a\nb\tc\u00a0d\u2011e\u00adf"),
        (rb"{\rtf1 een{\*\onbekend weg {en dit}} twee}", "een twee"),
        (rb"{\rtf1 een {\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt \pard In kader\par}}{\shprslt oud}} twee\par}", "een  twee\n\nIn kader"),
        (rb"{\rtf1 een\par\par {twee}}{\rtf1 erna}", "een\n\ntwee"),
        ("{\\rtf1 ruwe é}".encode("cp1252"), "ruwe é"),
        (rb"{\rtf1\trowd\pard\intbl a\cell b\cell\row}", "a\tb"),
        (rb"{\rtf1\trowd\pard\intbl een\par twee\cell\row}", "een\n\ntwee"),
    ],
    ids=["cp1252", "mac", "font", "stand-ins", "characters", "unknown group", "text box", "after the end", "raw bytes", "row", "frame"],
)  # fmt: skip
def test_what_of_rich_text_is_text(rtf: bytes, text: str) -> None:
    assert read_rtf(rtf, file="a.rtf").text == text


@given(st.lists(st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), min_size=1, max_size=30), min_size=1, max_size=6))
def test_plain_paragraphs_are_read_as_the_known_library_reads_them(paragraphs: list[str]) -> None:
    escaped = (
        "".join({"\\": "\\\\", "{": "\\{", "}": "\\}"}.get(char, char if char < "\x7f" else f"\\u{ord(char)}?") for char in paragraph)
        for paragraph in paragraphs
    )
    rtf = "{\\rtf1\\ansi\\uc1 " + "\\par ".join(escaped) + "\\par}"
    assert read_rtf(rtf.encode("ascii"), file="a.rtf").text.split() == rtf_to_text(rtf).split()


def test_an_encoding_that_a_person_names_wins() -> None:
    assert read_rtf(rb"{\rtf1\ansi\ansicpg1252 caf\'82}", file="a.rtf", encoding="cp850").text == "café"
    with pytest.raises(DocumentError) as caught:
        read_rtf(RTF, file="a.rtf", encoding="onzin")
    assert caught.value.key == "documents.unknown_encoding"


# --- HTML ------------------------------------------------------------------------------------------------------


def test_a_web_page_gives_its_text_and_shows_what_was_left_out() -> None:
    content = read_html(HTML_PAGE, file="a.html")
    assert structure(content) == [
        ("heading", 1, "Het wijkplan"),
        ("paragraph", None, f"{DUTCH[0]} {DUTCH[0]}"),
        ("heading", 2, "Wat wij doen"),
        ("list_item", 1, "• minder regels"),
        ("list_item", 1, "• meer ruimte voor bewoners"),
        ("table_row", None, "Post\tBedrag"),
        ("table_row", None, "Huur\t12.000"),
        ("paragraph", None, f"{DUTCH[1]} {DUTCH[1]}"),
    ]
    left_out = [mark.content for mark in content.marks if mark.kind == "furniture"]
    assert left_out == ["• Home", "• Contact", "© 2024 gemeente, lees de privacyverklaring."]
    assert content.counts["furniture"] == 3


def test_a_saved_transcript_is_read_whole_and_gives_turns() -> None:
    content = read_html(HTML_SAVED, file="a.html")
    assert content.encoding == "cp1252"
    blocks = segment_document(Document("a.html", content.text, content.marks))
    assert [(block.speaker, content.text[block.start : block.end]) for block in blocks if block.kind == "turn"][:2] == [
        ("Interviewer", "Hoe gaat het?"),
        ("Mevr. Smit", "Goed, één ding & meer.\nEn nog iets."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<script>x</script><style>y</style><p>tekst</p><noscript>z</noscript>", "tekst"),
        ('<p>zicht</p><p hidden>weg</p><p style="display: none">ook</p>', "zicht"),
        ("een<br>twee<br><br>drie", "een\ntwee\n\ndrie"),
        ("<pre>  a\n    b</pre>", "a\n    b"),
        ("<p>a <b>vet</b>, <i>schuin</i></p>los<p>b</p>na", "a vet, schuin\n\nlos\n\nb\n\nna"),
        ("<ol><li>een<ul><li>diep</li></ul></li><li>twee</li></ol>", "1. een\n• diep\n2. twee"),
        ("<table><tr><td><h2>Kop</h2><p>een</p></td><td><p>twee</p></td></tr></table>", "Kop\n\neen\n\ntwee"),
        ("<table><tr><td>a<p>b</p></td><td>c<br>d</td></tr></table>", "a b\tc d"),
        ("<table><tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>", "1\t2"),
        ("<p>&lt;b&gt; &euro; &eacute; &#0;x</p>", "<b> € é \ufffdx"),
    ],
    ids=["scripts", "hidden", "breaks", "pre", "inline", "lists", "layout table", "data table", "table in table", "entities"],
)  # fmt: skip
def test_what_of_html_is_text(body: str, text: str) -> None:
    assert read_html(f"<html><body>{body}</body></html>".encode(), file="a.html").text == text


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ('<meta charset="iso-8859-1"><p>één €</p>'.encode("cp1252"), "één €", "cp1252"),
        ('<meta charset="utf-8"><p>één</p>'.encode("cp1252"), "één", "cp1252"),
        ('<meta charset="iso-8859-1"><p>één</p>'.encode(), "één", "utf-8"),
        ('<meta charset="windows-1250"><p>č</p>'.encode("cp1250"), "č", "cp1250"),
        ("<p>één</p>".encode("utf-16"), "één", "utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>één</p></html>'.encode(), "één", "utf-8"),
    ],
    ids=["latin-1 is windows", "wrong utf-8", "wrong latin-1", "eastern europe", "bom", "xml declaration"],
)
def test_the_encoding_of_a_page(data: bytes, text: str, encoding: str) -> None:
    content = read_html(data, file="a.html")
    assert (content.text, content.encoding) == (text, encoding)


def test_a_page_whose_text_an_extraction_would_drop_keeps_its_long_paragraphs() -> None:
    lines = "".join(f"<div>{DUTCH[0]} {number}. {DUTCH[1]}</div>" for number in range(20))
    content = read_html(f"<html><body><nav><a href='/'>Home</a></nav><div>{lines}</div></body></html>".encode(), file="a.html")
    assert content.text.count("buurthuis") == 20
    assert "Home" not in content.text


# --- e-books, mails, Word comments -----------------------------------------------------------------------------


def test_an_e_book_is_read_in_the_order_of_its_spine() -> None:
    content = read_epub(epub({"z.xhtml": "<h1>Een</h1><p>eerst</p>", "a.xhtml": "<nav>inhoud</nav><p>dan</p>"}), file="a.epub")
    assert structure(content) == [("heading", 1, "Een"), ("paragraph", None, "eerst"), ("paragraph", None, "dan")]


def test_a_mail_gives_subject_and_plain_text_without_addresses() -> None:
    content = read_eml(mail(), file="a.eml")
    assert structure(content)[:2] == [("heading", 1, "Vragen over het buurthuis – één"), ("paragraph", None, "Beste Jan,")]
    assert content.text.count(DUTCH[0]) == 1
    assert "sanne@" not in content.text
    assert content.counts["attachments"] == 1


def test_a_comment_in_word_knows_its_words_and_author() -> None:
    content = read_docx(word(), file="a.docx")
    assert remarks(content) == [("Sanne", "Klopt dit?", "blijft")]
    assert "Klopt" not in content.text


# --- all -------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12).filter(lambda text: bool(text.strip()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_offsets_hold_for_any_words_in_odt_and_html(words: list[str]) -> None:
    from xml.sax.saxutils import escape

    safe = [escape(one) for one in words]
    for content in (
        read_odt(odt("".join(f"<text:p>{one}</text:p>" for one in safe)), file="a.odt"),
        read_html(("<html><body>" + "".join(f"<p>{one}</p>" for one in safe) + "</body></html>").encode(), file="a.html"),
    ):
        found = [content.text[mark.start : mark.end] for mark in content.marks]
        assert "".join("".join(found).split()) == "".join("".join(words).replace("\ufffe", "").replace("\uffff", "").split())
        assert all(one == one.strip() and one for one in found)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a.doc", "old_word"), ("a.pages", "other_suffix_word"), ("a.wpd", "other_suffix_word"), ("scan.PNG", "picture"), ("scan.tiff", "picture"),
        ("a.mp3", "recording"), ("a.mp4", "recording"), ("a.xls", "old_excel"), ("a.ods", "old_excel"), ("a.pptx", "slides"), ("a.msg", "other_mail"),
        ("a.zip", "packed"), ("a.mobi", "other_book"), ("a.exe", "suffix"),
    ],
)  # fmt: skip
def test_a_file_that_no_reader_takes_says_what_to_do(name: str, key: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x" * 100)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.key == f"documents.{key}"
