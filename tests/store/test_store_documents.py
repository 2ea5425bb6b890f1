from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import TEXT, suggestion

from qualcode.errors import ProjectError
from qualcode.model import Coder, Document, Mark
from qualcode.store import Ack, ProjectStore

FULL = Document(
    name="map/Gesprek 'één' \U0001f600.docx",
    text="\U0001d54f e\u0301\n\tRegel twee\n",
    marks=(
        Mark(0, 3, "cue", speaker="Ans", time=0.0, time_end=2.5),
        Mark(5, 5, "furniture", page=0, content="kop"),
        Mark(5, 9, "heading", level=2),
    ),
    variables={"type": "interview", "jaar": "2024"},
    format="docx",
    encoding="cp1252",
    file_sha256="f" * 64,
    warnings=(("documents.not_dutch", {"language": "de", "share": 0.25}),),
)


def test_a_document_comes_back_as_it_was_added(store: ProjectStore) -> None:
    assert store.document(store.add_document(FULL)) == FULL


def test_the_list_of_documents_knows_all_but_the_text(store: ProjectStore) -> None:
    store.add_document(FULL)
    (summary,) = store.documents()
    assert (summary.name, summary.sha256, summary.chars) == (FULL.name, FULL.sha256, len(FULL.text))
    assert (summary.variables, summary.warnings, summary.format, summary.revision) == (FULL.variables, FULL.warnings, "docx", 1)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_character_for_character(store: ProjectStore, text: str) -> None:
    for there in store.documents():
        store.delete_document(there.id)
    document_id = store.add_document(Document(name="x", text=text))
    assert store.document(document_id).text == text
    assert store.documents()[0].chars == len(text)


@pytest.mark.parametrize(
    ("second", "key", "named"),
    [
        (Document(name="een.txt", text="iets anders"), "store.name_there", "een.txt"),
        (Document(name="kopie.txt", text="abc"), "store.text_there", "een.txt"),
        (Document(name="caf\u00e9.txt", text="weer anders"), "store.name_there", "caf\u00e9.txt"),
    ],
    ids=["same name", "same text", "same name in another form of Unicode"],
)
def test_a_document_that_is_there_is_refused_naming_the_earlier_one(store: ProjectStore, second: Document, key: str, named: str) -> None:
    store.add_document(Document(name="een.txt", text="abc"))
    store.add_document(Document(name="cafe\u0301.txt", text="def"))
    with pytest.raises(ProjectError, match=named) as error:
        store.add_document(second)
    assert error.value.key == key
    assert len(store.documents()) == 2


def test_one_document_that_is_there_does_not_stop_the_others(store: ProjectStore) -> None:
    given = [Document(name=name, text=text) for name, text in (("a", "1"), ("b", "1"), ("a", "2"), ("c", "3"))]
    first, same_text, same_name, last = store.add_documents(given)
    assert isinstance(first, str)
    assert isinstance(last, str)
    assert [error.key for error in (same_text, same_name) if isinstance(error, ProjectError)] == ["store.text_there", "store.name_there"]
    assert [document.name for document in store.documents()] == ["a", "c"]


def test_a_refused_document_leaves_no_trace(store: ProjectStore) -> None:
    store.declare_variable("jaar", "number")
    (refused,) = store.add_documents([Document(name="a", text="1", variables={"nieuw": "x", "jaar": "vorig"})])
    assert isinstance(refused, ProjectError)
    assert [variable.name for variable in store.variables()] == ["jaar"]
    assert store.documents() == []


def test_a_document_without_work_is_deleted_for_good(store: ProjectStore, document_id: str, rules_run: Callable[[], str]) -> None:
    store.add_suggestions(rules_run(), document_id, [suggestion(0, 5)])
    store.set_speaker_role(document_id, "I", "interviewer")
    assert store.delete_document(document_id) is False
    assert store.documents() == store.documents(deleted=True) == []
    assert store.suggestions() == []
    store.add_document(Document(name="een.txt", text=TEXT))
    assert store.verify() == []


def test_a_document_with_codings_is_deleted_only_when_confirmed_and_comes_back_whole(
    store: ProjectStore, document_id: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    do(anna, "add", document_id=document_id, start=3, end=12, code="vo", stance="voor")
    memo = store.add_memo("let op", coder=anna.id, document_id=document_id, start=0, end=2)
    before = store.codings(), store.memos(), store.decisions()
    with pytest.raises(ProjectError, match=r"holds work \(1 codings, 1 decisions, 1 memos\)"):
        store.delete_document(document_id)
    assert store.delete_document(document_id, confirm=True) is True
    assert (store.documents(), store.codings(), store.memos(), store.suggestions()) == ([], [], [], [])
    with pytest.raises(ProjectError, match="was deleted"):
        store.document(document_id)
    assert [document.id for document in store.documents(deleted=True)] == [document_id]
    store.restore_document(document_id)
    assert (store.codings(), store.memos(), store.decisions()) == before
    assert store.memos()[0] == memo
    assert store.verify() == []


def test_a_memo_alone_is_work_too(store: ProjectStore, document_id: str, anna: Coder) -> None:
    store.add_memo("let op", coder=anna.id, document_id=document_id)
    with pytest.raises(ProjectError, match="holds work"):
        store.delete_document(document_id)


def test_importing_a_text_that_was_deleted_with_its_codings_says_to_restore_it(
    store: ProjectStore, document_id: str, anna: Coder, do: Callable[..., Ack]
) -> None:
    do(anna, "nothing_here", document_id=document_id, start=0, end=5)
    store.delete_document(document_id, confirm=True)
    with pytest.raises(ProjectError, match=r"restore 'een\.txt' instead"):
        store.add_document(Document(name="nieuw.txt", text=TEXT))
    store.add_document(Document(name="een.txt", text="een andere tekst"))
    with pytest.raises(ProjectError, match=r"is called 'een\.txt' by now"):
        store.restore_document(document_id)


@pytest.mark.parametrize("method", ["document", "delete_document", "restore_document"])
def test_a_document_that_never_was_is_named_as_such(store: ProjectStore, method: str) -> None:
    with pytest.raises(ProjectError, match="not in the project"):
        getattr(store, method)("geen")
