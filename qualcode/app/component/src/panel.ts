// Beside the text: the card with everything on one place, the list of codes with their definitions, the memos.

import { el, fill, type Label } from "./dom";
import { UNKNOWN_COLOUR, type Item } from "./items";
import type { Code, Memo, Stance } from "./types";

export type Tab = "place" | "codes" | "memos";

/** What a card can ask for; the screen does it. */
export interface PanelActions {
  accept(item: Item): void;
  reject(item: Item): void;
  remove(item: Item): void;
  stance(item: Item, stance: Stance): void;
  otherCode(item: Item): void;
  select(item: Item): void;
  memo(): void;
  goTo(memo: Memo): void;
  changeMemo(memo: Memo, text: string): void;
  deleteMemo(memo: Memo): void;
  giveCode(code: Code): void;
  show(tab: Tab): void;
}

export interface PanelContent {
  tab: Tab;
  /** Words of the place that the card is about, "" when there is none. */
  quote: string;
  items: Item[];
  active: string | null;
  codes: Code[];
  memos: Memo[];
  canGive: boolean;
}

const STANCES: Stance[] = ["voor", "tegen", "neutraal"];

export class Panel {
  readonly element = el("aside", { class: "panel", "data-testid": "panel" });
  private shown = "";
  private editing: HTMLTextAreaElement | null = null;

  constructor(private readonly label: Label, private readonly actions: PanelActions, private readonly quoteOf: (start: number, end: number) => string) {
    this.element.setAttribute("aria-label", label("panel"));
  }

  show(content: PanelContent): void {
    const state = JSON.stringify([content, this.editing !== null]);
    if (state === this.shown || this.editing) return;
    this.shown = state;
    const body = { place: () => this.card(content), codes: () => this.codeList(content), memos: () => this.memoList(content.memos) }[content.tab]();
    fill(this.element, this.tabs(content), el("div", { class: "sheet" }, ...body));
  }

  /** Whether a memo is being written that is not kept yet. */
  get hasDraft(): boolean {
    return Boolean(this.editing?.value.trim());
  }

  /** Opens a field for a new memo, or for one's own earlier one; `keep` gets its text. */
  editMemo(memo: Memo | null, about: string, keep: (text: string) => void): void {
    const field = el("textarea", { rows: 5, class: "memo-field", "aria-label": this.label("memo_text"), "data-testid": "memo-field" });
    field.value = memo?.text ?? "";
    const close = () => {
      this.editing = null;
      this.shown = "";
      this.actions.show(memo ? "memos" : "place");
    };
    const save = () => {
      if (!field.value.trim()) return field.focus();
      const text = field.value;
      close();
      keep(text);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
      if (event.key === "Escape") close();
    });
    this.editing = field;
    fill(
      this.element,
      el("div", { class: "sheet" },
        el("h3", {}, this.label(memo ? "memo_change" : "memo_new")),
        about && el("p", { class: "quote" }, about),
        field,
        el("div", { class: "buttons" },
          el("button", { type: "button", class: "primary", click: save, "data-testid": "memo-save" }, this.label("memo_save"), el("kbd", {}, "Ctrl+Enter")),
          el("button", { type: "button", click: close }, this.label("cancel")))),
    );
    field.focus();
  }

  private change(memo: Memo): void {
    this.editMemo(memo, "", (text) => this.actions.changeMemo(memo, text));
  }

  private tabs({ tab, memos }: PanelContent): HTMLElement {
    const one = (name: Tab, text: string) =>
      el("button", { type: "button", role: "tab", "aria-selected": String(tab === name), "data-focus": `tab-${name}`, "data-testid": `tab-${name}`, click: () => this.actions.show(name) }, text);
    return el("div", { class: "tabs", role: "tablist" },
      one("place", this.label("tab_place")), one("codes", this.label("tab_codes")), one("memos", this.label("tab_memos", { count: memos.length })));
  }

  private card({ quote, items, active }: PanelContent): Node[] {
    if (!quote) return [el("p", { class: "hint" }, this.label("place_empty"))];
    return [
      el("p", { class: "quote" }, quote),
      // What the keys act on stands at the top, in sight.
      ...(items.length ? [...items].sort((a, b) => Number(b.id === active) - Number(a.id === active)).map((item) => this.entry(item, item.id === active)) : [el("p", { class: "hint" }, this.label("place_nothing"))]),
      el("div", { class: "buttons" }, this.button("memo", "m", () => this.actions.memo())),
    ];
  }

  private entry(item: Item, active: boolean): HTMLElement {
    const entry = el(
      "article",
      { class: `entry ${item.kind}${active ? " active" : ""}`, "data-testid": "entry", "data-kind": item.kind, click: () => !active && this.actions.select(item) },
      el("header", {}, el("span", { class: "swatch", "aria-hidden": true }), el("strong", {}, this.title(item))),
      el("p", { class: "status" }, this.status(item)),
      this.why(item),
      item.memo && el("p", { class: "memo-text" }, item.memo.text),
      (item.kind === "suggestion" || item.kind === "coding") && this.stances(item),
      this.decisions(item, active),
      item.code && this.definition(item.code, active),
    );
    entry.style.setProperty("--ink", item.code?.colour || UNKNOWN_COLOUR);
    return entry;
  }

  private title(item: Item): string {
    if (item.kind === "memo") return this.label("memo");
    if (item.kind === "blind") return this.label("blind");
    if (item.kind === "nothing" || item.other?.code === null) return this.label("nothing_here");
    return item.code?.path ?? this.label("unknown_code");
  }

  private status(item: Item): string {
    const by = item.machine ? this.label(`by_${item.machine.coder.replace("+", "_")}`) : "";
    if (item.kind === "blind") return this.label("blind_help");
    if (item.other) return [this.label("status_other", { coder: item.other.coder }), item.other.stance && this.label(`stance_${item.other.stance}`)].filter(Boolean).join(", ");
    if (item.kind === "suggestion") return this.label("status_suggestion", { by });
    if (item.kind === "rejected") return this.label("status_rejected", { by });
    if (item.kind === "memo") return [item.memo?.coder || this.label("you"), item.memo?.time].filter(Boolean).join(", ");
    return item.machine ? this.label("status_accepted", { by }) : this.label("status_own");
  }

  /** The words that the proposal rests on, the rule that fired, the cue of the stance, the score. */
  private why(item: Item): HTMLElement | null {
    const machine = item.machine;
    if (!machine) return null;
    const lines = machine.matches.map((match) =>
      el("li", {},
        el("q", {}, this.quoteOf(match.start, match.end)), " ",
        el("code", {}, match.rule),
        match.cue && el("span", { class: "cue" }, ` ${this.label("cue", { cue: match.cue, stance: match.stance ? this.label(`stance_${match.stance}`) : "" })}`)));
    if (!lines.length && machine.rule) lines.push(el("li", {}, el("code", {}, machine.rule)));
    if (machine.score !== null) lines.push(el("li", {}, this.label("score", { score: Math.round(machine.score * 100) })));
    if (machine.features.length) lines.push(el("li", {}, this.label("features"), this.weights(machine.features)));
    return lines.length ? el("ul", { class: "why", "data-testid": "why" }, ...lines) : null;
  }

  /** What weighed most for a classifier, with a bar: the part of the heaviest of its kind (words, or what stands around the passage). */
  private weights(features: [string, number][]): HTMLElement {
    return el("ul", { class: "weights", "data-testid": "weights" }, ...features.map(([name, part]) => {
      const bar = el("span", { class: "bar", "aria-hidden": true });
      bar.style.setProperty("--part", String(part));
      return el("li", {}, el("span", {}, name), bar);
    }));
  }

  private stances(item: Item): HTMLElement {
    const now = item.coding?.stance ?? item.suggestion?.stance ?? "";
    const keys: Record<string, string> = { voor: "v", tegen: "t", neutraal: "o" };
    return el("div", { class: "stances", role: "group", "aria-label": this.label("stance") },
      el("span", { class: "hint" }, this.label("stance")),
      ...STANCES.map((stance) =>
        el("button", {
          type: "button", "aria-pressed": String(now === stance), "data-focus": `${item.id}-${stance}`, "data-testid": `stance-${stance}`,
          title: this.label(item.kind === "suggestion" ? "stance_accepts" : "stance_changes"),
          click: (event) => { event.stopPropagation(); this.actions.stance(item, stance); },
        }, this.label(`stance_${stance}`), el("kbd", {}, keys[stance]))));
  }

  private decisions(item: Item, active: boolean): HTMLElement | null {
    const { accept, reject, remove, otherCode, deleteMemo } = this.actions;
    const key = (name: string) => (active ? name : "");
    if (item.kind === "suggestion")
      return el("div", { class: "buttons" },
        this.button("accept", key("a"), () => accept(item), `accept-${item.id}`, "primary"),
        this.button("reject", key("x"), () => reject(item), `reject-${item.id}`),
        this.button("other_code", key("e"), () => otherCode(item), `other-${item.id}`));
    if (item.kind === "coding")
      return el("div", { class: "buttons" },
        this.button("remove", key("x"), () => remove(item), `remove-${item.id}`),
        this.button("other_code", key("e"), () => otherCode(item), `other-${item.id}`));
    if (item.kind === "rejected") return el("div", { class: "buttons" }, this.button("accept_after_all", key("a"), () => accept(item), `accept-${item.id}`));
    if (item.kind === "nothing") return el("div", { class: "buttons" }, this.button("remove", key("x"), () => remove(item), `remove-${item.id}`));
    if (!item.memo?.mine) return null;
    const memo = item.memo;
    return el("div", { class: "buttons" },
      this.button("memo_change", "", () => this.change(memo), `edit-${item.id}`),
      this.button("memo_delete", "", () => deleteMemo(memo), `delete-${item.id}`));
  }

  private button(name: string, key: string, act: () => void, focus = name, kind = ""): HTMLElement {
    const press = (event: Event) => {
      event.stopPropagation();
      act();
    };
    return el("button", { type: "button", class: kind || null, "data-focus": focus, "data-testid": `do-${name}`, click: press }, this.label(name), key && el("kbd", {}, key));
  }

  private definition(code: Code, open: boolean): HTMLElement | null {
    if (!code.definition && !code.wel.length && !code.niet.length) return null;
    return el("details", { class: "definition", open, click: (event) => event.stopPropagation() },
      el("summary", {}, this.label("definition")), ...this.definitionLines(code));
  }

  private definitionLines(code: Code): Node[] {
    const list = (name: string, lines: string[]) =>
      lines.length ? [el("p", { class: name }, el("b", {}, this.label(name)), " ", lines.join("; "))] : [];
    return [...(code.definition ? [el("p", {}, code.definition)] : []), ...list("wel", code.wel), ...list("niet", code.niet)];
  }

  private codeList({ codes, canGive }: PanelContent): Node[] {
    return [
      el("p", { class: "hint" }, this.label(canGive ? "codes_give" : "codes_help")),
      ...codes.map((code) => {
        const line = el("details", { class: `code depth${Math.min(code.depth, 3)}${code.usable ? "" : " retired"}`, "data-testid": "code" },
          el("summary", {}, el("kbd", {}, code.key), el("span", { class: "swatch", "aria-hidden": true }), el("span", { class: "name" }, code.name)),
          ...this.definitionLines(code),
          canGive && code.usable && el("button", { type: "button", "data-focus": `give-${code.id}`, click: () => this.actions.giveCode(code) }, this.label("give_code")));
        line.style.setProperty("--ink", code.colour || UNKNOWN_COLOUR);
        return line;
      }),
    ];
  }

  private memoList(memos: Memo[]): Node[] {
    if (!memos.length) return [el("p", { class: "hint" }, this.label("memos_none"))];
    return memos.map((memo) =>
      el("article", { class: "entry memo", "data-testid": "memo" },
        el("p", { class: "status" }, [memo.coder || this.label("you"), memo.time].filter(Boolean).join(", ")),
        memo.start !== null && memo.end !== null && el("p", { class: "quote" }, this.quoteOf(memo.start, memo.end) || this.label("memo_other_page")),
        el("p", { class: "memo-text" }, memo.text),
        el("div", { class: "buttons" },
          memo.start !== null && this.button("memo_go", "", () => this.actions.goTo(memo), `go-${memo.id}`),
          memo.mine && this.button("memo_change", "", () => this.change(memo), `edit-${memo.id}`),
          memo.mine && this.button("memo_delete", "", () => this.actions.deleteMemo(memo), `delete-${memo.id}`))));
  }
}
