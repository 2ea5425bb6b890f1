"""What must hold for every table: counts add up, shares are shares, labels of equal groups do not matter, and chance gives 5 %."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import theme_frequencies
from qualcode.analysis.clusters import MEASURES, count_clusters
from qualcode.analysis.contrasts import theme_contrasts
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.matrix import code_by_document
from qualcode.analysis.permutation import between_clusters, within_clusters
from qualcode.analysis.portrait import document_portrait
from qualcode.analysis.rates import difference_interval
from qualcode.analysis.sequence import theme_sequence
from qualcode.analysis.stance import STANCE_KINDS, theme_stance
from qualcode.analysis.timeline import theme_timeline
from qualcode.errors import AnalysisError

THEMES = ("E", "O", "nooit")
unit = st.tuples(
    st.sampled_from("abcdef"), st.integers(0, 60), st.sampled_from(["interviewer", "respondent", ""]),
    st.sets(st.sampled_from(["E", "O"])), st.sampled_from(["voor", "tegen", "neutraal", ""]),
)  # fmt: skip
corpora = st.lists(unit, min_size=1, max_size=40)


def frames(rows: list[tuple[str, int, str, set[str], str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    units = pd.DataFrame(
        [(d, d, n, 10 * n, 10 * n + 5, "turn", role, words, "ab"["abc".find(d) < 0], 2000 + "abcdef".index(d)) for n, (d, words, role, _, _) in enumerate(rows)],
        columns=["document_id", "document", "block", "start", "end", "kind", "speaker_role", "words", "half", "jaar"],
        index=pd.Index(range(100, 100 + len(rows))),
    )  # fmt: skip
    coded = pd.DataFrame(
        [(100 + n, theme, theme, stance, "x") for n, (_, _, _, themes, stance) in enumerate(rows) for theme in sorted(themes)],
        columns=["unit", "code", "theme", "stance", "coder"],
    )
    return units, coded


@given(corpora, st.sampled_from([["half"], ["speaker_role"], ["document"], ["half", "speaker_role"]]))
def test_counts_add_up_over_any_grouping_and_shares_are_shares(rows: list, by: list[str]) -> None:
    units, coded = frames(rows)
    whole = theme_frequencies(units, coded, THEMES).set_index("theme")
    parts = theme_frequencies(units, coded, THEMES, by=by)
    for theme, group in parts.groupby("theme"):
        for column in ("units", "total_units", "words", "total_words"):
            assert group[column].sum() == whole.loc[theme, column]
    for table in (whole, parts):
        for column in (
            "share_of_units",
            "share_of_words",
            "share_of_documents",
            "dp",
            "dp_normalised",
            "share_low",
            "share_high",
            "largest_document_share",
        ):
            values = table[column].dropna()
            assert ((values >= 0) & (values <= 1 + 1e-12)).all()
        known = table.dropna(subset=["per_1000_low"])
        assert (known["per_1000_low"] <= known["per_1000_words"] + 1e-9).all()
        assert (known["per_1000_words"] <= known["per_1000_high"] + 1e-9).all()
        assert (table["per_1000_low"].isna() <= (table["reason"] != "")).all()


@given(corpora)
def test_a_matrix_a_portrait_and_stances_hold_every_coded_unit_once(rows: list) -> None:
    units, coded = frames(rows)
    counted = coded.groupby("theme")["unit"].nunique()
    matrix = code_by_document(units, coded, THEMES).groupby("theme")["units"].sum()
    stances = theme_stance(units, coded, THEMES, by=["half"])
    assert (stances[list(STANCE_KINDS)].sum(axis=1) == stances["units"]).all()
    portrait = document_portrait(units, coded, THEMES, parts=7)
    with_words = units.groupby("document_id")["words"].transform("sum") > 0
    for theme in THEMES:
        assert matrix[theme] == counted.get(theme, 0)
        assert stances.loc[stances["theme"] == theme, "units"].sum() == counted.get(theme, 0)
        own = units.loc[with_words & units.index.isin(coded.loc[coded["theme"] == theme, "unit"])]
        strip = portrait[portrait["theme"] == theme]
        assert strip["words"].sum() == pytest.approx(own["words"].sum())
        assert strip["units"].sum() == len(own)
        assert strip["share_of_words"].between(-1e-9, 1 + 1e-9).all()


@given(corpora, st.sampled_from(["same", "adjacent", 1, 3]))
def test_cooccurrence_agrees_with_asking_every_pair_of_units(rows: list, within: str | int) -> None:
    units, coded = frames(rows)
    table = cooccurrence(units, coded, ("E", "O"), within=within, draws=20)  # type: ignore[arg-type]
    has = {theme: set(coded.loc[coded["theme"] == theme, "unit"]) for theme in ("E", "O")}
    place = {index: (document, number) for document, group in units.groupby("document_id") for number, index in enumerate(group.index)}
    distances = {"same": {0}, "adjacent": {1}, 1: {0, 1}, 3: {0, 1, 2, 3}}[within]
    for row in table.to_dict("records"):
        near = [
            one for one in has[row["theme"]]
            if any(place[one][0] == place[two][0] and abs(place[one][1] - place[two][1]) in distances for two in has[row["other"]])
        ]  # fmt: skip
        assert row["together"] == len(near)
        assert row["together"] <= row["with_theme"] <= row["total"] == len(units)


@given(corpora)
def test_a_sequence_has_each_neighbouring_pair_once(rows: list) -> None:
    units, coded = frames(rows)
    table = theme_sequence(units, coded, ("E", "O"))
    pairs = sum(max(0, count - 1) for count in units.groupby("document_id").size())
    after = table[table["relation"] == "next"]
    assert set(after["total"]) <= {pairs}
    assert (after["together"] <= after[["with_before", "with_after"]].min(axis=1)).all()


def test_a_sequence_joins_a_question_to_all_of_its_answer() -> None:
    rows = [("a", 5, role, themes, "") for role, themes in (
        ("interviewer", {"E"}), ("respondent", set()), ("respondent", {"O"}), ("interviewer", set()), ("respondent", {"E"}), ("interviewer", {"O"}),
    )]  # fmt: skip
    units, coded = frames(rows)
    table = theme_sequence(units, coded, ("E", "O"))
    asked = table[table["relation"] == "question"].set_index(["before", "after"])["together"]
    assert asked[asked > 0].to_dict() == {("E", "O"): 1, ("-", "E"): 1}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 500)), min_size=2, max_size=8), st.integers(0, 2**31))
@settings(max_examples=30)
def test_groups_with_the_same_documents_never_differ(cells: list[tuple[int, int]], seed: int) -> None:
    hits, words = (np.array([cell[at] for cell in cells] * 2, float) for at in (0, 1))
    first = np.repeat([True, False], len(cells))
    test = between_clusters(hits[:, None], words, first, permutations=99, seed=seed)
    swapped = within_clusters((hits[first][:, None], words[first]), (hits[~first][:, None], words[~first]), permutations=99, seed=seed)
    for p in (test.p[0], swapped.p[0]):
        assert p == 1 or (np.isnan(p) and not hits.any())


def corpus_of(counts: dict[str, tuple[int, int]], **variables: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documents with so many units of 100 words, of which so many carry E."""
    units, coded = [], []
    for document, (total, with_theme) in counts.items():
        for number in range(total):
            if number < with_theme:
                coded.append((len(units), "E", "E", "voor", "x"))
            units.append(
                (
                    document,
                    document,
                    number,
                    number * 10,
                    number * 10 + 5,
                    "paragraph",
                    "",
                    100,
                    *(values[document] for values in variables.values()),
                )
            )
    columns = ["document_id", "document", "block", "start", "end", "kind", "speaker_role", "words", *variables]
    return pd.DataFrame(units, columns=columns), pd.DataFrame(coded, columns=["unit", "code", "theme", "stance", "coder"])


def sixteen() -> tuple[pd.DataFrame, pd.DataFrame]:
    counts = {f"d{n}": (10, 6 if n < 8 else 2) for n in range(16)}
    return corpus_of(counts, groep={f"d{n}": "a" if n < 8 else "b" for n in range(16)}, jaar={f"d{n}": str(2000 + n) for n in range(16)})


def test_a_real_difference_is_found_with_its_size_and_its_family() -> None:
    units, coded = sixteen()
    row = theme_contrasts(units, coded, ["E"], by=["groep"]).iloc[0]
    assert (row["rate_a"], row["rate_b"], row["difference"]) == pytest.approx((6.0, 2.0, 4.0))
    assert row["log_ratio"] == pytest.approx(np.log2(3))
    assert row["percent_difference"] == pytest.approx(200)
    assert row["p"] < 0.005
    assert (row["family"], row["design"], row["clusters_a"]) == (1, "between", 8)
    assert "few_clusters" in row["warnings"]


def test_the_same_seed_gives_the_same_p_and_another_contrast_changes_nothing() -> None:
    units, coded = sixteen()
    alone = theme_contrasts(units, coded, ["E"], by=["jaar"], contrasts=[("2000", "2009")], permutations=500)
    among = theme_contrasts(units, coded, ["E"], by=["jaar"], contrasts=[("2003", "2015"), ("2000", "2009")], permutations=500)
    assert alone.iloc[0]["p"] == among.iloc[1]["p"] or (np.isnan(alone.iloc[0]["p"]) and np.isnan(among.iloc[1]["p"]))


def test_many_groups_are_compared_with_the_rest() -> None:
    units, coded = sixteen()
    table = theme_contrasts(units, coded, ["E"], by=["jaar"], permutations=200)
    assert set(table["group_b"]) == {"*"}
    assert (table["hits_a"] + table["hits_b"] == len(coded)).all()


def test_a_stratum_takes_away_what_it_explains() -> None:
    """Long documents have the theme more often and lie in one group more often: within the stratum nothing is left."""
    counts = {f"d{n}": (10, 8 if n % 4 < 2 else 1) for n in range(40)}
    stratum = {name: "veel" if value[1] == 8 else "weinig" for name, value in counts.items()}
    groep = {f"d{n}": "a" if (n % 4 < 2) == (n % 10 > 1) else "b" for n in range(40)}
    units, coded = corpus_of(counts, groep=groep, soort=stratum)
    loose = theme_contrasts(units, coded, ["E"], by=["groep"], permutations=2000).iloc[0]["p"]
    tied = theme_contrasts(units, coded, ["E"], by=["groep"], strata="soort", permutations=2000).iloc[0]["p"]
    assert loose < 0.01
    assert tied > 0.2


def test_roles_are_swapped_within_documents_and_a_stratum_is_refused_there() -> None:
    rows = [(d, 50, role, {"E"} if role == "respondent" else set(), "") for d in "abcdef" for role in ("interviewer", "respondent")]
    units, coded = frames(rows)
    row = theme_contrasts(units, coded, ["E"], by=["speaker_role"]).iloc[0]
    assert (row["design"], row["exchanged"]) == ("within", 6)
    assert row["p"] == pytest.approx(2 / 64, abs=0.01)
    with pytest.raises(AnalysisError, match="within documents already"):
        theme_contrasts(units, coded, ["E"], by=["speaker_role"], strata="half")


@pytest.mark.parametrize("measure", MEASURES)
def test_every_rate_can_be_compared(measure: str) -> None:
    units, coded = sixteen()
    row = theme_contrasts(units, coded, ["E"], by=["groep"], measure=measure, permutations=200).iloc[0]  # type: ignore[arg-type]
    assert row["measure"] == measure
    counts = count_clusters(units, coded, ["E"], by=["groep"])
    assert counts.parts(measure)[0].shape == (16, 1)  # type: ignore[arg-type]


def test_a_rise_over_the_years_is_found_and_its_size_is_a_year() -> None:
    counts = {f"d{n}": (20, 1 + n // 2) for n in range(20)}
    units, coded = corpus_of(counts, jaar={f"d{n}": str(2000 + n) for n in range(20)})
    table = theme_timeline(units, coded, ["E", "nooit"], year="jaar", permutations=999)
    row = table[table["theme"] == "E"].iloc[0]
    assert table["jaar"].astype(int).is_monotonic_increasing
    assert row["trend"] == pytest.approx(0.5 * 10 / 20, rel=0.05)
    assert row["trend_low"] < row["trend"] < row["trend_high"]
    assert row["trend_p"] == 0.001
    assert row["trend_family"] == 1
    assert set(table.loc[table["theme"] == "nooit", "trend_reason"]) == {"no_hits"}


# --- hostile input --------------------------------------------------------------------------------------------


def test_one_document_gives_counts_and_no_interval() -> None:
    units, coded = corpus_of({"d": (10, 3)})
    row = theme_frequencies(units, coded, ["E"]).iloc[0]
    assert (row["units"], row["per_1000_words"]) == (3, 3.0)
    assert row[["per_1000_low", "per_1000_high", "dp"]].isna().all()
    assert row["reason"] == "one_cluster"
    assert set(row["warnings"].split(";")) == {"few_clusters", "dominant_document", "few_hits"}


def test_no_codings_give_zeros_and_no_interval_and_no_p() -> None:
    units, _ = sixteen()
    nothing = pd.DataFrame(columns=["unit", "code", "theme", "stance", "coder"])
    table = theme_frequencies(units, nothing, ["E"], by=["groep"])
    assert table["units"].tolist() == [0, 0]
    assert table["reason"].tolist() == ["no_hits", "no_hits"]
    row = theme_contrasts(units, nothing, ["E"], by=["groep"]).iloc[0]
    assert pd.isna(row["p"])
    assert pd.isna(row["low"])
    assert (row["reason"], row["family"]) == ("no_hits", 0)
    assert theme_stance(units, nothing, ["E"]).iloc[0]["reason"] == "no_hits"
    assert cooccurrence(units, nothing, ["E", "O"])["reason"].tolist() == ["no_hits"]
    assert theme_timeline(units, nothing, ["E"], year="jaar")["trend_p"].isna().all()


def test_documents_without_a_value_take_no_part_in_a_contrast() -> None:
    units, coded = sixteen()
    units["half"] = [group if int(document[1:]) % 2 else "" for group, document in zip(units["groep"], units["document"], strict=True)]
    row = theme_contrasts(units, coded, ["E"], by=["half"], permutations=100).iloc[0]
    assert (row["group_a"], row["group_b"], row["clusters_a"] + row["clusters_b"]) == ("a", "b", 8)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"by": ["kind"]}, "only one group"),
        ({"by": []}, "--by"),
        ({"by": ["weg"]}, "'weg'"),
        ({"by": ["groep"], "contrasts": [("a", "z")]}, "'z'"),
        ({"by": ["groep"], "contrasts": [("a", "a")]}, "itself"),
    ],
    ids=["one group", "no groups", "no variable", "no such group", "with itself"],
)
def test_a_contrast_that_cannot_be_made_is_one_sentence(options: dict, says: str) -> None:
    units, coded = sixteen()
    with pytest.raises(AnalysisError, match=says):
        theme_contrasts(units, coded, ["E"], **options)


def test_two_documents_can_never_give_a_small_p_and_the_row_says_so() -> None:
    units, coded = corpus_of({"d1": (10, 9), "d2": (10, 0)}, groep={"d1": "a", "d2": "b"})
    row = theme_contrasts(units, coded, ["E"], by=["groep"]).iloc[0]
    assert row["p"] > 0.5
    assert pd.isna(row["low"])
    assert "smallest_p_high" in row["warnings"]
    assert "one_cluster" in row["reason"]


def test_a_timeline_without_numbers_is_one_sentence() -> None:
    units, coded = sixteen()
    with pytest.raises(AnalysisError, match="'groep'"):
        theme_timeline(units, coded, ["E"], year="groep")


# --- chance ---------------------------------------------------------------------------------------------------


def overdispersed(random: np.random.Generator, documents: int) -> tuple[np.ndarray, np.ndarray]:
    """Hits and words of documents that differ in length and in how much they hold of the theme, as real ones do."""
    words = random.lognormal(8, 0.6, documents)
    return random.poisson(random.gamma(1.0, 0.4 / 1000, documents) * words).astype(float), words


def test_chance_is_called_a_difference_in_five_of_a_hundred_cases() -> None:
    """Splits at random of documents without any difference: the permutation test 4-6 %, the jackknife at most 6 % misses."""
    random = np.random.default_rng(11)
    found, missed = 0, 0
    rounds, documents = 2000, 24
    first = np.repeat([True, False], documents // 2)
    places = np.arange(documents)
    for number in range(rounds):
        hits, words = overdispersed(random, documents)
        found += between_clusters(hits[:, None], words, first, permutations=199, seed=number).p[0] <= 0.05
        gap = difference_interval((hits[first], words[first]), (hits[~first], words[~first]), (places[first], places[~first]))
        missed += not gap.low <= 0 <= gap.high
    assert 0.04 <= found / rounds <= 0.06
    assert missed / rounds <= 0.06


def test_chance_within_documents_is_called_a_difference_in_about_five_of_a_hundred_cases() -> None:
    random = np.random.default_rng(12)
    found, rounds = 0, 2000
    for number in range(rounds):
        words = random.lognormal(8.3, 0.5, 20)
        part = np.clip(random.normal(0.7, 0.07, 20), 0.05, 0.95)
        level = random.gamma(1.0, 3 / 1000, 20)
        sides = [
            (random.poisson(level * random.gamma(3, 1 / 3, 20) * own).astype(float)[:, None], own)
            for own in (words * part, words * (1 - part))
        ]
        found += within_clusters(sides[0], sides[1], permutations=199, seed=number).p[0] <= 0.05
    assert 0.035 <= found / rounds <= 0.065
