"""The walls of the house: imports only go down, and what belongs to one room is used in that room alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "qualcode"

# room -> the rooms that it may import (besides itself). The order is the house, top floor first.
MAY_IMPORT = {
    "app": {"workflows", "charts", "model", "errors", "texts"},
    "cli": {"workflows", "model", "errors", "texts"},
    "workflows": {
        "export", "exchange", "charts", "analysis", "coders", "store", "documents", "segmentation", "codebook", "pipeline", "model", "errors", "texts",
    },
    "export": {"analysis", "model", "errors", "texts"},
    "exchange": {"codebook", "model", "errors", "texts"},
    "charts": {"analysis", "model", "errors", "texts"},
    "analysis": {"model", "errors", "texts"},
    "coders": {"codebook", "pipeline", "model", "errors", "texts"},
    "store": {"codebook", "model", "errors", "texts"},
    "documents": {"model", "errors", "texts"},
    "segmentation": {"pipeline", "model", "errors", "texts"},
    "codebook": {"model", "errors", "texts"},
    "pipeline": {"model", "errors", "texts"},
    "model": {"errors", "texts"},
    "errors": {"texts"},
    "texts": set(),
}  # fmt: skip

# a library -> the only rooms that may import it
ONLY_IN = {
    "streamlit": {"app"},
    "sqlite3": {"store"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "rich": {"cli"},
    "spacy": {"pipeline", "coders", "segmentation"},
    "simplemma": {"pipeline"},
    "mammoth": {"documents"},
    "yaml": {"codebook"},
    "altair": {"charts"},
    "xlsxwriter": {"export"},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(source: str, module: str) -> list[str]:
    """Full names of the modules that a source imports; relative imports made absolute."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = module.split(".")[: -node.level]
                found.append(".".join([*base, node.module or ""]).rstrip("."))
            elif node.module == "qualcode":
                found += [f"qualcode.{alias.name}" for alias in node.names]
            else:
                found.append(node.module or "")
    return found


def breaches(room: str, source: str, module: str) -> list[str]:
    bad = []
    for name in imports_of(source, module):
        parts = name.split(".")
        if parts[0] == "qualcode" and len(parts) > 1:
            other = parts[1]
            if other != room and other in MAY_IMPORT and other not in MAY_IMPORT[room]:
                bad.append(f"{room} imports {name}")
        elif parts[0] in ONLY_IN and room not in ONLY_IN[parts[0]]:
            bad.append(f"{room} imports {parts[0]}")
    return bad


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in MAY_IMPORT)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_go_down(path: Path) -> None:
    module = ".".join(("qualcode", *path.relative_to(PACKAGE).with_suffix("").parts))
    assert breaches(room_of(path), path.read_text("utf-8"), module) == []


def test_every_room_has_its_place_in_the_house() -> None:
    assert {room_of(path) for path in SOURCES} <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("store", "from qualcode.workflows import tag"),
        ("analysis", "import sqlite3"),
        ("model", "from qualcode import store"),
        ("cli", "import streamlit as st"),
        ("coders", "from ..store import project"),
    ],
)
def test_the_wall_can_fail(room: str, source: str) -> None:
    assert breaches(room, source, f"qualcode.{room}.x") != []
