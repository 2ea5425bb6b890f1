// Nothing that a coder did is lost on its way: an operation stays in the queue, and is sent again, until the server says that it is on the disk.

import type { Ack, Operation } from "./types";

/** After this long (ms) without an answer the whole queue is sent again. */
export const RESEND_AFTER = 2500;
/** The screen shows operations as unsaved at once, and warns in red after this long (ms). */
export const LATE_AFTER = 700;

interface Waiting {
  operation: Operation;
  since: number;
}

export class OperationQueue {
  private waiting: Waiting[] = [];
  private sentAt = -1;

  /** send: hands all operations to the server, in order; the server does each once, however often it comes. now: milliseconds. */
  constructor(private send: (operations: Operation[]) => void, private readonly now: () => number) {}

  /** A component that was mounted anew sends through its own channel. */
  reconnect(send: (operations: Operation[]) => void): void {
    this.send = send;
    this.sentAt = -1;
  }

  get pending(): Operation[] {
    return this.waiting.map((one) => one.operation);
  }

  get size(): number {
    return this.waiting.length;
  }

  /** Whether something waits longer than a healthy server takes. */
  get late(): boolean {
    return this.waiting.length > 0 && this.now() - this.waiting[0].since > LATE_AFTER;
  }

  push(...operations: Operation[]): void {
    for (const operation of operations) this.waiting.push({ operation, since: this.now() });
    this.flush();
  }

  /** Takes what was answered out of the queue, sends what came meanwhile; returns the operations with their answers, in order. */
  acknowledge(acks: readonly Ack[]): [Operation, Ack][] {
    const byId = new Map(acks.map((ack) => [ack.id, ack]));
    const answered: [Operation, Ack][] = [];
    this.waiting = this.waiting.filter(({ operation }) => {
      const ack = byId.get(operation.id);
      if (ack) answered.push([operation, ack]);
      return !ack;
    });
    if (answered.length) {
      this.sentAt = -1;
      this.flush();
    }
    return answered;
  }

  /** Call now and then: sends again what stayed unanswered. */
  tick(): void {
    if (this.waiting.length && (this.sentAt < 0 || this.now() - this.sentAt >= RESEND_AFTER)) this.sendAll();
  }

  /** One sending at a time is under way: the channel keeps only the last one, and each holds all. */
  private flush(): void {
    if (this.waiting.length && this.sentAt < 0) this.sendAll();
  }

  private sendAll(): void {
    this.sentAt = this.now();
    this.send(this.pending);
  }
}
