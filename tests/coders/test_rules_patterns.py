"""The rule language on sentences: what a pattern finds, and what it leaves."""

from __future__ import annotations

import unicodedata

import pytest
from rules_samples import found

FINDS = {
    # words: as written, as dictionary form, in any case
    "word": ("welkom", "Ze waren welkom.", ["welkom"]),
    "word_in_capitals": ("welkom", "WELKOM!", ["WELKOM"]),
    "dictionary_form": ("bewoner", "Alle bewoners kwamen.", ["bewoners"]),
    "dictionary_form_of_a_verb": ("regelen", "Zij regelt dat.", ["regelt"]),
    "as_written_only": ("=regelen", "Zij regelt dat, wij regelen niets.", ["regelen"]),
    "part_of_a_word_is_no_word": ("kracht", "De krachtcentrale bromt.", []),
    "phrase": ("eigen kracht", "op eigen kracht", ["eigen kracht"]),
    "phrase_with_inflection": ("eigen kracht", "hun eigen krachten", ["eigen krachten"]),
    "phrase_not_over_a_comma": ("eigen kracht", "het is eigen, kracht te over", []),
    "phrase_not_over_a_sentence": ("eigen kracht", "Het is eigen. Kracht genoeg.", []),
    "phrase_over_quotes": ("eigen kracht", "uit 'eigen' \"kracht\"", ["eigen' \"kracht"]),
    # globs
    "glob_prefix": ("bewoner*", "bewonersavond", ["bewonersavond"]),
    "glob_suffix": ("*redzaamheid", "De zelfredzaamheid stijgt.", ["zelfredzaamheid"]),
    "glob_infix": ("*initiatief*", "een burgerinitiatiefwet", ["burgerinitiatiefwet"]),
    "glob_middle": ("zelf*heid", "zelfredzaamheid", ["zelfredzaamheid"]),
    "glob_one_letter": ("buurtb?s", "De buurtbus en de buurtbaas.", ["buurtbus"]),
    "glob_of_a_dictionary_form": ("*initiatief", "Burgerinitiatieven bloeien.", ["Burgerinitiatieven"]),
    "lone_star_is_one_word": ("zelf * doen", "zelf iets doen", ["zelf iets doen"]),
    "lone_star_is_not_two": ("zelf * doen", "zelf wel iets doen", []),
    # groups
    "group": ("(zelf|samen) doen", "We doen het. Samen doen.", ["Samen doen"]),
    "group_of_phrases": ("(op de markt|thuis) kopen", "op de markt kopen", ["op de markt kopen"]),
    "optional_there": ("eigen (sociale)? netwerk", "zijn eigen sociale netwerk", ["eigen sociale netwerk"]),
    "optional_absent": ("eigen (sociale)? netwerk", "zijn eigen netwerk", ["eigen netwerk"]),
    "optional_last": ("eigen netwerk ..2 (familie)?", "zijn eigen netwerk", ["eigen netwerk"]),
    "group_in_group": ("(a (b|c)|d) e", "a c e", ["a c e"]),
    "glued_group": ("(buurt|wijk)budget*", "Wijkbudgetten en straatbudgetten", ["Wijkbudgetten"]),
    "glued_both_sides": ("*(initiatie|coöperatie)*", "dorpscoöperaties", ["dorpscoöperaties"]),
    "glued_optional": ("(zelf)?beheer", "zelfbeheer en beheer", ["zelfbeheer", "beheer"]),
    # order and distance
    "in_order": ("zelf ..3 regelen", "zelf gaan wij dat regelen", ["zelf gaan wij dat regelen"]),
    "in_order_too_far": ("zelf ..2 regelen", "zelf gaan wij dat regelen", []),
    "in_order_not_turned": ("zelf ..3 regelen", "regelen doe je zelf", []),
    "in_order_over_a_comma": ("zelf ..3 regelen", "zelf, ja, regelen", ["zelf, ja, regelen"]),
    "near_turned": ("zelf ~3 regelen", "regelen doe je zelf", ["regelen doe je zelf"]),
    "near_too_far": ("zelf ~1 regelen", "regelen doe je zelf", []),
    "near_not_over_a_sentence": ("zelf ~9 regelen", "Zelf niet. Regelen wel.", []),
    "near_chain": ("a ~1 b ~1 c", "c x b a", ["c x b a"]),
    "near_is_another_word": ("zelf ~5 zelf", "Zelf.", []),
    "in_one_sentence": ("bewoners & gemeente", "De gemeente zweeg, zeiden de bewoners.", ["gemeente zweeg, zeiden de bewoners"]),
    "not_in_one_sentence": ("bewoners & gemeente", "De gemeente zweeg. De bewoners ook.", []),
    "every_gap_is_tried": ("a ..2 b ..0 c", "a b b c", ["a b b c"]),
    # separable verbs
    "verb_joined": ("over+nemen", "Wij willen overnemen.", ["overnemen"]),
    "verb_joined_finite": ("over+nemen", "omdat zij het overneemt", ["overneemt"]),
    "verb_participle": ("over+nemen", "Het is overgenomen.", ["overgenomen"]),
    "verb_split": ("over+nemen", "De buren nemen in maart het buurthuis over.", ["nemen in maart het buurthuis over"]),
    "verb_split_before_a_clause": ("over+nemen", "Zij namen het over, zonder geld.", ["namen het over"]),
    "verb_split_before_a_preposition": ("over+nemen", "Ze nam het over van de gemeente.", ["nam het over"]),
    "verb_te_infinitive": ("over+nemen", "om het over te nemen", ["over te nemen"]),
    "verb_with_auxiliary": ("over+nemen", "Ze zeggen dat zij het over zouden kunnen nemen.", ["over zouden kunnen nemen"]),
    "verb_participle_with_auxiliary_between": ("over+nemen", "die het over hebben genomen", ["over hebben genomen"]),
    "preposition_is_no_particle": ("over+nemen", "Ze nemen een taxi over de brug.", []),
    "particle_in_another_sentence": ("over+nemen", "Ze nemen taart. Het is over.", []),
    "verb_near_words": ("bewoners ~8 over+nemen", "Bewoners namen het dorpshuis over.", ["Bewoners namen het dorpshuis over"]),
    "verb_after_words": ("bewoners ..8 op+zetten", "De bewoners hebben het opgezet.", ["bewoners hebben het opgezet"]),
    "verb_before_words_in_order": ("bewoners ..8 op+zetten", "Opgezet door bewoners.", []),
    # spelling
    "hyphen_in_text": ("bottom up", "een bottom-up aanpak", ["bottom-up"]),
    "hyphen_in_pattern": ("bottom-up", "een bottom up aanpak", ["bottom up"]),
    "emphasis": ("zelf", "Dat doe ik zélf.", ["zélf"]),
    "emphasis_grave": ("zelf", "Dat doe ik zèlf.", ["zèlf"]),
    "diaeresis_is_another_word": ("een", "Eën", []),
    "curly_apostrophe": ("z'n buren", "met z’n buren", ["z’n buren"]),
    "straight_apostrophe": ("z’n buren", "met z'n buren", ["z'n buren"]),
    "markdown_emphasis": ("welkom", "_welkom_ en **welkom**", ["welkom", "welkom"]),
    "digits": ("g1000", "De G1000 kwam.", ["G1000"]),
}


@pytest.mark.parametrize(("pattern", "text", "words"), FINDS.values(), ids=FINDS)
def test_a_pattern_finds(pattern: str, text: str, words: list[str]) -> None:
    assert found(pattern, text) == words


@pytest.mark.parametrize(("pattern", "text", "words"), FINDS.values(), ids=FINDS)
def test_a_decomposed_text_gives_the_same_words(pattern: str, text: str, words: list[str]) -> None:
    decomposed = [unicodedata.normalize("NFD", word) for word in words]
    assert found(pattern, unicodedata.normalize("NFD", text)) == decomposed


def test_a_list_stands_for_its_entries_and_may_name_another() -> None:
    lists = {"bewoners": ["bewoner*", "<buren>", "mensen uit de (buurt|wijk)"], "buren": ["buurman", "buurvrouw"]}
    text = "De mensen uit de wijk, de buurman en bewonersgroepen beheren zelf, de burgemeester niet."
    assert found("<bewoners>", text, lists=lists) == ["mensen uit de wijk", "buurman", "bewonersgroepen"]
    assert found("<bewoners> ..4 zelf", text, lists=lists) == ["buurman en bewonersgroepen beheren zelf", "bewonersgroepen beheren zelf"]


def test_many_long_gaps_cost_no_time_in_a_text_that_nearly_matches() -> None:
    text = ", ".join(["a"] * 120) + " q."
    assert found("b ..99 a ..99 a ..99 a ..99 a ..99 q", text) == []
    assert "a, a, a, a q" in found("a ..99 a ..99 a ..99 a ..99 q", text)


@pytest.mark.parametrize("emoji", ["😀", "👩‍👩‍👧", "🇳🇱"])
def test_offsets_are_code_points_also_after_emoji(emoji: str) -> None:
    text = f"{emoji} De zélf{emoji}redzame buurt, zelf."
    assert found("zelf", text) == ["zélf", "zelf"]
