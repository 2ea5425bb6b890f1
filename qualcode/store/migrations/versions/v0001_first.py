"""The first tables: everything that the contract needs from the first version on.

Written out as SQL and never changed again: what comes later is a migration of its own.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE code (
    id VARCHAR NOT NULL,
    CONSTRAINT pk_code PRIMARY KEY (id)
);

CREATE TABLE codebook_version (
    number INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    yaml TEXT NOT NULL,
    created VARCHAR NOT NULL,
    CONSTRAINT pk_codebook_version PRIMARY KEY (number)
);

CREATE TABLE coder (
    id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    name_key VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    CONSTRAINT pk_coder PRIMARY KEY (id),
    CONSTRAINT uq_coder_kind_name_key UNIQUE (kind, name_key),
    CONSTRAINT ck_coder_kind CHECK (kind IN ('person', 'rules', 'classifier'))
);

CREATE TABLE document (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    imported VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    deleted VARCHAR,
    CONSTRAINT pk_document PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_document_name ON document (name) WHERE deleted IS NULL;

CREATE TABLE person (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    name_key VARCHAR NOT NULL,
    created VARCHAR NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_name_key UNIQUE (name_key)
);

CREATE TABLE project (
    id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT pk_project PRIMARY KEY (id),
    CONSTRAINT ck_project_one_row CHECK (id = 1)
);

CREATE TABLE setting (
    "key" VARCHAR NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
);

CREATE TABLE variable (
    id INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR,
    choices JSON NOT NULL,
    CONSTRAINT pk_variable PRIMARY KEY (id),
    CONSTRAINT uq_variable_subject_name UNIQUE (subject, name),
    CONSTRAINT ck_variable_subject CHECK (subject IN ('document', 'person'))
);

CREATE TABLE code_definition (
    version INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    colour VARCHAR NOT NULL,
    definition_hash VARCHAR NOT NULL,
    deleted INTEGER NOT NULL,
    CONSTRAINT pk_code_definition PRIMARY KEY (version, code),
    CONSTRAINT fk_code_definition_version FOREIGN KEY(version) REFERENCES codebook_version (number),
    CONSTRAINT fk_code_definition_code FOREIGN KEY(code) REFERENCES code (id)
);

CREATE TABLE document_revision (
    document_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    imported VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    file_sha256 VARCHAR,
    format VARCHAR NOT NULL,
    encoding VARCHAR,
    chars INTEGER NOT NULL,
    marks JSON NOT NULL,
    warnings JSON NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_document_revision PRIMARY KEY (document_id, revision),
    CONSTRAINT fk_document_revision_document_id FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE INDEX ix_document_revision_sha256 ON document_revision (sha256);

CREATE TABLE document_value (
    document_id VARCHAR NOT NULL,
    variable_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_document_value PRIMARY KEY (document_id, variable_id),
    CONSTRAINT fk_document_value_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_document_value_variable_id FOREIGN KEY(variable_id) REFERENCES variable (id)
);

CREATE INDEX ix_document_value_variable_id ON document_value (variable_id);

CREATE TABLE memo (
    id VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    document_id VARCHAR,
    document_revision INTEGER,
    start INTEGER,
    "end" INTEGER,
    code VARCHAR,
    person VARCHAR,
    version INTEGER NOT NULL,
    deleted VARCHAR,
    CONSTRAINT pk_memo PRIMARY KEY (id),
    CONSTRAINT ck_memo_span CHECK ((start IS NULL AND "end" IS NULL) OR (document_id IS NOT NULL AND start >= 0 AND start <= "end")),
    CONSTRAINT fk_memo_coder FOREIGN KEY(coder) REFERENCES coder (id),
    CONSTRAINT fk_memo_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_memo_code FOREIGN KEY(code) REFERENCES code (id),
    CONSTRAINT fk_memo_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_memo_code ON memo (code);

CREATE INDEX ix_memo_document_id ON memo (document_id);

CREATE INDEX ix_memo_person ON memo (person);

CREATE TABLE person_value (
    person_id VARCHAR NOT NULL,
    variable_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_person_value PRIMARY KEY (person_id, variable_id),
    CONSTRAINT fk_person_value_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_person_value_variable_id FOREIGN KEY(variable_id) REFERENCES variable (id)
);

CREATE INDEX ix_person_value_variable_id ON person_value (variable_id);

CREATE TABLE run (
    id VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    time VARCHAR NOT NULL,
    pipeline VARCHAR NOT NULL,
    segmenter VARCHAR NOT NULL,
    codebook_sha256 VARCHAR NOT NULL,
    model VARCHAR,
    seed INTEGER,
    options JSON NOT NULL,
    packages JSON NOT NULL,
    CONSTRAINT pk_run PRIMARY KEY (id),
    CONSTRAINT fk_run_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE TABLE speaker (
    document_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    role VARCHAR,
    person_id VARCHAR,
    CONSTRAINT pk_speaker PRIMARY KEY (document_id, label),
    CONSTRAINT fk_speaker_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_speaker_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_speaker_person_id ON speaker (person_id);

CREATE TABLE memo_version (
    memo_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    time VARCHAR NOT NULL,
    CONSTRAINT pk_memo_version PRIMARY KEY (memo_id, version),
    CONSTRAINT fk_memo_version_memo_id FOREIGN KEY(memo_id) REFERENCES memo (id)
);

CREATE TABLE suggestion (
    id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_revision INTEGER NOT NULL,
    unit_start INTEGER NOT NULL,
    unit_end INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    coder VARCHAR NOT NULL,
    stance VARCHAR NOT NULL,
    score FLOAT,
    rule VARCHAR NOT NULL,
    matches JSON NOT NULL,
    features JSON NOT NULL,
    definition_hash VARCHAR NOT NULL,
    superseded_by VARCHAR,
    CONSTRAINT pk_suggestion PRIMARY KEY (id),
    CONSTRAINT fk_suggestion_document_id_document_revision FOREIGN KEY(document_id, document_revision) REFERENCES document_revision (document_id, revision),
    CONSTRAINT ck_suggestion_span CHECK (start >= 0 AND start <= "end"),
    CONSTRAINT ck_suggestion_stance CHECK (stance IN ('', 'voor', 'tegen', 'neutraal')),
    CONSTRAINT fk_suggestion_run_id FOREIGN KEY(run_id) REFERENCES run (id),
    CONSTRAINT fk_suggestion_code FOREIGN KEY(code) REFERENCES code (id),
    CONSTRAINT fk_suggestion_superseded_by FOREIGN KEY(superseded_by) REFERENCES run (id)
);

CREATE INDEX ix_suggestion_place ON suggestion (document_id, unit_start, code);

CREATE TABLE coding (
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_revision INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    code VARCHAR,
    coder VARCHAR NOT NULL,
    time VARCHAR NOT NULL,
    stance VARCHAR NOT NULL,
    layer VARCHAR NOT NULL,
    origin VARCHAR,
    definition_hash VARCHAR NOT NULL,
    CONSTRAINT pk_coding PRIMARY KEY (id),
    CONSTRAINT fk_coding_document_id_document_revision FOREIGN KEY(document_id, document_revision) REFERENCES document_revision (document_id, revision),
    CONSTRAINT ck_coding_span CHECK (start >= 0 AND start < "end"),
    CONSTRAINT ck_coding_layer CHECK (layer IN ('own', 'consensus')),
    CONSTRAINT ck_coding_stance CHECK (stance IN ('', 'voor', 'tegen', 'neutraal')),
    CONSTRAINT fk_coding_code FOREIGN KEY(code) REFERENCES code (id),
    CONSTRAINT fk_coding_coder FOREIGN KEY(coder) REFERENCES coder (id),
    CONSTRAINT fk_coding_origin FOREIGN KEY(origin) REFERENCES suggestion (id)
);

CREATE INDEX ix_coding_nothing_here ON coding (document_id, layer, coder, start) WHERE code IS NULL;

CREATE INDEX ix_coding_origin ON coding (origin, coder) WHERE origin IS NOT NULL;

CREATE INDEX ix_coding_place ON coding (document_id, layer, coder, start, "end", code);

CREATE UNIQUE INDEX uq_coding_consensus ON coding (document_id, start, "end", coalesce(code, '')) WHERE layer = 'consensus';

CREATE UNIQUE INDEX uq_coding_own ON coding (document_id, start, "end", coder, coalesce(code, '')) WHERE layer = 'own';

CREATE TABLE decision (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_revision INTEGER NOT NULL,
    coder VARCHAR NOT NULL,
    time VARCHAR NOT NULL,
    layer VARCHAR NOT NULL,
    suggestion VARCHAR,
    coding VARCHAR,
    code VARCHAR,
    start INTEGER,
    "end" INTEGER,
    stance VARCHAR NOT NULL,
    previous JSON,
    undoes VARCHAR,
    batch VARCHAR,
    reason TEXT NOT NULL,
    definition_hash VARCHAR NOT NULL,
    CONSTRAINT fk_decision_document_id_document_revision FOREIGN KEY(document_id, document_revision) REFERENCES document_revision (document_id, revision),
    CONSTRAINT ck_decision_layer CHECK (layer IN ('own', 'consensus')),
    CONSTRAINT uq_decision_id UNIQUE (id),
    CONSTRAINT fk_decision_coder FOREIGN KEY(coder) REFERENCES coder (id),
    CONSTRAINT fk_decision_suggestion FOREIGN KEY(suggestion) REFERENCES suggestion (id),
    CONSTRAINT fk_decision_code FOREIGN KEY(code) REFERENCES code (id),
    CONSTRAINT fk_decision_undoes FOREIGN KEY(undoes) REFERENCES decision (id)
);

CREATE INDEX ix_decision_batch ON decision (batch) WHERE batch IS NOT NULL;

CREATE INDEX ix_decision_coder_seq ON decision (coder, layer, seq);

CREATE INDEX ix_decision_coding ON decision (coding, seq) WHERE coding IS NOT NULL;

CREATE INDEX ix_decision_document ON decision (document_id, seq);

CREATE INDEX ix_decision_suggestion ON decision (suggestion) WHERE suggestion IS NOT NULL;

CREATE INDEX ix_decision_undoes ON decision (undoes, seq) WHERE undoes IS NOT NULL;

CREATE TABLE review (
    suggestion VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    layer VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    CONSTRAINT pk_review PRIMARY KEY (suggestion, coder, layer),
    CONSTRAINT ck_review_layer CHECK (layer IN ('own', 'consensus')),
    CONSTRAINT ck_review_state CHECK (state IN ('open', 'accepted', 'rejected')),
    CONSTRAINT fk_review_suggestion FOREIGN KEY(suggestion) REFERENCES suggestion (id),
    CONSTRAINT fk_review_coder FOREIGN KEY(coder) REFERENCES coder (id)
);
"""

# The log of decisions is append-only and a text is fixed at import: the file itself refuses, whichever program writes to it. The trigger on
# insert is needed because INSERT OR REPLACE deletes the old row without asking the trigger on delete.
TRIGGERS = (
    """CREATE TRIGGER decision_refuses_update BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER decision_refuses_delete BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER decision_refuses_replace BEFORE INSERT ON decision
    WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id OR seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    """CREATE TRIGGER memo_version_refuses_update BEFORE UPDATE ON memo_version
    BEGIN SELECT RAISE(ABORT, 'memo versions are append-only'); END""",
    """CREATE TRIGGER memo_version_refuses_delete BEFORE DELETE ON memo_version
    BEGIN SELECT RAISE(ABORT, 'memo versions are append-only'); END""",
    """CREATE TRIGGER codebook_version_refuses_update BEFORE UPDATE ON codebook_version
    BEGIN SELECT RAISE(ABORT, 'codebook versions are append-only'); END""",
    """CREATE TRIGGER codebook_version_refuses_delete BEFORE DELETE ON codebook_version
    BEGIN SELECT RAISE(ABORT, 'codebook versions are append-only'); END""",
    """CREATE TRIGGER document_text_is_fixed BEFORE UPDATE OF text, sha256, chars ON document_revision
    BEGIN SELECT RAISE(ABORT, 'a text is fixed at import'); END""",
)


def upgrade() -> None:
    for statement in (*TABLES.split(";\n"), *TRIGGERS):
        if statement.strip():
            op.execute(statement)
