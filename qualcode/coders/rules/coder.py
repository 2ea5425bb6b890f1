"""The rule coder: for each unit the codes that its rules propose, each with the words that gave rise to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.coders.rules.compiled import CompiledCodebook, CompiledRule
from qualcode.coders.rules.matching import Hit, UnitMatches
from qualcode.coders.rules.stance import StanceReader
from qualcode.coders.rules.tokens import Words, words_of
from qualcode.model import Match, Stance, Suggestion, Unit
from qualcode.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule at a place. Offsets are of the stored text. fired False: `blocked_by` is the pattern (or `with`) that stopped it."""

    code: str
    rule: str
    start: int
    end: int
    fired: bool
    blocked_by: str = ""
    stance: Stance = ""
    cue: str = ""


class RuleCoder:
    """Proposes codes by the rules of a codebook.

    A rule fires on surface form or dictionary form; with a pipeline whose lemmas depend on the sentence, on those as well.
    """

    def __init__(self, codebook: Codebook, pipeline: Pipeline) -> None:
        self._codebook = codebook
        self._pipeline = pipeline
        self._compiled = CompiledCodebook(codebook, pipeline.word_lemma)
        self._stances = StanceReader(self._compiled.slots)

    def suggest(self, units: Iterable[Unit], text: str) -> Iterator[list[Suggestion]]:
        """For each unit its suggestions, one a code, in the order of the codebook. text: the stored text that the offsets point into."""
        for unit, hits in self._hits(units):
            by_code: dict[str, list[RuleHit]] = {}
            for hit in hits:
                if hit.fired:
                    by_code.setdefault(hit.code, []).append(hit)
            yield [self._suggestion(unit, code.id, by_code[code.id], text) for code in self._codebook.codes if code.id in by_code]

    def explain(self, units: Iterable[Unit]) -> Iterator[list[RuleHit]]:
        """For each unit every rule that fires or is blocked there."""
        for _, hits in self._hits(units):
            yield hits

    # -- inside ------------------------------------------------------------------------------------------------------

    def _hits(self, units: Iterable[Unit]) -> Iterator[tuple[Unit, list[RuleHit]]]:
        if not self._pipeline.contextual:
            for unit in units:
                words = words_of(unit)
                yield unit, self._unit_hits(unit, words, [self._compiled.slots.filled_by(word) for word in words.folded])
            return
        waiting = list(units)
        for unit, lemmas in zip(waiting, self._pipeline.token_lemmas(unit.reading.text for unit in waiting), strict=True):
            words = words_of(unit)
            at_start = {start: lemma for start, _, lemma in lemmas}
            filled = [
                self._compiled.slots.filled_by(word, at_start.get(start, ""))
                for word, start in zip(words.folded, words.starts, strict=True)
            ]  # fmt: skip
            yield unit, self._unit_hits(unit, words, filled)

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
                    stance, cue = self._stances.read(unit, words, filled, hit, compiled.rule.stance)
                start, end = unit.reading.stored_span(words.starts[hit.first], words.ends[hit.last])
                yield RuleHit(compiled.code.id, compiled.rule.id, start, end, blocked is None, blocked or "", stance, cue)

    def _blocked_by(self, compiled: CompiledRule, matches: UnitMatches, hit: Hit) -> str | None:
        """The source of the pattern that stops this hit, `with` when none of the needed words is there, None when it fires."""
        for number in compiled.blockers:
            if any(other.first <= hit.last and hit.first <= other.last for other in matches.pattern(number)):
                return self._compiled.patterns[number].source
        for number in compiled.without:
            if any(other.sentence == hit.sentence for other in matches.pattern(number)):
                return self._compiled.patterns[number].source
        if compiled.with_any and not any(
            other.sentence == hit.sentence for number in compiled.with_any for other in matches.pattern(number)
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
            matches=tuple(Match(hit.rule, hit.start, hit.end, text[hit.start : hit.end], hit.stance, hit.cue) for hit in ordered),
            definition_hash=self._codebook.code(code).definition_hash,
        )
