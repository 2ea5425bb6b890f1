"""From rules to the words of a dictionary: what quanteda and LIWC can hold of them, and what is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product

from qualcode.codebook import Codebook, Pattern, Rule
from qualcode.codebook.patterns import Phrase, Verb
from qualcode.exchange.codebooks.plain import Loss

MOST_FORMS = 2_000  # words that one pattern may become
_NAMED = re.compile(r"<([^<>]*)>")

Losses = dict[str, list[str]]  # key of the sentence -> what it is about


def dictionary_words(codebook: Codebook, allowed: Callable[[str], bool]) -> tuple[dict[str, tuple[str, ...]], list[Loss]]:
    """Id of each code -> words and phrases of its rules that a dictionary can hold. allowed: whether the form holds such a word (globs differ).

    A rule that needs more than its own words (`with`, `needs_topic`, `kinds`, `roles`) is left out: its words alone would say something else.
    """
    words: dict[str, tuple[str, ...]] = {}
    losses: Losses = defaultdict(list)
    for code in codebook.codes:
        if code.exceptions:
            losses["exchange.loss_exceptions"].append(code.path)
        found: dict[str, None] = {}
        for rule in code.rules:
            if rule.with_any or rule.needs_topic or rule.kinds or rule.roles:
                losses["exchange.loss_conditions"].append(rule.id)
                continue
            if rule.not_ or rule.without:
                losses["exchange.loss_exceptions"].append(rule.id)
            for pattern in rule.find:
                found |= dict.fromkeys(_pattern_words(pattern, allowed, losses))
        words[code.id] = tuple(found)
    losses["exchange.loss_forms"] += [rule.id for _, rule in codebook.rules if _by_lemma(rule)]
    return words, gathered(losses)


def inlined(source: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A pattern with its named lists written out as groups, for forms that have no lists."""
    return _NAMED.sub(lambda found: f"({'|'.join(inlined(entry, lists) for entry in lists[found.group(1).strip()])})", source)


def gathered(losses: Losses) -> list[Loss]:
    """The losses as records, each thing named once."""
    return [Loss(key, len(once), tuple(once)) for key, things in losses.items() if (once := dict.fromkeys(things))]


def _by_lemma(rule: Rule) -> bool:
    """Whether a word of the rule is found in other forms than the one written."""
    parts = [part for pattern in rule.find for near in pattern.nears for group in near.groups for part in group]
    return any(isinstance(part, Phrase) and any(word.kind == "word" for slot in part.slots for word in slot) for part in parts)


def _pattern_words(pattern: Pattern, allowed: Callable[[str], bool], losses: Losses) -> Iterator[str]:
    if len(pattern.nears) > 1 or len(pattern.nears[0].groups) > 1:
        losses["exchange.loss_distance"].append(pattern.source)
        return
    for part in pattern.nears[0].groups[0]:
        if isinstance(part, Verb):
            losses["exchange.loss_verb"].append(f"{part.particle}+{part.stem}")
            yield part.particle + part.stem
        elif any(part.gaps):
            losses["exchange.loss_distance"].append(pattern.source)
        else:
            for made in _phrases(part):
                if allowed(made):
                    yield made
                else:
                    losses["exchange.loss_glob"].append(made)


def _phrases(part: Phrase) -> Iterator[str]:
    chosen = ([word.text for word in slot] for slot in part.slots)
    yield from islice((" ".join(words) for words in product(*chosen)), MOST_FORMS)
