"""How coders work together: which share of the units is coded blind, where two code apart, and what was released."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE arrangement (
    seq INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    document_id VARCHAR,
    coder VARCHAR NOT NULL,
    time VARCHAR NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT pk_arrangement PRIMARY KEY (seq),
    CONSTRAINT ck_arrangement_kind CHECK (kind IN ('blind_share', 'double_coding', 'release')),
    CONSTRAINT uq_arrangement_id UNIQUE (id),
    CONSTRAINT fk_arrangement_coder FOREIGN KEY(coder) REFERENCES coder (id)
)
"""
TRIGGERS = (
    """CREATE TRIGGER arrangement_refuses_update BEFORE UPDATE ON arrangement
    BEGIN SELECT RAISE(ABORT, 'arrangements are append-only'); END""",
    """CREATE TRIGGER arrangement_refuses_delete BEFORE DELETE ON arrangement
    BEGIN SELECT RAISE(ABORT, 'arrangements are append-only'); END""",
)


def upgrade() -> None:
    for statement in (TABLES, *TRIGGERS):
        op.execute(statement)
