"""The committed build of the text component belongs to its source, and its texts to the catalogue."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import qualcode
from qualcode.app.coding_page import LABELS

PACKAGE = Path(qualcode.__file__).parent
COMPONENT = PACKAGE / "app" / "component"
SOURCE, BUILT = COMPONENT / "src", COMPONENT / "built"
REBUILD = "run `npm run build` in qualcode/app/component (see its README.md) and commit src/ and built/ together"


def hash_of(files: Iterable[Path]) -> str:
    """As `build.cjs` takes it: names and texts in order of the names, line ends as on Linux."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        text = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
        digest.update(f"{file.name}\0{text}\0".encode())
    return digest.hexdigest()


def recorded() -> dict[str, object]:
    made: dict[str, object] = json.loads((BUILT / "sources.json").read_text("utf-8"))
    return made


def source_text() -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(SOURCE.glob("*.ts")))


def test_the_build_is_made_from_the_present_source() -> None:
    assert recorded()["sources"] == hash_of(SOURCE.iterdir()), REBUILD


def test_nobody_changed_the_built_files_by_hand() -> None:
    files = [BUILT / str(name) for name in recorded()["files"]]  # type: ignore[attr-defined]
    assert recorded()["built"] == hash_of(files), REBUILD
    assert {file.name for file in BUILT.iterdir()} == {"sources.json", *(file.name for file in files)}


def test_streamlit_finds_exactly_one_script_and_one_style_sheet() -> None:
    manifest = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))
    (entry,) = manifest["tool"]["streamlit"]["component"]["components"]
    assert f"{manifest['project']['name']}.{entry['name']}" == "qualcode.text"
    assert PACKAGE / entry["asset_dir"] == BUILT
    assert len(list(BUILT.glob("index-*.js"))) == len(list(BUILT.glob("index-*.css"))) == 1


def test_git_and_the_wheel_do_not_leave_the_built_files_out() -> None:
    ignore = PACKAGE.parent / ".gitignore"
    ignored = ignore.read_text("utf-8").splitlines() if ignore.exists() else []
    assert not {"built/", "*.js", "*.css"} & set(ignored)


def test_text_reaches_the_page_as_text_only() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function|innerText"
    built = "".join(file.read_text("utf-8") for file in BUILT.glob("*.js"))
    assert re.findall(forbidden, source_text() + built) == []
    assert re.search(forbidden, "element.innerHTML = text")


def test_nothing_is_fetched_and_nothing_is_kept_in_the_browser() -> None:
    built = "".join(file.read_text("utf-8") for file in (*BUILT.glob("*.js"), *BUILT.glob("*.css")))
    assert (
        re.findall(
            r"https?://|\bfetch\(|XMLHttpRequest|WebSocket|localStorage|sessionStorage|indexedDB|document\.cookie|@import|url\(", built
        )
        == []
    )


def test_every_label_of_the_source_is_sent_and_every_label_sent_is_used() -> None:
    source = source_text()
    calls = re.findall(r"\b(?:label|hint)\(([^,()]*)", source) + re.findall(r'\bbutton\(("\w+")', source)
    written = {name for call in calls for name in re.findall(r'"(\w+)"', re.sub(r'=== "\w+"', "", call))}
    assert len(written) > 60
    assert written - set(LABELS) == set()
    # names made of a fixed beginning and a value: `kind_${kind}`
    begun = set(re.findall(r"`(\w+_)\$\{", source))
    literal = set(re.findall(r'"(\w+)"', source))
    unused = {name for name in LABELS if name not in literal and not any(name.startswith(start) for start in begun)}
    assert unused == set()
    assert tuple(sorted(LABELS)) == LABELS
