/** Text for a terminal: columns, colours, and nothing in it that a terminal would obey. */
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

/** Document text comes from strangers: control and format characters (escape sequences, bidi overrides) become blanks. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');

const GAP = 2;
/** A shortened cell keeps so much. */
const SHORTEST = 8;

export interface TableOptions {
  /** Characters of a line; the widest of the columns in `shrink` are shortened until it fits. Without it, none is. */
  readonly width?: number | undefined;
  /** Heads of the columns that may be shortened. */
  readonly shrink?: readonly string[];
}

/** Columns two blanks apart, as wide as their widest cell; lines carry no blanks at their end. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], { width, shrink = [] }: TableOptions = {}): string {
  const cells = [head, ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  if (width !== undefined) narrow(widths, head, width, shrink);
  return cells
    .map((row) =>
      row
        .map((cell, column) => shortened(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0))
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
    .join('\n');
}

/** Takes from the widest of the columns that may be shortened, a character at a time. */
function narrow(widths: number[], head: readonly string[], width: number, shrink: readonly string[]): void {
  const may = head.flatMap((name, column) => (shrink.includes(name) ? [column] : []));
  for (let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width; over > 0; over--) {
    const widest = may.reduce<number | null>(
      (best, column) => (best === null || at(widths, column) > at(widths, best) ? column : best),
      null,
    );
    if (widest === null || at(widths, widest) <= SHORTEST) return;
    widths[widest] = at(widths, widest) - 1;
  }
}

const at = (widths: readonly number[], column: number): number => widths[column] ?? 0;

const shortened = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** How wide lines may be: the terminal's width; undefined where there is none, and programs read whole lines. */
export const widthOf = (stream: Pick<WriteStream, 'isTTY' | 'columns'>): number | undefined =>
  stream.isTTY ? stream.columns || 80 : undefined;

const COLOURS = {
  done: 'green',
  well: 'green',
  live: 'green',
  error: 'red',
  ill: 'red',
  running: 'cyan',
  pending: 'yellow',
  absent: 'yellow',
} as const;
const WORD = new RegExp(`\\b(?:${Object.keys(COLOURS).join('|')})\\b`);

/** The word for a state in its colour, the first one of each line; on a terminal, unless NO_COLOR or NODE_DISABLE_COLORS is set. */
export function coloured(text: string, stream: WriteStream): string {
  return text
    .split('\n')
    .map((line) =>
      line.replace(WORD, (word) => {
        const colour = Object.entries(COLOURS).find(([state]) => state === word)?.[1];
        return colour === undefined ? word : styleText(colour, word, { stream });
      }),
    )
    .join('\n');
}
