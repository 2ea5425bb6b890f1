"""Codebook versions: each is kept whole, with a definition hash per code; the project's copy is the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, ScalarSelect, func, insert, select, union
from sqlalchemy.dialects.sqlite import insert as upsert

from qualcode.errors import ProjectError
from qualcode.store import schema
from qualcode.store.records import CodebookVersion, CodeDefinition

_version, _definition = schema.codebook_version, schema.code_definition


def codebook_sha256(yaml: str) -> str:
    """Hexadecimal SHA-256 of the YAML as UTF-8."""
    return hashlib.sha256(yaml.encode("utf-8")).hexdigest()


def versions(connection: Connection) -> list[CodebookVersion]:
    """All versions, the oldest first."""
    rows = connection.execute(select(_version).order_by(_version.c.number))
    return [CodebookVersion(row.number, row.sha256, row.yaml, row.created) for row in rows]


def current(connection: Connection) -> tuple[int, str, str]:
    """(number, sha256, YAML) of the newest version."""
    row = connection.execute(
        select(_version.c.number, _version.c.sha256, _version.c.yaml).order_by(_version.c.number.desc()).limit(1)
    ).one()
    return row.number, row.sha256, row.yaml


def definitions(connection: Connection, number: int | None = None) -> list[CodeDefinition]:
    """The codes of a version (of the newest one when None) in the order of the codebook; retired ones last."""
    wanted = select(_definition).where(_definition.c.version == (_newest() if number is None else number))
    rows = connection.execute(wanted.order_by(_definition.c.deleted, _definition.c.position))
    return [CodeDefinition(row.code, row.path, row.colour, row.definition_hash, bool(row.deleted)) for row in rows]


def add_version(connection: Connection, yaml: str, given: Sequence[CodeDefinition]) -> int:
    """Adds a version and returns its number; the number of the newest when that is the very same YAML.

    A code that is no longer there but that a decision or a memo names is kept as a retired code, so that its codings keep their name and colour.
    Suggestions of codes that are gone and that nobody decided on are taken away: the next run would not make them.
    """
    if len({definition.id for definition in given}) != len(given):
        raise ValueError("two definitions have one id")
    number, sha256 = 0, codebook_sha256(yaml)
    newest = connection.execute(select(_version.c.number, _version.c.sha256).order_by(_version.c.number.desc()).limit(1)).one_or_none()
    if newest is not None:
        if newest.sha256 == sha256:
            return int(newest.number)
        number = newest.number
    live = {definition.id for definition in given}
    retired = [was for was in definitions(connection) if was.id not in live] if number else []
    in_use = _codes_in_use(connection) if retired else set()
    retired = [CodeDefinition(was.id, was.path, was.colour, was.definition_hash, True) for was in retired if was.id in in_use]
    number += 1
    connection.execute(insert(_version), {"number": number, "sha256": sha256, "yaml": yaml, "created": datetime.now(UTC)})
    everything = [*given, *retired]
    if everything:
        connection.execute(upsert(schema.code).on_conflict_do_nothing(), [{"id": definition.id} for definition in everything])
        connection.execute(insert(_definition), [_row(number, position, definition) for position, definition in enumerate(everything)])
    _drop_orphaned_suggestions(connection, number)
    return number


@contextmanager
def copies(folder: Path) -> Iterator[Callable[[str, int], None]]:
    """Gives a function `(yaml, number)` that copies a version into `codebooks/`; when the block around the commit fails, the copy goes again."""
    made: list[Path] = []

    def copy(yaml: str, number: int) -> None:
        target = folder / "codebooks" / f"{number:04d}-{codebook_sha256(yaml)[:8]}.yaml"
        if not target.exists():
            made.append(target)
            target.parent.mkdir(exist_ok=True)
            target.write_text(yaml, encoding="utf-8", newline="")

    try:
        yield copy
    except BaseException:
        for target in made:
            target.unlink(missing_ok=True)
        raise


def live_codes(connection: Connection) -> dict[str, str]:
    """id -> definition hash of the codes that can be given now."""
    rows = connection.execute(
        select(_definition.c.code, _definition.c.definition_hash).where(_definition.c.version == _newest(), _definition.c.deleted == 0)
    )
    return {row.code: row.definition_hash for row in rows}


def is_known(connection: Connection, code: str) -> bool:
    """Whether the project ever had this code."""
    return connection.execute(select(schema.code.c.id).where(schema.code.c.id == code)).one_or_none() is not None


def require_code(connection: Connection, code: str) -> None:
    """Raises ProjectError `store.unknown_code` unless the project ever had this code."""
    if not is_known(connection, code):
        raise ProjectError("store.unknown_code")


def _newest() -> ScalarSelect[int]:
    return select(func.max(_version.c.number)).scalar_subquery()


def _codes_in_use(connection: Connection) -> set[str]:
    decision, memo = schema.decision, schema.memo
    named = union(
        select(decision.c.code).where(decision.c.code.is_not(None)),
        select(memo.c.code).where(memo.c.code.is_not(None)),
        select(schema.suggestion.c.code).where(schema.suggestion.c.id.in_(select(schema.review.c.suggestion))),
    )
    return set(connection.execute(named).scalars())


def _row(number: int, position: int, definition: CodeDefinition) -> dict[str, object]:
    return {
        "version": number,
        "code": definition.id,
        "position": position,
        "path": definition.path,
        "colour": definition.colour,
        "definition_hash": definition.definition_hash,
        "deleted": int(definition.retired),
    }


def _drop_orphaned_suggestions(connection: Connection, number: int) -> None:
    suggestion = schema.suggestion
    live = select(_definition.c.code).where(_definition.c.version == number, _definition.c.deleted == 0)
    decided = select(schema.review.c.suggestion)
    connection.execute(suggestion.delete().where(suggestion.c.code.not_in(live), suggestion.c.id.not_in(decided)))
