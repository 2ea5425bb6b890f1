"""Runs the tests of the component's logic (`*.test.mjs`) with Node, on the file that is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OLDEST_NODE = 18  # the first with a test runner of its own


def node() -> str | None:
    found = shutil.which("node")
    if found is None:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    return found if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE else None


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda file: file.name)
def test_the_logic_of_the_component(file: Path) -> None:
    program = node()
    if program is None:
        if os.environ.get("QUALCODE_REQUIRE_BROWSER") == "1":
            pytest.fail(f"Node {OLDEST_NODE} or newer is not here and QUALCODE_REQUIRE_BROWSER=1 asks for it")
        pytest.skip(f"Node {OLDEST_NODE} or newer is not on this machine; the built component is tested where it is")
    done = subprocess.run([program, "--test", str(file)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "# fail 0" in done.stdout or "fail 0" in done.stdout
