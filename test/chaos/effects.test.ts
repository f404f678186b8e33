/** A fault counts when it was felt, and only then. */
import { expect, test } from 'vitest';
import { effectsOf } from './effects.ts';
import type { HistoryEvent } from './history.ts';

const fault = (nth: number, at: number): HistoryEvent[] => [
  { event: 'fault', fault: 'cut', point: null, nth, process: null, at },
  { event: 'fault over', nth, at: at + 2000 },
];
const tried = (at: number, ms: number, ok = true): HistoryEvent => ({ event: 'try', ok, at, ms });
const job = (created: number, ms: number) => ({ created, ended: created + ms });

test.each([
  ['nothing took longer', [tried(9000, 20), tried(11_000, 30)], [job(8000, 400), job(10_500, 450)], { failed: 0, felt: false }],
  ['a submit failed', [tried(9000, 20), tried(11_000, 30, false)], [], { failed: 1, felt: true }],
  ['a submit took longer', [tried(9000, 20), tried(11_000, 900)], [], { answer: { before: 20, during: 900 }, felt: true }],
  [
    'a job that had begun before took longer',
    [tried(11_000, 20)],
    [job(8000, 400), job(9900, 3000)],
    { job: { before: 400, during: 3000 }, felt: true },
  ],
  ['less than twice as long', [], [job(8000, 800), job(10_500, 1500)], { felt: false }],
  ['what failed after it is not its', [tried(12_100, 30, false)], [], { failed: 0, felt: false }],
])('%s', (_, tries, jobs, effect) => {
  expect(effectsOf([...tries, ...fault(1, 10_000)], jobs)).toEqual([expect.objectContaining({ fault: 'cut', ...effect })]);
});

test('what the fault before it did is not the measure', () => {
  const jobs = [job(3000, 4500), job(8000, 400), job(10_100, 1500)];
  const [, effect] = effectsOf([...fault(1, 5000), ...fault(2, 10_000)], jobs);
  expect(effect).toMatchObject({ job: { before: 400, during: 1500 }, felt: true });
});

test('what befell a process by itself is none of the monkey’s', () => {
  expect(effectsOf([{ event: 'fault', fault: 'kill', point: 'run start', nth: 1, process: 3, at: 1 }], [])).toEqual([]);
});
