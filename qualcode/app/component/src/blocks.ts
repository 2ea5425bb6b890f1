// The text itself: a row a block, with speaker and time in the margin, marks over the text, and below it a chip for each thing that lies on it.

import { el, type Label } from "./dom";
import { isDrawn, UNKNOWN_COLOUR, type Item } from "./items";
import { assignLanes, cutIntoPieces, paragraphBreaks, type Layer } from "./segments";
import type { BlockText, Passage } from "./text";

const LANE = 4; // px: height of one line of the underline stack, with its gap

export interface Paint {
  items: Item[];
  /** The item that the keys act on. */
  active: string | null;
  /** Whether the coder is at this block. */
  here: boolean;
  /** What is selected in this block. */
  selected: Passage | null;
}

export class BlockRow {
  readonly element: HTMLElement;
  readonly words: HTMLElement;
  private readonly chips: HTMLElement;
  private readonly breaks: [number, number][];
  private painted = "";

  constructor(readonly text: BlockText, private readonly label: Label) {
    const { kind, role, level } = text.data;
    this.words = el("div", { class: "words", "data-testid": "words" });
    this.chips = el("div", { class: "chips" });
    this.element = el(
      "section",
      { class: `block ${kind} ${role}`, "data-block": text.index, "data-testid": "block", tabindex: -1 },
      this.margin(),
      el("div", { class: "body", role: kind === "heading" ? "heading" : null, "aria-level": kind === "heading" ? level || 2 : null }, this.words),
    );
    this.element.lastElementChild?.after(this.chips);
    this.breaks = paragraphBreaks(text.data.text);
  }

  /** Draws what lies on the block, when it differs from what is there. */
  paint(paint: Paint): void {
    const state = JSON.stringify([
      paint.here, paint.active, paint.selected,
      paint.items.map((item) => [item.id, item.kind, item.start, item.end, item.code?.id, item.coding?.stance ?? item.suggestion?.stance, item.unsaved, item.memo?.text, item.machine?.id, item.other?.stance]),
    ]);
    if (state === this.painted) return;
    this.painted = state;
    this.element.classList.toggle("here", paint.here);
    this.paintWords(paint);
    this.chips.replaceChildren(...paint.items.map((item) => this.chip(item, item.id === paint.active)));
  }

  /** The drawn pieces of the selection or of an item, to put something beside them or bring them into view. */
  piecesOf(start: number, end: number): HTMLElement[] {
    const pieces = Array.from(this.words.querySelectorAll<HTMLElement>("mark"));
    return pieces.filter((piece) => Number(piece.dataset.start) < end && Number(piece.dataset.end) > start);
  }

  private margin(): HTMLElement {
    const { speaker, time, kind, role, guessed } = this.text.data;
    const kindLabel = kind === "turn" || kind === "paragraph" ? "" : this.label(`kind_${kind}`);
    return el(
      "div",
      { class: "margin" },
      (speaker || role === "interviewer") && el("span", {},
        el("span", { class: "speaker" }, speaker), speaker && " ",
        role === "interviewer" && speaker.toLowerCase() !== this.label("role_interviewer") && el("span", { class: "role" }, this.label("role_interviewer"))),
      time && el("span", { class: "time" }, time),
      kindLabel && el("span", { class: "kind" }, kindLabel),
      guessed && el("span", { class: "kind", title: this.label("guessed_help") }, this.label("guessed")),
    );
  }

  private paintWords({ items, active, selected }: Paint): void {
    const text = this.text;
    const drawn = items.filter(isDrawn);
    const units = (span: { start: number; end: number }, id: string): Layer => ({ id, start: text.toUnits(span.start), end: text.toUnits(span.end) });
    const layers = drawn.map((item) => units(item, item.id));
    const lanes = assignLanes(layers);
    const depth = Math.max(0, ...lanes.map((lane) => lane + 1));
    const all = selected ? [...layers, units(selected, "")] : layers;
    const pieces = cutIntoPieces(text.data.text.length, all, this.breaks.flat());
    const made = pieces.map((piece) => {
      const content = text.data.text.slice(piece.start, piece.end);
      if (!piece.layers.length) return this.plain(content, piece.start);
      const over = piece.layers.filter((index) => index < drawn.length);
      const mark = this.mark(content, over.map((index) => drawn[index]), over.map((index) => depth - 1 - lanes[index]));
      mark.classList.toggle("active", over.some((index) => drawn[index].id === active));
      mark.classList.toggle("selected", piece.layers.length > over.length);
      mark.dataset.start = String(text.data.start + text.offsets.toPoints(piece.start));
      mark.dataset.end = String(text.data.start + text.offsets.toPoints(piece.end));
      mark.classList.toggle("origin", over.some((index) => drawn[index].kind === "coding" && drawn[index].machine && layers[index].start === piece.start));
      return mark;
    });
    this.words.style.setProperty("--lanes", String(depth));
    this.words.replaceChildren(...made);
  }

  /** An empty line inside a turn begins a new paragraph on the screen; every other line end runs on. */
  private plain(content: string, start: number): Node {
    return this.breaks.some(([from]) => from === start) ? el("span", { class: "break" }, content) : document.createTextNode(content);
  }

  /** heights: for each item how many lines its own stands above the lowest. */
  private mark(content: string, items: Item[], heights: number[]): HTMLElement {
    const mark = el("mark", { class: "piece", title: items.map((item) => item.memo?.text ?? item.code?.path).filter(Boolean).join("\n") || null }, content);
    const images: string[] = [];
    const positions: string[] = [];
    items.forEach((item, index) => {
      const colour = inkOf(item);
      const line = item.kind === "coding"
        ? `linear-gradient(${colour}, ${colour})`
        : `repeating-linear-gradient(90deg, ${colour} 0 ${item.kind === "memo" || item.kind === "other" ? "2px, transparent 2px 5px" : "7px, transparent 7px 11px"})`;
      images.push(line);
      positions.push(`0 calc(100% - ${heights[index] * LANE}px)`);
    });
    mark.style.backgroundImage = images.join(", ");
    mark.style.backgroundPosition = positions.join(", ");
    const coded = items.find((item) => item.kind === "coding");
    if (coded) {
      mark.classList.add("coded");
      mark.style.setProperty("--ink", coded.code?.colour || UNKNOWN_COLOUR);
    }
    mark.classList.toggle("suggested", items.some((item) => item.kind === "suggestion"));
    mark.classList.toggle("unsaved", items.some((item) => item.unsaved));
    return mark;
  }

  private chip(item: Item, active: boolean): HTMLElement {
    const stance = item.coding?.stance ?? item.suggestion?.stance ?? item.other?.stance ?? "";
    const name = item.kind === "memo" ? this.label("memo") : item.kind === "blind" ? this.label("blind") : item.kind === "nothing" || (item.other && item.other.code === null) ? this.label("nothing_here_short") : (item.code?.name ?? this.label("unknown_code"));
    const chip = el(
      "button",
      {
        class: `chip ${item.kind}${active ? " active" : ""}${item.unsaved ? " unsaved" : ""}`, type: "button", "data-item": item.id, "data-testid": `chip-${item.kind}`,
        "data-focus": `chip-${item.id}`, "aria-current": active || null, title: item.memo?.text ?? (item.kind === "blind" ? this.label("blind_help") : item.code?.path) ?? null,
      },
      item.kind !== "nothing" && item.kind !== "memo" && item.kind !== "blind" && el("span", { class: "swatch", "aria-hidden": true }),
      el("span", { class: "name" }, name),
      stance && el("span", { class: "stance" }, this.label(`stance_${stance}`)),
      item.other && el("span", { class: "source" }, item.other.coder),
      item.machine && el("span", { class: "source" }, this.label(item.kind === "coding" ? "from_machine" : item.kind === "rejected" ? "rejected" : `by_${item.machine.coder.replace("+", "_")}`)),
    );
    chip.style.setProperty("--ink", item.code?.colour || UNKNOWN_COLOUR);
    return chip;
  }
}

/** A code's colour made darker on a light screen and lighter on a dark one, so that a thin line of it can be seen. */
function inkOf(item: Item): string {
  const colour = item.kind === "memo" ? "var(--st-text-color)" : item.code?.colour || UNKNOWN_COLOUR;
  return `color-mix(in srgb, ${colour} ${item.kind === "memo" ? 60 : 82}%, ${item.kind === "memo" ? "transparent" : "var(--st-text-color)"})`;
}
