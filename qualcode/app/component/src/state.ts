// What the screen shows: the server's state with the operations that it has not confirmed yet done on top. Pure, so that an operation that the
// server refuses simply disappears again. The server follows the same rules (qualcode/store/decisions.py) and has the last word.

import type { BlindSpan, Coding, Memo, Operation, OtherCoding, Payload, Suggestion } from "./types";

export interface View {
  suggestions: Suggestion[];
  codings: Coding[];
  memos: Memo[];
  others: OtherCoding[];
  /** Blocks still to code blind. */
  blind: BlindSpan[];
  /** Ids of codings, suggestions and memos that are not on the disk yet. */
  unsaved: Set<string>;
}

/** Contract 3: a unit carries a code when they overlap by at least half of the shorter of the two. */
export function carries(unitStart: number, unitEnd: number, start: number, end: number): boolean {
  const overlap = Math.min(unitEnd, end) - Math.max(unitStart, start);
  return overlap > 0 && 2 * overlap >= Math.min(unitEnd - unitStart, end - start);
}

type Lying = Pick<Payload, "suggestions" | "codings" | "memos"> & Partial<Pick<Payload, "others" | "blind">>;

export function project(payload: Lying & Pick<Payload, "document">, pending: readonly Operation[]): View {
  const draft = new Draft(payload);
  for (const operation of pending) if (operation.document === payload.document) draft.apply(operation);
  const view = draft.view();
  const coded = ([start, end]: BlindSpan) => view.codings.some((one) => carries(start, end, one.start, one.end));
  return { ...view, others: payload.others ?? [], blind: (payload.blind ?? []).filter((span) => !coded(span)) };
}

class Draft {
  private readonly suggestions: Map<string, Suggestion>;
  private readonly codings: Map<string, Coding>;
  private readonly memos: Map<string, Memo>;
  private readonly unsaved = new Set<string>();

  constructor(payload: Pick<Payload, "suggestions" | "codings" | "memos">) {
    this.suggestions = new Map(payload.suggestions.map((one) => [one.id, one]));
    this.codings = new Map(payload.codings.map((one) => [one.id, one]));
    this.memos = new Map(payload.memos.map((one) => [one.id, one]));
  }

  view(): Omit<View, "others" | "blind"> {
    const place = (a: { start: number | null; end: number | null }, b: { start: number | null; end: number | null }) =>
      (a.start ?? -1) - (b.start ?? -1) || (b.end ?? -1) - (a.end ?? -1);
    return {
      suggestions: [...this.suggestions.values()].sort(place),
      codings: [...this.codings.values()].sort(place),
      memos: [...this.memos.values()].sort(place),
      unsaved: this.unsaved,
    };
  }

  apply(operation: Operation): void {
    switch (operation.action) {
      case "accept":
        return this.accept(operation);
      case "reject":
        return this.reject(operation);
      case "add":
        return this.add(operation);
      case "change":
        return this.change(operation);
      case "remove":
        return this.remove(operation);
      case "nothing_here":
        return this.nothingHere(operation);
      case "memo_add":
      case "memo_edit":
      case "memo_delete":
        return this.memo(operation);
      default: // undo and redo are painted when the server has done them: it alone knows what they touch
    }
  }

  private accept(operation: Operation): void {
    const suggestion = this.suggestions.get(operation.suggestion ?? "");
    if (!suggestion) return;
    const start = operation.start ?? suggestion.start;
    const end = operation.end ?? suggestion.end;
    const code = operation.code ?? suggestion.code;
    const stance = operation.stance ?? suggestion.stance;
    const made = [...this.codings.values()].find((one) => one.origin === suggestion.id);
    const kept = this.at(start, end, code) ?? made;
    if (made && made !== kept) this.codings.delete(made.id);
    this.write({ ...(kept ?? { id: operation.id, origin: suggestion.id }), start, end, code, stance });
    this.suggestions.set(suggestion.id, { ...suggestion, state: "accepted" });
    this.unsaved.add(suggestion.id);
  }

  private reject(operation: Operation): void {
    const suggestion = this.suggestions.get(operation.suggestion ?? "");
    if (!suggestion) return;
    for (const one of this.codings.values()) if (one.origin === suggestion.id) this.codings.delete(one.id);
    this.suggestions.set(suggestion.id, { ...suggestion, state: "rejected" });
    this.unsaved.add(suggestion.id);
  }

  private add({ id, start, end, code, stance }: Operation): void {
    if (start === undefined || end === undefined || code === undefined) return;
    const same = this.at(start, end, code);
    if (same) {
      if (stance !== undefined) this.write({ ...same, stance });
      return;
    }
    this.write({ id, start, end, code, stance: stance ?? "", origin: null });
  }

  private change(operation: Operation): void {
    const was = this.codings.get(operation.coding ?? "");
    if (!was || was.code === null) return;
    this.write({
      ...was,
      start: operation.start ?? was.start,
      end: operation.end ?? was.end,
      code: operation.code ?? was.code,
      stance: operation.stance ?? was.stance,
    });
  }

  private remove(operation: Operation): void {
    const was = this.codings.get(operation.coding ?? "");
    if (!was) return;
    this.codings.delete(was.id);
    const origin = this.suggestions.get(was.origin ?? "");
    if (origin?.state === "accepted") {
      this.suggestions.set(origin.id, { ...origin, state: "rejected" });
      this.unsaved.add(origin.id);
    }
  }

  private nothingHere({ id, start, end }: Operation): void {
    if (start === undefined || end === undefined || this.at(start, end, null)) return;
    for (const one of this.codings.values()) if (one.code !== null && carries(start, end, one.start, one.end)) return;
    this.write({ id, start, end, code: null, stance: "", origin: null });
  }

  private memo(operation: Operation): void {
    if (operation.action === "memo_add") {
      const { id, start, end, text } = operation;
      this.memos.set(id, { id, start: start ?? null, end: end ?? null, text: text ?? "", coder: "", mine: true, time: "" });
      this.unsaved.add(id);
      return;
    }
    const was = this.memos.get(operation.memo ?? "");
    if (!was) return;
    if (operation.action === "memo_delete") this.memos.delete(was.id);
    else this.memos.set(was.id, { ...was, text: operation.text ?? was.text });
    this.unsaved.add(was.id);
  }

  private at(start: number, end: number, code: string | null): Coding | undefined {
    for (const one of this.codings.values()) if (one.start === start && one.end === end && one.code === code) return one;
    return undefined;
  }

  /** A coding takes away each `nothing here` that it contradicts. */
  private write(coding: Coding): void {
    this.codings.set(coding.id, coding);
    this.unsaved.add(coding.id);
    if (coding.code === null) return;
    for (const one of this.codings.values())
      if (one.code === null && carries(one.start, one.end, coding.start, coding.end)) this.codings.delete(one.id);
  }
}
