"""How long a coder waits: a document of 40,000 words with 1,500 spans, in the real app and a real Chromium.

python benchmarks/app_latency.py [--decisions 30] [--words 40000] [--spans 1500] [--blind 0] [--coders 1]

Prints medians in milliseconds: `paint` from the key to the mark on the screen, `confirmed` from the key to "saved" (on the disk), `open` from choosing the
document to its first page on the screen; and, without a browser, what the server does for one decision. Needs Playwright and Chromium (QUALCODE_CHROMIUM
names one that is not found). Aims: paint under 30, confirmed under 100, open under 500.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qualcode.app.coding_page import Exchange, page_payload, queue_name
from qualcode.app.session import account
from qualcode.model import Coder, Document, Match, Operation, Run, Suggestion
from qualcode.store import ProjectStore, seen_by
from qualcode.workflows.bundled import bundled_codebooks
from qualcode.workflows.decide import Request, apply_requests
from qualcode.workflows.projects import new_project, project_codebook
from qualcode.workflows.review import document_and_blocks, review_page
from qualcode.workflows.review_codes import review_codes

WORDS = [
    "de",
    "buurt",
    "het",
    "huis",
    "een",
    "bewoner",
    "samen",
    "regelt",
    "niet",
    "altijd",
    "over",
    "wat",
    "in",
    "plan",
    "staat",
    "met",
    "😀",
    "café",
    "𝕏",
    "en",
    "geld",
    "voor",
    "koffie",
    "zonder",
    "loket",
]
PARAGRAPHS = 400
BIG, SMALL = "groot.txt", "klein.txt"

# Marks the moment of the key and of what follows, inside the page, so that nothing of the test's own traffic is in the numbers.
WATCH = """() => {
  const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(r => r?.querySelector('[data-testid="coding-screen"]'));
  const watch = window.qcWatch = { paint: [], confirmed: [], key: 0, painted: true, saved: true };
  document.addEventListener('keydown', (event) => { if (/[1-9]/.test(event.key)) Object.assign(watch, { key: performance.now(), painted: false, saved: false }); }, true);
  new MutationObserver(() => {
    if (!watch.painted && root.querySelector('.chip.unsaved')) {
      watch.painted = true;
      const { key } = watch;
      requestAnimationFrame(() => watch.paint.push(performance.now() - key));
    }
    if (watch.painted && !watch.saved && /^(opgeslagen|saved)/.test(root.querySelector('[data-testid="saved"]').textContent)) {
      watch.saved = true;
      watch.confirmed.push(performance.now() - watch.key);
    }
  }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def make_project(folder: Path, words: int, spans: int, coders: int) -> ProjectStore:
    """Half of the spans are suggestions with reasons, half are codings of the coder (and as many of each further one)."""
    draw = random.Random(7)
    store = new_project(folder, bundled_codebooks()[0])
    paragraphs = [" ".join(draw.choice(WORDS) for _ in range(words // PARAGRAPHS)) + "." for _ in range(PARAGRAPHS)]
    store.add_document(Document(name=SMALL, text="\n\n".join(paragraphs[:5])))
    document = store.add_document(Document(name=BIG, text="\n\n".join(paragraphs)))
    summary = next(one for one in store.documents() if one.id == document)
    _, blocks = document_and_blocks(store, summary)
    codes = [code.id for code in project_codebook(store).codes if code.codable]
    _, sha256, _ = store.current_codebook()
    store.add_run(Run("run", store.rule_coder(sha256).id, datetime.now(UTC), "blank", "1", sha256))
    made: dict[tuple[str, int, int], Suggestion] = {}
    while len(made) < spans // 2:
        block = draw.choice(blocks)
        start = draw.randrange(block.start, block.end - 40)
        one = Suggestion(block.start, block.end, draw.choice(codes), start, start + 35, "rules", rule="r-1")
        made[one.code, start, one.end] = replace(
            one,
            matches=tuple(Match("r-1", start, start + 9, "de bewoner", cue="niet") for _ in range(2)),
            features=(("bewoner", 0.4), ("samen", 0.2)),
        )
    store.add_suggestions("run", document, list(made.values()))
    for name in ("Anna", "Bram", "Carla", "Daan")[:coders]:
        operations = []
        for _ in range(spans // 2):
            block = draw.choice(blocks)
            start = draw.randrange(block.start, block.end - 40)
            operations.append(Operation(str(uuid.uuid4()), "add", document, start, start + 35, draw.choice(codes)))
        store.apply(operations, coder=store.person(name))
    return store


def median(measure: Callable[[], object], times: int = 30) -> float:
    """Milliseconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        measure()
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found)


def server_side(store: ProjectStore, anna: Coder, others: bool) -> dict[str, float]:
    """What one decision costs on the server, part by part."""
    summary = next(one for one in store.documents() if one.name == BIG)
    view = seen_by(store, anna.id)
    codes = review_codes(view)
    page = review_page(view, summary, coder=anna, others=others)
    _, blocks = document_and_blocks(store, summary)
    free = iter(range(10_000))
    code = next(one.id for one in codes if one.usable)
    document, _ = document_and_blocks(store, summary)

    def decide() -> None:
        start = blocks[next(free) % len(blocks)].start + next(free) % 60
        request = Request(Operation(str(uuid.uuid4()), "add", summary.id, start, start + 3, code), document.text[start : start + 3])
        assert apply_requests(view, [request], coder=anna)[0].ok

    exchange = Exchange(queue_name("p", anna))
    return {
        "decide (commit with fsync)": median(decide),
        "documents()": median(view.documents),
        "current coder": median(lambda: store.find_person("Anna")),
        "suggestions() of the document": median(lambda: view.suggestions(summary.id, coder=anna.id)),
        "suggestion_places()": median(lambda: view.suggestion_places(summary.id, coder=anna.id)),
        "codings()": median(lambda: view.codings(summary.id, coder=anna.id)),
        "progress()": median(lambda: view.progress(anna.id, summary.id)),
        "blinding()": median(view.blinding),
        "review_codes()": median(lambda: review_codes(view)),
        "review_page()": median(lambda: review_page(view, summary, coder=anna, others=others)),
        "page_payload()": median(lambda: page_payload(page, codes, exchange, language="nl")),
        "payload bytes": float(len(json.dumps(page_payload(page, codes, exchange, language="nl")))),
    }


def in_browser(folder: Path, decisions: int) -> dict[str, list[float]]:
    """Times in the browser."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "qualcode.app", "--project", str(folder), "--port", str(port), "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"{root}/_stcore/health")
        with sync_playwright() as playwright:
            program = os.environ.get("QUALCODE_CHROMIUM") or next(
                path for name in ("chromium", "google-chrome") if (path := shutil.which(name))
            )
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            found: dict[str, list[float]] = {"open": [open_document(page, root) for _ in range(5)]}
            page.evaluate(WATCH)
            page.get_by_test_id("saved").click()  # out of the list of documents
            page.keyboard.press("s")
            for number in range(decisions):
                page.keyboard.press("ArrowDown")
                page.keyboard.press(str(number % 4 + 1))
                page.wait_for_timeout(700)
            watched = page.evaluate("() => window.qcWatch")
            browser.close()
        return found | {"paint": watched["paint"], "confirmed": watched["confirmed"]}
    finally:
        server.terminate()
        server.wait()


def open_document(page: Any, root: str) -> float:
    """From the choice of the big document to its first page, on a page that has loaded with the small one."""
    page.goto(f"{root}/coderen?document={SMALL}")
    page.get_by_test_id("block").first.wait_for()
    page.wait_for_timeout(800)
    page.get_by_role("combobox").first.click()
    option = page.get_by_role("option", name=BIG)
    option.wait_for()
    page.evaluate("""() => {
      const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(r => r?.querySelector('[data-testid="coding-screen"]'));
      window.qcOpened = null;
      document.addEventListener('click', () => { window.qcChosen ??= performance.now(); }, true);
      window.qcChosen = null;
      new MutationObserver(() => { if (window.qcOpened === null && root.querySelectorAll('[data-testid="block"]').length > 10)
        requestAnimationFrame(() => { window.qcOpened ??= performance.now(); }); }).observe(root, { subtree: true, childList: true });
    }""")
    option.click()
    page.wait_for_function("() => window.qcOpened !== null")
    return float(page.evaluate("() => window.qcOpened - window.qcChosen"))


def wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.read().strip() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("decisions", 30), ("words", 40_000), ("spans", 1500), ("blind", 0), ("coders", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "traag.qualcode"
        with make_project(folder, options.words, options.spans, options.coders) as store:
            anna = store.person("Anna")
            store.set_setting(f"coder:{account()}", anna.name)
            if options.blind:
                store.arrange("blind_share", {"percent": options.blind, "seed": "s"}, coder=anna.id)
            for name, value in server_side(store, anna, options.coders > 1).items():
                print(f"{name:36} {value:8.1f}")
        if options.no_browser or options.coders > 1:
            return
        for name, times in in_browser(folder, options.decisions).items():
            times = sorted(times)
            print(f"{name:36} {statistics.median(times):8.1f}   (of {len(times)}; {times[0]:.0f} to {times[-1]:.0f})")


if __name__ == "__main__":
    main()
