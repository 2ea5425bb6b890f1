"""Who asks and who answers: the role of each speaker, guessed from the label, else from how they speak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.model import SpeakerRole
from qualcode.segmentation.labels import Label, label_key

_QUESTION_START = re.compile(
    r"(?:en |oké |ja |maar |dus |nou )?(?:hoe|wat|waarom|wanneer|wie|waar|welke?|hoezo|hoeveel|hoelang|kunt u|kun je|kan u|heeft u|heb je|bent u|ben je|vindt u|vind je|zou u|zou je|mag ik|doet u|doe je|weet u|weet je|was u|komt u|ziet u)\b",
    re.IGNORECASE,
)
_ASKS = 0.4  # share of turns that ask, from which a speaker without a telling label is an interviewer
_MARGIN = 2.0  # and so many times the share of the others


@dataclass(slots=True)
class _Manner:
    """How one speaker speaks: turns, turns that ask, words, and the number of the first turn."""

    turns: int = 0
    asking: int = 0
    words: int = 0
    first: int = 0
    share: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """A guessed role (None: it cannot be told) and why. reason: catalogue key; values fill its placeholders."""

    role: SpeakerRole | None
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def guess_roles(turns: Sequence[tuple[str, str]]) -> dict[str, SpeakerRole | None]:
    """The role of each label, from (label, words said) of all turns in order: `explain_roles` without the reasons."""
    return {label: guess.role for label, guess in explain_roles(turns).items()}


def explain_roles(turns: Sequence[tuple[str, str]]) -> dict[str, RoleGuess]:
    """The role of each label with its reason, from (label, words said) of all turns in order.

    1. A label that says it (`Interviewer`, `I`, `Vraag`; `Respondent`, `R1`, `Antwoord`) decides.
    2. Where an interviewer is known, everyone else answers, but for an interpreter, a note taker, several at once and unknown voices.
    3. Where only answering people are known, one other speaker asks when that speaker asks more than the rest.
    4. Where nobody is known (names, `Spreker 1`), the speaker who asks in at least two of five turns, twice as often as the others, is the
       interviewer (with two speakers alike in that, the one who says less and begins); the rest answer.
    """
    names = list(dict.fromkeys(label for label, _ in turns))
    known = {name: _by_label(name) for name in names}
    guesses = {name: _from_label(role) for name, role in known.items()}
    roles = {guess.role for guess in guesses.values()}
    open_names = [name for name in names if guesses[name].role is None and known[name] != "neither"]
    if not open_names:
        return guesses
    manners = _manners(turns)
    if "interviewer" in roles:
        guesses.update(dict.fromkeys(open_names, RoleGuess("respondent", "segmentation.role_other_asks")))
    elif "respondent" in roles:
        others = max((manners[name].share for name in names if guesses[name].role == "respondent"), default=0.0)
        if len(open_names) == 1 and manners[open_names[0]].share > others:
            guesses[open_names[0]] = _asking(manners[open_names[0]])
    elif len(open_names) > 1:
        asker = _asker(open_names, manners)
        if asker is not None:
            guesses.update({name: _asking(manners[name]) if name == asker else _answering(manners[name]) for name in open_names})
    return guesses


def _from_label(known: str | None) -> RoleGuess:
    if known == "interviewer":
        return RoleGuess("interviewer", "segmentation.role_label")
    if known == "respondent":
        return RoleGuess("respondent", "segmentation.role_label")
    return RoleGuess(None, "segmentation.role_neither" if known == "neither" else "segmentation.role_unknown")


def _asking(manner: _Manner) -> RoleGuess:
    return RoleGuess("interviewer", "segmentation.role_asks", {"asking": manner.asking, "turns": manner.turns})


def _answering(manner: _Manner) -> RoleGuess:
    return RoleGuess("respondent", "segmentation.role_answers", {"asking": manner.asking, "turns": manner.turns})


def role_of(label: str | None, roles: Mapping[str, SpeakerRole]) -> SpeakerRole | None:
    """The role that a person gave to a label; small and capital letters and full stops do not matter."""
    if label is None:
        return None
    if label in roles:
        return roles[label]
    keys = {label_key(name): role for name, role in roles.items()}
    return keys.get(label_key(label))


def _by_label(name: str) -> str | None:
    return Label(name, 0, "colon", label_key(name), False).known


def asks(words: str) -> bool:
    """Whether a turn asks: it holds a question mark, or begins as a question does."""
    return "?" in words or _QUESTION_START.match(words) is not None


def _manners(turns: Sequence[tuple[str, str]]) -> dict[str, _Manner]:
    manners: dict[str, _Manner] = {}
    for order, (name, words) in enumerate(turns):
        manner = manners.setdefault(name, _Manner(first=order))
        manner.turns += 1
        manner.asking += asks(words)
        manner.words += words.count(" ") + 1
    for manner in manners.values():
        manner.share = manner.asking / manner.turns
    return manners


def _asker(names: Sequence[str], manners: Mapping[str, _Manner]) -> str | None:
    total = sum(manners[name].turns for name in names)
    if len(names) > 2:  # in a group who asks once is no interviewer
        names = [name for name in names if manners[name].turns >= 2 and 8 * manners[name].turns >= total] or names
        if len(names) == 1:
            return names[0] if manners[names[0]].share >= _ASKS else None
    ranked = sorted(names, key=lambda name: -manners[name].share)
    first, second = manners[ranked[0]], manners[ranked[1]]
    if first.share >= _ASKS and first.share >= _MARGIN * second.share:
        return ranked[0]
    if len(manners) > 2 or first.share == 0:
        return None
    # two speakers who both ask: the one who asks more, says less and begins
    shorter = first.words / first.turns < 0.7 * second.words / second.turns
    return ranked[0] if first.share > second.share and shorter and (first.first < second.first or first.share >= _ASKS) else None
