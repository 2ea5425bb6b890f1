import assert from "node:assert/strict";
import { test } from "node:test";
import { logic, numbers } from "./built.mjs";

const { cutIntoPieces, assignLanes, paragraphBreaks } = logic;

function randomLayers(next, length) {
  return Array.from({ length: next(7) }, (_, index) => {
    const start = next(length + 4) - 2;
    return { id: String(index), start, end: start + 1 + next(length) };
  });
}

test("pieces cover the text once, in order, and each knows exactly the layers over it", () => {
  const next = numbers(11);
  for (let round = 0; round < 500; round++) {
    const length = 1 + next(20);
    const layers = randomLayers(next, length);
    const pieces = cutIntoPieces(length, layers, [next(length)]);
    assert.equal(pieces[0].start, 0);
    assert.equal(pieces.at(-1).end, length);
    pieces.forEach((piece, index) => {
      assert.ok(piece.start < piece.end);
      if (index) assert.equal(piece.start, pieces[index - 1].end);
      for (let at = piece.start; at < piece.end; at++) {
        const over = layers.flatMap((layer, layerIndex) => (layer.start <= at && at < layer.end ? [layerIndex] : []));
        assert.deepEqual(piece.layers, over);
      }
    });
  }
});

test("an empty text has no pieces", () => assert.deepEqual(cutIntoPieces(0, [{ id: "a", start: 0, end: 3 }]), []));

test("layers that overlap never share a lane, and no more lanes are used than lie over one place", () => {
  const next = numbers(5);
  for (let round = 0; round < 500; round++) {
    const layers = randomLayers(next, 20);
    const lanes = assignLanes(layers);
    let deepest = 0;
    for (let at = -3; at < 50; at++) {
      const here = layers.flatMap((layer, index) => (layer.start <= at && at < layer.end ? [lanes[index]] : []));
      assert.equal(new Set(here).size, here.length);
      deepest = Math.max(deepest, here.length);
    }
    assert.equal(Math.max(-1, ...lanes) + 1, deepest);
  }
});

test("an empty line breaks a paragraph, a single line end does not", () => {
  const text = "een\ntwee\n \n  drie\n\n\nvier";
  assert.deepEqual(paragraphBreaks(text).map(([start, end]) => [text.slice(0, start).at(-1), text[end]]), [["e", "d"], ["e", "v"]]);
});
