/** The segments of a reading as grounding needs them: by id, folded without blanks, and which line goes on where another ends. */
import { rectangleOf } from '../reading/box.ts';
import { type Reading, type Segment, segmentsOf } from '../reading/reading.ts';
import { foldWithOffsets } from '../values/fold.ts';

/** A text folded to its letters and digits alone; `starts[i]`/`ends[i]` is the [start, end) behind character i (UTF-16 units). */
export interface Squeezed {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Folds a text and drops the blanks, so that line breaks, hyphenation and loose spacing make no difference. */
export function squeeze(text: string): Squeezed {
  const folded = foldWithOffsets(text);
  let squeezed = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < folded.text.length; i++) {
    const unit = folded.text.charAt(i);
    if (unit === ' ') continue;
    squeezed += unit;
    starts.push(folded.starts[i] ?? 0);
    ends.push(folded.ends[i] ?? 0);
  }
  return { text: squeezed, starts, ends };
}

/** [start, end) of a segment's text in UTF-16 units. */
export interface Span {
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
}

/** One place of a value: one span, or the spans of the lines it runs over, in order. */
export type Place = readonly Span[];

/** A line counts as the next one when it starts at most this many line heights below. Single spacing is 1.2, double 2.4. */
const NEXT_LINE_HEIGHTS = 2.5;
/** Lines looked at below one: pages that stack more at one height are none that people read. */
const LOOK_AHEAD = 64;

/** Look-ups over one reading. Everything beside {@link get} is computed when first asked for. */
export class SegmentIndex {
  readonly all: readonly Segment[];
  readonly #position: ReadonlyMap<string, number>;
  readonly #squeezed = new Map<Segment, Squeezed>();
  readonly #digits = new Map<Segment, string>();
  #joined: { readonly text: string; readonly starts: readonly number[] } | null = null;
  #after: readonly (readonly Segment[])[] | null = null;

  constructor(reading: Reading) {
    this.all = segmentsOf(reading);
    this.#position = new Map(this.all.map((segment, position) => [segment.id, position]));
  }

  /** The segment of that id, or null: an engine may cite what does not exist. */
  get(id: string): Segment | null {
    return this.all[this.#position.get(id) ?? -1] ?? null;
  }

  /** Place of a segment in reading order, from 0. */
  position(segment: Segment): number {
    return this.#position.get(segment.id) ?? -1;
  }

  squeezed(segment: Segment): Squeezed {
    let squeezed = this.#squeezed.get(segment);
    if (squeezed === undefined) {
      squeezed = squeeze(segment.line.text);
      this.#squeezed.set(segment, squeezed);
    }
    return squeezed;
  }

  /** The ASCII digits of a segment in a row: a cheap "cannot hold this number or date". */
  digits(segment: Segment): string {
    let digits = this.#digits.get(segment);
    if (digits === undefined) {
      digits = segment.line.text.normalize('NFKC').replace(/[^0-9]+/g, '');
      this.#digits.set(segment, digits);
    }
    return digits;
  }

  /** Segments whose squeezed text holds `needle` (squeezed, not empty), in reading order: one scan over all of them. */
  *holding(needle: string): Generator<Segment> {
    this.#joined ??= this.#join();
    const { text, starts } = this.#joined;
    for (let at = text.indexOf(needle); at !== -1; ) {
      const position = firstFrom(starts, at + 1) - 1;
      const segment = this.all[position];
      if (segment !== undefined) yield segment;
      at = text.indexOf(needle, starts[position + 1] ?? text.length);
    }
  }

  /** What of a segment's squeezed text lies in a span of it. */
  squeezedIn({ segment, start, end }: Span): Squeezed {
    const { text, starts, ends } = this.squeezed(segment);
    const from = firstFrom(starts, start);
    const to = firstFrom(starts, end);
    return { text: text.slice(from, to), starts: starts.slice(from, to), ends: ends.slice(from, to) };
  }

  /**
   * Where what ends with this span may go on: in the line below in the same column, or, from a line's end, in the next one in
   * reading order. Both on the same page; columns of plain text are cells parted by blanks, one below the other.
   */
  after(span: Span): Span[] {
    this.#after ??= this.#followers();
    const { segment } = span;
    const followers = this.#after[this.position(segment)] ?? [];
    const atEnd = span.end >= wholeLine(segment).end;
    const lines = atEnd ? followers.map(wholeLine) : [];
    if (segment.page.unit !== 'none') return lines;
    const cells = followers.flatMap((follower) => cellsOf(follower).slice(atEnd ? 1 : 0));
    return [...lines, ...cells.filter((cell) => cell.start < span.end && cell.end > span.start)];
  }

  #join() {
    let text = '';
    const starts = this.all.map((segment) => {
      const start = text.length;
      text += `${this.squeezed(segment).text}\n`;
      return start;
    });
    return { text, starts };
  }

  #followers(): (readonly Segment[])[] {
    const below = new Map<Segment, Segment>();
    for (const page of Map.groupBy(this.all, (segment) => segment.page).values()) {
      if (page[0]?.page.unit === 'none') continue;
      const lines = page.map((segment) => ({ segment, ...rectangleOf(segment.line.bounding_box) })).sort((a, b) => a.top - b.top);
      lines.forEach((line, i) => {
        const height = line.bottom - line.top;
        const next = lines
          .slice(i + 1, i + 1 + LOOK_AHEAD)
          .find(
            (other) =>
              other.top >= line.top + height / 2 &&
              other.top <= line.top + height * NEXT_LINE_HEIGHTS &&
              other.left < line.right &&
              other.right > line.left,
          );
        if (next !== undefined) below.set(line.segment, next.segment);
      });
    }
    return this.all.map((segment, position) => {
      const next = this.all[position + 1];
      const followers = new Set<Segment>();
      const under = below.get(segment);
      if (under !== undefined) followers.add(under);
      if (next !== undefined && next.page === segment.page) followers.add(next);
      return [...followers];
    });
  }
}

/** A line without the blanks around it. */
export function wholeLine(segment: Segment): Span {
  const { text } = segment.line;
  return { segment, start: text.length - text.trimStart().length, end: text.trimEnd().length };
}

/** What two blanks or a tab part in a line: in plain text the cells of its columns. */
export function cellsOf(segment: Segment): Span[] {
  return [...segment.line.text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    segment,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Index of the first of the ascending `starts` that is not before `at`. */
function firstFrom(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
