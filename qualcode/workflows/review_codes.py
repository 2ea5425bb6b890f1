"""The codes of a project as one sees them beside a text: with definition, depth and a colour of their own."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.model import PATH_SEPARATOR, theme_of
from qualcode.store import ProjectStore
from qualcode.workflows.projects import project_codebook

# Okabe and Ito (2008): told apart by colour-blind readers; for themes to which the codebook gives no colour
THEME_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A4E9F", "#8C8C8C")
SHADES = (0.3, -0.3, 0.5, -0.5, 0.15, -0.15)  # of a parent's colour for its sub-codes


@dataclass(frozen=True, slots=True)
class ReviewCode:
    """A code that lies on the text or can be given. usable: codable and still in the codebook. depth: 0 for a theme."""

    id: str
    name: str
    path: str
    theme: str
    depth: int
    colour: str
    definition: str
    wel: tuple[str, ...]
    niet: tuple[str, ...]
    usable: bool


def review_codes(store: ProjectStore) -> tuple[ReviewCode, ...]:
    """The codes of the project's codebook in its order, a parent before its children; codes that left it come last, not usable."""
    codebook = project_codebook(store)
    colours = _colours(codebook)
    codes = [
        ReviewCode(
            id=code.id,
            name=code.name,
            path=code.path,
            theme=theme_of(code.path),
            depth=code.path.count(PATH_SEPARATOR),
            colour=colours[code.id],
            definition=code.definition,
            wel=code.wel,
            niet=code.niet,
            usable=code.codable,
        )
        for code in codebook.codes
    ]
    retired = [
        ReviewCode(
            one.id, one.path.rsplit(PATH_SEPARATOR, 1)[-1], one.path, theme_of(one.path), 0, one.colour or THEME_COLOURS[-1], "", (), (), False
        )
        for one in store.code_definitions()
        if one.retired
    ]  # fmt: skip
    return (*codes, *retired)


def _colours(codebook: Codebook) -> dict[str, str]:
    """The colour of each code: its own, or else its parent's made lighter and darker in turn, so that sub-codes side by side can be told apart."""
    colours: dict[str, str] = {}
    children: dict[str | None, int] = {}
    for code in codebook.codes:
        index = children.get(code.parent, 0)
        children[code.parent] = index + 1
        if code.colour:
            colours[code.id] = code.colour
        elif code.parent is None:
            colours[code.id] = THEME_COLOURS[index % len(THEME_COLOURS)]
        else:
            colours[code.id] = _shade(colours[code.parent], SHADES[index % len(SHADES)])
    return colours


def _shade(colour: str, step: float) -> str:
    """A colour `#RRGGBB` mixed with white (step above 0) or black (below 0); step: the share of white or black, up to 1."""
    target = 255 if step > 0 else 0
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (target - channel) * abs(step)):02X}" for channel in channels)
