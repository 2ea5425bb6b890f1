"""How often the tests find a difference where there is none: real documents split at random into two groups.

    qualcode tag FOLDER --codebook codebooks/nieuw-welzijn.yaml --out tags.csv --units units.csv
    python benchmarks/false_positive_rate.py tags.csv units.csv [--splits 1000] [--sizes 12 30 52]

For each size: that many documents a group are drawn without replacement, each theme is one test, nominal level 5 %. Printed for each test the share of
"significant" cases: permutation of documents, jackknife interval of the difference that misses 0, and beside them the two-cell G2 and the chi-square
test that count words as independent draws. The Monte-Carlo standard error counts splits, not tests, for the themes of a split share its documents.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy import stats

from qualcode.analysis.clusters import count_clusters
from qualcode.analysis.keyness import g2_two_cell
from qualcode.analysis.permutation import between_clusters
from qualcode.analysis.rates import difference_interval
from qualcode.workflows.tagged_tables import tables_basis

CRITICAL = float(stats.chi2.ppf(0.95, 1))
NAMES = ("permutation of documents", "jackknife of the difference", "G2, two cells", "chi-square")


def main(tags: Path, units: Path, splits: int, sizes: list[int], permutations: int, seed: int) -> None:
    basis, _ = tables_basis(tags, units)
    counts = count_clusters(basis.units, basis.coded, basis.themes)
    random = np.random.default_rng(seed)
    print(
        f"{len(counts.words)} documents, {int(counts.words.sum()):,} words, {int(counts.hits.sum()):,} units with a theme, {len(basis.themes)} themes"
    )
    for size in sizes:
        if 2 * size > len(counts.words):
            print(f"2 x {size}: too few documents")
            continue
        shares = [one_split(counts.hits, counts.words, size, random, permutations) for _ in range(splits)]
        table = np.array([share for share in shares if not np.isnan(share).any()])
        means, errors = table.mean(axis=0), table.std(axis=0) / np.sqrt(len(table))
        print(f"\n2 x {size} documents, {len(table)} splits x {len(basis.themes)} themes")
        for name, mean, error in zip(NAMES, means, errors, strict=True):
            print(f"  {name:28} {mean:6.3f}  (Monte-Carlo s.e. {error:.3f})")


def one_split(hits: np.ndarray, words: np.ndarray, size: int, random: np.random.Generator, permutations: int) -> np.ndarray:
    """The share of themes that each test of NAMES calls different in one random split."""
    chosen = random.permutation(len(words))[: 2 * size]
    x, w = hits[chosen], words[chosen]
    first = np.repeat([True, False], size)
    found = between_clusters(x, w, first, permutations=permutations, seed=int(random.integers(2**31)))
    places = np.arange(2 * size)
    called = []
    for theme in range(x.shape[1]):
        gap = difference_interval((x[first, theme], w[first]), (x[~first, theme], w[~first]), (places[first], places[~first]))
        a, b, c, d = x[first, theme].sum(), x[~first, theme].sum(), w[first].sum(), w[~first].sum()
        square = stats.chi2_contingency([[a, b], [c - a, d - b]], correction=False).statistic if a + b else 0.0
        p = found.p[theme]
        called.append(
            (
                not np.isnan(p) and p <= 0.05,
                not np.isnan(gap.low) and not gap.low <= 0 <= gap.high,
                g2_two_cell(a, b, c, d) > CRITICAL,
                square > CRITICAL,
            )
        )
    return np.array(called, float).mean(axis=0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tags", type=Path)
    parser.add_argument("units", type=Path)
    parser.add_argument("--splits", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[12, 30, 52])
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    main(given.tags, given.units, given.splits, given.sizes, given.permutations, given.seed)
