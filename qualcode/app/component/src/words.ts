// Where words begin and end, so that a sloppy selection still catches whole words. All offsets here are UTF-16 units of one block's text.

const WORD = /[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}]|['’\-‐‑·](?=[\p{L}\p{N}]))*/gu;
const SPACE = /\s/;

export type Range = [start: number, end: number];

/** All words of a text. */
export function wordsOf(text: string): Range[] {
  return Array.from(text.matchAll(WORD), (found) => [found.index, found.index + found[0].length] as Range);
}

/** Without the white space at both ends; null when nothing is left. */
export function trim(text: string, [start, end]: Range): Range | null {
  while (start < end && SPACE.test(text[start])) start++;
  while (start < end && SPACE.test(text[end - 1])) end--;
  return start < end ? [start, end] : null;
}

/** The range made as wide as the words that it cuts, without white space at its ends; null when it holds nothing. */
export function snapToWords(text: string, range: Range): Range | null {
  const trimmed = trim(text, range);
  if (!trimmed) return null;
  let [start, end] = trimmed;
  for (const [from, to] of wordsOf(text)) {
    if (from < start && start < to) start = from;
    if (from < end && end < to) end = to;
    if (from >= end) break;
  }
  return [start, end];
}

/** The end of the range moved one word on (step 1) or back (step -1); it never gets empty. */
export function moveEnd(text: string, [start, end]: Range, step: 1 | -1): Range {
  const words = wordsOf(text);
  if (step > 0) {
    const next = words.find(([, to]) => to > end);
    return [start, next ? next[1] : Math.max(end, trim(text, [start, text.length])?.[1] ?? end)];
  }
  const before = words.filter(([from, to]) => from >= start && to < end);
  return before.length ? [start, before[before.length - 1][1]] : [start, end];
}

/** The start of the range moved one word on (step 1) or back (step -1); it never gets empty. */
export function moveStart(text: string, [start, end]: Range, step: 1 | -1): Range {
  const words = wordsOf(text);
  if (step < 0) {
    const before = words.filter(([from]) => from < start);
    return [before.length ? before[before.length - 1][0] : start, end];
  }
  const next = words.find(([from, to]) => from > start && to <= end);
  return [next ? next[0] : start, end];
}
