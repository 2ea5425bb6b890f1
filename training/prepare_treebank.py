"""From CoNLL-U files to spaCy's binary training form: cleaned features, dictionary lemmas, no sentence of dev or test in the training set."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

RUNNING_TEXT = ("cdb", "lassysmall", "alpino", "extra", "LassySample", "novelsample", "ntv")  # consecutive sentences make one text
SENTENCES_PER_DOC = 10
LASSY_DEV_FOR_TRAINING = 1254  # the rest of LassySmall dev, other articles, stops the training
OVIS_TEST_EVERY = 5
LEFT_OUT_FEATURES = ("Mood", "ExtPos")  # added by a newer converter than the published dev and test files saw


@dataclass(frozen=True)
class Token:
    form: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool


@dataclass(frozen=True)
class Sentence:
    source: str
    number: int
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return "".join(token.form + (" " if token.space else "") for token in self.tokens).strip()


def read_conllu(path: Path) -> Iterator[Sentence]:
    rows: list[list[str]] = []
    number = 0
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if rows:
                yield Sentence(path.stem, number, tuple(token(row) for row in rows))
                number += 1
            rows = []
            continue
        columns = line.split("\t")
        if columns[0].isdigit():  # no ranges of multi-word tokens, no empty nodes
            rows.append(columns)


def token(row: list[str]) -> Token:
    head = int(row[6])
    return Token(
        form=row[1],
        lemma=dictionary_lemma(row[1], row[2], row[3]),
        pos=row[3],
        tag=row[4],
        morph=clean_features(row[5], row[3]),
        head=int(row[0]) - 1 if head == 0 else head - 1,
        dep="ROOT" if head == 0 else row[7],
        space="SpaceAfter=No" not in row[9],
    )


def clean_features(features: str, pos: str) -> str:
    kept = [one for one in features.split("|") if one != "_" and one.split("=")[0] not in LEFT_OUT_FEATURES]
    if pos == "DET":
        kept = [one for one in kept if not one.startswith("PronType=")]
    return "|".join(kept) or ""


def dictionary_lemma(form: str, lemma: str, pos: str) -> str:
    """`leven_verzekering_wezen` on *levensverzekeringswezen* -> levensverzekeringswezen; `op_lossen` on *lossen* -> lossen, on *opgelost* -> oplossen."""
    if "_" not in lemma.strip("_") or len(lemma) < 3:
        return lemma
    parts = [part for part in lemma.split("_") if part]
    head, tail = "".join(parts[:-1]), parts[-1]
    if pos in ("VERB", "AUX"):
        return head + tail if form.lower().startswith(head.lower()) else tail
    at = max(range(1, max(2, len(form))), key=lambda k: (common_prefix(form[k:].lower(), tail.lower()), k))
    if common_prefix(form[at:].lower(), tail.lower()) < min(3, len(tail)):
        return head + tail
    front = form[:at] if not parts[0][:1].islower() else form[:at].lower()
    return front + tail


def common_prefix(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def documents(sentences: Iterable[Sentence], vocab: spacy.vocab.Vocab) -> Iterator[Doc]:
    waiting: list[Sentence] = []
    for sentence in [*sentences, None]:
        running = sentence is not None and sentence.source.startswith((*RUNNING_TEXT, "nl_"))
        full = len(waiting) == SENTENCES_PER_DOC or (waiting and sentence is not None and waiting[-1].source != sentence.source)
        if waiting and (sentence is None or full or not running):
            yield document(waiting, vocab)
            waiting = []
        if sentence is None:
            return
        if running:
            waiting.append(sentence)
        else:
            yield document([sentence], vocab)


def document(sentences: list[Sentence], vocab: spacy.vocab.Vocab) -> Doc:
    words, spaces, heads, starts, tokens = [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for at, one in enumerate(sentence.tokens):
            words.append(one.form)
            spaces.append(one.space or at == len(sentence.tokens) - 1)
            heads.append(one.head + offset)
            starts.append(at == 0)
            tokens.append(one)
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        heads=heads,
        deps=[one.dep for one in tokens],
        tags=[one.tag for one in tokens],
        pos=[one.pos for one in tokens],
        morphs=[one.morph for one in tokens],
        lemmas=[one.lemma for one in tokens],
    )


def main(treebanks: Path, work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    files = {path.stem: path for path in sorted(treebanks.rglob("*.conllu"))}
    parts = {stem: list(read_conllu(path)) for stem, path in files.items()}
    lassy_dev = parts["nl_lassysmall-ud-dev"]
    dev = parts["nl_alpino-ud-dev"] + lassy_dev[LASSY_DEV_FOR_TRAINING:]
    tests = {"alpino": parts["nl_alpino-ud-test"], "lassysmall": parts["nl_lassysmall-ud-test"]}
    ovis = [one for one in parts["ovis"] if all("<" not in token.form for token in one.tokens)]
    tests["ovis"] = ovis[::OVIS_TEST_EVERY]
    train = [one for stem, part in parts.items() if not stem.startswith("nl_") and stem != "ovis" for one in part]
    train += [one for at, one in enumerate(ovis) if at % OVIS_TEST_EVERY] + lassy_dev[:LASSY_DEV_FOR_TRAINING]
    known = {one.text for held in (dev, *tests.values()) for one in held}
    fresh = [one for one in train if one.text not in known]
    vocab = spacy.blank("nl").vocab
    for name, part in {"train": fresh, "dev": dev, **{f"test-{name}": part for name, part in tests.items()}}.items():
        DocBin(docs=documents(part, vocab), store_user_data=False).to_disk(work / f"{name}.spacy")
        print(f"{name}: {len(part)} sentences, {sum(len(one.tokens) for one in part)} tokens")
    record = {
        "files": {path.relative_to(treebanks).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files.values()},
        "duplicates_taken_out": len(train) - len(fresh),
        "spacy": spacy.__version__,
    }
    (work / "data.json").write_text(json.dumps(record, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
