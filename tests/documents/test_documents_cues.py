"""WebVTT and SubRip: turns with speakers and times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.documents.content import Content
from qualcode.documents.srt import read_srt
from qualcode.documents.vtt import read_vtt
from qualcode.errors import DocumentError
from qualcode.model import Document
from qualcode.segmentation import segment_document


def vtt(body: str) -> Content:
    return read_vtt(("WEBVTT\n\n" + body).encode("utf-8"), file="a.vtt")


def srt(body: str) -> Content:
    return read_srt(body.encode("utf-8"), file="a.srt")


def turns(content: Content) -> list[tuple[str | None, float | None, float | None, str]]:
    blocks = segment_document(Document("a", content.text, content.marks))
    assert {block.kind for block in blocks} <= {"turn"}
    return [(block.speaker, block.time, block.time_end, content.text[block.start : block.end]) for block in blocks]


TEAMS = """NOTE recorded by somebody

STYLE
::cue { color: red }

4a7d0c52-1f3e-4b8a-9c55-0d9f1a2b3c4d/12-0
00:00:03.120 --> 00:00:05.000
<v Vries, Anna de (WELZIJN)>Kunt u iets vertellen
over de wijk &amp; de mensen?</v>

4a7d0c52-1f3e-4b8a-9c55-0d9f1a2b3c4d/13-0
00:00:05.000 --> 00:00:07.500
<v Vries, Anna de (WELZIJN)>Neem de tijd.</v>

00:00:08.000 --> 00:01:02.000 align:start position:0%
<v Bakker, Piet>Ja. <i>Graag</i>.</v> <v Vries, Anna de (WELZIJN)>Mooi
"""


def test_teams_names_entities_several_voices_and_unclosed_tags() -> None:
    content = vtt(TEAMS)
    assert content.text == (
        "Vries, Anna de (WELZIJN): Kunt u iets vertellen over de wijk & de mensen? Neem de tijd.\n\nBakker, Piet: Ja. Graag.\n\nVries, Anna de (WELZIJN): Mooi"
    )
    assert turns(content) == [
        ("Vries, Anna de (WELZIJN)", 3.12, 7.5, "Kunt u iets vertellen over de wijk & de mensen? Neem de tijd."),
        ("Bakker, Piet", 8.0, 62.0, "Ja. Graag."),
        ("Vries, Anna de (WELZIJN)", 8.0, 62.0, "Mooi"),
    ]
    assert [content.text[mark.start : mark.end] for mark in content.marks][:2] == [
        "Kunt u iets vertellen over de wijk & de mensen?",
        "Neem de tijd.",
    ]


def test_zoom_names_stand_in_the_text_and_a_colon_in_speech_is_none() -> None:
    content = vtt(
        "1\n00:00:01.000 --> 00:00:02.000\nAnna de Vries: Hoe gaat het?\n\n2\n00:00:02.000 --> 00:00:04.000\nPiet: Goed: echt.\n\n"
        "3\n00:00:04.000 --> 00:00:05.000\nKijk: zo zit dat.\n\n4\n00:00:05.000 --> 00:00:06.000\nAnna de Vries: Aha.\n"
    )
    said = turns(content)
    assert [turn[0] for turn in said] == ["Anna de Vries", "Piet", "Anna de Vries"]
    assert said[1][3] == "Goed: echt. Kijk: zo zit dat."


def test_without_speakers_a_paragraph_ends_at_a_pause_after_a_sentence() -> None:
    content = vtt(
        "00:01.000 --> 00:02.000\nWe begonnen\n\n00:02.000 --> 00:03.000\nin de winter.\n\n00:09.000 --> 00:10.500\nToen werd het zomer.\n"
    )
    assert content.text == "We begonnen in de winter.\n\nToen werd het zomer."
    assert turns(content) == [(None, 1.0, 3.0, "We begonnen in de winter."), (None, 9.0, 10.5, "Toen werd het zomer.")]


def test_long_speech_without_pauses_or_stops_still_gives_paragraphs() -> None:
    cues = "".join(
        f"{n // 60:02}:{n % 60:02}.000 --> {n // 60:02}:{n % 60:02}.900\nen toen ging het weer verder zo\n\n" for n in range(100)
    )
    assert all(len(paragraph.split()) <= 200 for paragraph in vtt(cues).text.split("\n\n"))


@pytest.mark.parametrize("label", ["[SPEAKER_00]: ", "SPEAKER_00: ", "[SPEAKER_00] "])
def test_speakers_of_subrip(label: str) -> None:
    other = label.replace("00", "01")
    content = srt(
        f"1\n00:00:01,000 --> 00:00:02,500\n{label}Hoe gaat het?\n\n2\n00:00:03,000 --> 00:00:04,000\n{other}Goed.\n\n3\n00:00:04,000 --> 00:00:05,000\n{label}Fijn.\n"
    )
    assert turns(content) == [
        ("SPEAKER_00", 1.0, 2.5, "Hoe gaat het?"),
        ("SPEAKER_01", 3.0, 4.0, "Goed."),
        ("SPEAKER_00", 4.0, 5.0, "Fijn."),
    ]


def test_windows_line_ends_missing_blank_lines_and_hours() -> None:
    content = srt("1\r\n01:00:01,000 --> 01:00:02,000\r\nEen.\r\n2\r\n01:00:02,000 --> 01:00:03,000\r\nTwee.\r\n")
    assert content.text == "Een. Twee."
    assert [mark.time for mark in content.marks] == [3601.0, 3602.0]


def test_a_long_turn_is_cut_and_each_piece_has_the_times_of_its_cues() -> None:
    cues = "".join(
        f"00:{n:02}:00.000 --> 00:{n:02}:30.000\n<v Piet>{'Wij deden dat toen zo met elkaar in de wijk. ' * 5}\n\n" for n in range(10)
    )
    said = turns(vtt(cues))
    assert len(said) == 3
    assert [time for _, time, _, _ in said] == sorted({time for _, time, _, _ in said})
    assert (said[0][1], said[-1][2]) == (0.0, 570.0)


def test_a_file_without_cues_is_refused() -> None:
    with pytest.raises(DocumentError, match="no line with times"):
        vtt("NOTE niets\n")


@given(
    st.lists(
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "00:01.000 --> 00:02.000\n",
                "00:00:01,5 --> 9:00:02,000",
                "<v Anna>",
                "</v>",
                "<v",
                "a: ",
                "Anna: ",
                "woord ",
                "NOTE ",
                "1\n",
                "&amp;",
                "<i>",
                "-->",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_any_cues_give_marks_on_the_speech_or_a_sentence(body: str) -> None:
    try:
        content = vtt(body)
    except DocumentError:
        return
    for mark in content.marks:
        assert content.text[mark.start : mark.end].strip() == content.text[mark.start : mark.end] != ""
