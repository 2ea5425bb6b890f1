"""The memos of a project; a part of `ProjectStore`."""

from __future__ import annotations

from sqlalchemy import Engine

from qualcode.model import Memo
from qualcode.store import memos
from qualcode.store.engine import reading, writing


class MemoKeeping:
    """Memos. Mixed into `ProjectStore`."""

    _engine: Engine

    def add_memo(
        self,
        text: str,
        *,
        coder: str,
        document_id: str | None = None,
        start: int | None = None,
        end: int | None = None,
        code: str | None = None,
        person: str | None = None,
        memo_id: str | None = None,
    ) -> Memo:
        """Adds a memo on a span, a document, a code, a person or (none named) the project; the same `memo_id` twice adds once."""
        with writing(self._engine) as connection:
            return memos.add_memo(
                connection, text, coder=coder, document_id=document_id, start=start, end=end, code=code, person=person, memo_id=memo_id
            )

    def edit_memo(self, memo_id: str, text: str, *, coder: str) -> Memo:
        """Gives one's own memo a new wording; the earlier one stays in its history."""
        with writing(self._engine) as connection:
            return memos.edit_memo(connection, memo_id, text, coder=coder)

    def delete_memo(self, memo_id: str, *, coder: str) -> None:
        """Takes one's own memo off the lists; `restore_memo` brings it back."""
        with writing(self._engine) as connection:
            memos.delete_memo(connection, memo_id, coder=coder)

    def restore_memo(self, memo_id: str, *, coder: str) -> None:
        """Brings one's own deleted memo back."""
        with writing(self._engine) as connection:
            memos.restore_memo(connection, memo_id, coder=coder)

    def memos(
        self,
        document_id: str | None = None,
        *,
        coder: str | None = None,
        code: str | None = None,
        person: str | None = None,
        deleted: bool = False,
    ) -> list[Memo]:
        """Memos in the order of document and place; a filter that is None lets all through."""
        with reading(self._engine) as connection:
            return memos.memos(connection, document_id, coder=coder, code=code, person=person, deleted=deleted)

    def memo_history(self, memo_id: str) -> list[Memo]:
        """All wordings of a memo, the oldest first."""
        with reading(self._engine) as connection:
            return memos.memo_history(connection, memo_id)
