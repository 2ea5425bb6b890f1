// The page as a whole: what is shown, and where the coder is on it. What can be done there is in commands.ts.

import { BlockRow } from "./blocks";
import { el, fill, labelsFrom, type Label } from "./dom";
import { Help } from "./help";
import { foremost, itemsAt, itemsIn, itemsOf, stepOpen, type Item } from "./items";
import type { Command } from "./keys";
import { Palette } from "./palette";
import { Panel, type PanelActions, type Tab } from "./panel";
import type { OperationQueue } from "./queue";
import { project } from "./state";
import { BlockText, blockAt, type Passage } from "./text";
import { Toolbar } from "./toolbar";
import type { Code, Memo, Payload } from "./types";

/** Where the coder is: a passage, and the item on it that the keys act on. */
interface Place {
  passage: Passage;
  item: string | null;
}

export type Arrival = "first" | "last" | "top" | null;

export abstract class Screen {
  readonly element: HTMLElement;
  blocks: BlockText[] = [];
  rows: BlockRow[] = [];
  keysOn = true;
  /** While the mouse is dragging nothing is repainted: that would take the selection away. */
  dragging = false;

  protected payload!: Payload;
  protected label!: Label;
  protected codes = new Map<string, Code>();
  protected items: Item[] = [];
  protected memos: Memo[] = [];
  protected built = "";
  protected place: Place | null = null;
  protected target: Passage[] = [];
  protected cursor = false;
  protected here = 0;
  protected tab: Tab = "place";
  protected swapping: Item | null = null;
  protected arrival: Arrival = null;
  protected gone = "";
  protected text!: HTMLElement;
  protected toolbar!: Toolbar;
  protected panel!: Panel;
  protected palette!: Palette;
  protected help!: Help;
  /** What sticks to the top of the window takes room from what lies below it. */
  protected readonly sizes = new ResizeObserver(() => {
    const header = document.querySelector<HTMLElement>('[data-testid="stHeader"]');
    const covers = header && !/^(transparent|rgba\(.*, 0\))$/.test(getComputedStyle(header).backgroundColor);
    this.element.style.setProperty("--top", `${covers ? header.offsetHeight : 0}px`);
    this.element.style.setProperty("--bar", `${this.toolbar.element.offsetHeight}px`);
  });
  protected readonly live = el("div", { class: "live", "aria-live": "polite", "data-testid": "live" });

  constructor(protected readonly queue: OperationQueue, private readonly navigate: (page: number) => void) {
    this.element = el("div", { class: "screen", "data-testid": "coding-screen" });
  }

  abstract run(command: Command): void;
  protected abstract giveCode(code: Code): void;
  protected abstract panelActions(): PanelActions;

  // --- from the server -----------------------------------------------------------------------------------------

  update(payload: Payload): void {
    const before = this.payload as Payload | undefined;
    this.payload = payload;
    this.label = labelsFrom(payload.labels);
    this.codes = new Map(payload.codes.map((code) => [code.id, code]));
    const told = this.queue.acknowledge(payload.acks).filter(([, ack]) => ack.message);
    const built = JSON.stringify([payload.language, payload.blocks]);
    if (built !== this.built) {
      const moved = before && (before.document !== payload.document || before.page !== payload.page);
      this.built = built;
      this.build();
      this.place = null;
      this.target = [];
      this.cursor = false;
      this.here = 0;
      if (moved && !this.arrival) this.arrival = "top";
    }
    this.project();
    this.arrive();
    this.paint();
    if (told.length) this.say(told.map(([, ack]) => ack.message).join(" "), told.some(([, ack]) => !ack.ok) ? "warning" : "hint");
  }

  protected build(): void {
    const { label } = this;
    this.element.lang = this.payload.language;
    this.blocks = this.payload.blocks.map((block, index) => new BlockText(block, index));
    this.rows = this.blocks.map((block) => new BlockRow(block, label));
    this.toolbar = new Toolbar(label, (command) => this.run(command));
    this.panel = new Panel(label, this.panelActions(), (start, end) => this.quote(start, end));
    this.palette = new Palette(label, {
      choose: (code) => this.giveCode(code),
      memo: () => this.run("memo"),
      copy: () => void navigator.clipboard?.writeText(this.target.map((passage) => this.quote(passage.start, passage.end)).join("\n")).then(() => this.say(label("copied"))),
      close: () => this.leave(),
    });
    this.help = new Help(label, () => this.keysOn, (on) => { this.keysOn = on; });
    this.text = el("div", { class: "text", lang: "nl", "data-testid": "text" }, ...this.rows.map((row) => row.element), this.pager());
    this.sizes.disconnect();
    this.sizes.observe(this.toolbar.element);
    if (!this.rows.length) this.text.prepend(el("p", { class: "hint" }, label("no_blocks")));
    this.element.replaceChildren(
      this.toolbar.element, el("div", { class: "columns" }, this.text, this.panel.element), this.palette.element, this.help.element, this.live,
    );
  }

  protected pager(): HTMLElement {
    const { page, pages } = this.payload;
    const button = (name: string, to: number) => el("button", { type: "button", "data-testid": `pager-${name}`, click: () => this.turn(to, "top") }, this.label(name));
    return el("footer", { class: "pager" },
      page > 1 && button("page_previous", page - 1), el("span", {}, this.label("page_of", { page, pages })), page < pages && button("page_next", page + 1));
  }

  protected project(): void {
    const view = project(this.payload, this.queue.pending);
    this.items = itemsOf(view, this.codes);
    this.memos = view.memos;
    if (this.place?.item && !this.items.some((item) => item.id === this.place?.item)) {
      // What the coder was at became something else: an accepted suggestion its coding, a refused step nothing.
      const made = this.items.find((item) => item.machine?.id === this.place?.item);
      this.place = { ...this.place, item: made?.id ?? foremost(itemsAt(this.items, this.place.passage))?.id ?? null };
    }
  }

  /** After a turn of the page, or where an undo took effect. */
  protected arrive(): void {
    const { go_to: to } = this.payload;
    if (to && to.id !== this.gone) {
      this.gone = to.id;
      this.arrival = null;
      const item = this.items.find((one) => one.start === to.start && one.end === to.end);
      const block = blockAt(this.blocks, to.start);
      if (this.blocks[block] && to.start < this.blocks[block].end) return this.goTo({ block, start: to.start, end: to.end }, item?.id ?? null);
    }
    const arrival = this.arrival;
    this.arrival = null;
    if (arrival === "top") this.element.scrollIntoView({ block: "start" });
    if (arrival === "first" || arrival === "last") {
      const item = stepOpen(this.items, null, arrival === "first" ? 1 : -1);
      if (item) this.goToItem(item);
    }
  }

  // --- drawing ---------------------------------------------------------------------------------------------------

  paint(): void {
    if (this.dragging || !this.payload) return;
    this.rows.forEach((row, index) => row.paint({
      items: itemsIn(this.items, row.text), active: this.place?.item ?? null, here: index === this.here,
      selected: this.target.find((passage) => passage.block === index) ?? null,
    }));
    const about = this.target[0] ?? this.place?.passage ?? null;
    this.panel.show({
      tab: this.tab, codes: this.payload.codes, memos: this.memos, active: this.place?.item ?? null, canGive: this.target.length > 0,
      quote: about ? this.quote(about.start, about.end) : "", items: about ? itemsAt(this.items, about) : [],
    });
    this.toolbar.showProgress(this.payload.progress, this.payload.undo || this.queue.size > 0, this.payload.redo);
    this.paintSaved();
  }

  /** Whether something would be lost with the page: a memo that is being written. */
  get hasDraft(): boolean {
    return this.panel?.hasDraft ?? false;
  }

  paintSaved(): void {
    this.toolbar?.showSaved({ waiting: this.queue.size, late: this.queue.late, at: this.payload.saved_at, fault: this.queue.size ? this.payload.fault : "" });
  }

  /** quiet: for who cannot see the screen; a hint is seen for a while, a warning until something else is said. */
  protected say(message: string, tone: "quiet" | "hint" | "warning" = "quiet"): void {
    this.live.className = `live ${tone}`;
    fill(this.live, el("span", {}, message));
  }

  protected quote(start: number, end: number): string {
    return this.blocks.filter((block) => block.data.start < end && block.end > start).map((block) => block.quote(start, end)).join(" … ");
  }

  protected bringIntoView(passage: Passage): void {
    const row = this.rows[passage.block];
    (row?.piecesOf(passage.start, passage.end)[0] ?? row?.element)?.scrollIntoView({ block: "nearest" });
  }

  // --- where the coder is ------------------------------------------------------------------------------------------

  goTo(passage: Passage, item: string | null): void {
    this.place = { passage, item };
    this.here = passage.block;
    this.tab = "place";
    this.leave();
    this.bringIntoView(passage);
  }

  protected goToItem(item: Item): void {
    const block = blockAt(this.blocks, item.start);
    this.goTo({ block, start: item.start, end: item.end }, item.id);
    if (item.kind === "blind") return this.say(this.label("at_blind", { words: this.quote(item.start, item.end) }));
    this.say(this.label("at_item", { code: item.code?.path ?? "", words: this.quote(item.start, item.end) }));
  }

  /** A click on a piece of the text, or on a chip. */
  clickPiece(block: number, start: number, end: number): void {
    const passage = { block, start, end };
    const item = foremost(itemsAt(this.items, passage).filter((one) => one.kind !== "rejected" && one.kind !== "nothing" && one.kind !== "other"));
    this.goTo(passage, item?.id ?? null);
  }

  clickItem(id: string): void {
    const item = this.items.find((one) => one.id === id);
    if (item) this.goToItem(item);
  }

  clickBlock(block: number): void {
    this.place = null;
    this.here = block;
    this.leave();
  }

  /** What the coder selected; the palette opens beside it. */
  select(passages: Passage[], options: { palette: boolean; focus: boolean }): void {
    this.target = passages;
    this.swapping = null;
    if (!passages.length) return this.leave();
    this.here = passages[0].block;
    this.tab = "place";
    this.paint();
    if (options.palette) this.openPalette(options.focus);
  }

  /** Closes the palette and lets go of the selection. */
  leave(): void {
    this.palette.close();
    this.target = [];
    this.cursor = false;
    this.swapping = null;
    this.paint();
  }

  protected openPalette(focus: boolean): void {
    const passage = this.target[this.target.length - 1] ?? this.place?.passage;
    if (!passage) return;
    this.palette.open(this.payload.codes, { focus, memo: !this.swapping });
    const pieces = this.rows[passage.block].piecesOf(passage.start, passage.end);
    const last = pieces[pieces.length - 1] ?? this.rows[passage.block].element;
    const box = this.element.getBoundingClientRect();
    const rects = last.getClientRects();
    const anchor = rects[rects.length - 1] ?? last.getBoundingClientRect();
    const own = this.palette.element.getBoundingClientRect();
    const below = anchor.bottom + 6 + own.height <= window.innerHeight;
    const top = below ? anchor.bottom + 6 : Math.max(8, (pieces[0] ?? last).getBoundingClientRect().top - own.height - 6);
    const left = Math.max(0, Math.min(anchor.right - own.width / 2, box.right - own.width) - box.left);
    Object.assign(this.palette.element.style, { top: `${top - box.top}px`, left: `${left}px` });
  }

  protected turn(page: number, arrival: Arrival): void {
    this.arrival = arrival;
    this.navigate(page);
  }

  protected hint(name: string): void {
    this.say(this.label(name), "hint");
  }
}
