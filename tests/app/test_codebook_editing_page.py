"""Editing a code on the codebook page: live hits, a sentence to try, saving as a version; and the trial of another codebook before it is applied."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import button, open_page, widget, words

from qualcode.store import ProjectStore
from qualcode.workflows.edit_codebook import CodeEdit, edited_codebook, preview_rule, try_sentence
from qualcode.workflows.projects import new_project, project_codebook

EVIL = "![x](http://evil.test/x.png) <script>alert(1)</script> :red[rood]"
BOOK = f"""# Een kop
format: 1
name: Proef
codes:
- id: welkom
  name: welkom
  definition: Zich welkom voelen.
  memo: "{EVIL}"
  rules:
  - {{id: w1, find: [welkom]}}  # de eerste
  - {{id: w2, find: [binnenlopen]}}
"""


@pytest.fixture
def small(tmp_path: Path, texts: Path) -> Path:
    """A project with two texts and a small codebook."""
    from qualcode.workflows.import_documents import import_documents

    (tmp_path / "b.yaml").write_text(BOOK, "utf-8")
    (texts / "boos.txt").write_text(f"Welkom {EVIL} hier.\n", "utf-8")
    with new_project(tmp_path / "klein", tmp_path / "b.yaml") as store:
        import_documents(store, [str(texts)])
        return store.folder


def test_a_preview_counts_units_and_shows_the_words(project: ProjectStore) -> None:
    book = project_codebook(project)
    rule = next(rule for _, rule in book.rules if rule.id == "ek-eigen-kracht")
    preview = preview_rule(project, book, rule.id)
    assert (preview.units, [hit.words for hit in preview.hits]) == (1, ["eigen kracht"])
    assert preview.hits[0].after.startswith(" van inwoners")
    narrowed = edited_codebook(project, "eigen-kracht", CodeEdit(rules={rule.id: {"not": ["eigen kracht van inwoners"]}}))
    assert preview_rule(project, narrowed, rule.id).units == 0
    (hit,) = [hit for hit in try_sentence(project, narrowed, "De eigen kracht van inwoners.") if hit.rule == rule.id]
    assert (hit.words, hit.by) == ("eigen kracht", "eigen kracht van inwoners")


def test_hits_follow_what_is_written_and_saving_makes_a_version_with_its_comments(small: Path) -> None:
    app = open_page(small, "codeboek", codebook_view="edit")
    assert not app.exception
    assert "in 3 van" in words(app)
    find = next(one for one in app.text_area if one.key.startswith("edit_find_w1"))
    find.set_value("bus")
    app.run()
    assert "in 1 van" in words(app)
    button(app, "edit_save").click()
    app.run()
    assert not app.exception
    assert not app.error
    with ProjectStore.open(small) as store:
        saved = store.current_codebook()[2].replace("}     #", "}  #")  # the comment keeps its column
        assert saved == BOOK.replace("find: [welkom]", "find: [bus]")


def test_a_pattern_that_cannot_be_read_is_told_and_cannot_be_saved(small: Path) -> None:
    app = open_page(small, "codeboek", codebook_view="edit")
    next(one for one in app.text_area if one.key.startswith("edit_find_w1")).set_value("(open")
    app.run()
    assert not app.exception
    assert "haakje" in app.error[0].value
    assert all(one.key != "edit_save" for one in app.button)


def test_a_sentence_is_tried_and_nothing_is_markdown(small: Path) -> None:
    app = open_page(small, "codeboek", codebook_view="edit")
    widget(app, "text_input", "edit_sentence").set_value(f"Ik voel me welkom {EVIL}")
    app.run()
    assert not app.exception
    assert "w1" in words(app)
    assert "![x](http" not in words(app)


def test_what_another_codebook_codes_otherwise_is_shown_before_it_is_applied(small: Path) -> None:
    app = open_page(small, "codeboek", codebook_view="replace")
    app.get("file_uploader")[0].set_value(("b.yaml", BOOK.replace("[binnenlopen]", "[bus]").encode(), "application/yaml"))
    app.run()
    button(app, "trial_make").click()
    app.run()
    assert not app.exception
    assert "winnen de regels 1 coderingen" in words(app)
    with ProjectStore.open(small) as store:
        assert len(store.codebook_versions()) == 1
