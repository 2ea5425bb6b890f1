"""`speakers.yaml`: labels of transcripts, who speaks under them, in which role, and what is known of that person.

    format: 1
    everywhere:            # labels that mean the same in all documents
      Interviewer: {person: Sanne, role: interviewer}
    documents:             # a label in one document wins over `everywhere`
      gesprek1.docx:
        R1: {person: Fatima, role: respondent}
        Doel: {role: no_speaker}
    persons:               # attributes: variables of a person
      Fatima: {leeftijdsgroep: 45-64, wijk: Noord, functie: opbouwwerker}

A label may stand with a name alone (`R1: Fatima`); attributes may stand with the label (`attributes: {...}`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from qualcode.errors import UsageError
from qualcode.model import LABEL_ROLES, LabelRole

MAX_BYTES = 5_000_000
_SECTIONS = ("format", "everywhere", "documents", "persons")
_PLAIN = re.compile(r"[^\W\d_][\w .()/’-]*")
_FIELDS = ("person", "role", "attributes")


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """What the file says of a label. document: the name of the one document it is about, None for all of them. person: '' for nobody."""

    label: str
    document: str | None
    person: str = ""
    role: LabelRole | None = None


@dataclass(frozen=True, slots=True)
class SpeakersFile:
    """The whole file. persons: name -> attributes."""

    labels: tuple[LabelEntry, ...]
    persons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenLabel:
    """A label to write, with what a person should know beside it. remark: goes behind it as a comment."""

    label: str
    person: str
    role: LabelRole | None
    remark: str = ""


def parse_speakers(data: bytes, file: str) -> SpeakersFile:
    """The file in `data`. Raises UsageError: no YAML (with the line), an unknown key or role, a value of the wrong kind (with its place)."""
    whole = _loaded(data, file)
    _only(whole, _SECTIONS, "", file)
    if whole.get("format", 1) != 1:
        raise UsageError("exchange.speakers_format", file=file, found=whole["format"])
    labels: list[LabelEntry] = []
    persons: dict[str, dict[str, str]] = {}
    for name, attributes in _mapping(whole.get("persons"), "persons", file).items():
        persons[_name(name)] = _attributes(attributes, f"persons > {name}", file)
    for entry, known in _entries(whole.get("everywhere"), None, "everywhere", file):
        labels.append(entry)
        persons.setdefault(entry.person, {}).update(known) if entry.person else None
    for document, given in _mapping(whole.get("documents"), "documents", file).items():
        for entry, known in _entries(given, str(document), f"documents > {document}", file):
            labels.append(entry)
            persons.setdefault(entry.person, {}).update(known) if entry.person else None
    return SpeakersFile(tuple(labels), persons)


def write_speakers(
    documents: Mapping[str, Sequence[WrittenLabel]], persons: Mapping[str, Mapping[str, str]], heading: Sequence[str]
) -> str:
    """The file as text, ready to be filled in: the labels of each document in order. heading: lines of comment at the top."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    whole = CommentedMap(format=1)
    places = CommentedMap()
    for document, written in documents.items():
        labels = CommentedMap()
        for one in written:
            labels[_quoted(one.label)] = _flow({"person": one.person, "role": one.role or ""})
            if one.remark:
                labels.yaml_add_eol_comment(" ".join(one.remark.split()), key=one.label)
        places[_quoted(document)] = labels
    whole["documents"] = places
    whole["persons"] = CommentedMap({_quoted(name): _flow(attributes) for name, attributes in persons.items()})
    whole.yaml_set_start_comment("\n".join(heading))
    yaml = YAML()
    yaml.width = 4096
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue()


def _quoted(value: str) -> str:
    """The value in quotes where a person who edits the file, or a writer of YAML, could take it for something else."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return value if _PLAIN.fullmatch(value) else DoubleQuotedScalarString(value)


def _flow(attributes: Mapping[str, str]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap({_quoted(name): _quoted(value) for name, value in attributes.items()})
    made.fa.set_flow_style()
    return made


def _loaded(data: bytes, file: str) -> Mapping[Any, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(data) > MAX_BYTES:
        raise UsageError("exchange.speakers_large", file=file, limit=MAX_BYTES // 1_000_000)
    try:
        found = YAML(typ="safe", pure=True).load(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("exchange.speakers_not_utf8", file=file) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise UsageError("exchange.speakers_no_yaml", file=file, line=line) from None
    except (YAMLError, ValueError, RecursionError):
        raise UsageError("exchange.speakers_no_yaml", file=file, line=1) from None
    if found is None:
        return {}
    return _mapping(found, "", file)


def _entries(given: Any, document: str | None, place: str, file: str) -> Iterator[tuple[LabelEntry, dict[str, str]]]:
    """Each label with what is said of it, and the attributes of its person."""
    for label, entry in _mapping(given, place, file).items():
        here = f"{place} > {label}"
        if entry is None:
            continue
        if not isinstance(entry, Mapping):
            yield LabelEntry(str(label), document, _name(_scalar(entry, here, file))), {}
            continue
        _only(entry, _FIELDS, here, file)
        role = _scalar(entry.get("role"), here, file).replace(" ", "_")
        if role and role not in LABEL_ROLES:
            raise UsageError("exchange.speakers_role", file=file, place=here, found=role, known=", ".join(LABEL_ROLES))
        known = _attributes(entry.get("attributes"), here, file)
        person = _name(_scalar(entry.get("person"), here, file))
        if known and not person:  # something is known of whoever this is
            person = str(label) if document is None else f"{label} ({document})"
        yield LabelEntry(str(label), document, person, cast(LabelRole, role) if role else None), known


def _attributes(given: Any, place: str, file: str) -> dict[str, str]:
    return {_name(key): _scalar(value, f"{place} > {key}", file) for key, value in _mapping(given, place, file).items() if str(key).strip()}


def _mapping(given: Any, place: str, file: str) -> Mapping[Any, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise UsageError("exchange.speakers_mapping", file=file, place=place or file)
    return given


def _only(given: Mapping[Any, Any], known: Sequence[str], place: str, file: str) -> None:
    wrong = next((key for key in given if key not in known), None)
    if wrong is not None:
        raise UsageError("exchange.speakers_key", file=file, place=place or file, key=wrong, known=", ".join(known))


def _scalar(value: Any, place: str, file: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int, float)):
        return str(value).strip()
    raise UsageError("exchange.speakers_value", file=file, place=place)


def _name(value: object) -> str:
    return " ".join(str(value).split())
