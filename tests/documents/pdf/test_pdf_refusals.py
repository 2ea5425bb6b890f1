"""Files that cannot or may not be read: one sentence each, in bounded time, and the next file is read as if nothing had been."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from pdf_samples import drawn, file_of, many_pages, nested_forms, prose, put, report, scanned, two_columns, with_notes, with_table
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from qualcode.documents import read_document
from qualcode.documents.pdf import isolation, pages, read_pdf
from qualcode.errors import DocumentError

NO_PAGES = file_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])


def draw_text(canvas: Canvas) -> None:
    put(canvas, prose(1), y=80)
    canvas.showPage()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (drawn(draw_text, encrypt=StandardEncryption("geheim", "baas")), "documents.pdf_encrypted"),
        (report()[:3000], "documents.pdf_damaged"),
        (b"%PDF-1.4\n" + b"x" * 3000, "documents.pdf_damaged"),
        (b"geen pdf maar gewone tekst " * 20, "documents.pdf_damaged"),
        (scanned(), "documents.pdf_no_text"),
        (NO_PAGES, "documents.pdf_damaged"),
        (many_pages(pages.MAX_PAGES + 1), "documents.pdf_too_many_pages"),
    ],
    ids=["password", "cut off", "junk", "text", "scan", "no pages", "too many pages"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(data, file="stuk.pdf")
    assert caught.value.key == key
    assert caught.value.sentence("nl").startswith("stuk.pdf: ")


def test_a_file_that_only_forbids_printing_is_read() -> None:
    data = drawn(draw_text, encrypt=StandardEncryption("", "baas", canPrint=0))
    assert read_pdf(data, file="x.pdf").text == prose(1)


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_CHARACTERS", 1_000)
    with pytest.raises(DocumentError) as caught:
        list(pages.read_pages(report(), file="x.pdf"))
    assert caught.value.key == "documents.pdf_too_much_text"


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MAX_SECONDS", 3)
    begun = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_pdf(nested_forms(12, 10), file="x.pdf")
    assert caught.value.key == "documents.pdf_too_slow"
    assert time.monotonic() - begun < 20
    monkeypatch.undo()
    assert read_pdf(drawn(draw_text), file="x.pdf").text == prose(1)


def test_a_form_that_shows_itself_ends() -> None:
    data = nested_forms(2, 3).replace(b"/X 8 0 R", b"/X 6 0 R")
    assert "dezelfde tekst" in read_pdf(data, file="x.pdf").text


def test_the_reading_process_gives_what_reading_here_gives() -> None:
    from qualcode.documents.pdf.reader import pdf_content

    for data in (report(), with_notes(), with_table(), two_columns(by_row=True)):
        assert read_pdf(data, file="x.pdf") == pdf_content(data, file="x.pdf")


def test_files_can_be_read_from_several_threads() -> None:
    files = [report(4), with_notes(), with_table(), two_columns(by_row=False)] * 3
    found: dict[int, str] = {}

    def read(number: int) -> None:
        found[number] = read_pdf(files[number], file=f"{number}.pdf").text

    threads = [threading.Thread(target=read, args=(number,)) for number in range(len(files))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(len(files))] == [read_pdf(data, file="x.pdf").text for data in files]


def test_a_pdf_is_read_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "Nota.PDF"
    path.write_bytes(report(3))
    document = read_document(path)
    assert document.format == "pdf"
    assert document.counts["pages"] == 3


def test_damaged_variants_give_a_document_or_a_sentence() -> None:
    chosen = random.Random(7)
    keys = []
    sources = [report(3), with_notes(), with_table(), two_columns(by_row=True)]
    for _ in range(60):
        data = bytearray(chosen.choice(sources))
        for _ in range(chosen.randrange(1, 12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        if chosen.random() < 0.3:
            del data[chosen.randrange(len(data)) :]
        keys.append(_outcome(bytes(data)))
    assert set(keys) <= {"read", "documents.pdf_damaged", "documents.pdf_no_text", "documents.pdf_encrypted", "documents.pdf_too_slow"}
    assert keys.count("read") > 10


def _outcome(data: bytes) -> str:
    try:
        content = read_pdf(data, file="x.pdf")
    except DocumentError as error:
        return error.key
    inside = all(0 <= mark.start <= mark.end <= len(content.text) for mark in content.marks)
    return "read" if inside else "marks outside the text"
