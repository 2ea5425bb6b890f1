"""Web pages and saved transcripts (.html): the text of a page without its menus, or all that stands in a page that is no web page."""

from __future__ import annotations

import codecs
import logging
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from qualcode.documents.blocks import BlockWriter
from qualcode.documents.content import Content
from qualcode.documents.decoding import Decoded, decode
from qualcode.documents.html_blocks import AROUND, parse_html, write_blocks
from qualcode.documents.txt import encoding_warnings
from qualcode.model import Mark

_META = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_HEAD = 8192  # bytes in which a page names its encoding
_MAX_EXTRACT = 10_000  # elements; trafilatura takes seconds for so many, and four times as long for twice as many
_LEAST_WORDS = 25  # a text of a page with fewer words is hardly anything
_LEAST_SHARE = 0.15  # of all words of the page
_LOST_SHARE = 0.15  # of all words may stand in long paragraphs that the extraction left out; more is a mistake of the extraction
_LONG = 30  # words
_LINKED_SHARE = 0.25  # of the words of a page stand in links; texts have fewer
_NO_LETTER = re.compile(r"[\W_]+")
_SPOKEN = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?[^\w]{0,3}\s*)?(?:[*_]*(?P<label>[^\W_][^:\n?!]{0,39}?)[*_]*\s*:\s|#?\d{1,2}:\d{2}:\d{2})"
)
# names by which lxml's tree of trafilatura calls what HTML calls otherwise
_NAMES = {"item": "li", "row": "tr", "cell": "td", "lb": "br", "quote": "blockquote", "ref": "a", "hi": "span", "del": "s", "code": "pre"}
_EXTRACTION_ERRORS = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError)


def read_html(data: bytes, *, file: str, encoding: str | None = None) -> Content:
    """The text of a page with marks for headings, list items and table rows; what stands around it is kept as removed furniture.

    A file that is no web page but a saved transcript or a text saved as HTML is read whole. Raises DocumentError: no text, no HTML, nested too deep.
    """
    decoded = decode_html(data, file=file, encoding=encoding)
    root = parse_html(decoded.text, file=file)
    whole = _written(root)
    content = whole
    if not _is_transcript(whole) and _is_page(root):
        content = _main_text(decoded.text, root, whole)
    return replace(content, encoding=decoded.encoding, warnings=encoding_warnings(decoded))


def decode_html(data: bytes, *, file: str, encoding: str | None = None) -> Decoded:
    """The text of the bytes: by what a person says, a byte order mark, valid UTF-8, what the page says of itself, or the ladder."""
    if encoding is not None:
        return decode(data, file=file, encoding=encoding)
    decoded = decode(data, file=file)
    found = _META.search(data[:_HEAD])
    if not decoded.guessed or found is None:
        return decoded
    try:
        name = codecs.lookup((found.group(1) or found.group(2)).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return decoded
    if name in ("iso8859-1", "ascii"):
        name = "cp1252"  # as browsers do
    if name.startswith(("utf-8", "utf-16")) or name in ("rot13", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"):
        return decoded
    try:
        return Decoded(data.decode(name, errors="replace"), name)
    except (UnicodeError, LookupError, TypeError, ValueError):
        return decoded


def _written(root: Any, without: frozenset[str] = frozenset()) -> Content:
    out = BlockWriter()
    write_blocks(root, out, without=without)
    return out.content()


def _blocks(content: Content) -> list[str]:
    return [content.text[mark.start : mark.end] for mark in content.marks]


def _is_transcript(content: Content) -> bool:
    """Whether blocks begin with labels that come back, or with times: a transcript, whose short lines an extraction would throw away."""
    lines = [line for block in _blocks(content) for line in block.split("\n") if line.strip()]
    spoken = [found for line in lines if (found := _SPOKEN.match(line))]
    labels = Counter(found.group("label") for found in spoken)
    again = sum(count for label, count in labels.items() if count > 1 or label is None)
    return again >= 4 and again >= 0.3 * len(lines)


def _is_page(root: Any) -> bool:
    """Whether the file is a page of a web site: it has parts around its text, or much of it is links."""
    if next(root.iter("nav", "header", "footer", "aside", "main"), None) is not None:
        return True
    linked = sum(len("".join(link.itertext()).split()) for link in root.iter("a"))
    return linked > _LINKED_SHARE * len("".join(root.itertext()).split())


def _main_text(markup: str, root: Any, whole: Content) -> Content:
    """The text of a page as trafilatura finds it; all but the parts around it when that is hardly anything, or leaves long paragraphs out."""
    outer = _written(root, AROUND)
    chosen = outer if outer.text.strip() else whole
    body = _extracted(markup) if sum(1 for _ in root.iter()) <= _MAX_EXTRACT else None
    if body is not None:
        for element in body.iter():
            if element.tag == "head":
                element.tag = element.get("rend") if re.fullmatch("h[1-6]", element.get("rend") or "") else "h2"
            elif element.tag == "list":
                element.tag = "ol" if element.get("rend") == "ol" else "ul"
            else:
                element.tag = _NAMES.get(element.tag, element.tag)
        main = _written(body)
        words = len(main.text.split())
        kept = _key(main.text)
        lost = sum(len(block.split()) for block in _blocks(outer) if len(block.split()) >= _LONG and _key(block) not in kept)
        total = len(whole.text.split())
        if words >= max(_LEAST_WORDS, _LEAST_SHARE * total) and lost <= _LOST_SHARE * total:
            chosen = main
    return _with_furniture(chosen, whole)


def _extracted(markup: str) -> Any:
    """The body that trafilatura finds; None when it finds none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it would write to standard error about pages that it gives up
    try:
        found = trafilatura.bare_extraction(
            markup, include_comments=False, include_tables=True, include_formatting=False, favor_recall=True
        )
    except _EXTRACTION_ERRORS:
        return None
    return getattr(found, "body", None)


def _key(block: str) -> str:
    return _NO_LETTER.sub("", block)


def _with_furniture(chosen: Content, whole: Content) -> Content:
    """The chosen text with a mark where a block of the page was left out, so that a person can see what."""
    kept = {_key(chosen.text[mark.start : mark.end]): mark for mark in chosen.marks}
    text = _key(chosen.text)
    at = 0
    removed = []
    for block in _blocks(whole):
        key = _key(block)
        if key in kept:
            at = kept[key].end
        elif key and (len(key) < 12 or key not in text):
            removed.append(Mark(at, at, "furniture", content=block))
    if not removed:
        return chosen
    return replace(chosen, marks=(*chosen.marks, *removed), counts={**chosen.counts, "furniture": len(removed)})
