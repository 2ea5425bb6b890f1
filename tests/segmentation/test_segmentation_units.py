"""Units, sentences, roles and marks: what coders get of a document."""

from __future__ import annotations

from qualcode.model import Document, Mark
from qualcode.segmentation import make_units, segment_document, split_sentences
from qualcode.segmentation.roles import guess_roles

INTERVIEW = """Gesprek met mevrouw De Wit

Interviewer: Hoe kwam u hier?

Mevr. De Wit: Met de trein. Dat was in 1970.

En later nog eens.

Interviewer: En toen?

Mevr. De Wit: Toen ben ik gebleven.
"""


def units_of(document: Document) -> list:
    return make_units(document, segment_document(document))


def test_a_unit_knows_the_question_before_it_and_no_turn_its_own() -> None:
    units = units_of(Document("d", INTERVIEW))
    assert [(unit.segment.kind, unit.question) for unit in units] == [
        ("heading", ""),
        ("turn", ""),
        ("turn", "Hoe kwam u hier?"),
        ("turn", "Met de trein. Dat was in 1970. En later nog eens."),
        ("turn", "En toen?"),
    ]


def test_a_unit_knows_the_nearest_heading_above() -> None:
    units = units_of(Document("d", "Wonen\n\nWij bouwen huizen voor iedereen.\n\nZorg\n\nWij zorgen voor elkaar in de wijk."))
    assert [unit.heading for unit in units] == ["", "Wonen", "Wonen", "Zorg"]


def test_the_pieces_of_a_cut_answer_keep_the_question() -> None:
    text = "I: Hoe was dat?\nR: " + "Ik weet het nog goed, het was koud die dag. " * 60 + "\nI: En toen?\nR: Niks."
    units = units_of(Document("d", text))
    assert [unit.question for unit in units][1:4] == ["Hoe was dat?"] * 3


def test_sentences_of_a_unit_are_spans_of_its_reading_text() -> None:
    document = Document("d", "De samen-\nwerking is\ngoed. Zij gaat door.")
    (unit,) = units_of(document)
    assert [unit.reading.text[start:end] for start, end in unit.sentences] == ["De samenwerking is goed.", "Zij gaat door."]
    stored = split_sentences(document, unit.segment)
    assert [document.text[part.start : part.end] for part in stored] == ["De samen-\nwerking is\ngoed.", "Zij gaat door."]
    assert [part.words for part in stored] == [4, 3]


def test_a_person_s_word_on_roles_wins() -> None:
    document = Document("d", INTERVIEW)
    blocks = segment_document(document, roles={"mevr. de wit": "interviewer"})
    assert {block.speaker: block.speaker_role for block in blocks if block.speaker} == {
        "Interviewer": "interviewer",
        "Mevr. De Wit": "interviewer",
    }


def test_roles_by_label() -> None:
    turns = [("I", "Dag."), ("R1", "Hoe gaat het? En thuis?"), ("Tolk", "Hij zegt ja."), ("Anna", "Ja.")]
    assert guess_roles(turns) == {"I": "interviewer", "R1": "respondent", "Tolk": None, "Anna": "respondent"}


def test_roles_by_who_asks() -> None:
    turns = [("Anna", "Hoe gaat het?"), ("Piet", "Goed, het is fijn hier."), ("Anna", "En thuis?"), ("Piet", "Ook.")]
    assert guess_roles(turns) == {"Anna": "interviewer", "Piet": "respondent"}


def test_no_roles_where_nobody_asks() -> None:
    turns = [("Anna", "Het is mooi."), ("Piet", "Ja."), ("Anna", "En stil."), ("Piet", "Zeker.")]
    assert guess_roles(turns) == {"Anna": None, "Piet": None}


def test_cues_of_one_speaker_on_a_line_are_one_turn_with_its_times() -> None:
    text = "Anna: Hoe gaat het? Vertel.\n\nPiet: Goed."
    marks = (
        Mark(6, 19, "cue", speaker="Anna", time=1.0, time_end=2.0),
        Mark(20, 27, "cue", speaker="Anna", time=2.0, time_end=3.5),
        Mark(35, 40, "cue", speaker="Piet", time=4.0, time_end=5.0),
    )
    blocks = segment_document(Document("d", text, marks))
    assert [(text[block.start : block.end], block.speaker, block.time, block.time_end) for block in blocks] == [
        ("Hoe gaat het? Vertel.", "Anna", 1.0, 3.5),
        ("Goed.", "Piet", 4.0, 5.0),
    ]


def test_a_marked_paragraph_is_a_block_though_its_lines_look_otherwise() -> None:
    text = "Eerste regel.\nTweede regel"
    assert len(segment_document(Document("d", text, (Mark(0, len(text), "paragraph"),)))) == 1


def test_marks_give_kind_level_and_page() -> None:
    text = "Titel\n\nTekst van de eerste bladzijde.\n\nTekst van de tweede."
    second = text.index("Tekst van de tweede")
    marks = (Mark(0, 5, "heading", level=3), Mark(0, second, "page", page=7), Mark(second, len(text), "page", page=8))
    blocks = segment_document(Document("d", text, marks))
    assert [(block.kind, block.level, block.page) for block in blocks] == [
        ("heading", 3, 7),
        ("paragraph", None, 7),
        ("paragraph", None, 8),
    ]
