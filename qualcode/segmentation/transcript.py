"""Whether a document is a transcript, and which of its labels are speakers: decided on the whole document, never on one line.

A colon in running text, the heads of a form (`Datum:`), the heads of a policy text (`Doel:`, `Artikel 1:`) and options (`A:`, `B:`) look like
labels. Speakers repeat, take turns, and say things: they ask, say ik, u, we, begin with ja or nou. Known words (`Interviewer`, `R1`) need less
proof than names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.segmentation.labels import Form, Label, label_key, labels_of, word_lists
from qualcode.segmentation.lines import Line, ends_sentence

_HEADER_LINES = 40
_VALUE_WORDS = 9  # a form's value has no more words than this
_SPEECH = re.compile(
    r"\?|\b(?:ik|je|jij|jullie|u|we|wij|mij|me|jou|uw|mijn|m'n|ja|nee|nou|hè|hé|eh|ehm|uh|uhm|euh|hmm|hm|mhm|oké|oke|gewoon|eigenlijk|zeg maar)\b",
    re.IGNORECASE,
)
_FORM_LINE = re.compile(r"[*_]*(?P<head>[^\W\d_][^:\n\t?!]{0,45}?)[*_]*\s*(?::|\t)[*_]*\s*(?P<value>.*)$", re.DOTALL)
_SPEECH_SHARE = 0.3  # of the labelled lines of a transcript with names, at least so many sound like speech
_MAX_ANSWER_CHARS = 20000  # the same where the labels say what they are: life stories are long
_MAX_TURN_CHARS = 6000  # mean characters between labels in a transcript with names
_INLINE = re.compile(
    r"(?:(?<=[^\W\d_][.!?…])|(?<=[)\]\"”*]))[^\S\n]+(?=\[?(?:Interviewer|Respondent|Geïnterviewde|Int|Resp|Spreker|Speaker|Vraag|Antwoord|I|R|V|A|Q)\.?\s?\d?\]?\s?:\s)"
)
_MIN_INLINE = 3
# forms in the order in which they are believed when they explain equally much
_FORMS: tuple[Form, ...] = ("colon", "stamp", "bracket", "tab", "alone", "dash", "dot", "bare")
_LOOSE: frozenset[Form] = frozenset({"dash", "dot", "bare"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a line that is a speaker's."""

    line: int
    label: Label


def split_inline(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before known labels in their middle when those come three times or more: turns typed one behind the other."""
    if sum(1 for _ in _INLINE.finditer(text)) < _MIN_INLINE:
        return list(lines)
    pieces: list[Line] = []
    for line in lines:
        start = line.start
        for found in _INLINE.finditer(text, line.start, line.end):
            pieces.append(replace(line, start=start, end=found.start(), blank_before=line.blank_before if start == line.start else 0))
            start = found.end()
        pieces.append(replace(line, start=start, blank_before=line.blank_before if start == line.start else 0))
    return pieces


def find_speakers(text: str, lines: Sequence[Line]) -> list[Hit]:
    """The speaker labels of a transcript in order; an empty list when the document is no transcript with labels."""
    bodies = [text[line.start : line.end] for line in lines]
    skip = header_lines(lines, bodies)
    found = [[] if index in skip else labels_of(body) for index, body in enumerate(bodies)]
    best: list[Hit] = []
    best_score = 0.0
    for form in _FORMS:
        hits = [Hit(index, label) for index, labels in enumerate(found) for label in labels if label.form == form]
        hits = _without_leading_form(hits, lines, bodies)
        speakers = _speakers(hits, lines, bodies, form)
        chosen = [hit for hit in hits if hit.label.key in speakers]
        score = sum(1.0 + (hit.label.known is not None) for hit in chosen)
        if score > best_score:
            best, best_score = chosen, score
    return _with_variants(best, found) if best else []


def timed_lines(text: str, lines: Sequence[Line]) -> list[Hit]:
    """Lines that begin with a time and no label, when that is how the whole document is laid out: at least three, in order of time."""
    hits = []
    for index, line in enumerate(lines):
        hits += [Hit(index, label) for label in labels_of(text[line.start : line.end]) if label.form == "time" and label.time is not None]
    ordered = all((first.label.time or 0) <= (second.label.time or 0) for first, second in pairwise(hits))
    return hits if len(hits) >= 3 and ordered and 3 * len(hits) >= len(lines) - 3 else []


def header_lines(lines: Sequence[Line], bodies: Sequence[str]) -> set[int]:
    """The lines at the top that are a form (`Datum: 3 mei`, `Interviewer: Sanne de Vries`), which names people but is not said by them."""
    last = -1
    for index, body in enumerate(bodies[:_HEADER_LINES]):
        if "?" in body or len(body.split()) > 30:
            break
        form = _FORM_LINE.match(body)
        if form and label_key(form.group("head")) in word_lists()["no_speaker"]:
            last = index
    if last < 0:
        return set()
    while last + 1 < len(lines) and lines[last + 1].blank_before == 0 and _is_value_line(bodies[last + 1]):
        last += 1
    return set(range(last + 1))


def _is_value_line(body: str) -> bool:
    form = _FORM_LINE.match(body)
    return form is not None and len(form.group("value").split()) <= _VALUE_WORDS and not ends_sentence(body) and "?" not in body


def _without_leading_form(hits: list[Hit], lines: Sequence[Line], bodies: Sequence[str]) -> list[Hit]:
    """Leaves out labels at the top that come back nowhere while others do (`Interviewer: Sanne` above `I: ... R: ...`)."""
    counts = Counter(hit.label.key for hit in hits)
    if sum(count >= 2 for count in counts.values()) < 2:
        return hits
    start = 0
    while start < len(hits) and (
        (counts[hits[start].label.key] == 1 and _is_value_line(bodies[hits[start].line])) or _is_legend(hits[start], counts, bodies)
    ):
        start += 1
    return hits[start:]


def _is_legend(hit: Hit, counts: Counter[str], bodies: Sequence[str]) -> bool:
    """`I: interviewer` at the top: the label explained by another word for a speaker."""
    said = bodies[hit.line][hit.label.said :].strip(" .;")
    words = said.split()
    explains = (
        bool(words)
        and len(words) <= 6
        and "?" not in said
        and Label("", 0, "colon", label_key(words[0].strip(",")), False).known is not None
    )
    return explains and counts[hit.label.key] > 1 and len(label_key(words[0])) > 3


def _speakers(hits: Sequence[Hit], lines: Sequence[Line], bodies: Sequence[str], form: Form) -> set[str]:
    """The keys of the labels of one form that are speakers; empty when the form makes no transcript."""
    counts = Counter(hit.label.key for hit in hits)
    known = {hit.label.key for hit in hits if hit.label.known is not None and not hit.label.weak}
    weak = {hit.label.key for hit in hits if hit.label.known is not None and hit.label.weak}
    names = {key for key, count in counts.items() if count >= 2 and key not in known}
    if form in _LOOSE or form in ("alone", "tab", "bracket"):
        accepted = _accept_loose(hits, counts, known, weak, lines, bodies, form)
        if not accepted or form in _LOOSE:
            return accepted
    elif _says_it(hits, bodies) and _spread(hits, lines) <= _MAX_ANSWER_CHARS:
        accepted = set(known)
    elif not _accept_names(hits, counts, names | {key for key in known if counts[key] >= 2}, lines, bodies):
        return set()
    else:
        accepted = names | known
    return accepted | weak | names | _single_speakers(hits, counts, accepted, lines, bodies)


def _says_it(hits: Sequence[Hit], bodies: Sequence[str]) -> bool:
    """Whether the labels by themselves say that this is a transcript: two or more of `Interviewer`, `Respondent 2`, `Spreker 1`, or of letters
    (`I`, `R1`) with speech behind them."""
    telling = [hit for hit in hits if hit.label.tells]
    if len(telling) >= 2 and any(len(hit.label.key) > 3 for hit in telling):
        return len(telling) > 2 or _speech_share(telling, bodies) > 0 or len({hit.label.key for hit in telling}) > 1
    return len(telling) >= 2 and _speech_share(telling, bodies) >= _SPEECH_SHARE


def _spread(hits: Sequence[Hit], lines: Sequence[Line]) -> float:
    """Mean number of characters from one label to the next."""
    return (lines[-1].end - lines[hits[0].line].start) / len(hits) if hits else 0.0


def _accept_loose(
    hits: Sequence[Hit], counts: Counter[str], known: set[str], weak: set[str], lines: Sequence[Line], bodies: Sequence[str], form: Form
) -> set[str]:
    """Labels without a colon need a pair that asks and answers in turns, or (alone on a line, before a tab, in brackets) known words or names
    over most lines, with speech behind them."""
    roles = {hit.label.key: hit.label.known for hit in hits}
    asking = [hit for hit in hits if roles[hit.label.key] == "interviewer"]
    pair = {key for key in known | weak if roles[key] in ("interviewer", "respondent")}
    turns = [hit for hit in hits if hit.label.key in pair]
    answers = len(turns) - len(asking)
    if (
        len(asking) >= 2
        and answers >= 2
        and _alternation(turns) >= 0.5
        and _asking_share(asking, bodies) >= 0.4
        and _spread(turns, lines) <= _MAX_TURN_CHARS
    ):
        return pair
    telling = [hit for hit in hits if hit.label.tells or hit.label.key[-1:].isdigit()]
    if len({hit.label.key for hit in telling}) >= 2 and len(telling) >= max(3, 0.8 * len(bodies)) and _alternation(telling) >= 0.5:
        return {hit.label.key for hit in telling} if _speech_share(telling, bodies) >= _SPEECH_SHARE else set()
    if form in _LOOSE:
        return set()
    keys = known | {key for key, count in counts.items() if count >= 2}
    chosen = [hit for hit in hits if hit.label.key in keys]
    if len(keys) < 2 or len(chosen) < 4 or (form == "tab" and 2 * len(chosen) < len(bodies)):
        return set()
    return keys if _speech_share(chosen, bodies) >= 0.5 and _alternation(chosen) >= 0.4 else set()


def _alternation(hits: Sequence[Hit]) -> float:
    """The share of neighbours among the labels that differ."""
    return sum(first.label.key != second.label.key for first, second in pairwise(hits)) / max(1, len(hits) - 1)


def _asking_share(hits: Sequence[Hit], bodies: Sequence[str]) -> float:
    return sum("?" in bodies[hit.line] or "?" in "".join(bodies[hit.line + 1 : hit.line + 2]) for hit in hits) / max(1, len(hits))


def _accept_names(hits: Sequence[Hit], counts: Counter[str], names: set[str], lines: Sequence[Line], bodies: Sequence[str]) -> bool:
    """Whether labels that are names (or weak words) make a transcript: they repeat, take turns and what follows them sounds like speech."""
    chosen = [hit for hit in hits if hit.label.key in names]
    if _timed_in_order(hits):
        return True
    if len(names) < 2:
        every = len(hits) >= 2 and len(counts) >= 2 and len(hits) >= 0.8 * len([body for body in bodies if len(body) > 12])
        asks = any("?" in bodies[hit.line] for hit in hits)
        return every and asks and len(hits) >= 3
    return _alternation(chosen) >= 0.4 and _spread(chosen, lines) <= _MAX_TURN_CHARS and _speech_share(chosen, bodies) >= _SPEECH_SHARE


def _timed_in_order(hits: Sequence[Hit]) -> bool:
    """Whether labels carry times that only go up, as meeting software writes them: then names need no other proof."""
    times = [hit.label.time for hit in hits if hit.label.time is not None]
    return len(times) >= 3 and len(times) >= 0.8 * len(hits) and all(first <= second for first, second in pairwise(times))


def _speech_share(hits: Sequence[Hit], bodies: Sequence[str]) -> float:
    """The share of labelled lines (with the line below) that ask or speak in the first or second person."""
    if not hits:
        return 0.0
    sounding = 0
    for hit in hits:
        said = bodies[hit.line][hit.label.said :]
        if len(said) < 40 and hit.line + 1 < len(bodies):
            said += " " + bodies[hit.line + 1]
        sounding += bool(_SPEECH.search(said))
    return sounding / len(hits)


def _single_speakers(
    hits: Sequence[Hit], counts: Counter[str], accepted: set[str], lines: Sequence[Line], bodies: Sequence[str]
) -> set[str]:
    """Of labels seen once, those that are set like the others and look like a person: a title, two names, initials, stars or a time."""
    sure = [hit for hit in hits if hit.label.key in accepted]
    marked = sum(hit.label.marked for hit in sure) >= 0.8 * len(sure)
    spaced = sum(lines[hit.line].blank_before > 0 for hit in sure[1:]) >= 0.8 * len(sure[1:]) if len(sure) > 1 else False
    words = {hit.label.speaker for hit in sure}
    capitals = all(word.isupper() for word in words)
    every = len(hits) >= 0.8 * len(bodies)
    singles = set()
    for hit in hits:
        label = hit.label
        if counts[label.key] > 1 or label.key in accepted or (spaced and lines[hit.line].blank_before == 0):
            continue
        if (
            (label.known in ("speaker", "neither", "respondent", "interviewer") and not label.weak)
            or (marked and label.marked)
            or (capitals and label.speaker.isupper() and len(label.speaker) > 1)
            or _is_person(label.speaker)
            or every
        ):
            singles.add(label.key)
        elif any(label.key in other.split() for other in accepted) or any(
            other in label.key.split() for other in accepted if len(other) > 2
        ):
            singles.add(label.key)  # "Visser" beside "Anna Visser"
    return singles


def _is_person(speaker: str) -> bool:
    parts = speaker.split()
    titled = label_key(parts[0]) in ("dhr", "mevr", "mw", "mevrouw", "meneer", "de heer", "dr", "drs", "ir", "prof")
    capitals = sum(part[:1].isupper() for part in parts)
    return titled or (len(parts) >= 2 and capitals >= 2 and capitals >= len(parts) - 2) or bool(re.fullmatch(r"(?:[A-Z]\.){2,4}", speaker))


def _with_variants(best: list[Hit], found: Sequence[Sequence[Label]]) -> list[Hit]:
    """Adds the same speakers in another form (`R1 Ja` once among `R1: ...`, `[Interviewer]`)."""
    keys = {hit.label.key for hit in best}
    form = best[0].label.form
    taken = {hit.line: hit for hit in best}
    for index, labels in enumerate(found):
        if index in taken or index < best[0].line:
            continue
        for label in labels:
            short = len(label.key) <= 3 and label.speaker[:1].isupper() and label.form == "bare" and (label.key != "i" or form == "colon")
            if label.key in keys and label.known and (label.form in ("colon", "bracket", "stamp", "tab", "alone") or short):
                taken[index] = Hit(index, label)
                break
    return [taken[index] for index in sorted(taken)]
