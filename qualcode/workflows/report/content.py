"""The report as blocks: corpus, codebook, how it was coded, frequencies, agreement, quotations, limits, methods paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from qualcode.charts.report_charts import agreement_chart, drawn, rates_chart
from qualcode.export.report import Block, Grid, Heading, Listing, Paragraph, Picture, Quotation, Report
from qualcode.store import ProjectStore
from qualcode.workflows.agreement import CodedTogether
from qualcode.workflows.compare import Comparison, Source
from qualcode.workflows.report.facts import Facts, gather
from qualcode.workflows.report.limits import limits
from qualcode.workflows.report.methods import methods_paragraph
from qualcode.workflows.report.quotations import example_rows, pseudonyms, shortened
from qualcode.workflows.report.wording import Wording

Quotations = Literal["plain", "pseudonyms", "none"]
MOST_VALUES = 12  # of a variable that are counted one by one
_CHART_MEASURES = ("krippendorff_alpha_nominal", "gwet_ac1")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """language: `nl` or `en`, of all but the methods paragraph, which is in both. quotations: as they are, with names replaced, or none.

    source: what is counted, chosen when None. variable: what groups are made by, chosen when None, none when ''.
    """

    language: str = "nl"
    quotations: Quotations = "plain"
    source: Source | None = None
    variable: str | None = None


def report_content(store: ProjectStore, options: ReportOptions) -> Report:
    """The whole report. Raises AnalysisError when there is nothing to report on."""
    facts, words = gather(store, source=options.source, variable=options.variable), Wording(options.language)
    blocks: list[Block] = [
        *_corpus(facts, words),
        *_codebook(facts, words),
        *_coding(facts, words),
        *_frequencies(facts, words),
        *_agreement(facts, words),
        *_quotations(store, facts, words, options.quotations),
        Heading(words("limits")),
        Listing(tuple(limits(facts, words, quotations=options.quotations))),
        Heading(words("methods")),
        Paragraph(words("methods_note"), note=True),
    ]
    for language in (options.language, "en" if options.language == "nl" else "nl"):
        blocks += [Heading(words(f"methods_{language}"), 2), Paragraph(methods_paragraph(facts, Wording(language)))]
    subtitle = words("subtitle", day=words.day(facts.made), version=facts.version)
    return Report(words("title", name=facts.name), subtitle, options.language, tuple(blocks))


# --- corpus and codebook -------------------------------------------------------------------------------------


def _corpus(facts: Facts, words: Wording) -> Iterator[Block]:
    yield Heading(words("corpus"))
    yield Paragraph(
        words(
            "corpus_size", documents=words.whole(len(facts.documents)), units=words.whole(len(facts.units)), words=words.whole(facts.words)
        )
    )
    kinds = Counter(facts.units["kind"])
    rows = tuple(
        (words.other(f"app.kind_{kind}"), words.whole(count), words.percent(count / len(facts.units)))
        for kind, count in kinds.most_common()
    )
    yield Grid((words("unit_kind"), words("units"), words("share")), rows, frozenset({1, 2}), words("unit_kinds_caption"))
    names = sorted({name for document in facts.documents for name in document.variables})
    rows_of_values, many = [], []
    for name in names:
        values = Counter(document.variables.get(name, "") for document in facts.documents)
        if len(values) > MOST_VALUES or len(values) == len(facts.documents) > 2:
            many.append(name)
            continue
        counted = (f"{value or words('no_value')} ({words.whole(count)})" for value, count in sorted(values.items()))
        rows_of_values.append((name, "; ".join(counted)))
    if rows_of_values:
        yield Grid((words("variable"), words("values")), tuple(rows_of_values), caption=words("variables_caption"))
    if many:
        yield Paragraph(words("variables_many", names=words.listed(many)), note=True)


def _codebook(facts: Facts, words: Wording) -> Iterator[Block]:
    book = facts.codebook
    yield Heading(words("codebook"))
    yield Paragraph(
        words(
            "codebook_is", name=book.name, version=book.version or "–", number=facts.codebook_number, count=facts.codebook_versions,
            sha=book.sha256[:12], themes=len(book.themes), codes=len(book.codes), rules=len(book.rules),
        )
    )  # fmt: skip
    if book.description:
        yield Paragraph(" ".join(book.description.split()))
    rows = []
    for code in book.codes:
        parts = [" ".join(code.definition.split())]
        parts += [words("wel", text="; ".join(code.wel))] if code.wel else []
        parts += [words("niet", text="; ".join(code.niet))] if code.niet else []
        rows.append((code.path, "\n".join(part for part in parts if part) or "–"))
    yield Grid((words("code"), words("definition")), tuple(rows))


# --- how the coding was done ---------------------------------------------------------------------------------


def _coding(facts: Facts, words: Wording) -> Iterator[Block]:
    yield Heading(words("coding"))
    if facts.persons:
        rows = tuple(
            (one.name, *(words.whole(number) for number in (one.documents, one.codings, one.accepted, one.nothing_here, one.rejected)))
            for one in facts.persons
        )
        header = tuple(words(f"person_{name}") for name in ("name", "documents", "codings", "accepted", "nothing", "rejected"))
        yield Grid(header, rows, frozenset(range(1, 6)), words("persons_caption"))
        yield Paragraph(words("accepted_share", share=words.percent(facts.accepted_share), own=words.percent(1 - facts.accepted_share)))
    else:
        yield Paragraph(words("nobody_coded"))
    if not facts.runs:
        yield Paragraph(words("no_machine"))
        return
    yield Paragraph(
        words(
            "machine_did", suggestions=words.whole(facts.suggestions), reviewed=words.whole(facts.reviewed),
            share=words.percent(facts.reviewed / facts.suggestions if facts.suggestions else float("nan")),
        )
    )  # fmt: skip
    rows = tuple(
        (
            run.time.astimezone().strftime("%Y-%m-%d %H:%M"),
            facts.coders[run.coder].name if run.coder in facts.coders else run.coder,
            run.pipeline,
            run.segmenter,
            run.codebook_sha256[:12],
            (run.model or "–")[:12],
            "–" if run.seed is None else str(run.seed),
            ", ".join(f"{name} {version}" for name, version in run.packages.items()),
        )
        for run in facts.runs
    )
    header = tuple(words(f"run_{name}") for name in ("time", "coder", "pipeline", "segmenter", "codebook", "model", "seed", "packages"))
    yield Grid(header, rows, caption=words("runs_caption"))


# --- frequencies ---------------------------------------------------------------------------------------------


def _frequencies(facts: Facts, words: Wording) -> Iterator[Block]:
    yield Heading(words("frequencies"))
    overall = facts.overall
    yield Paragraph(
        words(f"counted_{facts.source}", units=words.whole(len(overall.units)), documents=overall.units["document_id"].nunique())
    )
    yield _frequency_grid(overall, words, words("frequencies_caption"))
    yield _rates_picture(overall, (), words, words("frequencies_chart"))
    if facts.grouped is not None:
        yield Heading(words("frequencies_by", name=facts.variable), 2)
        yield _frequency_grid(facts.grouped, words, words("frequencies_by_caption", name=facts.variable))
        yield _rates_picture(facts.grouped, (facts.variable,), words, words("frequencies_by", name=facts.variable))
    yield Paragraph(words("frequencies_note"), note=True)


def _frequency_grid(found: Comparison, words: Wording, caption: str) -> Grid:
    header = (*found.by, *(words(f"frequency_{name}") for name in ("theme", "units", "share", "per_1000", "documents", "dp")))
    rows = tuple(
        (
            *(str(row[name]) or words("no_value") for name in found.by),
            str(row["theme"]),
            f"{words.whole(row['units'])} / {words.whole(row['total_units'])}",
            words.percent(row["share_of_units"]),
            words.interval(row["per_1000_words"], row["per_1000_low"], row["per_1000_high"]),
            f"{words.whole(row['documents'])} / {words.whole(row['total_documents'])}",
            words.decimal(row["dp"]),
        )
        for row in found.table.to_dict("records")
    )
    first = len(found.by) + 1
    return Grid(tuple(map(str, header)), rows, frozenset(range(first, first + 5)), caption)


def _rates_picture(found: Comparison, by: tuple[str, ...], words: Wording, title: str) -> Picture:
    total = found.units
    subtitle = words(
        "chart_n", units=words.whole(len(total)), words=words.whole(total["words"].sum()), documents=total["document_id"].nunique()
    )
    chart = rates_chart(found.table, by=by, themes=found.themes, language=words.language, title=title, subtitle=subtitle)
    svg, png, width = drawn(chart)
    return Picture(svg, png, width, alt=f"{title}. {words('alt_numbers')}", caption=words(f"source_{found.source}"))


# --- agreement -----------------------------------------------------------------------------------------------


def _agreement(facts: Facts, words: Wording) -> Iterator[Block]:
    yield Heading(words("agreement"))
    if facts.persons_agree is None:
        yield Paragraph(words("agreement_none"))
    else:
        yield Heading(words("agreement_persons"), 2)
        yield from _one_agreement(facts.persons_agree, facts.tables["persons"], words)
    if facts.machine_agree is not None:
        yield Heading(words("agreement_machine"), 2)
        yield from _one_agreement(facts.machine_agree, facts.tables["machine"], words)
    if facts.persons_agree is not None or facts.machine_agree is not None:
        yield Paragraph(words("agreement_note"), note=True)


def _one_agreement(found: CodedTogether, table: pd.DataFrame, words: Wording) -> Iterator[Block]:
    names = ", ".join(found.coders)
    documents = found.ratings.cluster_count
    yield Paragraph(
        words("agreement_on", names=words.listed(found.coders), units=words.whole(len(found.units)), documents=words.whole(documents))
    )
    for name, share in found.accepted.items():
        if share > 0:
            yield Paragraph(words.other("agreement.not_independent", name=name, share=words.decimal(100 * share, 0)))
    whole = table[table["coders"] == names]
    cells = {(row["code"], row["measure"]): row for row in whole.to_dict("records")}
    kappa = "cohen_kappa" if len(found.coders) == 2 else "fleiss_kappa"
    shown = ("prevalence", "percent_agreement", "positive_agreement", kappa, *_CHART_MEASURES)
    rows = []
    for code in found.used_codes:
        rows.append((code, *(_cell(cells[code, measure], words) for measure in shown)))
    header = (words("frequency_theme"), *(words.other(f"agreement.measure_{measure}") for measure in shown))
    caption = words("agreement_caption", units=words.whole(len(found.units)), documents=words.whole(documents))
    yield Grid(header, tuple(rows), frozenset(range(1, len(header))), caption)
    sets, spans = cells["", "krippendorff_alpha_masi"], cells["", "alpha_u_nominal"]
    yield Paragraph(words("agreement_sets", masi=_cell(sets, words), spans=_cell(spans, words)))
    if found.used_codes:
        subtitle = words("agreement_chart_n", units=words.whole(len(found.units)), documents=words.whole(documents), names=names)
        measures = [words.other(f"agreement.measure_{name}") for name in _CHART_MEASURES]
        only = whole[whole["code"] != ""]
        chart = agreement_chart(
            only, measures=_CHART_MEASURES, names=measures, language=words.language, title=words("agreement_chart"), subtitle=subtitle
        )  # fmt: skip
        svg, png, width = drawn(chart)
        yield Picture(svg, png, width, alt=f"{words('agreement_chart')}. {words('alt_numbers')}")


def _cell(row: Mapping[Hashable, Any], words: Wording) -> str:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    return words.interval(value, low, high) if value == value else f"– ({words.other(str(row['reason']))})"


# --- quotations ----------------------------------------------------------------------------------------------


def _quotations(store: ProjectStore, facts: Facts, words: Wording, kind: Quotations) -> Iterator[Block]:
    yield Heading(words("quotations"))
    if kind == "none":
        yield Paragraph(words("quotations_none"))
        return
    yield Paragraph(words(f"quotations_{kind}"), note=True)
    masked = pseudonyms(store, facts, words) if kind == "pseudonyms" else None
    numbers = {document.id: number for number, document in enumerate(facts.documents, 1)}
    for theme in facts.overall.themes:
        rows = example_rows(store, facts, theme).to_dict("records")
        if not rows:
            continue
        yield Heading(theme, 2)
        for row in rows:
            name = str(row["document"]) if masked is None else words("document_number", number=numbers[row["document_id"]])
            speaker = str(row["speaker"])
            if speaker and masked is not None:
                speaker = masked.speaker(speaker)
            place = words("place", start=words.whole(row["start"]), end=words.whole(row["end"]))
            stance = words("stance", stance=words.other(f"app.stance_{row['stance']}")) if row["stance"] else ""
            source = " · ".join(part for part in (name, speaker, place, str(row["code"]), stance) if part)
            passage = str(row["text"])
            yield Quotation(shortened(passage if masked is None else masked.mask(passage)), source)
