"""Definition, wel, niet, examples and memo as one text, for forms that have a single description; and back from such a text."""

from __future__ import annotations

from dataclasses import replace

from qualcode.exchange.codebooks.plain import PlainCode

_HEADS = {"Wel:": "wel", "Niet:": "niet", "Voorbeelden:": "examples", "Memo:": "memo"}


def described(code: PlainCode) -> str:
    """The definition, then `Wel:`, `Niet:`, `Voorbeelden:` with a line `- ...` each, then `Memo:`; only what is there."""
    pieces = [code.definition] if code.definition else []
    for head, name in _HEADS.items():
        value = getattr(code, name)
        if name == "memo":
            pieces += [f"{head}\n{value}"] if value else []
        elif value:
            pieces.append("\n".join([head, *(f"- {' '.join(line.split())}" for line in value)]))
    return "\n\n".join(pieces)


def with_description(code: PlainCode, description: str) -> PlainCode:
    """The code with what such a text says; a text of somebody else is the definition as it is."""
    fields: dict[str, list[str]] = {"definition": []}
    name = "definition"
    for line in description.split("\n"):
        if line.strip() in _HEADS and _HEADS[line.strip()] not in fields:
            name = _HEADS[line.strip()]
            fields[name] = []
        elif name in ("definition", "memo"):
            fields[name].append(line)
        elif line.startswith("- "):
            fields[name].append(line[2:].strip())
        elif line.strip():  # a list that is none after all: leave the whole text as it is
            return replace(code, definition=description.strip())
    texts = {name: "\n".join(fields.get(name, [])).strip() for name in ("definition", "memo")}
    lists = {name: tuple(line for line in fields.get(name, []) if line) for name in ("wel", "niet", "examples")}
    return replace(code, **texts, **lists)  # type: ignore[arg-type]
