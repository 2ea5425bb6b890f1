"""What a coder does on the coding page, in the words of a coder."""

from __future__ import annotations

import re
from typing import Any

TIMEOUT = 15_000  # ms

# Boxes of the first and last character of words in the shown text, in pixels of the window.
_BOXES = """([words, occurrence]) => {
  const roots = [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean);
  for (const root of roots) for (const element of root.querySelectorAll('.words')) {
    let at = -1;
    for (let n = 0; n <= occurrence; n++) at = element.textContent.indexOf(words, at + 1);
    if (at < 0) continue;
    const point = (target) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let seen = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (target < seen + node.length) {
          const range = document.createRange();
          range.setStart(node, target - seen); range.setEnd(node, target - seen + 1);
          const box = range.getClientRects()[0] ?? range.getBoundingClientRect();
          return { left: box.left, right: box.right, y: (box.top + box.bottom) / 2 };
        }
        seen += node.length;
      }
    };
    element.scrollIntoView({ block: 'center' });
    const first = point(at), last = point(at + words.length - 1);
    return { x1: first.left + 1, y1: first.y, x2: last.right - 1, y2: last.y };
  }
  return null;
}"""


# What a long press and its handles come to: a pointer event of a finger, then a selection that the browser made.
_TOUCH = """(words) => {
  for (const root of [...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean))
    for (const element of root.querySelectorAll('.words')) {
      const node = [...element.childNodes].map(n => n.firstChild ?? n).find(n => n.data?.includes(words));
      if (!node) continue;
      element.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', bubbles: true, composed: true }));
      const at = node.data.indexOf(words);
      document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
      return true;
    }
  return false;
}"""


def say_who(page: Any, name: str) -> None:
    """Answers who is coding: by a button when the project knows the name, else by typing it."""
    page.get_by_text("Wie codeert er?").wait_for(timeout=TIMEOUT)
    known = page.get_by_role("button", name=name, exact=True)
    if known.count():
        known.click()
    else:
        page.get_by_role("textbox").fill(name)
        page.get_by_role("button", name="Verder onder deze naam").click()
    page.get_by_test_id("stPopover").first.wait_for(timeout=TIMEOUT)


class CodingPage:
    """A browser page that shows the coding page."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address

    def open(self, document: str, number: int = 1) -> CodingPage:
        """Opens a document by its address, as a bookmark would."""
        self.page.goto(f"{self.address}/coderen?document={document}&page={number}")
        self.page.get_by_test_id("block").first.wait_for(timeout=TIMEOUT)
        return self

    def reload(self) -> None:
        self.page.reload()
        self.page.get_by_test_id("block").first.wait_for(timeout=TIMEOUT)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words: str, occurrence: int = 0) -> None:
        """Drags the mouse over words."""
        boxes = self.page.evaluate(_BOXES, [words, occurrence])
        assert boxes, f"{words!r} is not on the page"
        mouse = self.page.mouse
        mouse.move(boxes["x1"], boxes["y1"])
        mouse.down()
        mouse.move((boxes["x1"] + boxes["x2"]) / 2, boxes["y2"])
        mouse.move(boxes["x2"], boxes["y2"])
        mouse.up()

    def touch(self, words: str) -> None:
        """Selects words as a finger does."""
        assert self.page.evaluate(_TOUCH, words), f"{words!r} is not on the page"

    def click(self, words: str) -> None:
        boxes = self.page.evaluate(_BOXES, [words, 0])
        assert boxes, f"{words!r} is not on the page"
        self.page.mouse.click(boxes["x1"] + 3, boxes["y1"])

    def do(self, name: str) -> None:
        """Presses the button of the active entry of the card."""
        self.page.locator(".entry.active").get_by_test_id(f"do-{name}").click()

    def chips(self, kind: str) -> list[str]:
        """Names of the codes of a kind (`suggestion`, `coding`, `rejected`, `nothing`, `memo`), in the order of the page."""
        # not inner_text: it is empty for what the browser has not drawn, far from where one looks
        return [(chip.locator(".name").text_content() or "").strip() for chip in self.page.get_by_test_id(f"chip-{kind}").all()]

    def entries(self) -> list[str]:
        """Headings of what the card lists."""
        self.page.get_by_test_id("entry").first.wait_for(timeout=TIMEOUT)
        return [entry.locator("header").inner_text() for entry in self.page.get_by_test_id("entry").all()]

    def wait_saved(self, timeout: int = TIMEOUT) -> str:
        """Waits until everything is confirmed; returns what the screen says then."""
        saved = self.page.get_by_test_id("saved").filter(has_text=re.compile(r"^opgeslagen \d\d:\d\d:\d\d$"))
        saved.wait_for(timeout=timeout)
        return str(saved.inner_text())
