import assert from "node:assert/strict";
import { test } from "node:test";
import { logic } from "./built.mjs";

const { carries, project, itemsOf, stepOpen, foremost } = logic;

const suggestion = (id, start, end, code = "zelf", state = "open") => ({ id, start, end, code, state, stance: "voor", coder: "rules", rule: "r1", score: null, matches: [], features: [] });
const coding = (id, start, end, code = "zelf", origin = null) => ({ id, start, end, code, stance: "", origin });
const page = (given) => ({ document: "d", suggestions: [], codings: [], memos: [], ...given });
const does = (action, given = {}) => ({ id: "op", document: "d", action, ...given });
const shape = (view) => view.codings.map(({ start, end, code, stance, origin }) => [start, end, code, stance, origin]);

const cases = [
  ["accept makes a coding that keeps its origin", page({ suggestions: [suggestion("s", 3, 9)] }), [does("accept", { suggestion: "s" })], [[3, 9, "zelf", "voor", "s"]], ["accepted"]],
  ["accept with another code and stance", page({ suggestions: [suggestion("s", 3, 9)] }), [does("accept", { suggestion: "s", code: "macht", stance: "tegen" })], [[3, 9, "macht", "tegen", "s"]], ["accepted"]],
  ["accepting again changes the coding that was made", page({ suggestions: [suggestion("s", 3, 9, "zelf", "accepted")], codings: [coding("c", 3, 9, "zelf", "s")] }), [does("accept", { suggestion: "s", code: "macht" })], [[3, 9, "macht", "voor", "s"]], ["accepted"]],
  ["reject takes the coding that was made from it away", page({ suggestions: [suggestion("s", 3, 9, "zelf", "accepted")], codings: [coding("c", 3, 9, "zelf", "s")] }), [does("reject", { suggestion: "s" })], [], ["rejected"]],
  ["removing what was accepted rejects it", page({ suggestions: [suggestion("s", 3, 9, "zelf", "accepted")], codings: [coding("c", 3, 9, "zelf", "s")] }), [does("remove", { coding: "c" })], [], ["rejected"]],
  ["add at the same place with the same code makes nothing new", page({ codings: [coding("c", 3, 9)] }), [does("add", { start: 3, end: 9, code: "zelf" })], [[3, 9, "zelf", "", null]], []],
  ["several codes on one place", page({ codings: [coding("c", 3, 9)] }), [does("add", { start: 3, end: 9, code: "macht" })], [[3, 9, "zelf", "", null], [3, 9, "macht", "", null]], []],
  ["a coding takes away the nothing here that it contradicts", page({ codings: [coding("c", 0, 20, null)] }), [does("add", { start: 3, end: 9, code: "zelf" })], [[3, 9, "zelf", "", null]], []],
  ["a coding elsewhere leaves it", page({ codings: [coding("c", 0, 20, null)] }), [does("add", { start: 30, end: 39, code: "zelf" })], [[0, 20, null, "", null], [30, 39, "zelf", "", null]], []],
  ["nothing here is not said of a coded passage", page({ codings: [coding("c", 3, 9)] }), [does("nothing_here", { start: 0, end: 20 })], [[3, 9, "zelf", "", null]], []],
  ["a change keeps what it does not name", page({ codings: [coding("c", 3, 9, "zelf", "s")] }), [does("change", { coding: "c", stance: "tegen" })], [[3, 9, "zelf", "tegen", "s"]], []],
  ["what is added can be changed before the server knows it", page({}), [does("add", { id: "new", start: 1, end: 2, code: "zelf" }), does("change", { coding: "new", stance: "voor" })], [[1, 2, "zelf", "voor", null]], []],
  ["what names something unknown does nothing", page({}), [does("accept", { suggestion: "x" }), does("remove", { coding: "x" }), does("change", { coding: "x" })], [], []],
  ["an operation on another document is not painted here", page({}), [does("add", { document: "other", start: 1, end: 2, code: "zelf" })], [], []],
  ["undo is painted only when the server has done it", page({ codings: [coding("c", 3, 9)] }), [does("undo")], [[3, 9, "zelf", "", null]], []],
];
for (const [id, payload, operations, codings, states] of cases)
  test(`unconfirmed operations: ${id}`, () => {
    const view = project(payload, operations);
    assert.deepEqual(shape(view), codings);
    assert.deepEqual(view.suggestions.map((one) => one.state), states);
  });

test("the server's state is never written in", () => {
  const payload = page({ suggestions: [suggestion("s", 3, 9)], codings: [coding("c", 1, 2)] });
  const before = structuredClone(payload);
  project(payload, [does("accept", { suggestion: "s" }), does("remove", { coding: "c" })]);
  assert.deepEqual(payload, before);
});

test("what is not on the disk yet is known as unsaved", () => {
  const view = project(page({ suggestions: [suggestion("s", 3, 9)], codings: [coding("c", 1, 2)] }), [does("accept", { suggestion: "s" }), does("memo_add", { id: "m", start: 1, end: 2, text: "hm" })]);
  assert.deepEqual([...view.unsaved].sort(), ["m", "op", "s"]);
});

test("memos are added, changed and deleted", () => {
  const mine = { id: "m", start: 1, end: 2, text: "oud", coder: "", mine: true, time: "" };
  assert.equal(project(page({ memos: [mine] }), [does("memo_edit", { memo: "m", text: "nieuw" })]).memos[0].text, "nieuw");
  assert.deepEqual(project(page({ memos: [mine] }), [does("memo_delete", { memo: "m" })]).memos, []);
  assert.equal(project(page({}), [does("memo_add", { id: "n", start: 1, end: 2, text: "hm" })]).memos[0].id, "n");
});

test("a unit carries a span that overlaps by half of the shorter", () => {
  assert.ok(carries(0, 10, 5, 100));
  assert.ok(carries(0, 10, 8, 12));
  assert.ok(!carries(0, 10, 9, 12));
  assert.ok(!carries(0, 10, 10, 12));
});

const items = itemsOf(project(page({
  suggestions: [suggestion("a", 0, 5), suggestion("b", 10, 30), suggestion("c", 10, 20), suggestion("d", 40, 50, "zelf", "rejected")],
  codings: [coding("e", 12, 14)],
}), []), new Map());

test("j and k walk over the open suggestions in the order of the text, longest first", () => {
  const walked = [];
  for (let at = stepOpen(items, null, 1); at; at = stepOpen(items, at, 1)) walked.push(at.id);
  assert.deepEqual(walked, ["a", "b", "c"]);
  const back = [];
  for (let at = stepOpen(items, null, -1); at; at = stepOpen(items, at, -1)) back.push(at.id);
  assert.deepEqual(back, ["c", "b", "a"]);
  assert.equal(stepOpen(items, { id: "", start: 6, end: 7 }, 1).id, "b");
});

test("a click means what is still to decide, the shortest first; a rejected one comes last", () => {
  assert.equal(foremost(items.filter((item) => ["b", "c", "e"].includes(item.id))).id, "c");
  assert.equal(foremost(items.filter((item) => ["d", "e"].includes(item.id))).id, "e");
});
