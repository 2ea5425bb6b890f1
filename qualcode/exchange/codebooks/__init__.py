"""Codebooks in forms of other tools: quanteda, LIWC, tables (also Taguette's) and REFI-QDA, in and out, each with what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.exchange.codebooks import liwc, qdc, quanteda, table
from qualcode.exchange.codebooks.own_yaml import own_yaml
from qualcode.exchange.codebooks.plain import Loss, PlainBook, PlainCode, losses_of, plain_codes
from qualcode.exchange.codebooks.words import dictionary_words, inlined

__all__ = ["FORMS", "Form", "Loss", "PlainBook", "PlainCode", "own_yaml", "written_as"]


@dataclass(frozen=True)
class Form:
    """A form of another tool. holds: the fields of a code that it has. allowed: whether it holds a word; None when it holds no words."""

    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], PlainBook]
    write: Callable[[PlainBook], bytes]
    holds: tuple[str, ...]
    allowed: Callable[[str], bool] | None = None
    whole_patterns: bool = False


FORMS: dict[str, Form] = {
    "quanteda": Form((".yaml", ".yml"), quanteda.read, quanteda.write, quanteda.HOLDS, quanteda.allowed),
    "liwc": Form((".dic",), liwc.read, liwc.write, liwc.HOLDS, liwc.allowed),
    "csv": Form((".csv",), table.read_csv, table.write_csv, table.HOLDS, table.allowed, whole_patterns=True),
    "xlsx": Form((".xlsx",), table.read_xlsx, table.write_xlsx, table.HOLDS, table.allowed, whole_patterns=True),
    "qdc": Form((".qdc",), qdc.read, qdc.write, qdc.HOLDS),
}


def written_as(codebook: Codebook, form: Form) -> tuple[bytes, list[Loss]]:
    """A codebook of ours in another form, and everything that this form could not hold."""
    words: dict[str, tuple[str, ...]] = {}
    losses: list[Loss] = []
    rules = codebook.rules
    if form.whole_patterns:
        for code in codebook.codes:
            words[code.id] = tuple(dict.fromkeys(inlined(one.source, codebook.lists) for rule in code.rules for one in rule.find))
        more = [rule.id for _, rule in rules if rule.with_any or rule.needs_topic or rule.kinds or rule.roles or rule.not_ or rule.without]
        more += [code.path for code in codebook.codes if code.exceptions]
        losses += [Loss("exchange.loss_parts", len(more), tuple(more))] if more else []
    elif form.allowed is not None:
        words, lost = dictionary_words(codebook, form.allowed)
        losses += lost
    elif rules:
        losses.append(Loss("exchange.loss_rules", len(rules), tuple(rule.id for _, rule in rules)))
    codes = plain_codes(codebook, words)
    beside = [rule.id for _, rule in rules if rule.examples or rule.counterexamples]
    losses += [Loss("exchange.loss_sentences", len(beside), tuple(beside))] if beside else []
    losses += losses_of(codes, (*form.holds, "words"))
    return form.write(PlainBook(codebook.name, codes)), losses
