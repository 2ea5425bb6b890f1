// What the coder selected with the mouse, a finger or Shift and arrows, as passages: one for each block that it touches.

import type { BlockText, Passage } from "./text";

interface Ends {
  startContainer: Node;
  startOffset: number;
  endContainer: Node;
  endOffset: number;
}

/** Browsers of before 2025 lack it. */
type ComposedSelection = Omit<Selection, "getComposedRanges"> & Partial<Pick<Selection, "getComposedRanges">>;

/** The selection inside the shadow root, in whichever way this browser tells it; null when there is none. */
function selectedEnds(root: ShadowRoot | Document): Ends | null {
  const selection = document.getSelection() as ComposedSelection | null;
  if (selection?.getComposedRanges && root instanceof ShadowRoot) {
    const [found] = selection.getComposedRanges({ shadowRoots: [root] });
    return found ?? null;
  }
  const own = (root as unknown as { getSelection?: () => Selection | null }).getSelection?.() ?? selection;
  return own && own.rangeCount ? own.getRangeAt(0) : null;
}

export function clearSelection(): void {
  document.getSelection()?.removeAllRanges();
}

/** The selected passages, trimmed and (wholeWords) made as wide as the words that they cut; empty when nothing in the text is selected. */
export function selectedPassages(
  root: ShadowRoot | Document, blocks: readonly BlockText[], elements: readonly HTMLElement[], wholeWords: boolean,
): Passage[] {
  const ends = selectedEnds(root);
  if (!ends || (ends.startContainer === ends.endContainer && ends.startOffset === ends.endOffset)) return [];
  const found: Passage[] = [];
  elements.forEach((element, index) => {
    const range = unitsIn(element, ends, blocks[index].data.text.length);
    const passage = range && blocks[index].passage(range, wholeWords);
    if (passage) found.push(passage);
  });
  return found;
}

/** The part of a selection that lies in an element, in UTF-16 units of its text; null when it does not touch it. */
function unitsIn(element: HTMLElement, ends: Ends, length: number): [number, number] | null {
  const root = element.getRootNode();
  // An end outside the component (the mouse left it) lies before or after all of its text.
  const startOutside = ends.startContainer.getRootNode() !== root;
  const endOutside = ends.endContainer.getRootNode() !== root;
  if (startOutside && endOutside) return null;
  const whole = document.createRange();
  whole.selectNodeContents(element);
  const before = (node: Node, offset: number) => whole.comparePoint(node, offset);
  const startSide = startOutside ? -1 : before(ends.startContainer, ends.startOffset);
  const endSide = endOutside ? 1 : before(ends.endContainer, ends.endOffset);
  if (startSide > 0 || endSide < 0) return null;
  const start = startSide < 0 ? 0 : unitsBefore(element, ends.startContainer, ends.startOffset);
  const end = endSide > 0 ? length : unitsBefore(element, ends.endContainer, ends.endOffset);
  return start < end ? [start, end] : null;
}

function unitsBefore(element: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}
