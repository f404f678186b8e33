/** Where a value and its label stand, as engines tell it. */
import type { Evidence } from '../engine.ts';
import type { Candidate, Spot } from './candidates.ts';

export function evidenceOf(places: readonly Pick<Candidate, 'spots' | 'label'>[]): Evidence[] {
  const values = places.flatMap(({ spots }) => spots.map((spot) => evidenceAt(spot, 'value')));
  const labels = places.flatMap(({ label }) => (label === null ? [] : [evidenceAt(label, 'label')]));
  return [...values, ...labels];
}

const evidenceAt = ({ cell, start, end }: Spot, role: Evidence['role']): Evidence => ({ segment_id: cell.segment.id, start, end, role });
