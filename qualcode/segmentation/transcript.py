"""Whether a document is a transcript, and which of its labels are speakers: decided on the whole document, never on one line.

A colon in running text, the heads of a form (`Datum:`), the heads of a policy text (`Doel:`, `Artikel 1:`) and options (`A:`, `B:`) look like
labels. Speakers repeat, take turns, and say things: they ask, say ik, u, we, begin with ja or nou. Known words (`Interviewer`, `R1`) need less
proof than names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.segmentation import times
from qualcode.segmentation.labels import Form, Label, can_speak, label_key, labels_of, word_lists
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
_BEFORE_INLINE = r"(?<=[.!?…)\]\"”'’*])(?<!\d\.)[^\S\n]+"
_INLINE = re.compile(
    _BEFORE_INLINE
    + r"(?=(?P<name>\[?(?:Interviewer|Respondent|Geïnterviewde|Int|Resp|Spreker|Speaker|Vraag|Antwoord|I|R|V|A|Q)\.?\s?\d?\]?)\s?:\s)"
)
_INLINE_NAME = re.compile(_BEFORE_INLINE + r"(?P<name>[A-Z][\w.’'-]{0,20}(?: [\w.’'-]{1,20}){0,3}):\s")
_MIN_INLINE = 3
# forms in the order in which they are believed when they explain equally much
_FORMS: tuple[Form, ...] = ("colon", "stamp", "bracket", "tab", "alone", "dash", "dot", "bare")
# labels without a colon that are names: at least so large a share of all lines begins with them
_LOOSE_SHARES: Mapping[Form, float] = {"tab": 0.5, "dash": 0.8, "bracket": 0.0, "alone": 0.0}
_TIMED_LINES, _EXACT_LINES = 3, 8  # lines for each line with a time, at most, in a transcript without labels
_LOOSE: frozenset[Form] = frozenset({"dash", "dot", "bare"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a line that is a speaker's."""

    line: int
    label: Label


def split_inline(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before labels in their middle where turns are typed one behind the other.

    Known labels must come three times; names must be two, come three times each, and outnumber the lines.
    """
    known = {found.group("name") for found in _INLINE.finditer(text)} if sum(1 for _ in _INLINE.finditer(text)) >= _MIN_INLINE else set()
    names = Counter(found.group("name") for found in _INLINE_NAME.finditer(text))
    real = {name for name, count in names.items() if count >= _MIN_INLINE and can_speak(name, label_key(name))} | known
    if len(real) < 2 or (not known and sum(names[name] for name in real) < len(lines)):
        return list(lines)
    pattern = re.compile(rf"{_BEFORE_INLINE}(?=(?:{'|'.join(map(re.escape, sorted(real)))})\s?:\s)")
    pieces: list[Line] = []
    for line in lines:
        start = line.start
        for found in pattern.finditer(text, line.start, line.end):
            pieces.append(replace(line, start=start, end=found.start(), blank_before=line.blank_before if start == line.start else 0))
            start = found.end()
        pieces.append(replace(line, start=start, blank_before=line.blank_before if start == line.start else 0))
    return pieces


def find_speakers(text: str, lines: Sequence[Line], denied: Set[str] = frozenset()) -> list[Hit]:
    """The speaker labels of a transcript in order; an empty list when the document is no transcript with labels. denied: keys of labels that are none."""
    bodies = [text[line.start : line.end] for line in lines]
    skip = header_lines(lines, bodies)
    above = _times_above(lines, bodies)
    found = [[] if index in skip else labels_of(body, above.get(index)) for index, body in enumerate(bodies)]
    if denied:
        found = [[label for label in labels if label.key not in denied] for labels in found]
    best: list[Hit] = []
    best_score = 0.0
    for form in _FORMS:
        hits = [Hit(index, label) for index, labels in enumerate(found) for label in labels if label.form == form]
        hits = _without_leading_form(_without_small(hits), lines, bodies)
        speakers = _speakers(hits, lines, bodies, form)
        chosen = [hit for hit in hits if hit.label.key in speakers]
        score = sum(1.0 + (hit.label.known is not None) for hit in chosen)
        if score > best_score:
            best, best_score = chosen, score
    return _with_variants(best, found) if best else []


def _times_above(lines: Sequence[Line], bodies: Sequence[str]) -> dict[int, tuple[float | None, float | None]]:
    """Number of a line -> the times that stand on a line of their own directly above it; none unless there are three that only go up."""
    stamps = {index: times.stamp_times(body) for index, body in enumerate(bodies) if _is_time(body)}
    begins = [begin for begin, _ in stamps.values() if begin is not None]
    if len(begins) < 3 or any(first > second for first, second in pairwise(begins)):
        return {}
    return {index + 1: both for index, both in stamps.items() if index + 1 < len(lines) and index + 1 not in stamps}


def _is_time(body: str) -> bool:
    return len(body) < 60 and any(map(str.isdigit, body)) and times.LINE.fullmatch(body) is not None


def timed_lines(text: str, lines: Sequence[Line]) -> list[Hit]:
    """Lines that begin with a time (or hold nothing else) and no label, when that is how the whole document is laid out: at least three, in
    order of time."""
    hits: list[Hit] = []
    exact = 0  # times with seconds beside hours and minutes, which are no times of day
    for index, line in enumerate(lines):
        body = text[line.start : line.end]
        if _is_time(body):
            begin, end = times.stamp_times(body)
            hits += [Hit(index, Label("", len(body), "time", "", True, begin, end))] if begin is not None else []
            exact += begin is not None and body.count(":") + body.count(".") >= 2
        else:
            hits += [Hit(index, label) for label in labels_of(body) if label.form == "time" and label.time is not None]
    ordered = all((first.label.time or 0) <= (second.label.time or 0) for first, second in pairwise(hits))
    share = _EXACT_LINES if hits and exact == len(hits) else _TIMED_LINES
    return hits if len(hits) >= 3 and ordered and share * len(hits) >= len(lines) - 3 else []


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


def _without_small(hits: list[Hit]) -> list[Hit]:
    """Leaves out labels that begin with a small letter where most do not: words before a colon in wrapped text. Numbered ones (`resp1`) stay."""
    small = {
        index for index, hit in enumerate(hits) if hit.label.speaker[:1].islower() and not (hit.label.tells and hit.label.key[-1].isdigit())
    }
    return hits if 2 * len(small) > len(hits) else [hit for index, hit in enumerate(hits) if index not in small]


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
        if not accepted and form == "alone" and _timed_in_order([hit for hit in hits if hit.label.key in names | known]):
            accepted = names | known
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
    if len(telling) < 2:
        return False
    counts = Counter(hit.label.key for hit in hits)
    if (
        len({hit.label.key for hit in telling}) == 1
        and max((count for key, count in counts.items() if key != telling[0].label.key), default=0) < 2
    ):
        # one voice, or answers in a report; an interviewer whose questions others answer once each is enough
        if telling[0].label.known == "interviewer" and len(counts) > 1 and _asking_share(telling, bodies) >= 0.5:
            return True
        return len(telling) >= 3 and telling[0].label.key not in ("antwoord", "vraag") and _speech_share(telling, bodies) >= 0.5
    if any(len(hit.label.key) > 3 for hit in telling):
        return len(telling) > 2 or _speech_share(telling, bodies) > 0 or len({hit.label.key for hit in telling}) > 1
    return _speech_share(telling, bodies) >= _SPEECH_SHARE


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
    if form in ("dot", "bare"):
        return set()
    keys = known | {key for key, count in counts.items() if count >= 2}
    chosen = [hit for hit in hits if hit.label.key in keys]
    if len(keys) < 2 or len(chosen) < 4 or len(chosen) < _LOOSE_SHARES[form] * len(bodies):
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
        return every and asks and (len(hits) >= 3 or len(hits) == len(bodies))
    if all(len(name) == 1 for name in names) and _asking_share(chosen, bodies) < 0.2:
        return False  # options A and B
    return _alternation(chosen) >= 0.4 and _spread(chosen, lines) <= _MAX_TURN_CHARS and _speech_share(chosen, bodies) >= _SPEECH_SHARE


def _timed_in_order(hits: Sequence[Hit]) -> bool:
    """Whether labels carry times that only go up, as meeting software writes them: then names need no other proof."""
    stamps = [hit.label.time for hit in hits if hit.label.time is not None]
    return len(stamps) >= 3 and len(stamps) >= 0.8 * len(hits) and all(first <= second for first, second in pairwise(stamps))


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
    """Of labels seen once, those that are set like the others and look like a person: a known word, a title, two names, initials, stars or a
    time, a line of their own, or a name that is no word of the text."""
    sure = [hit for hit in hits if hit.label.key in accepted]
    manner = _Manner(sure, lines, bodies)
    every = len(hits) >= 0.8 * len(bodies)
    names = any(hit.label.known is None for hit in sure)
    small = {word for body in bodies for word in body.split() if word.islower()} if names else set()
    singles = set()
    for hit in hits:
        label = hit.label
        if counts[label.key] > 1 or label.key in accepted or not manner.fits(hit, lines, bodies):
            continue
        looks = (
            (label.known is not None and (not label.weak or len(label.key) > 3))
            or _is_person(label.speaker)
            or manner.is_marked_like(hit, bodies)
        )
        related = any(
            label.key in other.split() or (len(other) > 2 and other in label.key.split()) for other in accepted
        )  # "Visser", "Anna Visser"
        stranger = names and " " not in label.key and len(label.key) > 2 and label.speaker[0].isupper() and label.key not in small
        if looks or related or every or stranger:
            singles.add(label.key)
    return singles


def _can_end_turn(body: str) -> bool:
    """Whether a line can be the last before a label: it ends a sentence or a note, or is a time."""
    return ends_sentence(body) or body[-1] in ")]#*|" or times.LINE.fullmatch(body[:80]) is not None


class _Manner:
    """How the sure labels of a transcript are set: after a blank line, with stars or times, in capitals, on a line of their own."""

    def __init__(self, sure: Sequence[Hit], lines: Sequence[Line], bodies: Sequence[str]) -> None:
        def most(numbers: Sequence[bool]) -> bool:
            return len(numbers) > 0 and sum(numbers) >= 0.8 * len(numbers)

        self.spaced = most([lines[hit.line].blank_before > 0 for hit in sure[1:]])
        self.marked = most([hit.label.marked for hit in sure])
        self.capitals = most([hit.label.speaker.isupper() for hit in sure])
        self.alone = most([hit.label.said >= len(bodies[hit.line]) for hit in sure])
        self.small = 2 * sum(hit.label.speaker[:1].islower() for hit in sure) >= len(sure)

    def fits(self, hit: Hit, lines: Sequence[Line], bodies: Sequence[str]) -> bool:
        """Whether a label stands where a turn can begin: after a blank line where the others do, else after the end of a sentence."""
        if hit.label.speaker[:1].islower() and not self.small:
            return False
        after_blank = hit.line == 0 or lines[hit.line].blank_before > 0
        return after_blank or (not self.spaced and _can_end_turn(bodies[hit.line - 1]))

    def is_marked_like(self, hit: Hit, bodies: Sequence[str]) -> bool:
        alone = self.alone and hit.label.said >= len(bodies[hit.line])
        return (self.marked and hit.label.marked) or (self.capitals and hit.label.speaker.isupper() and len(hit.label.speaker) > 1) or alone


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
