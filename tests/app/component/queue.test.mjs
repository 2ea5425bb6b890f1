import assert from "node:assert/strict";
import { test } from "node:test";
import { logic, numbers } from "./built.mjs";

const { OperationQueue, RESEND_AFTER } = logic;
const operation = (id) => ({ id, action: "add", document: "d" });

function queueWithClock() {
  const clock = { now: 0 };
  const sent = [];
  const queue = new OperationQueue((operations) => sent.push(operations.map((one) => one.id)), () => clock.now);
  return { queue, sent, clock };
}

test("an operation is sent at once and stays until it is answered", () => {
  const { queue, sent } = queueWithClock();
  queue.push(operation("a"));
  assert.deepEqual(sent, [["a"]]);
  assert.equal(queue.size, 1);
  queue.acknowledge([{ id: "a", ok: true, message: "" }]);
  assert.equal(queue.size, 0);
});

test("what comes while one is under way goes with the next sending, all in order", () => {
  const { queue, sent } = queueWithClock();
  queue.push(operation("a"));
  queue.push(operation("b"));
  queue.push(operation("c"));
  assert.deepEqual(sent, [["a"]]);
  queue.acknowledge([{ id: "a", ok: true, message: "" }]);
  assert.deepEqual(sent, [["a"], ["b", "c"]]);
});

test("without an answer the whole queue is sent again, not sooner than after a while", () => {
  const { queue, sent, clock } = queueWithClock();
  queue.push(operation("a"));
  queue.push(operation("b"));
  clock.now = RESEND_AFTER - 1;
  queue.tick();
  assert.equal(sent.length, 1);
  clock.now = RESEND_AFTER;
  queue.tick();
  assert.deepEqual(sent, [["a"], ["a", "b"]]);
});

test("an answer to something else, or a repeated one, changes nothing", () => {
  const { queue } = queueWithClock();
  queue.push(operation("a"));
  assert.deepEqual(queue.acknowledge([{ id: "z", ok: true, message: "" }]), []);
  assert.equal(queue.size, 1);
  queue.acknowledge([{ id: "a", ok: true, message: "" }]);
  assert.deepEqual(queue.acknowledge([{ id: "a", ok: true, message: "" }]), []);
});

test("a refused operation leaves the queue too, and is told", () => {
  const { queue } = queueWithClock();
  queue.push(operation("a"));
  const [[told, ack]] = queue.acknowledge([{ id: "a", ok: false, message: "nee" }]);
  assert.equal(told.id, "a");
  assert.equal(ack.message, "nee");
  assert.equal(queue.size, 0);
});

test("a screen that comes back sends what waited, at the next look and not while it is being made", () => {
  const { queue, clock } = queueWithClock();
  queue.push(operation("a"));
  const again = [];
  queue.reconnect((operations) => again.push(operations.map((one) => one.id)));
  assert.deepEqual(again, []);
  clock.now = 1;
  queue.tick();
  assert.deepEqual(again, [["a"]]);
});

test("over a channel that loses messages and answers, every operation is done once and in order", () => {
  const next = numbers(42);
  for (let round = 0; round < 50; round++) {
    const clock = { now: 0 };
    const done = [];
    const answers = [];
    const queue = new OperationQueue((operations) => {
      if (next(3) === 0) return;
      for (const one of operations) if (!done.includes(one.id)) done.push(one.id);
      if (next(3) > 0) answers.push(operations.map((one) => ({ id: one.id, ok: true, message: "" })));
    }, () => clock.now);
    const all = Array.from({ length: 20 }, (_, index) => String(index));
    for (const id of all) {
      queue.push(operation(id));
      if (next(2) && answers.length) queue.acknowledge(answers.shift());
    }
    for (let looks = 0; looks < 500 && queue.size; looks++) {
      clock.now += 1000;
      if (answers.length) queue.acknowledge(answers.shift());
      queue.tick();
    }
    assert.deepEqual(done, all);
    assert.equal(queue.size, 0);
  }
});
