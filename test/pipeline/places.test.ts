/** Small jobs run on the main thread, in slices; the others in a thread, with the same answer. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestPipeline, testPipeline } from './parts.ts';

let pipeline: TestPipeline;
let statement: string;
/** Long enough to go to a thread: what follows a statement says nothing. */
const filler = Array.from({ length: 20_000 }, () => 'Bitte beachten Sie unsere Hinweise.').join('\n');
const useCase = (...fields: object[]) => ({ name: 'own', fields });
const labels = (n: number, length: number) => Array.from({ length: n }, (_, i) => `${i} ${'x'.repeat(length)}`);

beforeAll(async () => {
  pipeline = await testPipeline({ rules: null });
  statement = await readFile(new URL('../../samples/statement-de.txt', import.meta.url), 'utf8');
});
afterAll(() => pipeline.close());

it('with the same values and sources', async () => {
  const [here, there] = await Promise.all(
    [[statement], [statement, filler]].map((texts) => pipeline.run({ use_case: 'bank_statement_header', context: { texts } })),
  );
  expect(there?.ix_result?.result.closing_balance).toMatch(/^\d+\.\d\d$/);
  expect(there).toMatchObject({ ix_result: here?.ix_result, provenance: here?.provenance, warning: here?.warning });
});

it.each<[string, () => object]>([
  ['a long document', () => ({ use_case: 'bank_statement_header', context: { texts: [filler] } })],
  ['a thousand fields', () => own(...Array.from({ length: 1000 }, (_, i) => ({ name: `f${i}`, type: 'string' })))],
  ['long labels', () => own({ name: 'a', type: 'string', labels: labels(100, 1000) })],
  ['many choices', () => own({ name: 'a', type: 'string', choices: labels(1000, 100) })],
])('%s does not hold up the main thread', async (_, request) => {
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning: NodeJS.Immediate | null = null;
  await pipeline.run(request(), {
    // From here on; in place, the extraction would be over before the first turn.
    onProgress: ({ step }) => {
      if (step === 'extract') turning = setImmediate(count);
    },
  });
  if (turning !== null) clearImmediate(turning);
  expect(turns).toBeGreaterThan(10);
});

const own = (...fields: object[]) => ({ use_case_inline: useCase(...fields), context: { texts: [statement] } });

it('many short documents at once let the rest of the process have its turns', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  await Promise.all(
    Array.from({ length: 500 }, () => pipeline.run({ use_case: 'bank_statement_header', context: { texts: [statement] } })),
  );
  clearImmediate(turning);
  // All at once they would be over before the first turn.
  expect(turns).toBeGreaterThan(10);
});
