// The help: every key with what it does, and the switch for those who need single keys off (WCAG 2.1.4).

import { el, fill, type Label } from "./dom";
import { KEYS, keyName } from "./keys";

export class Help {
  readonly element = el("dialog", { class: "help", "data-testid": "help" });

  constructor(private readonly label: Label, private readonly keysOn: () => boolean, private readonly switchKeys: (on: boolean) => void) {
    this.element.setAttribute("aria-label", label("help"));
    this.element.addEventListener("click", (event) => { if (event.target === this.element) this.element.close(); });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "?") this.element.close();
      event.stopPropagation();
    });
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  open(): void {
    const line = (keys: string[], text: string) => el("div", { class: "key" }, el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, text));
    const on = el("input", { type: "checkbox", id: "single-keys", change: () => this.switchKeys(on.checked) });
    on.checked = this.keysOn();
    fill(
      this.element,
      el("h3", {}, this.label("help")),
      el("dl", {},
        ...KEYS.map((key) => line([keyName(key)], this.label(`key_${key.command}`))),
        line(["1", "…", "9"], this.label("key_digit")),
        line(["↓", "↑"], this.label("key_cursor_move")),
        line(["Shift+↓", "Shift+↑"], this.label("key_cursor_extend")),
        line(["→", "←"], this.label("key_cursor_end")),
        line(["Shift+→", "Shift+←"], this.label("key_cursor_start")),
        line(["Enter"], this.label("key_palette")),
        line(["q"], this.label("key_leave"))),
      el("p", { class: "hint" }, this.label("help_mouse")),
      el("p", {}, on, el("label", { for: "single-keys" }, " ", this.label("single_keys"))),
      el("button", { type: "button", class: "primary", click: () => this.element.close() }, this.label("close")),
    );
    this.element.showModal();
  }
}
