import assert from "node:assert/strict";
import { test } from "node:test";
import { logic, numbers } from "./built.mjs";

const { offsetsOf, slice, snapToWords, trim, moveEnd, moveStart, BlockText, blockAt, sentenceAt, stepSentence, extendSentence } = logic;

const LETTERS = ["a", "é", "e\u0301", "😀", "𝕏", "👩‍👩‍👧", " ", "\n", "ß", "ﬁ"];

test("offsets count code points: every slice is what the code points say", () => {
  const next = numbers(7);
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: next(12) }, () => LETTERS[next(LETTERS.length)]).join("");
    const points = [...text];
    const offsets = offsetsOf(text);
    assert.equal(offsets.length, points.length);
    for (let start = 0; start <= points.length; start++)
      for (let end = start; end <= points.length; end++) assert.equal(slice(text, offsets, start, end), points.slice(start, end).join(""));
  }
});

test("an offset inside a surrogate pair counts as before it, and to and fro gives the same back", () => {
  const offsets = offsetsOf("a😀b");
  assert.deepEqual([0, 1, 2, 3, 4].map(offsets.toPoints), [0, 1, 1, 2, 3]);
  for (let points = 0; points <= 3; points++) assert.equal(offsets.toPoints(offsets.toUnits(points)), points);
});

const snapping = [
  ["half a word at both ends", "wij beheren het zelf", [5, 13], "beheren het"],
  ["white space at both ends", "wij  beheren  het", [3, 13], "beheren"],
  ["a word with an apostrophe", "de foto's van toen", [5, 6], "foto's"],
  ["a word with a hyphen", "een re-integratie nu", [5, 9], "re-integratie"],
  ["a decomposed letter", "het cafe\u0301 hier", [5, 7], "cafe\u0301"],
  ["an emoji stays whole", "ja 😀 nee", [3, 5], "😀"],
  ["the full stop is not taken", "helemaal zelf. Dat", [10, 13], "zelf"],
  ["a selected full stop stays", "helemaal zelf. Dat", [10, 14], "zelf."],
];
for (const [id, text, range, expected] of snapping)
  test(`a selection grows to whole words: ${id}`, () => assert.equal(text.slice(...snapToWords(text, range)), expected));

test("a selection of white space is none", () => {
  assert.equal(snapToWords("a   b", [1, 3]), null);
  assert.equal(trim(" \n ", [0, 3]), null);
});

test("snapping never takes words away and never ends in the middle of one", () => {
  const next = numbers(3);
  const text = "Wij, de buren,  deden 't zelf:  foto's, 𝕏 en cafe\u0301s!";
  for (let round = 0; round < 400; round++) {
    const start = next(text.length);
    const range = [start, start + next(text.length - start + 1)];
    const inner = trim(text, range);
    const found = snapToWords(text, range);
    if (!inner) assert.equal(found, null);
    else {
      assert.ok(found[0] <= inner[0] && found[1] >= inner[1]);
      assert.deepEqual(snapToWords(text, found), found);
    }
  }
});

test("the ends of a selection move by words and never cross", () => {
  const text = "een twee drie vier";
  assert.equal(text.slice(...moveEnd(text, [0, 3], 1)), "een twee");
  assert.equal(text.slice(...moveEnd(text, [0, 8], -1)), "een");
  assert.equal(text.slice(...moveEnd(text, [4, 8], -1)), "twee");
  assert.equal(text.slice(...moveStart(text, [4, 13], 1)), "drie");
  assert.equal(text.slice(...moveStart(text, [9, 13], 1)), "drie");
  assert.equal(text.slice(...moveStart(text, [9, 13], -1)), "twee drie");
});

function blocks() {
  // "Een. Twee 😀." at 100 and "Drie." at 150: sentences in code points of the document
  const first = { start: 100, text: "Een. Twee 😀. Vier.", kind: "turn", sentences: [[100, 104], [105, 112], [113, 118]] };
  const second = { start: 150, text: "Drie.", kind: "turn", sentences: [[150, 155]] };
  return [new BlockText(first, 0), new BlockText(second, 1)];
}

test("the sentence cursor walks over sentences and blocks, and stops at the ends", () => {
  const both = blocks();
  const texts = [];
  for (let at = sentenceAt(both[0], 100); at; at = stepSentence(both, at, 1)) texts.push(both[at.block].quote(at.start, at.end));
  assert.deepEqual(texts, ["Een.", "Twee 😀.", "Vier.", "Drie."]);
  assert.equal(both[0].quote(...Object.values(stepSentence(both, { block: 1, start: 150, end: 155 }, -1)).slice(1)), "Vier.");
});

test("the sentence cursor grows and shrinks by a sentence, at least one stays", () => {
  const [block] = blocks();
  const one = sentenceAt(block, 107);
  const two = extendSentence(block, one, 1);
  assert.equal(block.quote(two.start, two.end), "Twee 😀. Vier.");
  assert.deepEqual(extendSentence(block, two, -1), one);
  assert.deepEqual(extendSentence(block, one, -1), one);
});

test("a block without sentences is one sentence", () => {
  const block = new BlockText({ start: 5, text: "  kop ", kind: "heading", sentences: [] }, 0);
  assert.deepEqual(sentenceAt(block, 5), { block: 0, start: 7, end: 10 });
});

test("an offset belongs to the last block that begins before it", () => {
  const both = blocks();
  assert.deepEqual([100, 130, 150, 900].map((at) => blockAt(both, at)), [0, 0, 1, 1]);
});
