/** What a field's value may be in a stretch of a cell. */
import type { Value } from '../../kinds/kind.ts';
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';
import type { LeafPlan } from './plan.ts';

/** The longest stretch after a label that is looked at, UTF-16 units: a value stands near its label. */
const REACH = 240;

/** The values of a leaf's kind in [from, to) of a cell, by start. */
export function readValues(document: Document, leaf: LeafPlan, cell: Cell, from: number, to = cell.text.length): readonly Value[] {
  const end = Math.min(to, from + REACH);
  const { kind } = leaf;
  if (!kind.formed) return kind.find(document.sight(cell), from, end).filter((value) => fits(leaf, value.text));
  const values = document.values(cell, kind);
  return values.length === 0 ? values : values.filter((value) => value.start >= from && value.end <= end && fits(leaf, value.text));
}

/** True where the field has no pattern, or the value matches it whole. */
export function fits({ pattern }: LeafPlan, value: string): boolean {
  return pattern === null || pattern.test(value);
}
