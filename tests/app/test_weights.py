"""What weighed most for a classifier, as the card of a suggestion shows it: words for what stands around a passage, parts to draw bars from."""

from __future__ import annotations

from pathlib import Path

import pytest
from animal_project import animal_project

from qualcode.app.coding_page import AROUND, Exchange, _features, page_payload
from qualcode.coders.classifier.surroundings import GROUPS
from qualcode.workflows.review import review_page
from qualcode.workflows.review_codes import review_codes
from qualcode.workflows.suggest import suggest_codings
from qualcode.workflows.train import train_project


def test_everything_that_can_weigh_around_a_passage_has_words() -> None:
    assert {f"@{name}" for name in GROUPS if name not in ("own", "kind")} == set(AROUND)


@pytest.mark.parametrize(("language", "question"), [("nl", "(de vraag ervoor)"), ("en", "(the question before it)")])
def test_names_become_words_and_each_kind_has_its_own_scale(language: str, question: str) -> None:
    shown = _features([("samen", 0.4), ("buurt", 0.1), ("@question", 3.0), ("@rules", 1.5)], language)
    assert [name for name, _ in shown][:3] == ["samen", "buurt", question]
    assert [part for _, part in shown] == [1.0, 0.25, 1.0, 0.5]


def test_nothing_weighed_gives_nothing() -> None:
    assert _features([], "nl") == []


def test_a_page_with_proposals_of_a_trained_model_shows_what_weighed(tmp_path: Path) -> None:
    with animal_project(tmp_path / "dieren") as store:
        train_project(store, alone=True)
        suggest_codings(store, coder="both")
        document = next(one for one in store.documents() if one.name == "d4.txt")
        page = review_page(store, document, coder=store.person("Anna"))
        sent = page_payload(page, review_codes(store), Exchange("q"), language="nl")["suggestions"]
    weighed = [one["features"] for one in sent if one["coder"] != "rules"]
    assert weighed
    assert all(0 <= part <= 1 for features in weighed for _, part in features)
    assert not any(name.startswith("@") for features in weighed for name, _ in features)
    assert any(name in ("regende", "zon", "wind", "poes", "konijn", "hond") for features in weighed for name, _ in features)
