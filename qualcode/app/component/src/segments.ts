// A block's text cut at every boundary of what lies over it, and in which lane of the underline stack each span is drawn.

export interface Layer {
  id: string;
  start: number;
  end: number;
}

export interface Piece {
  start: number;
  end: number;
  /** Indexes of the layers over this piece, in the order given. */
  layers: number[];
}

/** Cuts [0, length) at all ends of the layers (clipped to it); `cuts` are further places to cut. Pieces cover everything, in order. */
export function cutIntoPieces(length: number, layers: readonly Layer[], cuts: readonly number[] = []): Piece[] {
  const places = new Set<number>([0, length]);
  const inside = (at: number) => Math.max(0, Math.min(at, length));
  for (const layer of layers) {
    places.add(inside(layer.start));
    places.add(inside(layer.end));
  }
  for (const cut of cuts) places.add(inside(cut));
  const sorted = [...places].sort((a, b) => a - b);
  const opening = layers.map((layer, index) => ({ index, start: inside(layer.start), end: inside(layer.end) }));
  const byStart = [...opening].sort((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let active: typeof opening = [];
  let next = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    active = active.filter((layer) => layer.end > start);
    while (next < byStart.length && byStart[next].start <= start) {
      if (byStart[next].end > start) active.push(byStart[next]);
      next++;
    }
    pieces.push({ start, end, layers: active.map((layer) => layer.index).sort((a, b) => a - b) });
  }
  return pieces;
}

/** A lane for each layer, so that layers that overlap never share one; the longest that starts first lies lowest in the stack. */
export function assignLanes(layers: readonly Layer[]): number[] {
  const order = layers.map((_, index) => index);
  order.sort((a, b) => layers[a].start - layers[b].start || layers[b].end - layers[a].end || a - b);
  const ends: number[] = [];
  const lanes = new Array<number>(layers.length).fill(0);
  for (const index of order) {
    let lane = ends.findIndex((end) => end <= layers[index].start);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = layers[index].end;
    lanes[index] = lane;
  }
  return lanes;
}

/** Places before and after each empty line in a text (UTF-16 units): there the screen begins a new paragraph. */
export function paragraphBreaks(text: string): [start: number, end: number][] {
  return Array.from(text.matchAll(/[^\S\n]*\n(?:[^\S\n]*\n)+\s*/g), (found) => [found.index, found.index + found[0].length]);
}
