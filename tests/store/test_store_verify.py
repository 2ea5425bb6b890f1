from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from store_samples import NEW_YAML, operation, suggestion

from qualcode.model import Coder
from qualcode.store import Ack, ProjectStore

REFUSED = "append-only|fixed at import"


@pytest.fixture
def worked(
    store: ProjectStore, document_id: str, anna: Coder, bram: Coder, rules_run: Callable[[], str], do: Callable[..., Ack]
) -> ProjectStore:
    """A project in which two coders decided, undid and noted."""
    store.add_suggestions(rules_run(), document_id, [suggestion(at, at + 3) for at in range(0, 30, 3)])
    for coder in (anna, bram):
        accepted, rejected, *_ = store.suggestions()
        do(coder, "accept", suggestion=accepted.id)
        do(coder, "reject", suggestion=rejected.id)
        do(coder, "nothing_here", document_id=document_id, start=50, end=60)
        do(coder, "undo")
        do(coder, "add", document_id=document_id, start=40, end=50, code="va")
    memo = store.add_memo("een", coder=anna.id, document_id=document_id)
    store.edit_memo(memo.id, "twee", coder=anna.id)
    return store


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET code = 'va'",
        "DELETE FROM decision",
        "DELETE FROM decision WHERE seq = (SELECT max(seq) FROM decision)",
        "INSERT OR REPLACE INTO decision SELECT * FROM decision LIMIT 1",
        "REPLACE INTO decision SELECT seq + 1000, id, action, document_id, document_revision, coder, time, layer, suggestion, coding, code, start,"
        ' "end", stance, previous, undoes, batch, reason, definition_hash FROM decision LIMIT 1',
        "UPDATE memo_version SET text = ''",
        "DELETE FROM memo_version",
        "UPDATE codebook_version SET yaml = ''",
        "DELETE FROM codebook_version",
        "UPDATE document_revision SET text = 'x'",
        "UPDATE document_revision SET sha256 = 'x'",
    ],
)
def test_what_was_decided_written_and_imported_cannot_be_changed_by_any_program(
    worked: ProjectStore, raw: sqlite3.Connection, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        raw.execute(statement)
    assert worked.verify() == []


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("UPDATE coding SET stance = 'tegen' WHERE code = 'vo'", "store.verify_coding"),
        ("UPDATE coding SET start = start + 1 WHERE code = 'va'", "store.verify_coding"),
        ("DELETE FROM coding WHERE code = 'va'", "store.verify_coding"),
        ("UPDATE coding SET origin = NULL", "store.verify_coding"),
        (
            "INSERT INTO coding SELECT 'ghost', document_id, document_revision, 70, 80, code, coder, time, stance, layer, origin, definition_hash"
            " FROM coding LIMIT 1",
            "store.verify_coding",
        ),
        ("UPDATE review SET state = 'open' WHERE state = 'rejected'", "store.verify_review"),
        ("DELETE FROM review", "store.verify_review"),
        ("UPDATE coding SET \"end\" = 5000 WHERE code = 'va'", "store.verify_span"),
        ('UPDATE suggestion SET "end" = 5000', "store.verify_span"),
        ("UPDATE coding SET code = 'geen'", "store.verify_reference"),
        ("UPDATE document_revision SET chars = 3", "store.verify_text"),
        ("UPDATE document_revision SET text = 'iets anders'", "store.verify_text"),
        ("UPDATE codebook_version SET yaml = 'x'", "store.verify_codebook"),
        ("DELETE FROM decision WHERE action = 'reject'", "store.verify_log_gap"),
        ("DELETE FROM decision WHERE action = 'nothing_here'", "store.verify_reference"),
        ("UPDATE decision SET previous = '{}' WHERE action = 'accept'", "store.verify_log_unreadable"),
    ],
)
def test_verify_names_what_was_meddled_with(worked: ProjectStore, raw: sqlite3.Connection, statement: str, key: str) -> None:
    assert worked.verify() == []
    for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA ignore_check_constraints=ON")
    raw.execute(statement)
    found = worked.verify()
    assert key in {problem.key for problem in found}
    assert not [problem for problem in found if "State(" in problem.sentence("nl") or "\n" in problem.sentence("nl")]


def test_rebuild_makes_the_codings_from_the_log_and_keeps_a_copy(worked: ProjectStore, raw: sqlite3.Connection) -> None:
    before = worked.codings(), worked.suggestions(coder=worked.coders()[0].id)
    raw.execute("UPDATE coding SET stance = 'tegen'")
    raw.execute("DELETE FROM review")
    assert worked.verify() != []
    worked.rebuild()
    assert worked.verify() == []
    assert (worked.codings(), worked.suggestions(coder=worked.coders()[0].id)) == before
    assert [path.name.endswith("before-rebuild.sqlite.bak") for path in (worked.folder / "backups").iterdir()] == [True]


def test_a_failed_call_leaves_nothing_behind_and_the_next_one_works(worked: ProjectStore, anna: Coder, document_id: str) -> None:
    with pytest.raises(ValueError, match="one id"):
        worked.add_codebook_version(NEW_YAML, [*worked.code_definitions(), *worked.code_definitions()])
    assert worked.apply([operation("add", document_id=document_id, start=70, end=75, code="vo")], coder=anna)[0].ok
    assert worked.verify() == []
