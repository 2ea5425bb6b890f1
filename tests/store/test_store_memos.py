from __future__ import annotations

import pytest

from qualcode.errors import ProjectError
from qualcode.model import Coder
from qualcode.store import ProjectStore


def test_a_memo_hangs_on_a_span_a_document_a_code_a_person_or_the_project(store: ProjectStore, document_id: str, anna: Coder) -> None:
    person = store.add_person("Mevrouw De Gier")
    places = [
        {"document_id": document_id, "start": 0, "end": 5},
        {"document_id": document_id},
        {"code": "vo"},
        {"person": person},
        {},
        {"document_id": document_id, "start": 0, "end": 5, "code": "vo"},
    ]
    made = [store.add_memo(f"memo {number}", coder=anna.id, **place) for number, place in enumerate(places)]  # type: ignore[arg-type]
    assert sorted(one.id for one in store.memos()) == sorted(one.id for one in made)
    assert {one.text for one in store.memos(code="vo")} == {"memo 2", "memo 5"}
    assert {one.text for one in store.memos(document_id)} == {"memo 0", "memo 1", "memo 5"}
    assert {one.text for one in store.memos(person=person)} == {"memo 3"}
    assert store.memos(person=person)[0] == made[3]


def test_every_wording_of_a_memo_is_kept(store: ProjectStore, anna: Coder) -> None:
    memo = store.add_memo("een", coder=anna.id)
    store.edit_memo(memo.id, "twee", coder=anna.id)
    store.edit_memo(memo.id, "twee", coder=anna.id)
    assert store.edit_memo(memo.id, "drie \U0001f600", coder=anna.id).text == "drie \U0001f600"
    assert [one.text for one in store.memo_history(memo.id)] == ["een", "twee", "drie \U0001f600"]
    assert [one.text for one in store.memos()] == ["drie \U0001f600"]


def test_a_deleted_memo_can_be_brought_back(store: ProjectStore, anna: Coder) -> None:
    memo = store.add_memo("een", coder=anna.id)
    store.delete_memo(memo.id, coder=anna.id)
    assert (store.memos(), store.memos(deleted=True)) == ([], [memo])
    store.restore_memo(memo.id, coder=anna.id)
    assert store.memos() == [memo]


def test_a_memo_is_its_writers_own(store: ProjectStore, anna: Coder, bram: Coder) -> None:
    memo = store.add_memo("een", coder=anna.id)
    for refused in (lambda: store.edit_memo(memo.id, "x", coder=bram.id), lambda: store.delete_memo(memo.id, coder=bram.id)):
        with pytest.raises(ProjectError, match="another coder's work"):
            refused()
    assert store.memos(coder=bram.id) == []


def test_a_memo_sent_twice_is_kept_once(store: ProjectStore, anna: Coder, bram: Coder) -> None:
    first = store.add_memo("een", coder=anna.id, memo_id="m1")
    assert store.add_memo("een", coder=anna.id, memo_id="m1") == first
    with pytest.raises(ProjectError, match="somebody else"):
        store.add_memo("een", coder=bram.id, memo_id="m1")
    assert len(store.memos()) == 1


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"text": " \n"}, "store.empty_memo"),
        ({"document_id": "geen"}, "store.unknown_document"),
        ({"code": "geen"}, "store.unknown_code"),
        ({"person": "geen"}, "store.unknown_person"),
        ({"start": 0, "end": 5}, "store.incomplete_operation"),
        ({"document_id": "DOC", "start": 0}, "store.incomplete_operation"),
        ({"document_id": "DOC", "start": 0, "end": 5000}, "store.span_outside"),
        ({"coder": "geen"}, "store.unknown_coder"),
    ],
)
def test_a_memo_on_what_is_not_there_is_refused(
    store: ProjectStore, document_id: str, anna: Coder, fields: dict[str, object], key: str
) -> None:
    given = {"text": "een", "coder": anna.id, **fields}
    if given.get("document_id") == "DOC":
        given["document_id"] = document_id
    with pytest.raises(ProjectError) as error:
        store.add_memo(**given)  # type: ignore[arg-type]
    assert error.value.key == key
    assert store.memos() == []


def test_half_an_emoji_from_a_text_box_does_not_stop_a_memo(store: ProjectStore, anna: Coder) -> None:
    assert store.add_memo("een \ud83d", coder=anna.id).text == "een ?"


@pytest.mark.parametrize("method", ["edit_memo", "delete_memo", "restore_memo"])
def test_a_memo_that_never_was_is_named_as_such(store: ProjectStore, anna: Coder, method: str) -> None:
    arguments = ("geen", "tekst") if method == "edit_memo" else ("geen",)
    with pytest.raises(ProjectError, match="memo is not in the project"):
        getattr(store, method)(*arguments, coder=anna.id)
