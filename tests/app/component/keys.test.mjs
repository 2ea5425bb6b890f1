import assert from "node:assert/strict";
import { test } from "node:test";
import { logic } from "./built.mjs";

const { KEYS, readKey, findCodes, digitAt } = logic;
const press = (key, held = {}) => readKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("each key has one command and each command one key", () => {
  const names = KEYS.map((line) => `${line.shift ? "shift+" : ""}${line.key}`);
  assert.equal(new Set(names).size, names.length);
  assert.equal(new Set(KEYS.map((line) => line.command)).size, KEYS.length);
});

test("the keys that the app owns are not used", () => {
  for (const key of ["c", "C", "r", "R", "Escape"]) assert.equal(press(key), null);
});

test("with Ctrl, Cmd or Alt a key is somebody else's", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) for (const key of ["a", "x", "1", "?"]) assert.equal(press(key, { [held]: true }), null);
});

test("Shift makes redo of undo, and Caps Lock alone does not", () => {
  assert.equal(press("u"), "undo");
  assert.equal(press("U", { shiftKey: true }), "redo");
  assert.equal(press("U"), "undo");
  assert.equal(press("A", { shiftKey: true }), null);
});

test("a sign works with or without Shift, a digit names a code", () => {
  assert.equal(press("?", { shiftKey: true }), "help");
  assert.equal(press("?"), "help");
  assert.deepEqual(press("3"), { digit: "3" });
  assert.equal(press("0"), null);
});

const code = (path, key = "", usable = true) => ({ id: path, name: path.split(" > ").at(-1), path, key, usable });
const codes = [code("van onderop", "1"), code("van onderop > zelfbeheer", "3"), code("van onderop > re-integratie"), code("welkom voelen", "2"), code("café"), code("weg", "", false)];
const found = (typed) => findCodes(codes, typed).map((one) => one.name);

const searches = [
  ["nothing typed gives all that can be given", "", ["van onderop", "zelfbeheer", "re-integratie", "welkom voelen", "café"]],
  ["a part of a name", "beh", ["zelfbeheer"]],
  ["without capitals, accents and hyphens", "Reint", ["re-integratie"]],
  ["an accent is not needed", "cafe", ["café"]],
  ["words of theme and code together", "onder zelf", ["zelfbeheer"]],
  ["what begins so comes first", "w", ["welkom voelen"]],
  ["a code that is gone is not offered", "weg", []],
];
for (const [id, typed, expected] of searches) test(`type-ahead: ${id}`, () => assert.deepEqual(found(typed), expected));

test("a digit is the code's own until something is typed, then the line's", () => {
  assert.equal(digitAt(codes[1], 4, ""), "3");
  assert.equal(digitAt(codes[1], 0, "zelf"), "1");
  assert.equal(digitAt(codes[1], 9, "zelf"), "");
});
