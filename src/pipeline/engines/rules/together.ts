/** Values printed in groups that stand apart in a row, or that go on in the next line: account numbers on slips and in narrow footers. */
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';
import { isLabelled, lineAfter, type Matches } from './places.ts';
import type { LeafPlan } from './plan.ts';

/** A value and the parts of cells that say it; [start, end) is in the cell's text. */
export interface Joined {
  readonly text: string;
  readonly parts: readonly { readonly cell: Cell; readonly start: number; readonly end: number }[];
}

interface Piece {
  readonly cell: Cell;
  readonly from: number;
}

/** A line of figures in groups: it goes on with a number, and begins none. */
const GROUPS = /^\d{1,6}(?: \d{1,4})*$/;

/** The value that the row behind a label, or the row and the line after it, say together; none where the line after goes on with half of one that
 * fails; null where there is nothing to join. */
export function together(document: Document, matches: Matches, leaf: LeafPlan, cell: Cell, from: number): readonly Joined[] | null {
  const row = [{ cell, from }, ...unlabelled(matches, document.layout.right(cell))].filter(
    ({ cell: { text }, from: start }) => text.slice(start).trim() !== '',
  );
  const [first] = row;
  if (first === undefined) return null;
  const next = lineAfter(document, first.cell);
  const goesOn = next === null || isLabelled(matches, next) ? [] : [{ cell: next, from: 0 }];
  const joined = spelled(leaf, row) ?? (goesOn.length === 0 ? null : spelled(leaf, [...row, ...goesOn]));
  if (joined !== null) return [joined];
  return goesOn.some(({ cell: { text } }) => GROUPS.test(text)) ? [] : null;
}

function unlabelled(matches: Matches, cells: readonly Cell[]): Piece[] {
  const end = cells.findIndex((other) => isLabelled(matches, other));
  return cells.slice(0, end < 0 ? cells.length : end).map((cell) => ({ cell, from: 0 }));
}

function spelled({ kind }: LeafPlan, pieces: readonly Piece[]): Joined | null {
  const texts = pieces.map(({ cell, from }) => cell.text.slice(from));
  const value = kind.together?.(texts.join(' ')) ?? null;
  if (value === null) return null;
  let at = 0;
  const parts = pieces.flatMap(({ cell, from }, i) => {
    const [start, end] = [Math.max(value.start - at, 0), Math.min(value.end - at, texts[i]?.length ?? 0)];
    at += (texts[i]?.length ?? 0) + 1;
    return start < end ? [{ cell, start: from + start, end: from + end }] : [];
  });
  return { text: value.text, parts };
}
