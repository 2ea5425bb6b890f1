"""The methods paragraph: what was done, with the numbers of this project, in the words of a methods section."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualcode.model import Run
from qualcode.workflows.agreement import DRAWS, CodedTogether
from qualcode.workflows.report.facts import SEED, Facts
from qualcode.workflows.report.wording import Wording


def methods_paragraph(facts: Facts, words: Wording) -> str:
    """Running text in the language of `words`."""
    return " ".join(_sentences(facts, words))


def _sentences(facts: Facts, words: Wording) -> Iterator[str]:
    book, run = facts.codebook, facts.last_run
    yield words(
        "m_corpus", documents=words.whole(len(facts.documents)), words=words.whole(facts.words), units=words.whole(len(facts.units)), version=facts.version,
    )  # fmt: skip
    yield words(
        "m_codebook", name=book.name, number=facts.codebook_number, sha=book.sha256[:12], themes=len(book.themes), codes=len(book.codes)
    )
    if run is not None:
        yield words(
            f"m_machine_{_kind(run)}", model=(run.model or "")[:12], rules=len(book.rules), pipeline=run.pipeline.split(" ")[0], segmenter=run.segmenter, suggestions=words.whole(facts.suggestions),
            reviewed=words.whole(facts.reviewed), share=words.percent(facts.reviewed / facts.suggestions if facts.suggestions else float("nan")),
        )  # fmt: skip
    coded = [one for one in facts.persons if one.codings or one.nothing_here or one.rejected]
    if coded:
        yield words(
            "m_persons_one" if len(coded) == 1 else "m_persons", count=len(coded), codings=words.whole(sum(one.codings for one in coded)),
            accepted=words.percent(facts.accepted_share), rejected=words.whole(sum(one.rejected for one in coded)),
        )  # fmt: skip
    else:
        yield words("m_nobody")
    for name, found in (("persons", facts.persons_agree), ("machine", facts.machine_agree)):
        if found is not None:
            yield _agreement(name, found, facts.tables[name], words)
    if facts.persons_agree is None:
        yield words("m_no_agreement")
    yield words(
        f"m_counted_{facts.source}", units=words.whole(len(facts.overall.units)), documents=facts.overall.units["document_id"].nunique()
    )


def _kind(run: Run) -> str:
    """What worked in a run: `rules`, `classifier`, or `both`."""
    if run.model is None:
        return "rules"
    return "classifier" if run.options.get("coder") == "classifier" else "both"


def _agreement(name: str, found: CodedTogether, table: pd.DataFrame, words: Wording) -> str:
    whole = table[table["coders"] == ", ".join(found.coders)]
    alphas = whole[(whole["measure"] == "krippendorff_alpha_nominal") & whole["value"].notna()]
    sets = whole[(whole["measure"] == "krippendorff_alpha_masi")].iloc[0]
    common = {"units": words.whole(len(found.units)), "documents": words.whole(found.ratings.cluster_count), "coders": len(found.coders)}
    if alphas.empty:
        return words(f"m_agreement_{name}_undefined", **common)
    ordered = alphas.sort_values("value", kind="stable")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return words(
        f"m_agreement_{name}",
        **common,
        least=words.interval(low["value"], low["low"], low["high"]),
        least_theme=low["code"],
        most=words.interval(high["value"], high["low"], high["high"]),
        most_theme=high["code"],
        masi=words.interval(sets["value"], sets["low"], sets["high"]),
        draws=words.whole(DRAWS),
        seed=SEED,
    )
