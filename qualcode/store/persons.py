"""Speakers of documents (label, role, person) and persons apart from their labels."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from qualcode.errors import ProjectError
from qualcode.model import LABEL_ROLES, LabelRole
from qualcode.store import schema, variables
from qualcode.store.documents import require_document
from qualcode.store.records import Person, SpeakerSetting

_speaker, _person = schema.speaker, schema.person


def shown_name(name: str) -> str:
    """A name as it is kept: one space between words, composed accents, nothing that cannot be stored."""
    storable = name.encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFC", storable).split())


def name_key(name: str) -> str:
    """What makes two spellings of a name one person: case, accents' encoding and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def set_speaker_role(connection: Connection, document_id: str, label: str, role: LabelRole | None) -> None:
    """Says which role a speaker has in one document, or that a label names nobody; None leaves it to the guess again."""
    if role is not None and role not in LABEL_ROLES:
        raise ValueError(f"role {role!r} is not one of {LABEL_ROLES}")
    require_document(connection, document_id)
    _set_speaker(connection, document_id, label, "role", role)


def set_speaker_person(connection: Connection, document_id: str, label: str, person_id: str | None) -> None:
    """Says which person speaks under a label in one document. Raises ProjectError `store.unknown_person`."""
    require_document(connection, document_id)
    if person_id is not None:
        require_person(connection, person_id)
    _set_speaker(connection, document_id, label, "person_id", person_id)


def speaker_roles(connection: Connection, document_id: str) -> dict[str, LabelRole]:
    """label -> role, only where somebody said so."""
    rows = connection.execute(
        select(_speaker.c.label, _speaker.c.role).where(_speaker.c.document_id == document_id, _speaker.c.role.is_not(None))
    )
    return {row.label: row.role for row in rows}


def speaker_persons(connection: Connection, document_id: str) -> dict[str, str]:
    """label -> id of the person."""
    wanted = select(_speaker.c.label, _speaker.c.person_id).where(_speaker.c.document_id == document_id, _speaker.c.person_id.is_not(None))
    return {row.label: row.person_id for row in connection.execute(wanted)}


def all_speakers(connection: Connection) -> list[SpeakerSetting]:
    """What people said of labels, of all documents that are there, by document and label."""
    wanted = (
        select(_speaker.c.document_id, _speaker.c.label, _speaker.c.role, _person.c.name)
        .join(schema.document, (schema.document.c.id == _speaker.c.document_id) & schema.document.c.deleted.is_(None))
        .outerjoin(_person, _person.c.id == _speaker.c.person_id)
        .order_by(_speaker.c.document_id, _speaker.c.label)
    )
    return [SpeakerSetting(row.document_id, row.label, row.name or "", row.role) for row in connection.execute(wanted)]


def add_person(connection: Connection, name: str) -> str:
    """The id of the person with this name, who is made when not there. Raises ProjectError `store.person_without_name`."""
    shown = shown_name(name)
    key = name_key(shown)
    if not key:
        raise ProjectError("store.person_without_name")
    there = connection.execute(select(_person.c.id).where(_person.c.name_key == key)).scalar_one_or_none()
    if there is not None:
        return str(there)
    person_id = str(uuid4())
    connection.execute(insert(_person), {"id": person_id, "name": shown, "name_key": key, "created": datetime.now(UTC)})
    return person_id


def persons(connection: Connection) -> list[Person]:
    """All persons by name, with their variables."""
    values = variables.all_values(connection, "person")
    return [Person(row.id, row.name, values.get(row.id, {})) for row in connection.execute(select(_person).order_by(_person.c.name))]


def require_person(connection: Connection, person_id: str) -> None:
    """Raises ProjectError `store.unknown_person` when there is no such person."""
    if connection.execute(select(_person.c.id).where(_person.c.id == person_id)).one_or_none() is None:
        raise ProjectError("store.unknown_person")


def _set_speaker(connection: Connection, document_id: str, label: str, column: str, value: str | None) -> None:
    made = upsert(_speaker).values(document_id=document_id, label=label, **{column: value})
    connection.execute(made.on_conflict_do_update(index_elements=["document_id", "label"], set_={column: value}))
