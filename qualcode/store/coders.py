"""Coders (persons, rule sets, models) and their runs."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from qualcode.errors import ProjectError
from qualcode.model import Coder, CoderKind, Run
from qualcode.store import schema
from qualcode.store.persons import name_key, shown_name

_coder, _run = schema.coder, schema.run


def person(connection: Connection, name: str) -> Coder:
    """The coder with this name, who is made when not there; case and spaces do not make another one. Raises `store.coder_without_name`."""
    shown = shown_name(name)
    if not shown:
        raise ProjectError("store.coder_without_name")
    return _get_or_create(connection, "person", shown, name_key(shown), str(uuid4()))


def find_person(connection: Connection, name: str) -> Coder | None:
    """The coder with this name, when there is one: sessions ask for it all the time, and reading keeps nobody waiting."""
    return _find(connection, "person", name_key(shown_name(name)))


def machine(connection: Connection, kind: CoderKind, version: str) -> Coder:
    """The rule set of a codebook version or a model version, by the hash that names it."""
    return _get_or_create(connection, kind, f"{kind} {version[:12]}", version, f"{kind}:{version}")


def coders(connection: Connection) -> list[Coder]:
    """All coders in the order in which they came."""
    return [Coder(row.id, row.name, row.kind) for row in connection.execute(select(_coder).order_by(_coder.c.created, _coder.c.id))]


def require_coder(connection: Connection, coder_id: str) -> None:
    """Raises ProjectError `store.unknown_coder` when the project has no such coder."""
    if connection.execute(select(_coder.c.id).where(_coder.c.id == coder_id)).one_or_none() is None:
        raise ProjectError("store.unknown_coder")


def add_run(connection: Connection, run: Run) -> None:
    """Records a run; the same id a second time changes nothing. Raises ProjectError `store.unknown_coder`."""
    require_coder(connection, run.coder)
    if connection.execute(select(_run.c.id).where(_run.c.id == run.id)).one_or_none() is not None:
        return
    connection.execute(
        insert(_run),
        {
            "id": run.id,
            "coder": run.coder,
            "time": run.time,
            "pipeline": run.pipeline,
            "segmenter": run.segmenter,
            "codebook_sha256": run.codebook_sha256,
            "model": run.model,
            "seed": run.seed,
            "options": dict(run.options),
            "packages": dict(run.packages),
        },
    )


def runs(connection: Connection) -> list[Run]:
    """All runs, the oldest first."""
    return [
        Run(
            id=row.id,
            coder=row.coder,
            time=row.time,
            pipeline=row.pipeline,
            segmenter=row.segmenter,
            codebook_sha256=row.codebook_sha256,
            options=row.options,
            packages=row.packages,
            model=row.model,
            seed=row.seed,
        )
        for row in connection.execute(select(_run).order_by(_run.c.time, _run.c.id))
    ]


def _get_or_create(connection: Connection, kind: CoderKind, name: str, key: str, new_id: str) -> Coder:
    found = _find(connection, kind, key)
    if found is not None:
        return found
    connection.execute(insert(_coder), {"id": new_id, "kind": kind, "name": name, "name_key": key, "created": datetime.now(UTC)})
    return Coder(new_id, name, kind)


def _find(connection: Connection, kind: CoderKind, key: str) -> Coder | None:
    row = connection.execute(select(_coder).where(_coder.c.kind == kind, _coder.c.name_key == key)).one_or_none()
    return None if row is None else Coder(row.id, row.name, row.kind)
