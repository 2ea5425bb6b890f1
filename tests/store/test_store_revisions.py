"""A document whose file changed: work on passages that stayed goes along, the rest waits for a person, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import TEXT, new_project, operation, suggestion

from qualcode.documents.alignment import Alignment
from qualcode.errors import ProjectError
from qualcode.model import Coder, Document
from qualcode.store import ProjectStore
from qualcode.store.records import Replaced

NEW = "Vooraf een alinea.\n" + TEXT.replace("De gemeente keek toe en vroeg om cijfers.", "De gemeente deed mee.")


def place_by(old: str, new: str) -> Callable[[int, int], tuple[int, int] | None]:
    found = Alignment(old, new)

    def place(start: int, end: int) -> tuple[int, int] | None:
        anchor = found.anchor(start, end)
        return None if anchor is None else (anchor.start, anchor.end)

    return place


def replace(store: ProjectStore, document_id: str, new: str) -> Replaced:
    old = store.document(document_id)
    return store.replace_document(document_id, Document(name=old.name, text=new), place_by(old.text, new))


def add(store: ProjectStore, coder: Coder, document_id: str, words: str, code: str = "vo") -> str:
    text = store.document(document_id).text
    start = text.index(words)
    (ack,) = store.apply([operation("add", document_id=document_id, start=start, end=start + len(words), code=code)], coder=coder)
    assert ack.ok
    assert ack.coding is not None
    return ack.coding


def words_of(store: ProjectStore, document_id: str) -> list[str]:
    text = store.document(document_id).text
    return [text[coding.start : coding.end] for coding in store.codings(document_id)]


def test_codings_on_passages_that_stayed_go_along_with_their_id_and_time(store: ProjectStore, document_id: str, anna: Coder) -> None:
    coding = add(store, anna, document_id, "De bewoners namen het buurthuis over.")
    (before,) = store.codings(document_id)
    assert replace(store, document_id, NEW) == Replaced(2, 1, 0, 0, 0, 0, 0)
    (after,) = store.codings(document_id)
    assert words_of(store, document_id) == ["De bewoners namen het buurthuis over."]
    assert (after.id, after.time, after.coder, after.code) == (coding, before.time, before.coder, before.code)
    assert store.verify() == []


def test_a_coding_on_a_changed_passage_is_taken_off_listed_and_can_be_placed(store: ProjectStore, document_id: str, anna: Coder) -> None:
    coding = add(store, anna, document_id, "De gemeente keek toe")
    assert replace(store, document_id, NEW).codings_unplaced == 1
    assert store.codings(document_id) == []
    (lost,) = store.unplaced()
    assert (lost.kind, lost.id, lost.passage, lost.code, lost.revision) == ("coding", coding, "De gemeente keek toe", "vo", 1)
    start = NEW.index("De gemeente deed mee")
    store.settle_unplaced(lost, coder=anna.id, at=(start, start + 20))
    assert words_of(store, document_id) == ["De gemeente deed mee"]
    assert store.codings(document_id)[0].id == coding
    assert store.unplaced() == []
    assert store.verify() == []


def test_placing_can_be_undone_and_the_coding_waits_again(store: ProjectStore, document_id: str, anna: Coder) -> None:
    add(store, anna, document_id, "De gemeente keek toe")
    replace(store, document_id, NEW)
    store.settle_unplaced(store.unplaced()[0], coder=anna.id, at=(0, 6))
    (ack,) = store.apply([operation("undo")], coder=anna)
    assert ack.ok
    assert len(store.unplaced()) == 1
    assert store.verify() == []


def test_a_coding_can_be_let_go_and_the_log_still_knows_it(store: ProjectStore, document_id: str, anna: Coder) -> None:
    coding = add(store, anna, document_id, "De gemeente keek toe")
    replace(store, document_id, NEW)
    store.settle_unplaced(store.unplaced()[0], coder=anna.id, at=None)
    assert store.unplaced() == []
    assert store.codings() == []
    assert [one.action for one in store.decisions() if one.coding == coding] == ["add", "unplaced", "dropped"]
    assert store.verify() == []


def test_only_the_coder_settles_their_own(store: ProjectStore, document_id: str, anna: Coder, bram: Coder) -> None:
    add(store, anna, document_id, "De gemeente keek toe")
    replace(store, document_id, NEW)
    (lost,) = store.unplaced()
    with pytest.raises(ProjectError) as refused:
        store.settle_unplaced(lost, coder=bram.id, at=(0, 6))
    assert refused.value.key == "store.not_yours"
    with pytest.raises(ProjectError):
        store.settle_unplaced(lost, coder=anna.id, at=(0, len(NEW) + 1))
    store.settle_unplaced(lost, coder=anna.id, at=(0, 6))
    with pytest.raises(ProjectError):
        store.settle_unplaced(lost, coder=anna.id, at=(0, 7))


def test_undo_does_not_reach_back_behind_a_reimport(store: ProjectStore, document_id: str, anna: Coder) -> None:
    add(store, anna, document_id, "De bewoners")
    replace(store, document_id, NEW)
    assert not store.can_undo(anna.id)
    (ack,) = store.apply([operation("undo")], coder=anna)
    assert (ack.ok, ack.error) == (False, "store.nothing_to_undo")
    assert words_of(store, document_id) == ["De bewoners"]
    add(store, anna, document_id, "Vooraf")
    (ack,) = store.apply([operation("undo")], coder=anna)
    assert ack.ok
    assert words_of(store, document_id) == ["De bewoners"]


def test_memos_go_along_or_hang_on_the_document_until_placed(store: ProjectStore, document_id: str, anna: Coder) -> None:
    store.add_memo("Mooi", coder=anna.id, document_id=document_id, start=0, end=11)
    start = TEXT.index("vroeg om cijfers")
    store.add_memo("Cijfers!", coder=anna.id, document_id=document_id, start=start, end=start + 16)
    store.add_memo("Geheel", coder=anna.id, document_id=document_id)
    found = replace(store, document_id, NEW)
    assert (found.memos, found.memos_unplaced) == (1, 1)
    places = {memo.text: memo.start for memo in store.memos(document_id)}
    assert places == {"Mooi": NEW.index("De bewoners"), "Cijfers!": None, "Geheel": None}
    (lost,) = store.unplaced(document_id)
    assert (lost.kind, lost.passage, lost.memo) == ("memo", "vroeg om cijfers", "Cijfers!")
    store.settle_unplaced(lost, coder=anna.id, at=(3, 9))
    assert {memo.text: memo.start for memo in store.memos(document_id)}["Cijfers!"] == 3
    assert store.unplaced() == []


def test_suggestions_go_along_with_their_reviews_and_open_ones_without_a_passage_go(
    store: ProjectStore, document_id: str, anna: Coder, rules_run: Callable[[], str]
) -> None:
    run_id = rules_run()
    start = TEXT.index("De gemeente keek toe")
    store.add_suggestions(run_id, document_id, [suggestion(0, 11), suggestion(12, 17, "zb"), suggestion(start, start + 20, "va")])
    first, second, third = store.suggestions(document_id)
    store.apply([operation("reject", suggestion=first.id), operation("reject", suggestion=third.id)], coder=anna)
    found = replace(store, document_id, NEW)
    assert (found.suggestions, found.suggestions_lost) == (2, 1)
    states = {one.id: (one.state, NEW[one.suggestion.start : one.suggestion.end]) for one in store.suggestions(document_id, coder=anna.id)}
    assert states == {first.id: ("rejected", "De bewoners"), second.id: ("open", "namen")}
    assert store.suggestions(document_id)[0].suggestion.matches[0].start == NEW.index("De bewoners")
    (progress,) = store.progress(anna.id)
    assert (progress.open, progress.rejected) == (1, 1)
    moved = NEW.index("De bewoners")
    assert store.add_suggestions(run_id, document_id, [suggestion(moved, moved + 11)]) == 0  # rejected before: not offered again
    assert store.verify() == []


def test_the_old_text_stays_and_the_name_and_id_too(store: ProjectStore, document_id: str) -> None:
    store.set_speaker_role(document_id, "I", "interviewer")
    replace(store, document_id, NEW)
    (summary,) = store.documents()
    assert (summary.id, summary.revision, summary.chars, summary.variables) == (document_id, 2, len(NEW), {"type": "interview"})
    assert store.revision_text(document_id, 1) == TEXT
    assert store.document(document_id).text == NEW
    assert store.speaker_roles(document_id) == {"I": "interviewer"}


def test_a_text_that_is_another_document_is_refused(store: ProjectStore, document_id: str) -> None:
    store.add_document(Document(name="twee.txt", text="Iets anders."))
    with pytest.raises(ProjectError) as refused:
        replace(store, document_id, "Iets anders.")
    assert refused.value.key == "store.text_there"
    assert store.document(document_id).text == TEXT


def test_two_passages_that_become_one_leave_the_second_coding_to_a_person(store: ProjectStore, anna: Coder) -> None:
    sentence = "Wij doen het allemaal zelf, al jaren lang in deze wijk.\n"
    document_id = store.add_document(Document(name="dubbel.txt", text=f"Begin.\n{sentence}Midden van het stuk.\n{sentence}Einde."))
    text = store.document(document_id).text
    for start in (text.index(sentence), text.rindex(sentence)):
        store.apply([operation("add", document_id=document_id, start=start, end=start + 54, code="vo")], coder=anna)
    found = replace(store, document_id, f"Begin.\n{sentence}Einde.")
    assert found.codings + found.codings_unplaced == 2
    assert len(store.codings(document_id)) == found.codings
    assert store.verify() == []


edits = st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12), st.text("abé 👍\n", max_size=6)), min_size=1, max_size=4)
spans = st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 30), st.sampled_from(["vo", "zb", "va"])), min_size=1, max_size=6)


@given(edits, spans)
def test_after_any_edit_every_coding_is_on_its_words_or_waits(tmp_path_factory: pytest.TempPathFactory, edits, spans) -> None:  # type: ignore[no-untyped-def]
    new = TEXT
    for at, gone, more in edits:
        new = new[:at] + more + new[at + gone :]
    with new_project(tmp_path_factory.mktemp("p") / "p.qualcode") as store:
        anna = store.person("Anna")
        document_id = store.add_document(Document(name="a.txt", text=TEXT))
        for start, length, code in spans:
            store.apply([operation("add", document_id=document_id, start=start, end=min(len(TEXT), start + length), code=code)], coder=anna)
        before = {coding.id: TEXT[coding.start : coding.end] for coding in store.codings(document_id)}
        if new == TEXT or not new:
            return
        replace(store, document_id, new)
        after = {coding.id: new[coding.start : coding.end] for coding in store.codings(document_id)}
        waiting = {lost.id: lost.passage for lost in store.unplaced()}
        assert {**{key: words.split() for key, words in after.items()}, **{key: words.split() for key, words in waiting.items()}} == {
            key: words.split() for key, words in before.items()
        }
        assert not set(after) & set(waiting)
        assert store.verify() == []
