// The door: Streamlit calls this with the data each time it changes; a screen lives as long as its place on the page.

import { CodingScreen } from "./commands";
import { readKey } from "./keys";
import { OperationQueue } from "./queue";
import { clearSelection, selectedPassages } from "./selection";
import type { Operation, Payload } from "./types";

export * as logic from "./logic";

interface Component {
  data: Payload;
  parentElement: ShadowRoot | HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
}

interface Kept {
  screen: CodingScreen;
  turn: (page: number) => void;
}

interface Mounted {
  screen: CodingScreen;
  queueName: string;
  component: Component;
  stop: () => void;
}

const TICK = 400; // ms between looks at what waits
const CLICK_MOVES = 3; // pixels that a mouse may move in a click
const TOUCH_PAUSE = 350; // ms without change after which a selection made with a finger counts as made

/** Beyond the life of a place on the page: what waits is sent when the coder comes back to it, */
const queues = new Map<string, OperationQueue>();
/** and who works on while the server is away finds cursor and selection where they were when it is back and the page is drawn anew. */
const screens = new Map<string, Kept>();
const mounted = new WeakMap<ShadowRoot | HTMLElement, Mounted>();

export default function render(component: Component): () => void {
  const { parentElement: parent, data } = component;
  let one = mounted.get(parent);
  if (one && one.queueName !== data.queue) {
    one.stop();
    one = undefined;
  }
  if (!one) {
    one = mount(component);
    mounted.set(parent, one);
  }
  one.component = component;
  one.screen.update(data);
  const { stop } = one;
  return () => {
    stop();
    mounted.delete(parent);
  };
}

function mount(component: Component): Mounted {
  const { parentElement: parent, data } = component;
  const send = (operations: Operation[]) => one.component.setTriggerValue("operations", { queue: data.queue, operations });
  let queue = queues.get(data.queue);
  if (queue) queue.reconnect(send);
  else queues.set(data.queue, (queue = new OperationQueue(send, () => performance.now())));
  const kept = screens.get(data.queue) ?? keptScreen(queue);
  screens.set(data.queue, kept);
  kept.turn = (page) => one.component.setTriggerValue("turn", { page, at: Date.now() });
  const { screen } = kept;
  parent.append(screen.element);
  const stop = listen(screen, queue, parent);
  const one: Mounted = { screen, queueName: data.queue, component, stop };
  return one;
}

function keptScreen(queue: OperationQueue): Kept {
  const kept: Kept = { screen: new CodingScreen(queue, (page) => kept.turn(page)), turn: () => undefined };
  return kept;
}

function listen(screen: CodingScreen, queue: OperationQueue, parent: ShadowRoot | HTMLElement): () => void {
  const root = (parent instanceof ShadowRoot ? parent : document) as ShadowRoot | Document;
  const ending = new AbortController();
  const { signal } = ending;
  let byTouch = false;
  let pressedAt = { x: 0, y: 0 };
  let pause = 0;
  const read = (wholeWords: boolean) => selectedPassages(root, screen.blocks, screen.rows.map((row) => row.words), wholeWords);

  const take = (wholeWords: boolean) => {
    screen.dragging = false;
    const passages = read(wholeWords);
    if (!passages.length) return screen.paint();
    clearSelection();
    screen.select(passages, { palette: true, focus: true });
  };

  document.addEventListener("pointerdown", (event) => {
    if (screen.isPaletteOpen && !screen.isInPalette(event.composedPath())) screen.leave();
  }, { signal });
  screen.element.addEventListener("pointerdown", (event) => {
    byTouch = event.pointerType === "touch";
    pressedAt = { x: event.clientX, y: event.clientY };
    if (inWords(event) && !byTouch) screen.dragging = true;
  }, { signal });
  document.addEventListener("pointerup", (event) => {
    if (!screen.dragging) return;
    const moved = Math.abs(event.clientX - pressedAt.x) + Math.abs(event.clientY - pressedAt.y) > CLICK_MOVES;
    // What was dragged over is selected by now; what a click selects or lets go of, the browser settles after the event.
    if (moved) take(!event.altKey);
    else setTimeout(() => take(!event.altKey));
  }, { signal });
  document.addEventListener("selectionchange", () => {
    if (screen.dragging || (!byTouch && !isExtending)) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      const passages = read(true);
      if (passages.length) screen.select(passages, { palette: true, focus: false });
    }, TOUCH_PAUSE) as unknown as number;
  }, { signal });
  let isExtending = false; // a selection that grows by Shift and arrows, where the browser lets one begin
  document.addEventListener("keydown", (event) => {
    isExtending = event.shiftKey && event.key.startsWith("Arrow") && !screen.isCursorOn;
    press(screen, event);
  }, { signal });
  screen.element.addEventListener("click", (event) => click(screen, event), { signal });
  window.addEventListener("beforeunload", (event) => {
    if ([...queues.values()].some((waiting) => waiting.size > 0) || screen.hasDraft) event.preventDefault();
  }, { signal });
  window.addEventListener("online", () => queue.tick(), { signal });
  const timer = setInterval(() => {
    queue.tick();
    screen.paintSaved();
  }, TICK);
  return () => {
    ending.abort();
    clearInterval(timer);
    clearTimeout(pause);
    screen.element.remove();
  };
}

function inWords(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && node.classList.contains("words"));
}

function click(screen: CodingScreen, event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const chip = target.closest<HTMLElement>("[data-item]");
  if (chip?.dataset.item) return screen.clickItem(chip.dataset.item);
  const block = target.closest<HTMLElement>("[data-block]");
  if (!block || screen.isPaletteOpen) return;
  const piece = target.closest<HTMLElement>("mark");
  if (piece) screen.clickPiece(Number(block.dataset.block), Number(piece.dataset.start), Number(piece.dataset.end));
  else screen.clickBlock(Number(block.dataset.block));
}

/** Keys are ours only when nobody is typing, no dialog lies over the page and the coder did not switch them off. */
function press(screen: CodingScreen, event: KeyboardEvent): void {
  if (event.defaultPrevented || screen.isHelpOpen || isTyping(event) || document.querySelector('[role="dialog"][aria-modal="true"], [data-testid="stDialog"]')) return;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "Escape") return screen.leave();
  if (screen.isCursorOn && plain) {
    if (event.key.toLowerCase() === "q") return screen.leave();
    if (screen.moveCursor(event.key, event.shiftKey)) return event.preventDefault();
  }
  if (!screen.keysOn) return;
  const read = readKey(event);
  if (!read) return;
  event.preventDefault();
  if (typeof read === "string") screen.run(read);
  else screen.giveDigit(read.digit);
}

function isTyping(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));
}
