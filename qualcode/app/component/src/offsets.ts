// Between what the browser counts (UTF-16 units) and what the project counts (code points), block by block.

const SURROGATE = /[\ud800-\udbff][\udc00-\udfff]/;

export interface Offsets {
  /** Number of code points. */
  length: number;
  /** UTF-16 offset in the block's text -> code points. An offset inside a pair counts as before it. */
  toPoints(units: number): number;
  /** Code points from the block's start -> UTF-16 offset. */
  toUnits(points: number): number;
}

/** Only a text that holds a surrogate pair pays for a table; nearly all blocks count alike in both. */
export function offsetsOf(text: string): Offsets {
  if (!SURROGATE.test(text)) {
    const clamp = (at: number) => Math.max(0, Math.min(at, text.length));
    return { length: text.length, toPoints: clamp, toUnits: clamp };
  }
  const starts: number[] = [];
  for (let at = 0; at < text.length; at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1) starts.push(at);
  const length = starts.length;
  starts.push(text.length);
  return {
    length,
    toUnits: (points) => starts[Math.max(0, Math.min(points, length))],
    toPoints: (units) => {
      let low = 0;
      let high = length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= units) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/** The text of [start, end), both in code points from the block's start. */
export function slice(text: string, offsets: Offsets, start: number, end: number): string {
  return text.slice(offsets.toUnits(start), offsets.toUnits(end));
}
