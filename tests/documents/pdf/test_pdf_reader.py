"""What comes out of a PDF: order, paragraphs, hyphens, structure, pages, what was left out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import (
    HEIGHT,
    drawn,
    one_page,
    prose,
    put,
    put_lines,
    report,
    scanned,
    turned,
    two_columns,
    with_list,
    with_notes,
    with_table,
)
from reportlab.pdfgen.canvas import Canvas

from qualcode.documents.content import Content
from qualcode.documents.pdf.reader import pdf_content
from qualcode.model import Document
from qualcode.segmentation import segment_document


def read(data: bytes) -> Content:
    return pdf_content(data, file="x.pdf")


def texts(content: Content, kind: str) -> list[str]:
    return [content.text[mark.start : mark.end] for mark in content.marks if mark.kind == kind]


def removed(content: Content) -> list[str]:
    return [mark.content for mark in content.marks if mark.kind == "furniture"]


# --- order and paragraphs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_row", [False, True], ids=["column by column", "row by row"])
def test_two_columns_are_read_one_after_the_other(by_row: bool) -> None:
    content = read(two_columns(by_row=by_row))
    assert re.findall(r"Begin(\d)", content.text) == list("012345")
    assert texts(content, "heading") == ["Samen wonen in de stad"]
    assert [" ".join(paragraph.split()[1:]) for paragraph in texts(content, "paragraph")] == [prose(number) for number in range(6)]
    assert content.warnings == ()


def test_a_block_drawn_last_is_read_where_it_stands() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, prose(1), y=200)
        put_lines(canvas, ["De titel van het stuk"], y=80, size=20, font="Times-Bold")
        canvas.showPage()

    assert read(drawn(draw)).text == f"De titel van het stuk\n\n{prose(1)}"


def test_paragraphs_are_running_text_with_a_blank_line_between() -> None:
    def draw(canvas: Canvas) -> None:
        y = put(canvas, prose(1), y=80) + 8
        put(canvas, prose(2), y=y)
        canvas.showPage()

    assert read(drawn(draw)).text == f"{prose(1)}\n\n{prose(2)}"


def test_an_indent_or_a_short_last_line_begins_a_paragraph() -> None:
    full = "Deze regel is met opzet zo lang dat hij de hele breedte van de kolom vult tot"
    content = read(one_page(full, "hier toe.", full, "daar.", "    " + full, "verder."))
    assert len(texts(content, "paragraph")) == 3


def test_columns_under_a_heading_each_are_read_with_their_heading() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, prose(3), y=300)
        put_lines(canvas, ["Van de overheid"], y=80, size=13, font="Helvetica-Bold")
        put_lines(canvas, ["Van de buurt"], x=320, y=80, size=13, font="Helvetica-Bold")
        put(canvas, prose(1), y=110, width=220)
        put(canvas, prose(2), x=320, y=110, width=220)
        canvas.showPage()

    assert read(drawn(draw)).text == f"Van de overheid\n\n{prose(1)}\n\nVan de buurt\n\n{prose(2)}\n\n{prose(3)}"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_in_another_direction_is_read_along_its_lines(degrees: int) -> None:
    assert read(turned(degrees)).text == prose(1, 6)


def test_a_drop_cap_belongs_to_its_word() -> None:
    def draw(canvas: Canvas) -> None:
        put_lines(canvas, ["D"], y=128, size=40)
        put_lines(
            canvas,
            ["e gemeente kiest samen met bewoners voor een groene", "wijk en voor een plein waar iedereen elkaar ontmoet"],
            x=92,
            y=105,
        )
        put_lines(canvas, ["en waar kinderen kunnen spelen zonder gevaar van auto's, zoals", "het was."], y=131)
        canvas.showPage()

    assert read(drawn(draw)).text.startswith("De gemeente kiest samen met bewoners voor een groene wijk en voor een plein")
    assert len(texts(read(drawn(draw)), "paragraph")) == 1


def test_letters_set_apart_are_words() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica-Bold", 14)
        text.setCharSpace(6)
        text.textOut("INLEIDING EN DOEL")
        canvas.drawText(text)
        put(canvas, prose(1), y=200)
        canvas.showPage()

    assert texts(read(drawn(draw)), "heading") == ["INLEIDING EN DOEL"]


def test_a_justified_line_with_few_words_is_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        put_lines(canvas, ["De bewoners van deze wijk kiezen"], y=100)
        right = 60 + canvas.stringWidth("De bewoners van deze wijk kiezen", "Times-Roman", 10)
        words = ["samen", "een", "plein"]
        gap = (right - 60 - sum(canvas.stringWidth(word, "Times-Roman", 10) for word in words)) / 2
        x = 60.0
        for word in words:
            canvas.drawString(x, HEIGHT - 113, word)
            x += canvas.stringWidth(word, "Times-Roman", 10) + gap
        put_lines(canvas, ["waar iedereen elkaar ontmoet."], y=126)
        canvas.showPage()

    assert read(drawn(draw)).text == "De bewoners van deze wijk kiezen samen een plein waar iedereen elkaar ontmoet."


# --- hyphens -----------------------------------------------------------------------------------------------------------

_LONG = "dit is een regel die lang genoeg is om in een kolom tot het einde te lopen met"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("de overeenstem-", "ming is er", "de overeenstemming is er"),
        ("de landbouw-", "en visserijsector", "de landbouw- en visserijsector"),
        ("handel met Noord-", "Korea is er", "handel met Noord-Korea is er"),
        ("de AOW-", "uitkering gaat omhoog", "de AOW-uitkering gaat omhoog"),
        ("in de jaren 2020-", "2024 ging het", "in de jaren 2020-2024 ging het"),
        ("zie www.voorbeeld-", "gemeente.nl voor meer", "zie www.voorbeeld-gemeente.nl voor meer"),
    ],
)
def test_a_hyphen_at_a_lines_end_is_settled(first: str, second: str, expected: str) -> None:
    assert expected in read(one_page(f"{_LONG} {first}", f"{second} en {_LONG}.")).text


def test_a_hyphen_that_the_document_writes_elsewhere_stays() -> None:
    lines = [
        f"{_LONG} de vee-",
        f"industrie en {_LONG} de vee-industrie en het",
        f"bezaai-en niet maar {_LONG} de bezaai-",
        f"en of niet en {_LONG}.",
    ]
    assert read(one_page(*lines)).text.count("vee-industrie") == 2


def test_a_joined_form_that_is_known_beats_the_suspended_compound() -> None:
    assert "wil bezaaien met" in read(one_page(f"bezaaien is {_LONG} nu wil bezaai-", f"en met gras en {_LONG}.")).text


def test_joined_hyphens_are_counted() -> None:
    assert read(one_page(f"{_LONG} overeenstem-", f"ming en {_LONG} verande-", "ring.")).counts["hyphens"] == 2


# --- structure ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drawn_bullets", [False, True], ids=["characters", "discs"])
def test_bullets_open_list_items(drawn_bullets: bool) -> None:
    content = read(with_list(drawn_bullets=drawn_bullets))
    assert texts(content, "heading") == ["Wat wij gaan doen"]
    assert texts(content, "list_item") == [
        "• Meer groen in de straat.",
        "• Een loket waar iedereen terecht kan met een vraag over zorg of wonen. Ook in de avond.",
        "• Beter vervoer",
    ]


def test_a_table_is_read_row_by_row() -> None:
    content = read(with_table())
    assert texts(content, "table_row") == [
        f"Maatregel {number}\tMeer ruimte voor plan {number} van de bewoners in wijk {number}\t{number},5" for number in range(4)
    ]
    assert texts(content, "paragraph") == [prose(1), prose(2)]


def test_a_table_row_that_a_page_break_parted_stays_a_row() -> None:
    def draw(canvas: Canvas) -> None:
        put_lines(canvas, ["Energie"], y=60)
        put_lines(canvas, ["Isolatie van huurwoningen"], x=200, y=60)
        put_lines(canvas, ["130"], x=450, y=60)
        put(canvas, prose(1), y=120)
        canvas.showPage()

    assert texts(read(drawn(draw)), "table_row") == ["Energie\tIsolatie van huurwoningen\t130"]


def test_headings_have_levels_by_size() -> None:
    def draw(canvas: Canvas) -> None:
        y = 60.0
        for number in range(3):
            y = put_lines(canvas, [f"Deel {number}"], y=y + 20, size=20, font="Times-Bold") + 10
            y = put_lines(canvas, [f"Kop {number}"], y=y + 10, size=14, font="Times-Bold") + 4
            y = put(canvas, prose(number), y=y)
        canvas.showPage()

    marks = [mark for mark in read(drawn(draw)).marks if mark.kind == "heading"]
    assert [mark.level for mark in marks] == [1, 2, 1, 2, 1, 2]


def test_notes_stand_behind_the_paragraph_and_the_reference_apart_from_its_word() -> None:
    content = read(with_notes())
    assert "de woonvisie [1] en uit het akkoord [2] dat vorig jaar" in content.text
    assert texts(content, "footnote") == [
        "[1] Woonvisie van de gemeente, vastgesteld door de raad.",
        "[2] Akkoord over betaalbaar huren, zie ook de bijlage.",
    ]
    running = next(text for text in texts(content, "paragraph") if text.startswith("Dit volgt"))
    assert running.endswith("geldt voor iedereen die in de gemeente een woning zoekt of wil ruilen.")
    assert content.text.index("[1] Woonvisie") > content.text.index("wil ruilen.")


# --- pages and furniture -------------------------------------------------------------------------------------------------


def test_running_headers_footers_and_page_numbers_are_left_out_and_kept_as_marks() -> None:
    content = read(report())
    assert "Pagina" not in content.text
    assert "Beleidsplan Zorg en Welzijn" not in content.text
    assert removed(content).count("Beleidsplan Zorg en Welzijn") == 8
    assert [line for line in removed(content) if line.startswith("Pagina")] == [f"Pagina {page} van 8" for page in range(1, 9)]
    assert texts(content, "heading") == ["1 Inleiding", "2 Wonen", "3 Zorg", "4 Slot"]
    assert re.findall(r"Alinea(\d)x(\d)", content.text) == [(str(page), str(number)) for page in range(8) for number in range(3)]
    assert content.counts == {"pages": 8, "furniture": 24, "hyphens": 7}


def test_a_paragraph_over_a_page_break_is_one_block_on_its_first_page() -> None:
    content = read(report())
    blocks = segment_document(Document(name="x", text=content.text, marks=content.marks))
    over = [block for block in blocks if "verlezening" in content.text[block.start : block.end]]
    assert [block.page for block in over] == [1, 2, 3, 4, 5, 6, 7]
    for block in over:
        assert content.text[block.start : block.end].endswith("loopt hier nog even door.")


def test_page_marks_hold_the_text_of_their_page() -> None:
    content = read(report())
    for mark in content.marks:
        if mark.kind == "page":
            assert mark.page is not None
            assert {int(page) + 1 for page, _ in re.findall(r"Alinea(\d)x(\d)", content.text[mark.start : mark.end])} == {mark.page}


def test_page_marks_cover_every_block() -> None:
    for data in (report(), with_notes(), with_table(), two_columns(by_row=True)):
        content = read(data)
        covered = bytearray(len(content.text))
        for mark in content.marks:
            if mark.kind == "page":
                covered[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
        for mark in content.marks:
            if mark.kind not in ("page", "furniture"):
                assert all(covered[mark.start : mark.end])


def test_body_text_at_the_edge_of_the_page_stays() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(6):
            put(canvas, f"Op bladzijde {page} begint de tekst al heel hoog. {prose(page, 3)}", y=40)
            canvas.showPage()

    content = read(drawn(draw))
    assert content.counts["furniture"] == 0
    assert content.text.count("begint de tekst al heel hoog") == 6


@pytest.mark.parametrize(
    "numbers", [["3", "4", "5", "6"], ["iii", "iv", "v", "vi"], ["- 1 -", "- 2 -", "- 3 -", "- 4 -"]], ids=["figures", "roman", "dashes"]
)
def test_page_numbers_that_change_sides_are_left_out(numbers: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        for page, number in enumerate(numbers):
            put(canvas, prose(page), y=100)
            put_lines(canvas, [number], x=60 if page % 2 else 500, y=800)
            canvas.showPage()

    content = read(drawn(draw))
    assert removed(content) == numbers
    assert content.text == "\n\n".join(prose(page) for page in range(4))


def test_text_outside_the_visible_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((30, 30, 560, 800))
        put(canvas, prose(1), y=100)
        put_lines(canvas, ["drukproef 3 van 12 oktober"], y=835)
        canvas.showPage()

    assert read(drawn(draw)).text == prose(1)


def test_a_page_without_text_is_named() -> None:
    content = read(scanned(with_text=3))
    assert content.warnings == (("documents.pdf_pages_without_text", {"pages": "4"}),)
    assert {mark.page for mark in content.marks if mark.kind == "page"} == {1, 2, 3}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=12), min_size=1, max_size=30))
def test_no_word_is_lost_and_marks_are_exact(rows: list[list[str]]) -> None:
    lines = [" ".join(row) for row in rows]
    content = read(one_page(*lines[:50]))
    shown = content.text + " " + " ".join(removed(content))
    assert sorted(shown.split()) == sorted(" ".join(lines).split())
    for mark in content.marks:
        assert content.text[mark.start : mark.end] == content.text[mark.start : mark.end].strip()
    blocks = [mark for mark in content.marks if mark.kind not in ("page", "furniture")]
    assert all(first.end < second.start for first, second in pairwise(blocks))
