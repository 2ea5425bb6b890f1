// Above the text, always in sight: whether the work is saved, how far one is, and the buttons that mirror the keys.

import { el, fill, type Label } from "./dom";
import { KEYS, keyName, type Command } from "./keys";
import type { Progress } from "./types";

export interface Saved {
  waiting: number;
  late: boolean;
  at: string;
  fault: string;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly status = el("span", { class: "saved", role: "status", "data-testid": "saved" });
  private readonly progress = el("span", { class: "progress", "data-testid": "progress" });
  private readonly bar = el("progress", { max: 1, value: 0, "aria-hidden": true });
  private readonly fault = el("p", { class: "fault", role: "alert", hidden: true, "data-testid": "fault" });
  private readonly buttons: Map<Command, HTMLButtonElement>;

  constructor(private readonly label: Label, act: (command: Command) => void) {
    const names: Command[] = ["previous", "next", "nothing_here", "undo", "redo", "codes", "help"];
    this.buttons = new Map(names.map((command) => {
      const line = KEYS.find((key) => key.command === command);
      return [command, el("button", { type: "button", title: label(`key_${command}`), "data-testid": `tool-${command}`, click: () => act(command) },
        label(`tool_${command}`), line && el("kbd", {}, keyName(line)))];
    }));
    this.element = el("div", { class: "toolbar", role: "toolbar", "aria-label": label("toolbar") },
      el("div", { class: "line" }, this.status, this.bar, this.progress), el("div", { class: "buttons" }, ...this.buttons.values()), this.fault);
  }

  showProgress(progress: Progress, undo: boolean, redo: boolean): void {
    fill(this.progress, this.label("progress", { ...progress }));
    this.bar.max = Math.max(1, progress.suggestions);
    this.bar.value = progress.decided;
    (this.buttons.get("undo") as HTMLButtonElement).disabled = !undo;
    (this.buttons.get("redo") as HTMLButtonElement).disabled = !redo;
  }

  /** `saved` is said only of what the server confirmed. */
  showSaved({ waiting, late, at, fault }: Saved): void {
    const text = waiting ? this.label("not_saved", { count: waiting }) : at ? this.label("saved", { time: at }) : this.label("nothing_to_save");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("waiting", waiting > 0);
    this.status.classList.toggle("late", waiting > 0 && (late || fault !== ""));
    this.fault.hidden = !fault;
    if (this.fault.textContent !== fault) this.fault.textContent = fault;
  }
}
