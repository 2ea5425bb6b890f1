"""Codebooks for the tests of exchange, and XML, tables and dictionaries as other tools write them or as nobody should."""

from __future__ import annotations

import io
import zipfile

BOOK = """format: 1
name: Proef
lists:
  buren: [buren, "mensen (uit|van) de straat"]
codes:
- id: van-onderop
  name: van onderop
  definition: Bewoners beginnen zelf.
  wel: [een buurthuis overnemen, "meebeslissen: over geld"]
  niet: [kou van onderop]
  examples: ["De buren namen het over."]
  memo: Let op de vraag.
  colour: "#E69F00"
  stance: voor
  codable: false
  exceptions: [kou ~3 onderop]
  rules:
  - {id: vo-1, find: [van onderop, "*initiatief*", "(buurt|wijk)budget*"], examples: [Van onderop.]}
  - {id: vo-2, find: ["<buren> ..4 samen", over+nemen, "<buren>"], not: [buren in huis]}
  codes:
  - id: zelfbeheer
    name: zelfbeheer
    rules:
    - {id: zb-1, find: [zelfbeheer, "=beheer"]}
    - {id: zb-2, find: [sleutel], needs_topic: true}
- id: leeg
  name: "Été & <co> 'x'"
  definition: "=SOM(A1)"
""".replace("<co>", "co")

QDC_NVIVO = """<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="X"><Codes><Code guid="{a}" name="Zorg" isCodable="true"
color="#0a0"><Description>Alles over zorg.</Description><Code guid="b" isCodable="true" name="a &gt; b"><Code guid="c" name="" /></Code></Code>
<Code guid="d" name="zorg"/></Codes><Sets><Set guid="e" name="Groep"><MemberCode guid="b"/></Set></Sets></CodeBook>"""


def deep_qdc(levels: int) -> bytes:
    """Codes nested in each other."""
    inner = "".join(f'<Code guid="{n}" name="c{n}" isCodable="true">' for n in range(levels)) + "</Code>" * levels
    return f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{inner}</Codes></CodeBook>'.encode()


def zip_bomb() -> bytes:
    """A workbook in name that unpacks to far more than a codebook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    return stream.getvalue()


def alias_bomb(levels: int) -> str:
    """YAML in which each list names the one before it nine times."""
    lines = ["a0: &a0 [x, x, x]"]
    for number in range(1, levels):
        entries = ", ".join(f"{{k{key}: *a{number - 1}}}" for key in range(9))
        lines.append(f"a{number}: &a{number} [{entries}]")
    return "\n".join(lines) + "\n"
