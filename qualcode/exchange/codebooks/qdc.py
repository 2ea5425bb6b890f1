"""REFI-QDA codebooks (.qdc): strict when written, lenient when read (any namespace, empty containers, missing names, guids of any kind)."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from typing import Any

from lxml import etree

from qualcode.errors import UsageError
from qualcode.exchange.codebooks.described import described, with_description
from qualcode.exchange.codebooks.plain import PlainBook, PlainCode, check_counts, check_size, clean
from qualcode.exchange.codebooks.words import Losses, gathered

HOLDS = ("definition", "wel", "niet", "examples", "memo", "colour", "codable")
NAMESPACE = "urn:QDA-XML:codebook:1.0"
_GUIDS = uuid.UUID("6b6d5b0e-5c1f-4f0e-9f43-0f6a6f1a7c55")  # our own name space, so that a code keeps its guid in every export
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def read(data: bytes, file: str) -> PlainBook:
    """The codes of a .qdc file. Raises UsageError: no well-formed XML (with the line), a DOCTYPE, no codebook, too large or too many."""
    root = _root(data, file)
    book = root if _local(root) == "CodeBook" else next((node for node in root.iter() if _local(node) == "CodeBook"), None)
    if book is None:
        raise UsageError("exchange.qdc_form", file=file)
    losses: Losses = defaultdict(list)
    codes: list[PlainCode] = []
    waiting: list[tuple[Any, tuple[str, ...]]] = []
    waiting += [(node, ()) for part in _children(book, "Codes") for node in _children(part, "Code")][::-1]
    while waiting:
        node, above = waiting.pop()
        code = _code(node, above, len(codes) + 1)
        codes.append(code)
        check_counts(len(codes), 0, file)
        waiting += [(child, code.path) for child in _children(node, "Code")][::-1]
    for part in _children(book, "Sets"):
        losses["exchange.loss_sets"] += [clean(one.get("name", "?")) for one in _children(part, "Set")]
    return PlainBook("", tuple(codes), tuple(gathered(losses)))


def write(book: PlainBook) -> bytes:
    """The codebook as UTF-8 XML without BOM. Every code has the same guid in each export; containers that would be empty are left out."""
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE})
    root.set("origin", "qualcode")
    container = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    places: dict[tuple[str, ...], Any] = {(): container}
    for code in book.codes:
        node = etree.SubElement(places[code.path[:-1]], f"{{{NAMESPACE}}}Code")
        node.set("guid", str(uuid.uuid5(_GUIDS, code.id or "\n".join(code.path))).upper())
        node.set("name", clean(code.path[-1]))
        node.set("isCodable", "true" if code.codable else "false")
        if code.colour:
            node.set("color", code.colour)
        if words := clean(described(code)):
            etree.SubElement(node, f"{{{NAMESPACE}}}Description").text = words
        places[code.path] = node
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _root(data: bytes, file: str) -> Any:
    check_size(data, file)
    if b"<!DOCTYPE" in data:  # also where the parser would stumble over its entities first
        raise UsageError("exchange.qdc_doctype", file=file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise UsageError("exchange.qdc_damaged", file=file, line=error.lineno or 1) from None
    except ValueError:
        raise UsageError("exchange.qdc_damaged", file=file, line=1) from None
    if root.getroottree().docinfo.doctype:
        raise UsageError("exchange.qdc_doctype", file=file)
    return root


def _code(node: Any, above: tuple[str, ...], number: int) -> PlainCode:
    name = clean(node.get("name", "")) or f"code {number}"
    written = node.get("color", "").strip()
    colour = written if _COLOUR.fullmatch(written) else ""
    if len(colour) == 4:
        colour = "#" + "".join(letter * 2 for letter in colour[1:])
    code = PlainCode((*above, name), colour=colour, codable=node.get("isCodable", "true").strip().lower() not in ("false", "0"))
    texts = [clean("".join(part.itertext())) for part in _children(node, "Description")]
    return with_description(code, "\n\n".join(text for text in texts if text))


def _children(node: Any, name: str) -> list[Any]:
    return [child for child in node if _local(child) == name]


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
