"""A Word file made ready for mammoth: checked, without pictures and layout, and with what mammoth would pass over put where it sees it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from qualcode.documents.xml import parse_xml, read_member

COMMENT = "qualcode-comment-"  # name of the bookmark that stands where a comment begins
MAX_PART = 48 * 1024 * 1024  # bytes of a part of a Word file, layout included; a book has 10 to 20 MB
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_UNREAD = ("bdo", "dir", "fldSimple")  # containers of text that mammoth does not open
# parts whose words are read; styles and numbering say what a paragraph is
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


@dataclass(frozen=True)
class Prepared:
    """data: a zip file that mammoth reads. deletions: tracked ones; pictures: left out."""

    data: bytes
    deletions: int
    pictures: int


def prepare(archive: zipfile.ZipFile, *, file: str) -> Prepared:
    """The parts that hold words, made light. Raises DocumentError as `parse_xml` does."""
    out = io.BytesIO()
    deletions = pictures = 0
    with zipfile.ZipFile(out, "w") as light:
        for info in archive.infolist():
            name = info.filename
            if not name.lower().endswith((".xml", ".rels")) or name.startswith(("word/theme/", "customXml/", "docProps/")):
                continue
            data = read_member(archive, name, file=file, most=MAX_PART)
            if name in _TEXTS:
                root = parse_xml(data, file=file)
                space = "{" + (_STRICT if f"{{{_STRICT}}}" in str(root.tag) else _USUAL) + "}"
                if name == "word/document.xml":
                    deletions = sum(1 for found in root.iter(f"{space}del") if found.find(f".//{space}delText") is not None)
                    pictures = _pictures(root)
                _lighten(root, space)
                data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
            light.writestr(name, data)
    return Prepared(out.getvalue(), deletions, pictures)


def _pictures(root: Any) -> int:
    blips = {blip.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed") for blip in root.iter("{*}blip")}
    return len(blips - {None})


def _lighten(root: Any, space: str) -> None:
    """Takes out what says how letters look, and gives comments, text boxes, formulas and fields a form that mammoth reads."""
    for properties in list(root.iter(f"{space}rPr")):
        parent = properties.getparent()
        if parent is not None and parent.tag == f"{space}r":
            tail = properties.tail
            parent.remove(properties)
            if tail and parent.text is None:
                parent.text = tail
    for element in list(root.iter(f"{space}commentRangeStart")):
        element.tag = f"{space}bookmarkStart"
        element.set(f"{space}name", COMMENT + (element.get(f"{space}id") or ""))
    for name in _UNREAD:
        for element in list(root.iter(f"{space}{name}")):
            element.tag = f"{space}smartTag"
    for formula in list(root.iter(f"{_MATH}oMath")):
        run = etree.Element(f"{space}r")
        etree.SubElement(run, f"{space}t").text = "".join(part.text or "" for part in formula.iter(f"{_MATH}t"))
        _swap(formula, run)
    for paragraph in list(root.iter(f"{_MATH}oMathPara")):
        paragraph.tag = f"{space}smartTag"
    _open_boxes(root, space)


def _open_boxes(root: Any, space: str) -> None:
    """Text boxes of newer Word versions: mammoth reads only the form for older ones, which may be missing."""
    for choice in list(root.iter(f"{_MC}AlternateContent")):
        fallback = choice.find(f"{_MC}Fallback")
        if fallback is None or fallback.find(f".//{space}txbxContent") is None:
            boxes = list(choice.iter(f"{space}txbxContent"))
            if boxes:
                _swap(choice, _box(boxes, space))
    for drawing in list(root.iter(f"{space}drawing")):
        boxes = list(drawing.iter(f"{space}txbxContent"))
        inside = any(ancestor.tag == f"{_MC}AlternateContent" for ancestor in drawing.iterancestors())
        if boxes and not inside:
            _swap(drawing, _box(boxes, space))


def _box(boxes: list[Any], space: str) -> Any:
    holder = etree.Element(f"{space}pict")
    for box in boxes:
        if not any(ancestor in boxes for ancestor in box.iterancestors()):
            holder.append(box)
    return holder


def _swap(old: Any, new: Any) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
