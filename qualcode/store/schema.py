"""The tables of a project. The migrations make them; a test holds that both say the same.

Times are ISO 8601 text in UTC. Offsets are code points of the document's stored text. Ids are UUID text. What a table holds of a coder's work
is either append-only (`decision`, `memo_version`, `codebook_version`) or can be made again from it (`coding`, `review`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

# The number of the newest migration and the mark in the file's header that says "a qualcode project" (the letters "qlcd").
SCHEMA_VERSION = 2
APPLICATION_ID = 0x716C6364


class Moment(TypeDecorator[datetime]):
    """An aware datetime kept as ISO 8601 text in UTC with microseconds, so that text order is time order."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row. `revision` goes up with each write that changed something: caches carry it in their key.
project = Table(
    "project",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

setting = Table("setting", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

# --- documents, persons, variables -----------------------------------------------------------------------------

document = Table(
    "document",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("imported", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("deleted", Moment),
)
Index("uq_document_name", document.c.name, unique=True, sqlite_where=document.c.deleted.is_(None))

document_revision = Table(
    "document_revision",
    metadata,
    Column("document_id", String, ForeignKey("document.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("imported", Moment, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("file_sha256", String),
    Column("format", String, nullable=False),
    Column("encoding", String),
    Column("chars", Integer, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    # Last, so that a list of documents never reads the pages that hold the text.
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "revision"),
)

person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_key", String, nullable=False, unique=True),
    Column("created", Moment, nullable=False),
)

speaker = Table(
    "speaker",
    metadata,
    Column("document_id", String, ForeignKey("document.id"), nullable=False),
    Column("label", String, nullable=False),
    Column("role", String),
    Column("person_id", String, ForeignKey("person.id"), index=True),
    PrimaryKeyConstraint("document_id", "label"),
)

# type NULL: nobody said, it is guessed from the values.
variable = Table(
    "variable",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String, nullable=False),
    Column("name", String, nullable=False),
    Column("type", String),
    Column("choices", JSON, nullable=False),
    UniqueConstraint("subject", "name"),
    CheckConstraint("subject IN ('document', 'person')", name="subject"),
)

document_value = Table(
    "document_value",
    metadata,
    Column("document_id", String, ForeignKey("document.id"), nullable=False),
    Column("variable_id", Integer, ForeignKey("variable.id"), nullable=False, index=True),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "variable_id"),
)

person_value = Table(
    "person_value",
    metadata,
    Column("person_id", String, ForeignKey("person.id"), nullable=False),
    Column("variable_id", Integer, ForeignKey("variable.id"), nullable=False, index=True),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "variable_id"),
)

# --- codebook --------------------------------------------------------------------------------------------------

codebook_version = Table(
    "codebook_version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("yaml", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

# Every code id that the project ever had: what codings refer to, so that none can hang loose.
code = Table("code", metadata, Column("id", String, primary_key=True))

# deleted: no longer in the YAML of this version, kept because a decision or memo names it.
code_definition = Table(
    "code_definition",
    metadata,
    Column("version", Integer, ForeignKey("codebook_version.number"), nullable=False),
    Column("code", String, ForeignKey("code.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("colour", String, nullable=False),
    Column("definition_hash", String, nullable=False),
    Column("deleted", Integer, nullable=False),
    PrimaryKeyConstraint("version", "code"),
)

# --- coders, runs, suggestions ---------------------------------------------------------------------------------

coder = Table(
    "coder",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("name_key", String, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("kind", "name_key"),
    CheckConstraint("kind IN ('person', 'rules', 'classifier')", name="kind"),
)

run = Table(
    "run",
    metadata,
    Column("id", String, primary_key=True),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("time", Moment, nullable=False),
    Column("pipeline", String, nullable=False),
    Column("segmenter", String, nullable=False),
    Column("codebook_sha256", String, nullable=False),
    Column("model", String),
    Column("seed", Integer),
    Column("options", JSON, nullable=False),
    Column("packages", JSON, nullable=False),
)

SPAN = 'start >= 0 AND start <= "end"'
LAYER = "layer IN ('own', 'consensus')"
STANCE = "stance IN ('', 'voor', 'tegen', 'neutraal')"

# superseded_by: a later run of the same kind of coder that no longer proposed this; the row stays because somebody decided on it.
suggestion = Table(
    "suggestion",
    metadata,
    Column("id", String, primary_key=True),
    Column("run_id", String, ForeignKey("run.id"), nullable=False),
    Column("document_id", String, nullable=False),
    Column("document_revision", Integer, nullable=False),
    Column("unit_start", Integer, nullable=False),
    Column("unit_end", Integer, nullable=False),
    Column("code", String, ForeignKey("code.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("coder", String, nullable=False),
    Column("stance", String, nullable=False),
    Column("score", Float),
    Column("rule", String, nullable=False),
    Column("matches", JSON, nullable=False),
    Column("features", JSON, nullable=False),
    Column("definition_hash", String, nullable=False),
    Column("superseded_by", String, ForeignKey("run.id")),
    ForeignKeyConstraint(["document_id", "document_revision"], ["document_revision.document_id", "document_revision.revision"]),
    CheckConstraint(SPAN, name="span"),
    CheckConstraint(STANCE, name="stance"),
    Index("ix_suggestion_place", "document_id", "unit_start", "code"),
)

# --- decisions and what follows from them ----------------------------------------------------------------------

# Append-only (triggers). `id` is made by who asks and is unique, so that asking twice decides once; `seq` keeps the order.
# undoes: of an undo or redo, the decision (never itself an undo or redo) that it takes back or does again.
# previous: the state before, of all that this decision touches: {"codings": {id: state or null}, "reviews": {suggestion: state}}.
decision = Table(
    "decision",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("action", String, nullable=False),
    Column("document_id", String, nullable=False),
    Column("document_revision", Integer, nullable=False),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("time", Moment, nullable=False),
    Column("layer", String, nullable=False),
    Column("suggestion", String, ForeignKey("suggestion.id")),
    Column("coding", String),
    Column("code", String, ForeignKey("code.id")),
    Column("start", Integer),
    Column("end", Integer),
    Column("stance", String, nullable=False),
    Column("previous", JSON(none_as_null=True)),
    Column("undoes", String, ForeignKey("decision.id")),
    Column("batch", String),
    Column("reason", Text, nullable=False),
    Column("definition_hash", String, nullable=False),
    ForeignKeyConstraint(["document_id", "document_revision"], ["document_revision.document_id", "document_revision.revision"]),
    CheckConstraint(LAYER, name="layer"),
    Index("ix_decision_coder_seq", "coder", "layer", "seq"),
    Index("ix_decision_document", "document_id", "seq"),
    # Where most rows have no value the index leaves them out: each index is one more page to write at every decision.
    Index("ix_decision_undoes", "undoes", "seq", sqlite_where=text("undoes IS NOT NULL")),
    Index("ix_decision_coding", "coding", "seq", sqlite_where=text("coding IS NOT NULL")),
    Index("ix_decision_batch", "batch", sqlite_where=text("batch IS NOT NULL")),
    Index("ix_decision_suggestion", "suggestion", sqlite_where=text("suggestion IS NOT NULL")),
    sqlite_autoincrement=True,
)

coding = Table(
    "coding",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("document_revision", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code", String, ForeignKey("code.id")),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("time", Moment, nullable=False),
    Column("stance", String, nullable=False),
    Column("layer", String, nullable=False),
    Column("origin", String, ForeignKey("suggestion.id")),
    Column("definition_hash", String, nullable=False),
    ForeignKeyConstraint(["document_id", "document_revision"], ["document_revision.document_id", "document_revision.revision"]),
    CheckConstraint('start >= 0 AND start < "end"', name="span"),
    CheckConstraint(LAYER, name="layer"),
    CheckConstraint(STANCE, name="stance"),
    # Holds all that the check for overlap reads, so that it never leaves the index.
    Index("ix_coding_place", "document_id", "layer", "coder", "start", "end", "code"),
    Index("ix_coding_origin", "origin", "coder", sqlite_where=text("origin IS NOT NULL")),
)
# One coder gives one code to one span once; of the consensus layer there is one for all coders. `nothing here` counts as a code.
Index(
    "uq_coding_own",
    coding.c.document_id,
    coding.c.start,
    coding.c.end,
    coding.c.coder,
    text("coalesce(code, '')"),
    unique=True,
    sqlite_where=text("layer = 'own'"),
)
Index(
    "uq_coding_consensus",
    coding.c.document_id,
    coding.c.start,
    coding.c.end,
    text("coalesce(code, '')"),
    unique=True,
    sqlite_where=text("layer = 'consensus'"),
)
Index("ix_coding_nothing_here", coding.c.document_id, coding.c.layer, coding.c.coder, coding.c.start, sqlite_where=coding.c.code.is_(None))

review = Table(
    "review",
    metadata,
    Column("suggestion", String, ForeignKey("suggestion.id"), nullable=False),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("layer", String, nullable=False),
    Column("state", String, nullable=False),
    PrimaryKeyConstraint("suggestion", "coder", "layer"),
    CheckConstraint(LAYER, name="layer"),
    CheckConstraint("state IN ('open', 'accepted', 'rejected')", name="state"),
)

# Append-only (triggers). How coders work together; what holds now follows from all rows in order (`blinding.py`).
# document_id of a release; no foreign key, for a document without work can be deleted for good and the record stays.
arrangement = Table(
    "arrangement",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("document_id", String),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("time", Moment, nullable=False),
    Column("value", JSON, nullable=False),
    CheckConstraint("kind IN ('blind_share', 'double_coding', 'release')", name="kind"),
)

# --- memos -----------------------------------------------------------------------------------------------------

memo = Table(
    "memo",
    metadata,
    Column("id", String, primary_key=True),
    Column("coder", String, ForeignKey("coder.id"), nullable=False),
    Column("document_id", String, ForeignKey("document.id"), index=True),
    Column("document_revision", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Column("code", String, ForeignKey("code.id"), index=True),
    Column("person", String, ForeignKey("person.id"), index=True),
    Column("version", Integer, nullable=False),
    Column("deleted", Moment),
    CheckConstraint(f'(start IS NULL AND "end" IS NULL) OR (document_id IS NOT NULL AND {SPAN})', name="span"),
)

memo_version = Table(
    "memo_version",
    metadata,
    Column("memo_id", String, ForeignKey("memo.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("time", Moment, nullable=False),
    PrimaryKeyConstraint("memo_id", "version"),
)
