/** The rules engine in a thread answers as it does where it is. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UseCase } from '../../src/contracts/use-case.ts';
import type { Engine } from '../../src/pipeline/engines/engine.ts';
import { createRulesEngine } from '../../src/pipeline/engines/rules/rules.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { createKillableRules } from '../../src/pipeline/steps/killable-rules.ts';
import { bankStatementHeader } from '../../src/pipeline/use-cases/bank-statement-header.ts';
import { useCaseOf } from '../grounding/readings.ts';

const options = { model: null, temperature: null };
const never = new AbortController().signal;
let killable: Engine & { close(): Promise<void> };
let statement: string;
let reading: Reading;

beforeAll(async () => {
  killable = createKillableRules({ threads: 1, maxHeapMb: 256 });
  statement = await readFile(new URL('../../samples/statement-de.txt', import.meta.url), 'utf8');
  // Long enough to go to a thread: what follows the statement says nothing.
  const filler = Array.from({ length: 20_000 }, () => 'Bitte beachten Sie unsere Hinweise.').join('\n');
  reading = { pages: [...readText(statement), ...readText(filler)], unread: [] };
});
afterAll(() => killable.close());

it('with the same values and evidence', async () => {
  const inThread = await killable.extract(reading, bankStatementHeader, options, never);
  expect(inThread.result.closing_balance).toMatch(/^\d+\.\d\d$/);
  expect(inThread).toEqual(await createRulesEngine().extract(reading, bankStatementHeader, options, never));
});

const short = () => ({ pages: readText(statement), unread: [] });
const labels = (n: number, length: number) => Array.from({ length: n }, (_, i) => `${i} ${'x'.repeat(length)}`);
it.each<[string, () => Reading, UseCase]>([
  ['of a long document', () => reading, bankStatementHeader],
  ['for a thousand fields', short, useCaseOf(...Array.from({ length: 1000 }, (_, i) => ({ name: `f${i}`, type: 'string' as const })))],
  ['for long labels', short, useCaseOf({ name: 'a', type: 'string', labels: labels(100, 1000) })],
  ['for many choices', short, useCaseOf({ name: 'a', type: 'string', choices: labels(1000, 100) })],
])('%s without holding up the main thread', async (_, reading, useCase) => {
  let turns = 0;
  let done = false;
  const work = killable.extract(reading(), useCase, options, never).finally(() => {
    done = true;
  });
  const turn = () => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  // In place, the extraction would be over before the first turn.
  expect(turns).toBeGreaterThan(10);
});

it('lets the rest of the process have its turns between many short documents', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  const one = short();
  await Promise.all(Array.from({ length: 500 }, () => killable.extract(one, bankStatementHeader, options, never)));
  clearImmediate(turning);
  // All at once they would be over before the first turn.
  expect(turns).toBeGreaterThan(10);
});

it('gives the reason of the signal when it is aborted', async () => {
  const abort = new AbortController();
  const reason = new Error('cancelled');
  const work = killable.extract(reading, useCaseOf({ name: 'code', type: 'string' }), options, abort.signal);
  abort.abort(reason);
  await expect(work).rejects.toBe(reason);
});
