"""Reading a file: the stored text, what is said when it cannot be read, and what is warned of."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents import SUFFIXES, files, read_document, reader_for
from qualcode.documents.cleaning import clean
from qualcode.errors import DocumentError

DUTCH = "De bewoners hebben het buurthuis zelf overgenomen en zij doen het nu al drie jaar zonder hulp van de gemeente. Dat is niet altijd even makkelijk."


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


# --- cleaning --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\ufeffa", "a"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("a\rb", "a\nb"),
        ("a\x00b\x07c\x0bd\x0ce\x1ff", "a b c d e f"),
        ("a\ufffeb\uffffc\ud800d", "a b c d"),
        ("a\tb\n", "a\tb\n"),
        ("e\u0301\u00a0\u2028\u0085\ufeff", "e\u0301\u00a0\u2028\u0085\ufeff"),
        ("\r\r\n\n", "\n\n\n"),
    ],
    ids=[
        "bom",
        "crlf",
        "lone cr",
        "controls",
        "noncharacters and surrogate",
        "tab and lf stay",
        "nothing is normalised",
        "mixed line ends",
    ],
)
def test_cleaning(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@given(st.text(st.characters() | st.sampled_from("\r\n\ufeff\ufffe\x00\ud800")))
def test_cleaned_text_holds_nothing_forbidden_and_is_as_long(text: str) -> None:
    stored = clean(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", stored)
    assert len(stored) == len(text) - text.count("\r\n") - text.startswith("\ufeff")
    assert clean(stored.removeprefix("\ufeff")) == stored.removeprefix("\ufeff")
    stored.encode("utf-8")  # no lone surrogate is left


# --- the document ----------------------------------------------------------------------------------------------


def test_a_document_knows_its_name_format_encoding_and_hashes(tmp_path: Path) -> None:
    data = ("\ufeff" + DUTCH + "\r\n").encode("utf-8")
    document = read_document(write(tmp_path, "verslag.TXT", data))
    assert (document.name, document.text, document.format, document.encoding) == ("verslag.TXT", DUTCH + "\n", "txt", "utf-8")
    assert document.file_sha256 == hashlib.sha256(data).hexdigest()
    assert document.sha256 == hashlib.sha256((DUTCH + "\n").encode()).hexdigest()
    assert document.warnings == ()


def test_a_name_is_composed_but_the_text_is_not(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "één wijk.txt")
    document = read_document(write(tmp_path, decomposed, unicodedata.normalize("NFD", DUTCH + " één")))
    assert document.name == "één wijk.txt"
    assert document.text.endswith(unicodedata.normalize("NFD", "één"))


@pytest.mark.parametrize("name", ["met spaties.txt", "met 'quotes\".txt", "😀.txt", "a.b.c.txt"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    assert read_document(write(tmp_path, name, DUTCH)).name == name


def test_a_given_name_is_used_in_document_and_sentence(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, "a.txt", DUTCH), name="map/a.txt").name == "map/a.txt"
    with pytest.raises(DocumentError, match=r"map/b\.txt"):
        read_document(tmp_path / "b.txt", name="map/b.txt")


def test_the_register_gives_each_suffix_its_reader() -> None:
    assert {".txt", ".md", ".docx", ".vtt", ".srt"} <= set(SUFFIXES)
    found = reader_for(".DOCX")
    assert found is not None
    assert found[0] == "docx"
    assert reader_for(".xyz") is None


def test_form_feeds_of_a_converted_pdf_become_pages(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.txt", f"{DUTCH}\n\f{DUTCH}\n\f{DUTCH}\n\f"))
    pages = [(mark.page, document.text[mark.start : mark.end].strip()) for mark in document.marks]
    assert pages == [(1, DUTCH), (2, DUTCH), (3, DUTCH)]


def test_a_text_of_20_mb_is_read(tmp_path: Path) -> None:
    line = DUTCH + "\n"
    text = line * (20_000_000 // len(line))
    assert read_document(write(tmp_path, "groot.txt", text)).text == text


# --- errors ----------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_said_in_one_sentence_with_the_name(tmp_path: Path) -> None:
    (tmp_path / "map.txt").mkdir()
    cases = {
        tmp_path / "weg.txt": "documents.missing",
        tmp_path / "map.txt": "documents.folder",
        write(tmp_path, "leeg.txt", b""): "documents.empty_file",
        write(tmp_path, "wit.txt", b" \r\n\t \n"): "documents.empty_file",
        write(tmp_path, "bom.txt", b"\xef\xbb\xbf"): "documents.empty_file",
        write(tmp_path, "controls.txt", b"\x01\x02\x03"): "documents.empty_file",
        write(tmp_path, "pdf.txt", b"%PDF-1.7 ..."): "documents.binary",
        write(tmp_path, "zip.txt", b"PK\x03\x04 en zo voort"): "documents.binary",
        write(tmp_path, "ole.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"): "documents.binary",
        write(tmp_path, "png.md", b"\x89PNG\r\n\x1a\n"): "documents.binary",
        write(tmp_path, "bytes.txt", bytes(range(256)) * 8): "documents.binary",
        write(tmp_path, "ruis.txt", bytes((7 * i * i + 3) % 256 for i in range(1, 4000))): "documents.binary",
        write(tmp_path, "oud.doc", b"\xd0\xcf\x11\xe0"): "documents.old_word",
        write(tmp_path, "foto.jpg", b"\xff\xd8\xff"): "documents.picture",
        write(tmp_path, "zonder", DUTCH): "documents.suffix",
        write(tmp_path, "geen.vtt", DUTCH): "documents.not_vtt",
        write(tmp_path, "geen.srt", DUTCH): "documents.no_cues",
        write(tmp_path, "geen.docx", DUTCH): "documents.no_zip",
    }
    for path, key in cases.items():
        with pytest.raises(DocumentError) as caught:
            read_document(path)
        assert (path.name, caught.value.key) == (path.name, key)
        for language in ("nl", "en"):
            sentence = caught.value.sentence(language)
            assert path.name in sentence
            assert sentence.endswith(".")
            assert "\n" not in sentence


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "groot.txt", DUTCH)
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    with pytest.raises(DocumentError, match=r"groot\.txt: the file has"):
        read_document(path)


def test_a_wrong_or_unknown_encoding_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "café".encode("cp1252"))
    with pytest.raises(DocumentError, match="not in the encoding utf-8"):
        read_document(path, encoding="utf-8")
    with pytest.raises(DocumentError, match="latijn is not known"):
        read_document(path, encoding="latijn")
    assert read_document(path, encoding="cp1252").text == "café"


# --- warnings --------------------------------------------------------------------------------------------------

ENGLISH = "The residents have taken over the community centre and they have been running it for three years now without any help from the council, which is not always easy for them."
GERMAN = "Die Bewohner haben das Haus selbst übernommen und sie machen es nun schon seit drei Jahren ohne Hilfe von der Stadt, und das ist nicht immer leicht für sie, aber es geht."
FRENCH = "Les habitants ont repris la maison de quartier et ils la gèrent depuis trois ans sans aide de la commune, ce qui est parfois difficile pour eux mais ils ne se plaignent pas."


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (DUTCH * 3, []),
        ("Ja hoor.", ["documents.hardly_any_text"]),
        (ENGLISH * 3, ["documents.not_dutch_en"]),
        (GERMAN * 3, ["documents.not_dutch_de"]),
        (FRENCH * 3, ["documents.not_dutch_fr"]),
        (DUTCH * 3 + ENGLISH, []),
        ("".join(chr(ord(char) + 3) if char.isalpha() else char for char in DUTCH * 4), ["documents.unreadable"]),
        ("\x02\x05\x06\x0b woord \x03\x04\x1a\x12\x07 " * 60, ["documents.unreadable"]),
        ("\ue001\ue002\ue003 \ue004\ue005 " * 60, ["documents.unreadable"]),
        ((DUTCH * 4).replace(" d", "d").replace(" h", "h").replace(" z", "z").replace(" v", "v").replace(" n", "n").replace(" e", "e"), ["documents.words_run_together"]),
        (((DUTCH + " één financiële coöperatie café ") * 4).encode("utf-8").decode("cp1252"), ["documents.mojibake"]),
    ],
    ids=["dutch", "hardly any", "english", "german", "french", "dutch with english", "shifted letters", "shifted glyphs", "private glyphs", "run together", "mojibake"],
)  # fmt: skip
def test_what_is_warned_of(tmp_path: Path, text: str, keys: list[str]) -> None:
    document = read_document(write(tmp_path, "a.txt", text))
    assert [key for key, _ in document.warnings] == keys


def test_every_warning_has_its_sentence() -> None:
    from qualcode.texts import text

    for name in ("unreadable", "not_dutch", "not_dutch_en", "not_dutch_de", "not_dutch_fr", "mojibake", "words_run_together"):
        assert text(f"documents.{name}", "nl") != text(f"documents.{name}", "en")
    assert "12" in text("documents.hardly_any_text", "nl", words=12)
    assert "cp1252" in text("documents.encoding_guessed", "nl", encoding="cp1252")
    assert "3" in text("documents.stray_bytes", "en", count=3)
