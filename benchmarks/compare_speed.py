"""How long comparing themes takes, from tables of `qualcode tag` to every interval and p-value.

    qualcode tag FOLDER --codebook codebooks/nieuw-welzijn.yaml --out tags.csv --units units.csv
    python benchmarks/compare_speed.py tags.csv units.csv [--name-pattern '{party}_{year}'] [--by year]

Times reading the tables, frequencies with jackknife intervals, all contrasts with 10,000 permutations and Holm, and the timeline; three rounds, medians.
Wall-clock seconds are printed beside the time that reading the two tables with pandas alone takes in the same run: quote the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from qualcode.workflows.measures import MeasureOptions, run_measure
from qualcode.workflows.tagged_tables import tables_basis

ROUNDS = 3


def main(tags: Path, units: Path, pattern: str, by: str) -> None:
    basis, _ = tables_basis(tags, units, name_pattern=pattern)
    options = MeasureOptions(by=(by,))
    steps: dict[str, Callable[[], object]] = {
        "read both tables, pandas alone": lambda: (pd.read_csv(tags), pd.read_csv(units)),
        "read both tables, all checks": lambda: tables_basis(tags, units, name_pattern=pattern),
        "frequencies with intervals": lambda: run_measure(basis, "frequencies", options),
        "contrasts, 10,000 permutations": lambda: run_measure(basis, "contrasts", options),
        "timeline with trend": lambda: run_measure(basis, "timeline", options),
        "cooccurrence, 2,000 draws": lambda: run_measure(basis, "cooccurrence", MeasureOptions()),
    }
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            begun = time.perf_counter()
            step()
            seconds[name].append(time.perf_counter() - begun)
    words, documents = int(basis.all_units["words"].sum()), basis.all_units["document_id"].nunique()
    contrasts = len(run_measure(basis, "contrasts", options).table)
    print(f"{documents} documents, {words:,} words, {len(basis.all_units):,} units, {len(basis.coded):,} codes, {contrasts} tests")
    base = statistics.median(seconds["read both tables, pandas alone"])
    total = 0.0
    for name, taken in seconds.items():
        median = statistics.median(taken)
        total += median if "alone" not in name else 0
        print(f"{name:34} {median:8.3f} s   ratio {median / base:6.2f}")
    print(f"{'together':34} {total:8.3f} s   ratio {total / base:6.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tags", type=Path)
    parser.add_argument("units", type=Path)
    parser.add_argument("--name-pattern", default="{party}_{year}")
    parser.add_argument("--by", default="year")
    given = parser.parse_args()
    main(given.tags, given.units, given.name_pattern, given.by)
