"""`qualcode compare`: themes compared between groups, from a project or from what `qualcode tag` wrote. One table for each measure."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualcode.cli.words import language, say_text
from qualcode.errors import UsageError
from qualcode.workflows.chart_files import CHART_SUFFIXES, check_chart, write_chart
from qualcode.workflows.compare import SOURCES, frame_text, write_frame
from qualcode.workflows.comparison_basis import Basis, project_basis
from qualcode.workflows.measures import MEASURES, RATES, SEED, MeasureOptions, MeasureResult, run_measure
from qualcode.workflows.prevalence import project_prevalence, tables_prevalence
from qualcode.workflows.projects import open_project
from qualcode.workflows.tagged_tables import tables_basis

MOST_SHOWN = 60  # rows on a screen; a file holds them all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", nargs="?", help="a project; or give --tags and --units")
    tables = parser.add_argument_group("from the tables of `qualcode tag`")
    tables.add_argument("--tags", type=Path, metavar="FILE", help="its --out")
    tables.add_argument("--units", type=Path, metavar="FILE", help="its --units of the same run (the denominators)")
    tables.add_argument("--variables", type=Path, metavar="CSV", help="a table with a column 'document' and one column a variable")
    tables.add_argument("--name-pattern", default="", metavar="PATTERN", help="variables from file names, such as '{party}_{year}'")
    tables.add_argument("--codebook", type=Path, metavar="FILE", help="gives the order of themes, and those that never occur")
    tables.add_argument("--reviewed", type=Path, metavar="FILE", help="a person's codings of a random sample (for --measure prevalence)")
    what = parser.add_argument_group("what is compared")
    what.add_argument("--measure", choices=MEASURES, default="frequencies", help="which table (default: frequencies)")
    what.add_argument("--by", action="append", default=[], metavar="VARIABLE", help="what makes the groups; twice: two variables crossed")
    what.add_argument("--level", choices=["theme", "code"], default="theme", help="count themes or every code (default: theme)")
    what.add_argument(
        "--source", choices=list(SOURCES), help="reviewed codings, suggestions, or both (project: codings; tables: suggestions)"
    )
    what.add_argument("--coder", metavar="NAME", help="only this person's codings (project)")
    what.add_argument("--interviewers", action="store_true", help="count interviewers' turns too")
    what.add_argument("--headings", action="store_true", help="count headings too")
    how = parser.add_argument_group("how")
    how.add_argument("--rate", choices=RATES, default="per_1000_words", help="what contrasts and trends compare (default: per_1000_words)")
    how.add_argument(
        "--contrast", nargs=2, action="append", metavar=("A", "B"), help="compare group A with B; may be given again; B '*': all others"
    )
    how.add_argument(
        "--pairs", choices=["auto", "pairs", "rest"], default="auto", help="without --contrast: all pairs, or each with the rest"
    )
    how.add_argument("--cluster", default="document_id", metavar="VARIABLE", help="what was drawn together (default: the document)")
    how.add_argument("--strata", default="", metavar="VARIABLE", help="deal labels anew only within the values of this variable")
    how.add_argument("--permutations", type=int, default=10_000, metavar="N", help="deals of the permutation test (default: 10000)")
    how.add_argument("--seed", type=int, default=SEED, metavar="N", help="of permutations and draws")
    how.add_argument("--within", default="same", metavar="same|adjacent|N", help="cooccurrence: same unit, the one beside it, or N away")
    how.add_argument("--sentences", action="store_true", help="cooccurrence: count in sentences instead of units")
    how.add_argument("--year", default="", metavar="VARIABLE", help="timeline: the variable with the year (default: the first --by)")
    how.add_argument(
        "--target", default="", metavar="NAME", help="keyness: the theme, or group of --by, whose words are sought (default: each)"
    )
    how.add_argument("--most", type=int, default=50, metavar="N", help="keyness: words for each target (default: 50)")
    out = parser.add_argument_group("where to")
    out.add_argument("--out", type=Path, metavar="FILE", help="table to write (csv, xlsx, jsonl, parquet); default: standard output")
    out.add_argument("--chart", type=Path, metavar="FILE", help=f"also a chart ({', '.join(CHART_SUFFIXES)})")
    out.add_argument("--raw", action="store_true", help="no ' before cells that a spreadsheet would calculate")


def run(options: argparse.Namespace) -> int:
    asked = _asked(options)
    if options.chart is not None:
        check_chart(options.chart, options.measure)
    result = _from_project(options, asked) if options.project is not None else _from_tables(options, asked)
    if options.out is not None:
        write_frame(result.table, options.out, raw=options.raw)
    elif sys.stdout.isatty():
        _show(result)
    else:
        print(frame_text(result.table), end="")
    if options.chart is not None:
        write_chart(result, asked, options.chart, language=language())
    for key, values in result.notes:
        say_text(key, **values)
    return 0


def _asked(options: argparse.Namespace) -> MeasureOptions:
    given = bool(options.tags or options.units)
    if (options.project is None) == (not given) or bool(options.tags) != bool(options.units):
        raise UsageError("compare.project_or_tables")
    if len(options.by) > 2:
        raise UsageError("compare.by_most", given=len(options.by))
    if options.within not in ("same", "adjacent") and not options.within.isdigit():
        raise UsageError("compare.within", given=options.within)
    within = int(options.within) if options.within.isdigit() else options.within
    return MeasureOptions(
        by=tuple(options.by), level=options.level, rate=options.rate, contrasts=[tuple(pair) for pair in options.contrast or []] or options.pairs,
        cluster="document_id" if options.cluster == "document" else options.cluster, strata=options.strata, permutations=options.permutations,
        seed=options.seed, within="same" if within == 0 else within, sentences=options.sentences, year=options.year, target=options.target,
        most=options.most,
    )  # fmt: skip


def _from_project(options: argparse.Namespace, asked: MeasureOptions) -> MeasureResult:
    with open_project(options.project) as store:
        persons = {one.name: one.id for one in store.coders() if one.kind == "person"}
        if options.coder is not None and options.coder not in persons:
            raise UsageError("workflows.coder_unknown", name=options.coder, known=", ".join(sorted(persons)) or "-")
        coder = persons.get(options.coder)
        if options.measure == "prevalence":
            return project_prevalence(
                store, level=options.level, interviewers=options.interviewers, headings=options.headings, coder=coder
            )  # fmt: skip
        basis = project_basis(
            store, source=options.source or "codings", interviewers=options.interviewers, headings=options.headings, coder=coder
        )  # fmt: skip
        return run_measure(basis, options.measure, asked)


def _from_tables(options: argparse.Namespace, asked: MeasureOptions) -> MeasureResult:
    if options.source not in (None, "suggestions") or options.coder is not None:
        raise UsageError("compare.tables_are_suggestions")
    basis, unmatched = tables_basis(
        options.tags, options.units, variables=options.variables, name_pattern=options.name_pattern, codebook=options.codebook,
        interviewers=options.interviewers, headings=options.headings,
    )  # fmt: skip
    for row in unmatched:
        say_text("compare.unmatched", row=row)
    if options.measure == "prevalence":
        if options.reviewed is None:
            raise UsageError("compare.prevalence_needs_reviewed")
        return tables_prevalence(_checked(basis, asked), options.reviewed, level=options.level)
    return run_measure(basis, options.measure, asked)


def _checked(basis: Basis, asked: MeasureOptions) -> Basis:
    basis.checked(asked.by)
    return basis


def _show(result: MeasureResult) -> None:
    """The table for a person's eyes: rounded, without the columns that are empty."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = result.table
    kept = [name for name in table.columns if (table[name].notna() & (table[name].astype(str) != "")).any()]
    shown = Table(show_lines=False)
    for name in kept:
        shown.add_column(escape(str(name)), justify="right" if table[name].dtype.kind in "if" else "left", overflow="fold")
    for row in table[kept].head(MOST_SHOWN).itertuples(index=False, name=None):
        shown.add_row(*(escape(_cell(value)) for value in row))
    Console().print(shown)
    if len(table) > MOST_SHOWN:
        say_text("compare.more_rows", shown=MOST_SHOWN, rows=len(table))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.4g}".replace(".", "," if language() == "nl" else ".")
    return str(value)
