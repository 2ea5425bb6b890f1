"""What the tests of the store share: constructed texts and codes, and short ways to make records."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from qualcode.model import Action, Match, Operation, Suggestion
from qualcode.store import CodeDefinition, ProjectStore

ROOT = Path(__file__).parent.parent.parent
YAML = "format: 1\nname: proef\n"
NEW_YAML = "format: 1\r\nname: caf\u00e9\r\n"
TEXT = "De bewoners namen het buurthuis over. Dat ging niet vanzelf 😀. De gemeente keek toe en vroeg om cijfers.\n"
DEFINITIONS = (
    CodeDefinition("vo", "van onderop", "#1b9e77", "h-vo"),
    CodeDefinition("zb", "van onderop > zelfbeheer", "#d95f02", "h-zb"),
    CodeDefinition("va", "verantwoording", "#7570b3", "h-va"),
)


def operation(action: Action, **fields: object) -> Operation:
    """An operation with a new id."""
    return Operation(id=str(uuid4()), action=action, **fields)  # type: ignore[arg-type]


def suggestion(start: int, end: int, code: str = "vo", **fields: object) -> Suggestion:
    """A rule's suggestion with its match; the unit is the evidence unless given."""
    given = {"unit_start": start, "unit_end": end, "coder": "rules", "rule": "r1", "matches": (Match("r1", start, end, "x"),), **fields}
    return Suggestion(code=code, start=start, end=end, **given)  # type: ignore[arg-type]


def new_project(folder: Path) -> ProjectStore:
    return ProjectStore.create(folder, name="Proef", codebook_yaml=YAML, definitions=DEFINITIONS, settings={"language": "nl"})


def run_python(code: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs `code` in a Python of its own, as another program on the same machine."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload]
