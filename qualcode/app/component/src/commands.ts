// What each command does at the place where the coder is: decisions become operations, the rest moves about.

import { newId } from "./dom";
import { itemsIn, stepOpen, type Item } from "./items";
import type { Command } from "./keys";
import type { PanelActions } from "./panel";
import { Screen } from "./screen";
import { clearSelection } from "./selection";
import { blockAt, extendSentence, sentenceAt, stepSentence, type Passage } from "./text";
import type { Code, Operation, Stance } from "./types";

export class CodingScreen extends Screen {
  get isPaletteOpen(): boolean {
    return this.palette.isOpen;
  }

  isInPalette(path: EventTarget[]): boolean {
    return path.includes(this.palette.element);
  }

  get isCursorOn(): boolean {
    return this.cursor;
  }

  get isHelpOpen(): boolean {
    return this.help.isOpen;
  }

  run(command: Command): void {
    const item = this.activeItem();
    switch (command) {
      case "next":
      case "previous":
        return this.step(command === "next" ? 1 : -1);
      case "accept":
        return item && (item.kind === "suggestion" || item.kind === "rejected") ? this.accept(item) : this.hint(item?.kind === "blind" ? "blind_first" : "no_suggestion");
      case "reject":
        return item && ["suggestion", "coding", "nothing"].includes(item.kind) ? this.reject(item) : this.hint(item?.kind === "blind" ? "blind_first" : "no_suggestion");
      case "other_code":
        return item && (item.kind === "suggestion" || item.kind === "coding") ? this.swap(item) : this.hint("no_item");
      case "voor":
      case "tegen":
      case "neutraal":
        return item && (item.kind === "suggestion" || item.kind === "coding") ? this.stance(item, command) : this.hint("no_item");
      case "nothing_here":
        return this.nothingHere();
      case "memo":
        return this.memo();
      case "cursor":
        return this.startCursor();
      case "next_block":
      case "previous_block":
        return this.stepBlock(command === "next_block" ? 1 : -1);
      case "undo":
      case "redo":
        this.send({ action: command });
        return;
      case "codes":
        this.tab = this.tab === "codes" ? "place" : "codes";
        return this.paint();
      case "help":
        return this.help.open();
    }
  }

  giveDigit(digit: string): void {
    const code = this.payload.codes.find((one) => one.key === digit);
    if (code) this.giveCode(code);
  }

  private activeItem(): Item | null {
    return this.items.find((item) => item.id === this.place?.item) ?? null;
  }

  private step(step: 1 | -1): void {
    const from = this.place ? { id: this.place.item ?? "", start: this.place.passage.start, end: this.place.passage.end } : null;
    const block = this.blocks[this.here];
    const start = from ?? (this.here > 0 && block ? { id: "", start: block.data.start - 1, end: block.data.start } : null);
    const item = stepOpen(this.items, start, step);
    if (item) return this.goToItem(item);
    const page = step > 0 ? this.payload.next_open : this.payload.previous_open;
    if (page !== null) return this.turn(page, step > 0 ? "first" : "last");
    const round = stepOpen(this.items, null, step);
    return round ? this.goToItem(round) : this.hint("no_more");
  }

  private stepBlock(step: 1 | -1): void {
    const to = Math.max(0, Math.min(this.here + step, this.rows.length - 1));
    this.clickBlock(to);
    this.rows[to]?.element.scrollIntoView({ block: "nearest" });
    this.say(this.blocks[to]?.data.text ?? "");
  }

  // --- decisions ---------------------------------------------------------------------------------------------------

  private send(...operations: Partial<Operation>[]): string {
    const id = this.queueUp(...operations);
    this.paint();
    return id;
  }

  /** As `send`, for who paints next; painting is what takes the time of a key press. */
  private queueUp(...operations: Partial<Operation>[]): string {
    const made = operations.map((one) => ({ id: newId(), document: this.payload.document, ...one }) as Operation);
    this.queue.push(...made);
    this.project();
    return made[0].id;
  }

  private goOn(next: Item | null): void {
    if (next) return this.goToItem(next);
    this.paint();
    if (this.payload.next_open !== null && !stepOpen(this.items, null, 1)) this.say(this.label("page_done", { page: this.payload.next_open }), "hint");
  }

  private accept(item: Item, change: Pick<Operation, "code" | "stance"> = {}): void {
    const next = item.kind === "suggestion" ? stepOpen(this.items, item, 1) : null;
    this.queueUp({ action: "accept", suggestion: item.id, ...change });
    this.say(this.label("said_accepted", { code: (change.code ? this.codes.get(change.code) : item.code)?.path ?? "" }));
    this.goOn(next);
  }

  private reject(item: Item): void {
    const next = item.kind === "suggestion" ? stepOpen(this.items, item, 1) : null;
    this.queueUp(item.kind === "suggestion" ? { action: "reject", suggestion: item.id } : { action: "remove", coding: item.id });
    this.say(this.label(item.kind === "suggestion" ? "said_rejected" : "said_removed", { code: item.code?.path ?? this.label("nothing_here") }));
    this.goOn(next);
  }

  /** On an open suggestion: accepted with this stance. On a coding: changed, or taken away when it had this one. */
  private stance(item: Item, stance: Stance): void {
    if (item.kind === "suggestion") return this.accept(item, { stance });
    this.send({ action: "change", coding: item.id, stance: item.coding?.stance === stance ? "" : stance });
    this.say(this.label("said_stance", { stance: this.label(`stance_${stance}`) }));
  }

  private swap(item: Item): void {
    this.goToItem(item);
    this.swapping = item;
    this.openPalette(true);
  }

  protected giveCode(code: Code): void {
    const item = this.swapping ?? (this.target.length ? null : this.activeItem());
    if (item?.kind === "suggestion") {
      this.leave();
      return this.accept(item, { code: code.id });
    }
    if (this.swapping?.kind === "coding") {
      const coding = this.swapping.id;
      this.leave();
      this.send({ action: "change", coding, code: code.id });
      return this.say(this.label("said_coded", { code: code.path }));
    }
    const passages = this.target.length ? this.target : (item?.kind === "coding" || item?.kind === "blind") && this.place ? [{ ...this.place.passage, start: item.start, end: item.end }] : [];
    if (!passages.length) return this.hint("no_selection");
    const batch = passages.length > 1 ? newId() : undefined;
    const made = this.queueUp(...passages.map(({ start, end, block }): Partial<Operation> => ({ action: "add", start, end, quote: this.blocks[block].quote(start, end), code: code.id, batch })));
    this.say(this.label("said_coded", { code: code.path }));
    const kept = this.cursor;
    if (kept) this.palette.close();
    else this.leave();
    // The same code on the same place made nothing new.
    const shown = this.items.find((one) => one.id === made) ?? this.items.find((one) => one.kind === "coding" && one.start === passages[0].start && one.end === passages[0].end && one.code?.id === code.id);
    this.place = { passage: passages[0], item: shown?.id ?? null };
    clearSelection();
    this.paint();
  }

  private nothingHere(): void {
    const block = this.blocks[this.here];
    if (!block) return;
    const { start, end } = block.whole();
    if (itemsIn(this.items, block).some((item) => item.kind === "nothing")) return this.hint("nothing_already");
    this.send({ action: "nothing_here", start, end, quote: block.quote(start, end) });
    const open = itemsIn(this.items, block).filter((item) => item.kind === "suggestion").length;
    this.say(this.label(open ? "said_nothing_open" : "said_nothing", { count: open }), open ? "hint" : "quiet");
  }

  private memo(): void {
    const passage = this.target[0] ?? this.place?.passage ?? this.blocks[this.here]?.whole();
    if (!passage) return;
    this.leave();
    this.place = { passage, item: this.place?.item ?? null };
    const { start, end, block } = passage;
    const quote = this.blocks[block].quote(start, end);
    const document = this.payload.document;
    this.panel.editMemo(null, quote, (text) => {
      this.send({ action: "memo_add", document, start, end, quote, text });
      this.say(this.label("said_memo"));
    });
  }

  protected panelActions(): PanelActions {
    return {
      accept: (item) => this.accept(item),
      reject: (item) => this.reject(item),
      remove: (item) => this.reject(item),
      stance: (item, stance) => this.stance(item, stance),
      otherCode: (item) => this.swap(item),
      select: (item) => this.goToItem(item),
      memo: () => this.run("memo"),
      giveCode: (code) => this.giveCode(code),
      goTo: (memo) => this.goTo({ block: blockAt(this.blocks, memo.start ?? 0), start: memo.start ?? 0, end: memo.end ?? 0 }, memo.id),
      deleteMemo: (memo) => void this.send({ action: "memo_delete", memo: memo.id }),
      changeMemo: (memo, text) => void this.send({ action: "memo_edit", memo: memo.id, text }),
      show: (tab) => { this.tab = tab; this.paint(); },
    };
  }

  // --- the sentence cursor -------------------------------------------------------------------------------------------

  private startCursor(): void {
    const block = this.blocks[this.here];
    if (!block) return;
    const at = this.place && this.place.passage.block === this.here ? this.place.passage.start : block.data.start;
    this.cursor = true;
    this.moveTo(sentenceAt(block, at));
  }

  /** Arrows while the cursor is on. Returns whether the key was one of its own. */
  moveCursor(key: string, shift: boolean): boolean {
    const now = this.target[0];
    if (!this.cursor || !now) return false;
    const block = this.blocks[now.block];
    const step = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
    if (key === "Enter") this.openPalette(true);
    else if (key === "ArrowDown" || key === "ArrowUp") this.moveTo(shift ? extendSentence(block, now, step) : (stepSentence(this.blocks, now, step) ?? now));
    else if (key === "ArrowRight" || key === "ArrowLeft") this.moveTo(block.moved(now, shift ? "start" : "end", step));
    else return false;
    return true;
  }

  private moveTo(passage: Passage): void {
    this.target = [passage];
    this.here = passage.block;
    this.tab = "place";
    this.paint();
    this.bringIntoView(passage);
    this.say(this.quote(passage.start, passage.end));
  }
}
