"""A report as a Word document with real headings, tables and pictures, so that it can be edited on."""

from __future__ import annotations

import io
import re

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from qualcode.export.report import Block, Grid, Heading, Listing, Paragraph, Picture, Quotation, Report

_GREY = RGBColor(0x4B, 0x55, 0x61)
_BLUE = RGBColor(0x00, 0x5A, 0x8E)
_WIDTH = 16.5  # centimetres between the margins
_SCREEN_CM = 0.0245  # of a pixel at which a chart is as large on paper as on a screen
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def report_docx(report: Report) -> bytes:
    """The bytes of a .docx file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _styles(document, report.language)
    document.core_properties.title = _clean(report.title)[:250]
    document.core_properties.author = ""
    document.core_properties.language = _LANGUAGES[report.language]
    document.add_heading(_clean(report.title), 0)
    _small(document, report.subtitle)
    for block in report.blocks:
        _add(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _styles(document: WordDocument, language: str) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), _LANGUAGES[language])
    normal.element.get_or_add_rPr().append(mark)
    for name in ("Title", "Heading 1", "Heading 2"):
        document.styles[name].font.color.rgb = _BLUE
        document.styles[name].font.name = "Calibri"


def _add(document: WordDocument, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(_clean(block.text), block.level)
    elif isinstance(block, Paragraph):
        if block.note:
            _small(document, block.text)
        else:
            document.add_paragraph(_clean(block.text))
    elif isinstance(block, Listing):
        for item in block.items:
            document.add_paragraph(_clean(item), style="List Bullet")
    elif isinstance(block, Grid):
        _grid(document, block)
    elif isinstance(block, Quotation):
        quoted = document.add_paragraph(_clean(block.text), style="Quote")
        quoted.paragraph_format.left_indent = Cm(0.8)
        quoted.paragraph_format.space_after = Pt(0)
        quoted.paragraph_format.keep_with_next = True
        _small(document, block.source).paragraph_format.left_indent = Cm(0.8)
    else:
        _picture(document, block)


def _small(document: WordDocument, text: str) -> WordParagraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.color.rgb = Pt(9.5), _GREY
    return paragraph


def _grid(document: WordDocument, grid: Grid) -> None:
    if grid.caption:
        _small(document, grid.caption).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.header))
    table.style = "Light Grid Accent 1"
    for row, cells in enumerate((grid.header, *grid.rows)):
        here = table.rows[0].cells if row == 0 else table.add_row().cells
        for column, text in enumerate(cells):
            paragraph = here[column].paragraphs[0]
            run = paragraph.add_run(_clean(text))
            run.font.size = Pt(9)
            run.bold = row == 0
            paragraph.paragraph_format.space_after = Pt(0)
            if column in grid.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # the header is repeated on each page that the table runs over
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _picture(document: WordDocument, picture: Picture) -> None:
    document.add_picture(io.BytesIO(picture.png), width=Cm(min(_WIDTH, picture.width * _SCREEN_CM)))
    shape = document.inline_shapes[len(document.inline_shapes) - 1]
    shape._inline.docPr.set("descr", _clean(picture.alt))
    if picture.caption:
        _small(document, picture.caption)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
