/** `ix reviews export` against a whole ix: documents as they were sent, with what people decided beside them. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { doubtful } from '../ui/documents.ts';
import { ended, type Submission, type SubmittedFile, submitTo } from '../ui/submitter.ts';
import { call } from './command.ts';

let database: TestDatabase;
let ix: RunningIx;
let address: string;
beforeAll(async () => {
  database = await createDatabase();
  const config = loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0' });
  ix = await startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'error' }, pino.destination(2)) });
  address = ix.address ?? expect.fail('ix has no address');
});
afterAll(async () => {
  await ix.stop();
  await database.drop();
});

async function reviewed(submission: Submission, review: object, file?: SubmittedFile): Promise<string> {
  const id = await submitTo(address, submission, file);
  await ended(address, id);
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${address}/v1/jobs/${id}/review`, { method: 'POST', headers, body: JSON.stringify(review) });
  expect(response.status, await response.clone().text()).toBe(200);
  return id;
}

test('writes complete reviews of the use case, and those alone', async () => {
  const pdf = { name: 'doubtful.PDF', bytes: await doubtful() };
  const decisions = { 'result.gross_amount': '119.00', 'result.seller_name': 'Harbour Supplies', 'result.currency': null };
  const whole = await reviewed({ use_case: 'invoice' }, { decisions, done: true }, pdf);
  const texts = ['Invoice no. 7\nTotal 12.00 EUR', 'Grüße'];
  const two = await reviewed({ use_case: 'invoice', context: { texts } }, { done: true });
  await reviewed({ use_case: 'invoice' }, { decisions: { 'result.seller_name': 'Another' } }, pdf);
  await reviewed({ use_case: 'receipt', context: { texts: ['Total 12.00 EUR'] } }, { done: true });

  const out = join(await mkdtemp(join(tmpdir(), 'ix-reviews-')), 'labelled');
  const { code, stdout, stderr } = await call(['reviews', 'export', '--use-case', 'invoice', '--out', out, '--url', address]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`2 reviewed jobs in ${out}\n`);
  expect((await readdir(out)).toSorted()).toEqual(
    [`${whole}.json`, `${whole}.pdf`, `${two}-1.txt`, `${two}-2.txt`, `${two}.json`].toSorted(),
  );
  expect(await readFile(join(out, `${whole}.pdf`))).toEqual(pdf.bytes);
  expect(await readFile(join(out, `${two}-2.txt`), 'utf8')).toBe('Grüße');

  const about = JSON.parse(await readFile(join(out, `${whole}.json`), 'utf8'));
  expect(about).toMatchObject({ name: whole, kind: 'invoice', family: 'reviewed', documents: [`${whole}.pdf`] });
  const box = expect.arrayContaining([expect.any(Number)]);
  expect(about.truth).toMatchObject({
    invoice_number: { value: 'HS-2026-17', visible: true, decided: false, places: [{ page: 1, text: 'HS-2026-17', bounding_box: box }] },
    gross_amount: { value: '119.00', visible: true, decided: true, places: [{ text: '119.00' }, { text: 'Total' }] },
    seller_name: { value: 'Harbour Supplies', visible: true, decided: true, places: [] },
    currency: { value: null, visible: false, decided: true, places: [] },
    due_date: { value: null, visible: false, decided: false },
  });
});
