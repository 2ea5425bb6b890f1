"""Typed variables of documents and of persons, and their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Table, delete, insert, select, update

from qualcode.errors import ProjectError
from qualcode.store import schema
from qualcode.store.records import VARIABLE_TYPES, Variable, VariableSubject, VariableType

# A variable that nobody declared is a choice when few values return often: at most this many, and each twice on average.
MOST_GUESSED_CHOICES = 20

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# what people write for yes and no
_TRUE, _FALSE = frozenset({"ja", "yes", "true", "waar", "1", "j", "y"}), frozenset({"nee", "no", "false", "onwaar", "0", "n"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_var = schema.variable


def set_values(connection: Connection, subject: VariableSubject, subject_id: str, values: Mapping[str, str]) -> None:
    """Sets the named values of one document or person; an empty value takes it away, a name not seen before becomes a variable.

    Raises ProjectError `store.bad_value` when a value does not fit the declared type.
    """
    table, column = _value_table(subject)
    for name, value in values.items():
        variable_id, kind, choices = _variable(connection, subject, name)
        _check(name, value, kind, choices)
        connection.execute(delete(table).where(table.c[column] == subject_id, table.c.variable_id == variable_id))
        if value != "":
            connection.execute(insert(table), {column: subject_id, "variable_id": variable_id, "value": value})


def declare(
    connection: Connection, name: str, kind: VariableType, *, subject: VariableSubject = "document", choices: Sequence[str] = ()
) -> None:
    """Says which type a variable has (and makes it when it is new).

    number: digits with a comma or dot. date: YYYY-MM-DD. boolean: ja/nee, yes/no, true/false, waar/onwaar, 1/0. choice: one of `choices`. Raises ProjectError `store.bad_value` when a value that is
    already there does not fit; then nothing changes.
    """
    if kind not in VARIABLE_TYPES:
        raise ValueError(f"type {kind!r} is not one of {VARIABLE_TYPES}")
    variable_id, _, _ = _variable(connection, subject, name)
    for value in _values_there(connection, subject, variable_id):
        _check(name, value, kind, choices)
    connection.execute(update(_var).where(_var.c.id == variable_id).values(type=kind, choices=list(choices)))


def variables(connection: Connection, subject: VariableSubject | None = None) -> list[Variable]:
    """All variables by name; a type that nobody declared is guessed from the values."""
    wanted = select(_var).order_by(_var.c.subject, _var.c.name)
    if subject is not None:
        wanted = wanted.where(_var.c.subject == subject)
    found = []
    for row in connection.execute(wanted).all():
        if row.type is not None:
            found.append(Variable(row.name, row.subject, row.type, True, tuple(row.choices)))
        else:
            kind, choices = guess_type(_values_there(connection, row.subject, row.id))
            found.append(Variable(row.name, row.subject, kind, False, choices))
    return found


def guess_type(values: Iterable[str]) -> tuple[VariableType, tuple[str, ...]]:
    """(type, choices) that a person would give a variable with these values; text when there are none."""
    there = list(values)
    distinct = sorted(set(there))
    if there and all(_NUMBER.fullmatch(value) for value in distinct):
        return "number", ()
    if there and all(_is_date(value) for value in distinct):
        return "date", ()
    if there and {value.casefold() for value in distinct} <= (_TRUE | _FALSE):
        return "boolean", ()
    if there and len(distinct) <= MOST_GUESSED_CHOICES and len(there) >= 2 * len(distinct):
        return "choice", tuple(distinct)
    return "text", ()


def values_of(connection: Connection, subject: VariableSubject, subject_id: str) -> dict[str, str]:
    """The values of one document or person by variable name."""
    table, column = _value_table(subject)
    rows = connection.execute(
        select(_var.c.name, table.c.value)
        .join(_var, _var.c.id == table.c.variable_id)
        .where(table.c[column] == subject_id)
        .order_by(_var.c.name)
    )
    return {row.name: row.value for row in rows}


def all_values(connection: Connection, subject: VariableSubject) -> dict[str, dict[str, str]]:
    """The values of all documents or persons, by their id."""
    table, column = _value_table(subject)
    found: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        select(table.c[column].label("subject_id"), _var.c.name, table.c.value)
        .join(_var, _var.c.id == table.c.variable_id)
        .order_by(table.c[column], _var.c.name)
    )
    for row in rows:
        found.setdefault(row.subject_id, {})[row.name] = row.value
    return found


def _value_table(subject: VariableSubject) -> tuple[Table, str]:
    if subject == "document":
        return schema.document_value, "document_id"
    return schema.person_value, "person_id"


def _variable(connection: Connection, subject: VariableSubject, name: str) -> tuple[int, VariableType | None, tuple[str, ...]]:
    if not name.strip():
        raise ProjectError("store.variable_without_name")
    row = connection.execute(
        select(_var.c.id, _var.c.type, _var.c.choices).where(_var.c.subject == subject, _var.c.name == name)
    ).one_or_none()
    if row is not None:
        return row.id, row.type, tuple(row.choices)
    made = connection.execute(insert(_var), {"subject": subject, "name": name, "type": None, "choices": []})
    key = made.inserted_primary_key
    assert key is not None
    return key[0], None, ()


def _values_there(connection: Connection, subject: VariableSubject, variable_id: int) -> list[str]:
    table, _ = _value_table(subject)
    return list(connection.execute(select(table.c.value).where(table.c.variable_id == variable_id)).scalars())


def _check(name: str, value: str, kind: VariableType | None, choices: Sequence[str]) -> None:
    fits = (
        value == ""
        or kind in (None, "text")
        or (kind == "number" and _NUMBER.fullmatch(value) is not None)
        or (kind == "date" and _is_date(value))
        or (kind == "boolean" and value.casefold() in _TRUE | _FALSE)
        or (kind == "choice" and value in choices)
    )
    if not fits:
        raise ProjectError(f"store.bad_{kind}", name=name, value=value, choices=", ".join(choices))


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
