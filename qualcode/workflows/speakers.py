"""Who speaks in a project: labels with their roles and persons, labels that seem to be one, and the file `speakers.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from qualcode.errors import OutputError, UsageError
from qualcode.exchange.speakers_file import LabelEntry, SpeakersFile, WrittenLabel, parse_speakers, write_speakers
from qualcode.model import LabelRole, SpeakerRole
from qualcode.segmentation import RoleGuess, explain_roles, full_name, same_speakers
from qualcode.segmentation.labels import label_key
from qualcode.store import ProjectStore
from qualcode.store.records import SpeakerSetting
from qualcode.texts import text
from qualcode.workflows.project_units import document_blocks

_EXAMPLE_WORDS = 8  # the first turn of so many words shows how a speaker speaks
_EXAMPLE_CHARS = 160


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label in one document. guess: the role that the text shows, with its reason. role, person: what a person said (None, '' for nothing yet).

    turns, words: what is said under it (0 when a person said that it names nobody). example: a turn of this speaker, cut short.
    """

    document_id: str
    document: str
    label: str
    turns: int
    words: int
    guess: RoleGuess
    role: LabelRole | None
    person: str
    example: str

    @property
    def shown_role(self) -> SpeakerRole | None:
        """The role that counts: as a person said, else as guessed."""
        if self.role is not None:
            return self.role if self.role != "no_speaker" else None
        return self.guess.role


@dataclass(frozen=True, slots=True)
class Proposal:
    """Labels that seem to be one speaker: (document id, label) of each, the most used first. name: what the person may be called."""

    labels: tuple[tuple[str, str], ...]
    name: str
    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SpeakersReport:
    """What a speakers file did. labels: how many labels (of a document) it set. persons: how many persons it names or describes. unknown: what it names that is nowhere in the project."""

    labels: int
    persons: int
    unknown: tuple[str, ...]


def label_rows(store: ProjectStore) -> list[LabelRow]:
    """All labels of all documents, by document, in the order in which they first speak; those that name nobody last."""
    said = {(one.document_id, one.label): one for one in store.all_speakers()}
    rows: list[LabelRow] = []
    for document in store.documents():
        blocks = [block for block in document_blocks(store, document.id) if block.kind == "turn" and block.speaker]
        denied = [one for (where, _), one in said.items() if where == document.id and one.role == "no_speaker"]
        if not blocks and not denied:
            continue
        whole = store.document(document.id).text if blocks else ""
        turns = [(block.speaker or "", whole[block.start : block.end], block.words) for block in blocks]
        guesses = explain_roles([(label, words) for label, words, _ in turns])
        said_by: dict[str, list[tuple[str, int]]] = {}
        for label, words, count in turns:
            said_by.setdefault(label, []).append((words, count))
        for label, guess in guesses.items():
            mine = said_by[label]
            known = said.get((document.id, label), SpeakerSetting(document.id, label))
            rows.append(
                LabelRow(
                    document.id,
                    document.name,
                    label,
                    len(mine),
                    sum(count for _, count in mine),
                    guess,
                    known.role,
                    known.person,
                    _example(mine),
                )
            )
        nobody = RoleGuess(None, "segmentation.role_unknown")
        rows += [
            LabelRow(document.id, document.name, one.label, 0, 0, nobody, one.role, one.person, "")
            for one in denied
            if one.label not in guesses
        ]
    return rows


def proposals(rows: Iterable[LabelRow]) -> list[Proposal]:
    """Labels that seem to be one speaker and have not all the same person yet: within each document, and full names over documents."""
    rows = [row for row in rows if row.role != "no_speaker"]
    found: list[Proposal] = []
    for _, group in groupby(rows, key=lambda row: row.document_id):
        here = {row.label: row for row in group}
        for same in same_speakers({label: row.turns for label, row in here.items()}):
            if not _settled([here[label] for label in same.labels]):
                places = tuple((here[label].document_id, label) for label in same.labels)
                found.append(Proposal(places, _best_name([here[label] for label in same.labels]), same.reason, same.values))
    names: dict[frozenset[str], list[LabelRow]] = {}
    for row in rows:
        if full_name(row.label):
            names.setdefault(full_name(row.label), []).append(row)
    for same_name in names.values():
        over = {row.document_id for row in same_name}
        if len(over) > 1 and not _settled(same_name):
            places = tuple((row.document_id, row.label) for row in sorted(same_name, key=lambda row: -row.turns))
            found.append(Proposal(places, _best_name(same_name), "segmentation.same_name", {}))
    return found


def merge(store: ProjectStore, places: Iterable[tuple[str, str]], person: str) -> None:
    """Says that one person speaks under all these labels (document id, label); the texts stay as they are."""
    store.set_speakers([SpeakerSetting(document_id, label, person) for document_id, label in places], {})


def name_labels(store: ProjectStore, changes: Iterable[tuple[LabelRow, LabelRole | None, str]]) -> None:
    """Sets role (None: as guessed) and person ('': nobody) of labels, one by one."""
    for row, role, person in changes:
        if role != row.role:
            store.set_speaker_role(row.document_id, row.label, role)
        if person != row.person:
            store.set_speaker_person(row.document_id, row.label, store.add_person(person) if person else None)


def apply_speakers_bytes(store: ProjectStore, data: bytes, file: str) -> SpeakersReport:
    """`apply_speakers` from the bytes of a file with this name."""
    return apply_speakers(store, parse_speakers(data, file))


def read_speakers(path: Path) -> SpeakersFile:
    """A speakers file from the disk. Raises UsageError when it cannot be read or is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("workflows.speakers_unreadable", file=str(path), reason=error.strerror or str(error)) from None
    return parse_speakers(data, path.name)


def apply_speakers(store: ProjectStore, given: SpeakersFile) -> SpeakersReport:
    """Sets what a speakers file says, all or nothing; a document is named by its name, file name or stem, a label as typed (capitals, spaces and
    a full stop at its end do not matter). Raises ProjectError when a value does not fit its variable."""
    rows = label_rows(store)
    settings: dict[tuple[str, str], SpeakerSetting] = {}
    unknown: list[str] = []
    for entry in sorted(given.labels, key=lambda entry: entry.document is not None):
        there = [row for row in rows if label_key(row.label) == label_key(entry.label) and _names(entry, row)]
        if not there:
            unknown.append(entry.label if entry.document is None else f"{entry.document}: {entry.label}")
        for row in there:
            before = settings.get((row.document_id, row.label), SpeakerSetting(row.document_id, row.label))
            settings[row.document_id, row.label] = SpeakerSetting(
                row.document_id, row.label, entry.person or before.person, entry.role or before.role
            )
    attributes = {name: values for name, values in given.persons.items() if values}
    store.set_speakers(list(settings.values()), attributes)
    persons = {one.person for one in settings.values() if one.person} | set(attributes)
    return SpeakersReport(len(settings), len(persons), tuple(unknown))


def speakers_text(store: ProjectStore, language: str) -> str:
    """The speakers of the project as a speakers file to fill in: what people said, else the guessed role, with the reason as a remark."""
    rows = label_rows(store)
    written: dict[str, list[WrittenLabel]] = {}
    for row in rows:
        remark = text("workflows.speakers_remark", language, turns=row.turns, reason=text(row.guess.reason, language, **row.guess.values))
        written.setdefault(row.document, []).append(
            WrittenLabel(row.label, row.person, row.role or row.guess.role, "" if row.role is not None else remark)
        )
    persons = {person.name: person.variables for person in store.persons()}
    heading = [text("workflows.speakers_heading", language)]
    for proposal in proposals(rows):
        labels = ", ".join(dict.fromkeys(label for _, label in proposal.labels))
        heading.append(text("workflows.speakers_same", language, labels=labels, reason=text(proposal.reason, language, **proposal.values)))
    return write_speakers(written, persons, heading)


def write_speakers_file(store: ProjectStore, path: Path, language: str) -> int:
    """Writes `speakers_text` to a file; returns how many labels. Raises OutputError when it cannot be written."""
    body = speakers_text(store, language)
    try:
        path.write_text(body, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError("workflows.speakers_unwritable", file=str(path), reason=error.strerror or str(error)) from None
    return len(label_rows(store))


def _example(turns: Sequence[tuple[str, int]]) -> str:
    long = next((words for words, count in turns if count >= _EXAMPLE_WORDS), None)
    shown = " ".join((long or max((words for words, _ in turns), key=len, default="")).split())
    return shown if len(shown) <= _EXAMPLE_CHARS else shown[: _EXAMPLE_CHARS - 1].rstrip() + "…"


def _settled(rows: Sequence[LabelRow]) -> bool:
    return len({row.person for row in rows}) == 1 and bool(rows[0].person)


def _best_name(rows: Sequence[LabelRow]) -> str:
    """A person who was named already, else the fullest name among the labels, else the most used label."""
    named = next((row.person for row in rows if row.person), "")
    full = [row.label for row in rows if full_name(row.label)]
    return named or min(full, key=lambda label: ("," in label, "(" in label, -len(label)), default=rows[0].label)


def _names(entry: LabelEntry, row: LabelRow) -> bool:
    """Whether an entry is about the document of a row."""
    if entry.document is None:
        return True
    path = PurePosixPath(row.document)
    return entry.document.casefold() in {row.document.casefold(), path.name.casefold(), path.stem.casefold()}
