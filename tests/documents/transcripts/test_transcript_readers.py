"""What readers of transcripts do with other, damaged and hostile files, and with any segments."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents.content import Content
from qualcode.documents.cues import Cue, turns_text
from qualcode.documents.transcripts.eaf import read_eaf
from qualcode.documents.transcripts.json_transcript import read_json
from qualcode.documents.transcripts.noscribe import is_noscribe, read_noscribe
from qualcode.documents.transcripts.otr import read_otr
from qualcode.documents.transcripts.tsv import is_whisper_tsv, read_whisper_tsv
from qualcode.documents.transcripts.within import or_transcript
from qualcode.documents.txt import read_txt
from qualcode.errors import DocumentError
from qualcode.model import Document
from qualcode.segmentation import segment_document


def from_json(value: Any) -> Content:
    return read_json(json.dumps(value).encode("utf-8"), file="a.json")


OTHER_JSON = {
    "not json": b"{",
    "deep": b"[" * 200_000,
    "settings": b'[{"name": "config", "value": "x"}]',
    "object": b'{"naam": "x", "lijst": [1, 2]}',
    "texts without times": b'{"segments": [{"text": "a"}, {"text": "b"}]}',
    "empty segments": b'{"segments": []}',
    "segments without words": b'{"segments": [{"start": 0, "end": 1, "text": "  "}]}',
    "number": b"12",
    "long number": b'{"segments": [{"start": ' + b"9" * 6000 + b', "text": "a"}]}',
}


@pytest.mark.parametrize("data", OTHER_JSON.values(), ids=OTHER_JSON.keys())
def test_json_that_is_no_transcript_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.json: "):
        read_json(data, file="a.json")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1, 3, (1.0, 3.0)),
        (1000, 3000, (1.0, 3.0)),
        (16000, 48000, (1.0, 3.0)),
        (1.25, 3.5, (1.25, 3.5)),
        ("00:00:01.250", "00:00:03.500", (1.25, 3.5)),
        ("1.25", "3.5", (1.25, 3.5)),
        (-1.0, float("nan"), (None, None)),
        (True, 1e400, (None, None)),
    ],
    ids=str,
)
def test_times_come_out_in_seconds_whatever_their_unit(start: Any, end: Any, expected: tuple[float | None, float | None]) -> None:
    content = from_json({"segments": [{"start": start, "end": end, "text": "wij doen dat al jaren zo", "speaker": "A"}]})
    assert [(mark.time, mark.time_end) for mark in content.marks] == [expected]


def test_a_single_stray_word_of_another_voice_makes_no_turn() -> None:
    words = [
        {"word": word, "start": at, "end": at + 0.5, "speaker": who}
        for at, (word, who) in enumerate([("Ik", "A"), ("deed", "A"), ("dat", "B"), ("zelf.", "A")])
    ]
    content = from_json({"segments": [{"start": 0.0, "end": 4.0, "text": "Ik deed dat zelf.", "words": words}]})
    assert content.text == "A: Ik deed dat zelf."


def test_words_that_differ_from_the_text_never_replace_it() -> None:
    words = [
        {"word": "Ik", "speaker": "A"},
        {"word": "ja", "speaker": "A"},
        {"word": "nee", "speaker": "B"},
        {"word": "dus", "speaker": "B"},
    ]
    content = from_json({"segments": [{"start": 0.0, "end": 4.0, "text": "Ik ja nee, dus niet.", "words": words}]})
    assert "Ik ja nee, dus niet." in content.text


@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": st.text(max_size=30)},
            optional={
                "start": st.one_of(st.integers(), st.floats(), st.text(max_size=8), st.none()),
                "end": st.one_of(st.integers(), st.floats(), st.none()),
                "speaker": st.one_of(st.text(max_size=10), st.integers(), st.none(), st.booleans(), st.lists(st.integers())),
                "words": st.lists(st.fixed_dictionaries({"word": st.text(max_size=8)}, optional={"speaker": st.sampled_from("AB"), "start": st.floats()}), max_size=6),
            },
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_segments_give_marks_on_their_words_or_a_sentence(segments: list[dict[str, Any]]) -> None:
    try:
        content = from_json({"segments": segments})
    except DocumentError:
        return
    for mark in content.marks:
        assert content.text[mark.start : mark.end].strip() == content.text[mark.start : mark.end] != ""
        assert mark.time is None or mark.time >= 0
    segment_document(Document("a", content.text, content.marks))


# --- joining cues ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pause", "turns"), [(0.0, 1), (59.0, 1), (61.0, 2)])
def test_a_minute_of_silence_ends_a_turn_of_one_speaker(pause: float, turns: int) -> None:
    text, _ = turns_text([Cue(0.0, 10.0, "Een.", "A"), Cue(10.0 + pause, 100.0, "Twee.", "A")])
    assert text.count("A: ") == turns


def test_cues_without_times_join_by_speaker() -> None:
    text, marks = turns_text([Cue(None, None, "Een.", "A"), Cue(None, None, "Twee.", "A"), Cue(None, None, "Drie.", "B")])
    assert text == "A: Een. Twee.\n\nB: Drie."
    assert [mark.time for mark in marks] == [None, None, None]


# --- the other readers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"{", b"[1]", b'{"text": 3}', b'{"media": "x"}'], ids=["no json", "list", "number", "no text"])
def test_an_otr_file_without_text_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.otr: "):
        read_otr(data, file="a.otr")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Een &amp; twee</p><p>drie</p>", "Een & twee\n\ndrie"),
        ("<script>alert(1)</script><p>Een</p>", "Een"),
        ('<span class="timestamp" data-timestamp="3661.04">x</span> Een', "[01:01:01] Een"),
        ('<span class="timestamp">0:12</span> Een', "[0:12] Een"),
        ('<span class="timestamp" data-timestamp="nan">0:12</span> Een', "Een"),
        ('<span class="timestamp" data-timestamp="1">x</span><span class="timestamp" data-timestamp="2">y</span> Een', "[00:00:01] Een"),
        ("los<br>eronder<div>blok</div>", "los\n\neronder\n\nblok"),
    ],
)
def test_paragraphs_and_times_of_otranscribe(html: str, text: str) -> None:
    assert read_otr(json.dumps({"text": html}).encode(), file="a.otr").text == text


EAF = '<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER><TIER TIER_ID="t">{said}</TIER>{more}</ANNOTATION_DOCUMENT>'


@pytest.mark.parametrize(
    "data",
    [b"", b"<a", b"<a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><ANNOTATION_DOCUMENT/>', EAF.format(slots="", said="", more="").encode(), b"<a>" * 100_000],
    ids=["empty", "broken", "other", "doctype", "nothing said", "deep"],
)  # fmt: skip
def test_xml_that_is_no_eaf_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.eaf: "):
        read_eaf(data, file="a.eaf")


def test_times_that_elan_left_open_lie_between_their_neighbours() -> None:
    slots = '<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="b"/><TIME_SLOT TIME_SLOT_ID="c"/><TIME_SLOT TIME_SLOT_ID="d" TIME_VALUE="4000"/>'
    said = '<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x" TIME_SLOT_REF1="b" TIME_SLOT_REF2="c"><ANNOTATION_VALUE>Ja.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
    (mark,) = read_eaf(EAF.format(slots=slots, said=said, more="").encode(), file="a.eaf").marks
    assert (mark.speaker, mark.time, mark.time_end) == ("t", 2.0, 3.0)


def test_annotations_that_refer_to_one_another_in_a_ring_have_no_time() -> None:
    ring = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{one}" ANNOTATION_REF="{other}"><ANNOTATION_VALUE>{one}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>'
        for one, other in ("xy", "yx")
    )
    assert [mark.time for mark in read_eaf(EAF.format(slots="", said=ring, more="").encode(), file="a.eaf").marks] == [None, None]


def test_a_page_is_told_from_a_transcript_of_noscribe() -> None:
    page = b'<html><body><a name="ts_top">boven</a><p>Een artikel.</p></body></html>'
    assert not is_noscribe(page)
    with pytest.raises(DocumentError):
        read_noscribe(page, file="a.html")
    assert is_noscribe(b'<p><a name="ts_0_10_S00">S00: Ja.</a></p>')


def test_a_paragraph_typed_into_a_noscribe_page_is_kept() -> None:
    html = '<p><a name="ts_0_10_S00">S00: Ja.</a></p><p>Noot van de typist.</p><p><a name="ts_10_20_S01">S01: Nee.</a></p>'
    assert read_noscribe(html.encode(), file="a.html").text == "S00: Ja. Noot van de typist.\n\nS01: Nee."


def test_the_table_of_whisper_is_known_by_its_head_and_a_speaker_column_is_read() -> None:
    assert is_whisper_tsv(b"start\tend\ttext\n0\t1\ta")
    assert not is_whisper_tsv(b"naam;leeftijd\n")
    content = read_whisper_tsv(b"start\tend\tspeaker\ttext\n0\t1500\tA\tHallo\tdaar\n1500\t2000\tB\tDag\n", file="a.tsv")
    assert content.text == "A: Hallo daar\n\nB: Dag"
    with pytest.raises(DocumentError):
        read_whisper_tsv(b"start\tend\ttext\nniets\n", file="a.tsv")


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHallo\n", "documents.shape_webvtt"),
        (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nHallo\r\n", "documents.shape_srt"),
        (b"start\tend\ttext\n0\t1000\tHallo\n", "documents.shape_whisper_tsv"),
        (b"WEBVTT is een formaat.\n", ""),
        (b"1\nHet plan --> de raad\n", ""),
    ],
)
def test_a_transcript_saved_as_txt_is_known_by_how_it_begins(data: bytes, shape: str) -> None:
    assert or_transcript("txt", read_txt)(data, file="a.txt").shape == shape


HOSTILE = {
    "comments": "<!--" * 250_000,
    "divs": "<div>" * 100_000,
    "stamps": '<span class="timestamp" data-timestamp="1">x</span>' * 20_000,
    "entities": "&amp" * 200_000,
    "open tags": "<" * 500_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_takes_seconds_at_most(html: str) -> None:
    begun = time.perf_counter()
    read_otr(json.dumps({"text": f"<p>Ja.</p>{html}"}).encode(), file="a.otr")
    read_noscribe(f'<p><a name="ts_0_10_S00">S00: Ja.</a></p>{html}'.encode(), file="a.html")
    assert time.perf_counter() - begun < 10
