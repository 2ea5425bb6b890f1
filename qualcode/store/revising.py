"""What a project does when files change or speakers are named in bulk; a part of `ProjectStore`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from qualcode.model import Document
from qualcode.store import persons, revisions, variables
from qualcode.store.engine import reading, writing
from qualcode.store.records import Replaced, SpeakerSetting, Unplaced
from qualcode.store.revisions import Place


class Revising:
    """Revisions of documents, and speakers of many documents at once. Mixed into `ProjectStore`."""

    _engine: Engine

    def replace_document(self, document_id: str, document: Document, place: Place) -> Replaced:
        """Makes `document` the next revision of one that is there; the old text and all work on it are kept. place: old span -> new span or None."""
        with writing(self._engine) as connection:
            return revisions.replace_document(connection, document_id, document, place)

    def unplaced(self, document_id: str | None = None) -> list[Unplaced]:
        """Codings and memos whose passage a re-import changed, and that nobody decided on yet."""
        with reading(self._engine) as connection:
            return revisions.unplaced(connection, document_id)

    def settle_unplaced(self, one: Unplaced, *, coder: str, at: tuple[int, int] | None, decision_id: str | None = None) -> None:
        """Gives one a place in the text of now, or (None) says that it need not come back. Raises ProjectError, one's own only."""
        with writing(self._engine) as connection:
            revisions.settle(connection, one, coder=coder, at=at, decision_id=decision_id)

    def revision_text(self, document_id: str, revision: int) -> str:
        """The text of an earlier revision of a document."""
        with reading(self._engine) as connection:
            return revisions.revision_text(connection, document_id, revision)

    def set_speakers(self, settings: Sequence[SpeakerSetting], attributes: Mapping[str, Mapping[str, str]]) -> None:
        """Sets persons and roles of labels and the variables of persons (by name, made when not there), all or nothing."""
        with writing(self._engine) as connection:
            for one in settings:
                if one.role is not None:
                    persons.set_speaker_role(connection, one.document_id, one.label, one.role)
                if one.person:
                    persons.set_speaker_person(connection, one.document_id, one.label, persons.add_person(connection, one.person))
            for name, values in attributes.items():
                variables.set_values(connection, "person", persons.add_person(connection, name), values)

    def all_speakers(self) -> list[SpeakerSetting]:
        """What people said of labels, of all documents that are there."""
        with reading(self._engine) as connection:
            return persons.all_speakers(connection)
