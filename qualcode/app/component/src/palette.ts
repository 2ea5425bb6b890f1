// The palette at a selection: type a few letters of a code, or press its digit.

import { el, fill, type Label } from "./dom";
import type { Code } from "./types";

/** Without capitals and accents, so that `zelf` finds `Zelfbeheer` and `reinte` finds `Re-integratie`. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/[\p{M}\p{P}]/gu, "").toLowerCase();
}

/** The codes whose path holds every typed word; those whose own name begins with the first come first, else the codebook's order stays. */
export function findCodes(codes: readonly Code[], typed: string): Code[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const usable = codes.filter((code) => code.usable);
  if (!words.length) return usable;
  const found = usable.filter((code) => words.every((word) => plain(code.path).includes(word)));
  const begins = (code: Code) => plain(code.name).startsWith(words[0]);
  return [...found.filter(begins), ...found.filter((code) => !begins(code))];
}

/** Which digit stands at a line: the code's own while nothing is typed, else the number of the line. */
export function digitAt(code: Code, line: number, typed: string): string {
  if (!typed.trim()) return code.key;
  return line < 9 ? String(line + 1) : "";
}

export interface PaletteActions {
  choose(code: Code): void;
  memo(): void;
  copy(): void;
  close(): void;
}

export class Palette {
  readonly element: HTMLElement;
  private readonly field: HTMLInputElement;
  private readonly list: HTMLElement;
  private codes: Code[] = [];
  private found: Code[] = [];
  private line = 0;
  private withMemo = true;

  constructor(private readonly label: Label, private readonly actions: PaletteActions) {
    this.field = el("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      placeholder: label("palette_search"), "aria-label": label("palette_search"), "data-testid": "palette-search",
      input: () => { this.line = 0; this.draw(); },
      keydown: (event) => this.press(event as KeyboardEvent),
    });
    this.list = el("div", { role: "listbox", id: "palette-list", class: "options", "aria-label": label("codes") });
    this.element = el("div", { class: "palette", hidden: true, role: "dialog", "aria-label": label("palette"), "data-testid": "palette" }, this.field, this.list);
    // A press inside the palette must not take the focus out of its field.
    this.element.addEventListener("pointerdown", (event) => { if (event.target !== this.field) event.preventDefault(); });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** focus: not on a touch screen, where the keyboard would cover the text. */
  open(codes: Code[], options: { focus: boolean; memo: boolean }): void {
    this.codes = codes;
    this.withMemo = options.memo;
    this.line = 0;
    this.field.value = "";
    this.element.hidden = false;
    this.draw();
    if (options.focus) this.field.focus({ preventScroll: true });
  }

  close(): void {
    // A hidden field keeps the focus for a moment, and would swallow the next key.
    this.field.blur();
    this.element.hidden = true;
  }

  private draw(): void {
    const typed = this.field.value;
    this.found = findCodes(this.codes, typed);
    this.line = Math.min(this.line, Math.max(0, this.found.length - 1));
    const lines = this.found.map((code, index) => {
      const digit = digitAt(code, index, typed);
      const line = el(
        "div",
        { role: "option", id: `option-${index}`, class: `option depth${typed.trim() ? 0 : Math.min(code.depth, 3)}`, "aria-selected": String(index === this.line), "data-testid": "option", title: code.definition || null, click: () => this.actions.choose(code) },
        el("kbd", {}, digit), el("span", { class: "swatch", "aria-hidden": true }), el("span", { class: "name" }, typed.trim() ? code.path : code.name),
      );
      line.style.setProperty("--ink", code.colour);
      return line;
    });
    fill(
      this.list, ...lines, !lines.length && el("p", { class: "hint" }, this.label("palette_none")),
      el("div", { class: "buttons" },
        this.withMemo && el("button", { type: "button", click: () => this.actions.memo() }, this.label("memo_new")),
        this.withMemo && el("button", { type: "button", click: () => this.actions.copy() }, this.label("copy")),
        el("button", { type: "button", click: () => this.actions.close(), "data-testid": "palette-close" }, this.label("close"))),
    );
    this.field.setAttribute("aria-activedescendant", lines.length ? `option-${this.line}` : "");
    const line = lines[this.line];
    // Not scrollIntoView: that would scroll the page too.
    if (line) this.list.scrollTop = Math.max(Math.min(this.list.scrollTop, line.offsetTop - this.list.offsetTop), line.offsetTop - this.list.offsetTop + line.offsetHeight - this.list.clientHeight + 40);
  }

  private press(event: KeyboardEvent): void {
    const { key } = event;
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() === "c" && this.field.selectionStart === this.field.selectionEnd) this.actions.copy();
      return;
    }
    const byDigit = /^[1-9]$/.test(key) ? this.found.find((code, index) => digitAt(code, index, this.field.value) === key) : undefined;
    if (byDigit) this.actions.choose(byDigit);
    else if (key === "Enter" && this.found[this.line]) this.actions.choose(this.found[this.line]);
    else if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape") this.actions.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(step: number): void {
    this.line = (this.line + step + this.found.length) % Math.max(1, this.found.length);
    this.draw();
  }
}
