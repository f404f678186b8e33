/** A submit answers from what it knows, and that is what a GET says, byte for byte. */

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NameSchema } from '../../src/contracts/bounds.ts';
import { JobIdSchema } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { submit } from '../../src/jobs/submit.ts';
import { newJob, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
/** HTTP refuses U+0000, and columns of text hold none. */
const columnText = anyText.filter((text) => !text.includes('\u0000'));
const name = anyText.filter((text) => NameSchema.safeParse(text).success);
/** What headers cannot be named, JSON can; jsonb orders keys by their bytes, and JavaScript lists numbers first. */
const keys = fc.oneof(anyText, fc.constantFrom('10', '9', 'b', 'aa', 'é', '\uffff', '😀', '\u0000', '\ud800'));
const file = fc.record({
  url: fc.constantFrom('https://files.example.com/a%00b.pdf', 'file:///x/y', 'https://e.com'),
  headers: fc.dictionary(
    keys.filter((key) => key !== '__proto__'),
    anyText,
  ),
  max_bytes: fc.option(fc.integer({ min: 1 })),
  display_name: fc.option(columnText),
});
const field = fc.record({
  type: fc.constantFrom('string', 'decimal', 'date'),
  required: fc.boolean(),
  description: fc.option(anyText),
  labels: fc.array(anyText, { maxLength: 2 }),
});
const submission = fc.record({
  use_case: fc.option(name),
  use_case_inline: fc.option(
    fc.record({
      name: fc.constant('own'),
      fields: fc.array(field, { minLength: 1, maxLength: 3 }).map((all) => all.map((one, i) => ({ ...one, name: `f${i}` }))),
    }),
  ),
  context: fc.record({ files: fc.array(file, { maxLength: 2 }), texts: fc.array(anyText, { maxLength: 2 }) }),
  options: fc.record({ gen_ai: fc.record({ temperature: fc.option(fc.constantFrom(-0, 0.1, 5e-324, 1, 1e-7, 2)) }) }),
  callback_url: fc.option(fc.constant('https://example.com/hook')),
  priority: fc.integer({ min: -100, max: 100 }),
});

test('whatever the request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(submission, { minLength: 1, maxLength: 5 }), async (given) => {
      const submitted = await submit(
        stage.deps,
        EVERYTHING,
        given.map((one) => newJob(one)),
      );
      expect(submitted.every(({ created }) => created)).toBe(true);
      for (const { job } of submitted) expect(JSON.stringify(job)).toBe(JSON.stringify(await stage.get(JobIdSchema.parse(job.job_id))));
    }),
    { numRuns: 60 },
  );
});

test('new and old jobs in one submit, each in its place', async () => {
  const [old] = await stage.submit({ request_id: 'old' });
  const mixed = await stage.submit({ request_id: 'new' }, { request_id: 'old' }, { request_id: 'new' });
  expect(mixed.map(({ created }) => created)).toEqual([true, false, false]);
  expect(mixed[1]?.job.job_id).toBe(old?.job.job_id);
  expect(mixed[2]?.job).toEqual(mixed[0]?.job);
  for (const { job } of mixed) expect(JSON.stringify(job)).toBe(JSON.stringify(await stage.get(JobIdSchema.parse(job.job_id))));
});
