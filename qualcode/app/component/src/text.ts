// The blocks of the page with their offsets: spans of the document on the one side, the block's own text on the other.

import { offsetsOf, slice, type Offsets } from "./offsets";
import type { Block, Span } from "./types";
import { moveEnd, moveStart, snapToWords, trim, type Range } from "./words";

/** A passage in one block, in code points of the document. */
export interface Passage {
  block: number;
  start: number;
  end: number;
}

export class BlockText {
  readonly offsets: Offsets;
  readonly end: number;

  constructor(readonly data: Block, readonly index: number) {
    this.offsets = offsetsOf(data.text);
    this.end = data.start + this.offsets.length;
  }

  /** The text of a span of the document, as far as it lies in this block. */
  quote(start: number, end: number): string {
    return slice(this.data.text, this.offsets, Math.max(start, this.data.start) - this.data.start, Math.min(end, this.end) - this.data.start);
  }

  toUnits(at: number): number {
    return this.offsets.toUnits(at - this.data.start);
  }

  /** A range of UTF-16 units of this block's text as a passage; null when it holds only white space. */
  passage(range: Range, wholeWords: boolean): Passage | null {
    const found = wholeWords ? snapToWords(this.data.text, range) : trim(this.data.text, range);
    return found && this.fromUnits(found);
  }

  whole(): Passage {
    return this.passage([0, this.data.text.length], false) ?? { block: this.index, start: this.data.start, end: this.end };
  }

  /** A passage with one of its ends moved by a word. */
  moved(passage: Passage, edge: "start" | "end", step: 1 | -1): Passage {
    const range: Range = [this.toUnits(passage.start), this.toUnits(passage.end)];
    return this.fromUnits(edge === "end" ? moveEnd(this.data.text, range, step) : moveStart(this.data.text, range, step));
  }

  private fromUnits([start, end]: Range): Passage {
    const from = this.data.start + this.offsets.toPoints(start);
    return { block: this.index, start: from, end: this.data.start + this.offsets.toPoints(end) };
  }
}

/** Index of the block that holds an offset, or the last one that begins before it; 0 when none does. */
export function blockAt(blocks: readonly BlockText[], at: number): number {
  let found = 0;
  for (const block of blocks) if (block.data.start <= at) found = block.index;
  return found;
}

/** The sentence cursor: always one or more whole sentences of one block, until its end is moved by a word. */
export function sentenceAt(block: BlockText, at: number): Passage {
  const sentences = sentencesOf(block);
  const found = sentences.find(([, end]) => at < end) ?? sentences[sentences.length - 1];
  return { block: block.index, start: found[0], end: found[1] };
}

/** The sentence after (step 1) or before (step -1) a passage, in the next or previous block when there is none in its own; null at the ends. */
export function stepSentence(blocks: readonly BlockText[], from: Passage, step: 1 | -1): Passage | null {
  const sentences = sentencesOf(blocks[from.block]);
  const here = step > 0 ? sentences.find(([start]) => start >= from.end) : [...sentences].reverse().find(([, end]) => end <= from.start);
  if (here) return { block: from.block, start: here[0], end: here[1] };
  const other = blocks[from.block + step];
  if (!other) return null;
  const there = sentencesOf(other);
  const [start, end] = there[step > 0 ? 0 : there.length - 1];
  return { block: other.index, start, end };
}

/** The passage with the next sentence of its block added (step 1) or its last one taken off (step -1). */
export function extendSentence(block: BlockText, from: Passage, step: 1 | -1): Passage {
  const sentences = sentencesOf(block);
  if (step > 0) {
    const next = sentences.find(([, end]) => end > from.end);
    return next ? { ...from, end: next[1] } : from;
  }
  const kept = sentences.filter(([start, end]) => start >= from.start && end < from.end);
  return kept.length ? { ...from, end: kept[kept.length - 1][1] } : from;
}

function sentencesOf(block: BlockText): Span[] {
  if (block.data.sentences.length) return block.data.sentences;
  const { start, end } = block.whole();
  return [[start, end]];
}
