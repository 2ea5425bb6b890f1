// One list of all that lies on the text, in the form in which the text, the chips and the card show it.

import type { View } from "./state";
import type { BlockText, Passage } from "./text";
import type { Code, Coding, Memo, OtherCoding, Suggestion } from "./types";

export type ItemKind = "suggestion" | "rejected" | "coding" | "nothing" | "memo" | "other" | "blind";

export interface Item {
  id: string;
  kind: ItemKind;
  start: number;
  end: number;
  code: Code | null;
  /** Which machine proposed it (for a coding: from which it was accepted); null for a person's own. */
  machine: Suggestion | null;
  coding: Coding | null;
  suggestion: Suggestion | null;
  memo: Memo | null;
  /** Of another person: to look at only. */
  other: OtherCoding | null;
  /** Of a block to code blind: whether the queue stops there. */
  asked?: boolean;
  unsaved: boolean;
}

export const UNKNOWN_COLOUR = "#8C8C8C";

/** All items in the order of the text. An accepted suggestion is shown by the coding that it became. */
export function itemsOf(view: View, codes: ReadonlyMap<string, Code>): Item[] {
  const suggestions = new Map(view.suggestions.map((one) => [one.id, one]));
  const rest = { coding: null, suggestion: null, memo: null, machine: null, code: null, other: null };
  const items: Item[] = [];
  for (const one of view.suggestions) {
    if (one.state === "accepted") continue;
    const kind: ItemKind = one.state === "open" ? "suggestion" : "rejected";
    items.push({ ...rest, ...place(one, view), kind, code: codes.get(one.code) ?? null, machine: one, suggestion: one });
  }
  for (const one of view.codings) {
    const machine = suggestions.get(one.origin ?? "") ?? null;
    const kind: ItemKind = one.code === null ? "nothing" : "coding";
    items.push({ ...rest, ...place(one, view), kind, code: codes.get(one.code ?? "") ?? null, machine, coding: one });
  }
  for (const one of view.memos) {
    if (one.start === null || one.end === null) continue;
    items.push({ ...rest, ...place({ id: one.id, start: one.start, end: one.end }, view), kind: "memo", memo: one });
  }
  for (const one of view.others) items.push({ ...rest, ...place(one, view), kind: "other", code: codes.get(one.code ?? "") ?? null, other: one });
  for (const [start, end, asked] of view.blind) items.push({ ...rest, ...place({ id: `blind-${start}`, start, end }, view), kind: "blind", asked });
  return items.sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
}

function place(one: { id: string; start: number; end: number }, view: View): Pick<Item, "id" | "start" | "end" | "unsaved"> {
  return { id: one.id, start: one.start, end: one.end, unsaved: view.unsaved.has(one.id) };
}

export function overlaps(item: Item, start: number, end: number): boolean {
  return item.start < end && item.end > start;
}

/** The items of a block, in the order of the text. */
export function itemsIn(items: readonly Item[], block: BlockText): Item[] {
  return items.filter((item) => overlaps(item, block.data.start, block.end));
}

/** All items on a place; the order is that of the text. */
export function itemsAt(items: readonly Item[], passage: Passage): Item[] {
  return items.filter((item) => overlaps(item, passage.start, passage.end));
}

/** Whether an item is drawn in the text itself; the rest stands below the block only. */
export function isDrawn(item: Item): boolean {
  return item.kind === "suggestion" || item.kind === "coding" || item.kind === "memo" || (item.kind === "other" && item.other?.code !== null);
}

/** The item that a click on a place means: what is still to decide first, then the shortest. */
export function foremost(items: readonly Item[]): Item | null {
  const rank: Record<ItemKind, number> = { suggestion: 0, coding: 1, memo: 2, blind: 3, other: 4, nothing: 5, rejected: 6 };
  return [...items].sort((a, b) => rank[a.kind] - rank[b.kind] || a.end - a.start - (b.end - b.start))[0] ?? null;
}

/** What waits for a decision: an open suggestion, or a block to code blind. */
function waits(item: Item): boolean {
  return item.kind === "suggestion" || (item.kind === "blind" && item.asked === true);
}

/** The next (step 1) or previous (step -1) item that waits from a place; when `from` is one itself, the one beside it. */
export function stepOpen(items: readonly Item[], from: { id: string; start: number; end: number } | null, step: 1 | -1): Item | null {
  const open = items.filter(waits);
  if (!from) return (step > 0 ? open[0] : open[open.length - 1]) ?? null;
  const order = (item: { id: string; start: number; end: number }) => item.start - from.start || from.end - item.end || (item.id < from.id ? -1 : item.id > from.id ? 1 : 0);
  const beyond = open.filter((item) => order(item) * step > 0);
  return beyond[step > 0 ? 0 : beyond.length - 1] ?? null;
}
