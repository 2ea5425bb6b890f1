"""What a class sees: themes, passages with their reason, and their own sentences explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.model import Document
from qualcode.store import ProjectStore
from qualcode.workflows.codebook_view import read_codebook
from qualcode.workflows.lesson import SentenceHit, example, example_ids, sentence_explainer, themes
from qualcode.workflows.projects import new_project
from qualcode.workflows.speakers import label_rows
from qualcode.workflows.suggest import suggest_codings

BOOK = """format: 1
name: klein
codes:
- id: kracht
  name: eigen kracht
  definition: Zelf doen.
  exceptions: ["op eigen kracht ~4 boot"]
  codes:
  - id: netwerk
    name: netwerk
    rules:
    - {id: n, find: buren, with: hulp}
  rules:
  - {id: k, find: eigen kracht}
- id: leeg
  name: leeg
"""
TEXT = """Interviewer: Wat vindt u van eigen kracht?

R1: Eigen kracht is mooi, als de buren er zijn voor hulp.

R1: De samen-
werking op eigen kracht is goed.
"""


@pytest.fixture
def store(tmp_path: Path) -> ProjectStore:
    made = new_project(tmp_path / "p", read_codebook(BOOK.encode(), "b.yaml"))
    made.add_document(Document(name="gesprek.txt", text=TEXT))
    suggest_codings(made)
    return made


def explained(store: ProjectStore, text: str) -> list[SentenceHit]:
    return sentence_explainer(store).explain(text)


def test_themes_count_the_passages_of_their_sub_codes_once(store: ProjectStore) -> None:
    assert [(theme.name, theme.suggestions) for theme in themes(store)] == [("eigen kracht", 3), ("leeg", 0)]


def test_what_people_say_comes_before_what_the_interviewer_asks(store: ProjectStore) -> None:
    passages = [example(store, *one) for one in example_ids(store, "kracht")]
    assert [passage.speaker for passage in passages if passage] == ["R1", "R1", "Interviewer"]
    assert example_ids(store, "leeg") == []


def test_a_passage_is_shown_as_one_reads_it_with_its_evidence_and_neighbours(store: ProjectStore) -> None:
    passage = example(store, *example_ids(store, "kracht")[1])
    assert passage is not None
    assert "".join(piece.text for piece in passage.pieces) == "De samenwerking op eigen kracht is goed."
    assert [piece.text for piece in passage.pieces if piece.lit] == ["eigen kracht"]
    assert passage.before == ("R1", "Eigen kracht is mooi, als de buren er zijn voor hulp.")
    assert passage.after is None
    assert (passage.rule, passage.patterns, passage.code) == ("k", ("eigen kracht",), "eigen kracht")


def test_a_suggestion_that_is_gone_gives_no_passage(store: ProjectStore) -> None:
    document, _ = example_ids(store, "kracht")[0]
    assert example(store, document, "weg") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zij leunt op haar eigen kracht.", [("k", True, "")]),
        ("De boot kwam op eigen kracht thuis.", [("k", False, "op eigen kracht ~4 boot")]),
        ("De buren zijn er.", [("n", False, "with")]),
        ("Het regent.", []),
        ("", []),
    ],
)
def test_a_sentence_is_explained_rule_by_rule(text: str, found: list[tuple[str, bool, str]], store: ProjectStore) -> None:
    hits = explained(store, text)
    assert [(hit.rule, hit.fired, hit.blocked_by) for hit in hits] == found
    assert all(text[hit.start : hit.end] == hit.words for hit in hits)


def test_a_rule_that_misses_a_word_says_which(store: ProjectStore) -> None:
    (hit,) = explained(store, "De buren zijn er.")
    assert hit.needs == ("hulp",)


def test_a_role_that_a_person_gave_stands_beside_the_guess(store: ProjectStore) -> None:
    (document,) = store.documents()
    store.set_speaker_role(document.id, "R1", "interviewer")
    rows = {row.label: (row.turns, row.guess.role, row.role) for row in label_rows(store)}
    assert rows == {"Interviewer": (1, "interviewer", None), "R1": (2, "respondent", "interviewer")}
