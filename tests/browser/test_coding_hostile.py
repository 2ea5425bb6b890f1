"""Whatever a transcript, a file name, a code or a memo holds is shown as it is: nothing runs, nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from coding_browser import CodingPage
from coding_sample import CODEBOOK, make_empty_project, suggestion
from conftest import App

from qualcode.codebook import parse_codebook
from qualcode.model import Document, Run
from qualcode.workflows.projects import code_definitions

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>window.ran = 1</script>",
    "<img src='http://vreemd.example/a.png' onerror='window.ran = 1'>",
    "<svg onload='window.ran = 1'>",
    "![plaatje](http://vreemd.example/b.png)",
    "[klik](javascript:window.ran=1)",
    "$\\sqrt{x}$ :red[rood] **vet**",
    "</textarea></mark></style><style>body{display:none}</style>",
    "{{7*7}} {count} {0}",
)
NAME = "<img src='http:&#47;&#47;vreemd.example&#47;c.png' onerror='window.ran=1'> ![a](b).txt"


@pytest.fixture
def hostile_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vijandig.qualcode"
    code = CODEBOOK.replace("name: welkom voelen", f'name: "{HOSTILE[3]}"').replace(
        "definition: Mensen", f'definition: "{HOSTILE[1]}" # Mensen'
    )
    codebook = parse_codebook(code)
    with make_empty_project(folder) as store:
        store.add_codebook_version(codebook.yaml, code_definitions(codebook))
        text = "\n\n".join(f"Begin {number} {hostile} einde." for number, hostile in enumerate(HOSTILE))
        run = Run("r", store.rule_coder(codebook.sha256).id, datetime.now(UTC), "blank", "1", codebook.sha256)
        store.add_run(run)
        document = store.add_document(Document(name=NAME, text=text))
        found = [replace(suggestion(text, words, "welkom", cue=HOSTILE[2]), rule=HOSTILE[4]) for words in HOSTILE]
        store.add_suggestions(run.id, document, found)
    return folder


def test_hostile_text_is_shown_verbatim_and_nothing_runs_or_is_fetched(
    hostile_folder: Path, page: Any, start_app: Callable[[Path], App]
) -> None:
    app = start_app(hostile_folder)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    coding = CodingPage(page, app.address).open(quote(NAME))
    shown = [words.text_content() for words in page.get_by_test_id("words").all()]
    for number, hostile in enumerate(HOSTILE):
        assert shown[number] == f"Begin {number} {hostile} einde."
    for _ in HOSTILE:
        coding.press("j")
    assert HOSTILE[1] in page.get_by_test_id("panel").text_content()
    assert HOSTILE[2] in page.get_by_test_id("panel").text_content()
    assert HOSTILE[3] in page.get_by_test_id("chip-suggestion").first.text_content()
    coding.press("m")
    page.get_by_test_id("memo-field").fill("".join(HOSTILE))
    coding.press("Control+Enter")
    page.get_by_test_id("tab-codes").click()
    page.get_by_test_id("tab-memos").click()
    assert "".join(HOSTILE) in page.get_by_test_id("memo").text_content()
    coding.press("a", "u")
    coding.wait_saved()
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.ran") is None
    assert page.locator(".screen img, .screen script, .screen svg, .screen a").count() == 0
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
