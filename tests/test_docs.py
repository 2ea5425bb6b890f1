"""What the README says can be done: its commands, files and links exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qualcode.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "corpora" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_in_the_readme_is_one_that_we_have() -> None:
    named = set(re.findall(r"^(?:\.venv\S*[/\\])?qualcode (\w+)", README, re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")) if not target.startswith("http")]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_two_setup_lines_are_there_for_every_system() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/qualcode demo" in README
    assert '.venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest' in README
    assert r".venv\Scripts\qualcode demo" in README


def test_the_readme_says_what_it_must() -> None:
    assert "no relation to the commercial service of the same name" in README
    assert "What it cannot promise" in README


def test_the_package_promises_the_python_that_the_readme_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in README
