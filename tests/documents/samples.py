"""One or more small constructed files of every format in the register: what the tests of all readers and the fuzzing start from.

A new reader adds its sample here; a test holds that no suffix is forgotten.
"""

from __future__ import annotations

import io
import json
import textwrap
import zipfile
from email.message import EmailMessage

import docx
import openpyxl

DUTCH = (
    "De bewoners hebben het buurthuis zelf overgenomen en zij doen het nu al drie jaar zonder hulp van de gemeente.",
    "Dat is niet altijd even makkelijk, zegt één van de vrijwilligers – maar het lukt: “wij kunnen dit”.",
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_BODY = f"""<text:h text:outline-level="1">Nota wonen</text:h>
<text:p>{DUTCH[0]}<text:note text:id="n1"><text:note-citation>1</text:note-citation><text:note-body><text:p>Cijfers van 2019.</text:p></text:note-body></text:note></text:p>
<text:p>Een<text:s text:c="2"/>woord<text:tab/>en <text:span>nog
   een</text:span>.<text:line-break/>Nieuwe regel.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>eerst vragen</text:p><text:list><text:list-item><text:p>diep</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>dan doen</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Post</text:p></table:table-cell><table:table-cell><text:p>Bedrag</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Huur</text:p></table:table-cell><table:table-cell><text:p>12.000</text:p></table:table-cell></table:table-row></table:table>
<text:p>Het <office:annotation office:name="a1"><dc:creator>Sanne</dc:creator><text:p>Klopt dit?</text:p></office:annotation>plan<office:annotation-end office:name="a1"/> blijft.</text:p>"""
ODT_STYLES = (
    '<office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>'
)


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def odt(body: str = ODT_BODY, styles: str = ODT_STYLES, **members: str | bytes) -> bytes:
    content = f"{XML}<office:document-content {_ODF}>{styles}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **members})


def flat_odt(body: str = ODT_BODY) -> bytes:
    return (
        f"{XML}<office:document {_ODF}>{ODT_STYLES}<office:body><office:text>{body}</office:text></office:body></office:document>".encode()
    )


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Nota wonen", level=1)
    document.add_paragraph(DUTCH[0])
    document.add_paragraph("minder regels", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([cell for row in table.rows for cell in row.cells], ["Post", "Bedrag", "Huur", "12.000"], strict=True):
        cell.text = words
    paragraph = document.add_paragraph("Het plan ")
    run = paragraph.add_run("blijft")
    paragraph.add_run(" zoals het is.")
    document.add_comment(run, text="Klopt dit?", author="Sanne", initials="S")
    document.add_paragraph(DUTCH[1])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset2 Symbol;}}{\colortbl ;\red0\green0\blue255;}
{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 Kop 2;}}{\info{\author Iemand}{\title Geheim}}
{\header\pard Koptekst\par}
\pard\s1 Nota wonen\par
\pard\s0 Wij bouwen g\'e9\'e9n torens{\footnote \pard Cijfers van 2019.\par} maar \u8220?huizen\u8221? en \u-10179?\u-8704? pleinen.\par
\pard\s2 Wat wij doen\par
{\listtext\f1 \'b7\tab}\pard\ls1 minder regels\par
{\listtext 1.\tab}\pard\ls1 eerst vragen\par
\pard\plain Oud{\deleted  en weg} blijft{\v  verborgen}{\revised  nieuw}.\par
\trowd\cellx3000\cellx6000\pard\intbl Post\cell Bedrag | euro\cell\row
\trowd\cellx3000\cellx6000\pard\intbl Huur\par en meer\cell 12.000\cell\row
\pard {\field{\*\fldinst HYPERLINK "http://voorbeeld.test"}{\fldrslt Lees hier}} het {\*\atrfstart 1}hele{\*\atrfend 1}{\*\atnid S}{\*\atnauthor Sanne}\chatn {\*\annotation{\*\atnref 1}\pard Klopt dit?} plan.\par
{\pict\pngblip 89504e470d0a1a0a}\pard Interviewer: Hoe gaat het? #00:00:12-3#\par
}"""

HTML_PAGE = f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Wijkplan</title><script>alert("nee")</script></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/c">Contact</a></li></ul></nav></header>
<main><article><h1>Het wijkplan</h1><p>{DUTCH[0]} {DUTCH[0]}</p><h2>Wat wij doen</h2><ul><li>minder regels</li><li>meer <b>ruimte</b> voor bewoners</li></ul>
<table><tr><th>Post</th><th>Bedrag</th></tr><tr><td>Huur</td><td>12.000</td></tr></table><p>{DUTCH[1]} {DUTCH[1]}</p></article></main>
<footer><p>© 2024 gemeente, lees de privacyverklaring.</p></footer></body></html>""".encode()

HTML_SAVED = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body>
<p><b>Interviewer:</b> Hoe gaat het?</p><p><b>Mevr. Smit:</b> Goed, één ding &amp; meer.<br>En nog iets.</p>
<p>Interviewer: En thuis?</p><p>Mevr. Smit: Ook.</p><ol><li>eerst</li><li>dan</li></ol></body></html>""".encode("cp1252")


def epub(pages: dict[str, str] | None = None, **members: str | bytes) -> bytes:
    pages = pages or {"een.xhtml": f"<h1>Een</h1><p>{DUTCH[0]}</p>", "twee.xhtml": f"<h1>Twee</h1><p>{DUTCH[1]}</p>"}
    items = "".join(f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(pages))
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(pages)))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'{XML}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/boek.opf"/></rootfiles></container>',
            "OEBPS/boek.opf": f'{XML}<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>',
            **{
                f"OEBPS/{name}": f'{XML}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
                for name, body in pages.items()
            },
            **members,
        }
    )


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Vragen over het buurthuis – één"
    message["From"] = "Sanne <sanne@voorbeeld.test>"
    message.set_content(f"Beste Jan,\n\n{DUTCH[0]}\n{DUTCH[1]}\n\nGroet, Sanne\n")
    message.add_alternative(f"<p>Beste Jan,</p><p>{DUTCH[0]}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bijlage.pdf")
    return message.as_bytes()


def pdf() -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    for number in (1, 2):
        page.drawString(72, 760, f"Hoofdstuk {number}")
        for line, words in enumerate(textwrap.wrap(DUTCH[0], 60)):
            page.drawString(72, 720 - 16 * line, words)
        page.showPage()
    page.save()
    return out.getvalue()


VTT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Smit, Anna (ORG)>Goed hoor &amp; wel.</v>\n\n00:00:05.000 --> 00:00:09.000\n<v Jan>En thuis?\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\n[SPEAKER_00]: Hoe gaat het?\n\n2\n00:00:05,000 --> 00:00:09,000\n[SPEAKER_01]: Goed hoor.\n\n"
WHISPERX = {
    "segments": [
        {"start": 0.5, "end": 2.0, "text": " Hoe gaat het?", "speaker": "SPEAKER_00", "words": [{"word": "Hoe", "start": 0.5, "end": 0.7}]},
        {"start": 2.5, "end": 5.0, "text": " Goed, één ding.", "speaker": "SPEAKER_01", "words": []},
    ],
    "language": "nl",
}
OTR = {
    "text": '<p><span class="timestamp" data-timestamp="12.3">0:12</span> I: Hoe gaat het?</p><p>R: Goed hoor.</p>',
    "media": "x.mp3",
    "media-time": 3.0,
}
EAF = f"""{XML}<ANNOTATION_DOCUMENT><HEADER/><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="2500"/>
<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/></TIME_ORDER><TIER TIER_ID="A" PARTICIPANT="Anna" LINGUISTIC_TYPE_REF="x"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>Goed hoor.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="B" PARTICIPANT="Jan" LINGUISTIC_TYPE_REF="x"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="t2" TIME_SLOT_REF2="t3">
<ANNOTATION_VALUE>En thuis?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""
NOSCRIBE = (
    '<html><head><meta charset="UTF-8"><meta name="audio_source" content="C:/x.mp3"><meta name="generator" content="noScribe"></head><body>'
    '<p>Transcript</p><p><a name="ts_0_1500_S00">S00: Hoe gaat het?</a></p><p><a name="ts_1600_4000_S01">S01: Goed hoor (...) //S00: ja// wel.</a></p></body></html>'
)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["nr", "antwoord", "leeftijd"], [1, DUTCH[0], 44], [2, "=1+1", 3.5], [3, None, 20], [4, DUTCH[1], None]):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MARKDOWN = f"# Nota\n\n{DUTCH[0]}\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
CSV = f'nr;antwoord;bedrag\n1;"{DUTCH[0]}\nTweede regel; met puntkomma";12,50\n2;Ja;3\n'
JSONL = json.dumps({"id": 1, "tekst": DUTCH[0]}, ensure_ascii=False) + "\n" + json.dumps({"id": 2, "tekst": "Ja", "x": [1, 2]}) + "\n"


def samples() -> dict[str, bytes]:
    """File name -> bytes, every suffix that a reader takes at least once."""
    return {
        "a.txt": "\n\n".join(DUTCH).encode("cp1252"),
        "b.text": "\ufeff".encode() + "\r\n".join(DUTCH).encode(),
        "c.md": MARKDOWN.encode(),
        "c.markdown": MARKDOWN.encode("utf-16"),
        "d.docx": word(),
        "e.odt": odt(),
        "e.fodt": flat_odt(),
        "f.rtf": RTF,
        "g.html": HTML_PAGE,
        "h.htm": HTML_SAVED,
        "h.xhtml": HTML_PAGE,
        "noscribe.html": NOSCRIBE.encode(),
        "i.epub": epub(),
        "j.eml": mail(),
        "k.pdf": pdf(),
        "l.vtt": VTT.encode(),
        "m.srt": SRT.encode(),
        "n.json": json.dumps(WHISPERX).encode(),
        "o.otr": json.dumps(OTR).encode(),
        "p.eaf": EAF.encode(),
        "q.tsv": b"start\tend\ttext\n0\t1500\tHoe gaat het?\n1600\t4000\tGoed hoor.\n",
    }


def table_samples() -> dict[str, bytes]:
    """Tables, whose text column is `antwoord` (`tekst` in JSON lines)."""
    return {"r.csv": CSV.encode("cp1252"), "s.tsv": CSV.replace(";", "\t").encode(), "t.xlsx": sheet(), "u.jsonl": JSONL.encode()}
