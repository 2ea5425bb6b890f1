"""The ladder of encodings on Dutch texts."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents.decoding import decode
from qualcode.errors import DocumentError

LONG = (
    "De coördinator zei: “één café in de wijk is te weinig.” De financiële commissie wil € 5.000 voor reünies, ideeën en geïnterviewde cliënten. "
    * 20
)
SHORT = "De coördinator drinkt koffie in één café met de financiële cliënt."


@pytest.mark.parametrize("text", [LONG, SHORT], ids=["long", "short"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_a_text_comes_back_as_it_was(text: str, encoding: str, name: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, name)
    assert decoded.guessed == (encoding in ("cp1252", "utf-16-le", "utf-16-be"))


@pytest.mark.parametrize("text", [LONG.replace("€", "f"), SHORT], ids=["long", "short"])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_texts_of_old_machines_come_back(text: str, encoding: str) -> None:
    text = text if encoding == "mac_roman" else text.replace("“", '"').replace("”", '"')
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_one_bad_byte_does_not_cost_the_rest_of_a_utf_8_text() -> None:
    data = LONG.encode("utf-8")
    decoded = decode(data[:5000] + b"\xeb" + data[5000:])
    assert decoded.encoding == "utf-8"
    assert decoded.stray == 1
    assert decoded.text.replace("ë", "") == LONG.replace("ë", "")


def test_a_short_utf_16_text_without_mark_is_read() -> None:
    assert decode("hoi".encode("utf-16-le")).text == "hoi"


def test_a_nul_or_a_few_control_characters_do_not_make_a_text_binary() -> None:
    assert decode(LONG.encode("utf-8") + b"\x00").text.startswith("De co")
    assert decode(b"\x01" + LONG.encode("cp1252")).encoding == "cp1252"


def test_a_person_s_encoding_overrules_the_guess() -> None:
    assert decode("één".encode("cp850"), encoding="cp850").text == "één"
    assert decode("één".encode("cp1252"), encoding="latin-1").text == "één"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_are_refused_in_a_sentence(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        decoded = decode(data, file="a.txt")
        assert len(decoded.text) <= len(data)
        assert decoded.encoding
