"""The rule coder: for each unit the codes that its rules propose, each with the words that gave rise to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.codebook import Codebook
from qualcode.coders.rules.compiled import CompiledCodebook, CompiledRule
from qualcode.coders.rules.matching import Hit, UnitMatches
from qualcode.coders.rules.stance import StanceReader
from qualcode.coders.rules.tokens import Words, words_of
from qualcode.coders.rules.topics import Carried, Sign, Topics
from qualcode.model import Match, ReadingText, Segment, Stance, Suggestion, Unit
from qualcode.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule at a place. Offsets are of the stored text.

    fired False: `blocked_by` is the pattern that stopped it, `with` or `topic` when what it needs is not there. via: '' for the words of the unit itself;
    `question` or `heading` when the rule fires there and counts for this unit, whose first sentence is then the place.
    """

    code: str
    rule: str
    start: int
    end: int
    fired: bool
    blocked_by: str = ""
    stance: Stance = ""
    cue: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A unit with its words, the slots that these fill, and the hits of the rules in it."""

    unit: Unit
    words: Words
    filled: list[frozenset[int]]
    hits: list[RuleHit]


class RuleCoder:
    """Proposes codes by the rules of a codebook.

    A rule fires on surface form or dictionary form. That form is the word's own, without its context, so that every pipeline tier gives the same suggestions:
    lemmas in context changed 4 of 1,452 suggestions on the bundled corpus and took nine times as long. The units of one call are taken as one
    document, in order: rules that need a topic look at the units close by.
    """

    def __init__(self, codebook: Codebook, pipeline: Pipeline) -> None:
        self._codebook = codebook
        self._compiled = CompiledCodebook(codebook, pipeline.word_lemma)
        self._stances = StanceReader(self._compiled.slots)
        self._theme = {code.id: codebook.theme(code.id).id for code in codebook.codes}
        self._carrying = {code.id for code in codebook.codes if code.carries}
        self._needing = {rule.id for _, rule in codebook.rules if rule.needs_topic}

    def suggest(self, units: Iterable[Unit], text: str) -> Iterator[list[Suggestion]]:
        """For each unit its suggestions, one a code, in the order of the codebook. text: the stored text that the offsets point into."""
        for unit, hits in self._with_topics(list(units), topic_given=False):
            by_code: dict[str, list[RuleHit]] = {}
            for hit in hits:
                if hit.fired:
                    by_code.setdefault(hit.code, []).append(hit)
            codes = [code.id for code in self._codebook.codes if code.id in by_code] if by_code else []
            yield [self._suggestion(unit, code, by_code[code], text) for code in codes]

    def explain(self, units: Iterable[Unit], *, topic_given: bool = False) -> Iterator[list[RuleHit]]:
        """For each unit every rule that fires or is blocked there. topic_given: take it that a topic which a rule needs is there."""
        for _, hits in self._with_topics(list(units), topic_given=topic_given):
            yield hits

    # -- what the units around add -----------------------------------------------------------------------------------

    def _with_topics(self, units: Sequence[Unit], *, topic_given: bool) -> Iterator[tuple[Unit, list[RuleHit]]]:
        read = list(self._read(units))
        topics = Topics(units, [self._signs(one.hits) for one in read], self._signs_in_text)
        for index, one in enumerate(read):
            hits = one.hits
            if not topic_given and any(hit.rule in self._needing for hit in hits):
                around = topics.around(index)
                hits = [self._if_topic(hit, around) for hit in hits]
            carried = topics.carried(index)
            if carried:
                hits = [*hits, *self._carried(one, hits, carried)]
            yield one.unit, hits

    def _signs(self, hits: Iterable[RuleHit]) -> tuple[Sign, ...]:
        """The hits that show by themselves what the subject is."""
        sure = {(hit.code, hit.rule) for hit in hits if hit.fired and hit.rule not in self._needing}
        return tuple(Sign(self._theme[code], code, rule, code in self._carrying) for code, rule in sorted(sure))

    def _signs_in_text(self, text: str) -> tuple[Sign, ...]:
        unit = Unit(Segment(0, len(text), "paragraph"), ReadingText(text, ((0, 0),)), ((0, len(text)),))
        return self._signs(next(self._read([unit])).hits)

    def _if_topic(self, hit: RuleHit, around: frozenset[str]) -> RuleHit:
        if not hit.fired or hit.rule not in self._needing or self._theme[hit.code] in around:
            return hit
        return replace(hit, fired=False, blocked_by="topic", stance="", cue="")

    def _carried(self, one: _Read, hits: Iterable[RuleHit], carried: Iterable[Carried]) -> Iterator[RuleHit]:
        """One hit on the first sentence for each theme that question or heading add and that the unit does not show itself."""
        found = {self._theme[hit.code] for hit in hits if hit.fired}
        last = max((at for at, sentence in enumerate(one.words.sentences) if sentence == one.words.sentences[0]), default=None)
        for sign, via in ((item.sign, item.via) for item in carried):
            if last is None or sign.theme in found:
                continue
            found.add(sign.theme)
            stance, cue = self._stances.read(
                one.unit, one.words, one.filled, Hit(one.words.sentences[0], 0, last), usual=self._codebook.code(sign.code).stance
            )
            start, end = one.unit.reading.stored_span(one.words.starts[0], one.words.ends[last])
            yield RuleHit(sign.code, sign.rule, start, end, True, "", stance, cue, via)

    # -- one unit ----------------------------------------------------------------------------------------------------

    def _read(self, units: Sequence[Unit]) -> Iterator[_Read]:
        filled_by = self._compiled.slots.filled_by
        for unit in units:
            words = words_of(unit)
            filled = [filled_by(word) for word in words.folded]
            yield _Read(unit, words, filled, self._unit_hits(unit, words, filled))

    def _unit_hits(self, unit: Unit, words: Words, filled: list[frozenset[int]]) -> list[RuleHit]:
        matches = UnitMatches(self._compiled, words, filled)
        if not matches.parts:
            return []
        numbers = sorted({rule for part in matches.parts for rule in self._compiled.rules_by_part.get(part, ())})
        found: list[RuleHit] = []
        for number in numbers:
            compiled = self._compiled.rules[number]
            if self._in_scope(compiled, unit):
                found += self._rule_hits(compiled, unit, words, filled, matches)
        return found

    @staticmethod
    def _in_scope(compiled: CompiledRule, unit: Unit) -> bool:
        rule, segment = compiled.rule, unit.segment
        return (not rule.kinds or segment.kind in rule.kinds) and (not rule.roles or segment.speaker_role in rule.roles)

    def _rule_hits(
        self, compiled: CompiledRule, unit: Unit, words: Words, filled: list[frozenset[int]], matches: UnitMatches
    ) -> Iterator[RuleHit]:
        seen: set[Hit] = set()
        for pattern in compiled.find:
            for hit in matches.pattern(pattern):
                if hit in seen:
                    continue
                seen.add(hit)
                blocked = self._blocked_by(compiled, matches, hit)
                stance: Stance = ""
                cue = ""
                if blocked is None:
                    stance, cue = self._stances.read(
                        unit, words, filled, hit,
                        given=compiled.rule.stance, usual=compiled.code.stance, sure=not compiled.rule.needs_topic,
                    )  # fmt: skip
                start, end = unit.reading.stored_span(words.starts[hit.first], words.ends[hit.last])
                yield RuleHit(compiled.code.id, compiled.rule.id, start, end, blocked is None, blocked or "", stance, cue)

    def _blocked_by(self, compiled: CompiledRule, matches: UnitMatches, hit: Hit) -> str | None:
        """The source of the pattern that stops this hit, `with` when none of the needed words is there, None when it fires."""
        anywhere = compiled.rule.scope == "unit"
        for number in compiled.blockers:
            if any(other.first <= hit.last and hit.first <= other.last for other in matches.pattern(number)):
                return self._compiled.patterns[number].source
        for number in compiled.without:
            if any(anywhere or other.sentence == hit.sentence for other in matches.pattern(number)):
                return self._compiled.patterns[number].source
        if compiled.with_any and not any(
            anywhere or other.sentence == hit.sentence for number in compiled.with_any for other in matches.pattern(number)
        ):  # fmt: skip
            return "with"
        return None

    def _suggestion(self, unit: Unit, code: str, hits: list[RuleHit], text: str) -> Suggestion:
        best = max(hits, key=lambda hit: (hit.end - hit.start, -hit.start))
        ordered = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))
        return Suggestion(
            unit_start=unit.segment.start,
            unit_end=unit.segment.end,
            code=code,
            start=best.start,
            end=best.end,
            coder="rules",
            stance=best.stance,
            rule=best.rule,
            matches=tuple(Match(hit.rule, hit.start, hit.end, text[hit.start : hit.end], hit.stance, hit.cue, hit.via) for hit in ordered),
            definition_hash=self._codebook.code(code).definition_hash,
        )
