/** An archive, and its restore rehearsed: everything comes back as it was, in pieces if need be, nothing runs again, and no callback is sent again. */
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { FileIdSchema, newCallbackId } from '../../src/contracts/ids.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { SubmissionSchema } from '../../src/contracts/request.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { connect } from '../../src/database/connect.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { review } from '../../src/jobs/review.ts';
import { submit } from '../../src/jobs/submit.ts';
import { insertCallbacks } from '../../src/store/callbacks.ts';
import { countJobs } from '../../src/store/counts.ts';
import { answerWith, type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { run } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let target: TestDatabase;
let receiver: Receiver;
let folder: string;
beforeAll(async () => {
  stage = await Stage.open();
  target = await createDatabase();
  receiver = await startReceiver(answerWith(200));
  folder = await mkdtemp(join(tmpdir(), 'ix-archive-'));
});
afterAll(async () => {
  await Promise.all([stage.close(), target.drop(), receiver.close()]);
  await rm(folder, { recursive: true, force: true });
});

const TABLES = [
  'ix_jobs',
  'ix_job_search',
  'ix_files',
  'ix_file_pieces',
  'ix_job_files',
  'ix_callbacks',
  'ix_callback_attempts',
  'ix_reviews',
];

/** Every row of each table, but for what a restore changes on purpose. */
async function contents(url: string): Promise<Record<string, string[]>> {
  const { orm } = await connect({ url, pool: 2, applicationName: 'test' });
  const all: Record<string, string[]> = {};
  for (const table of TABLES) {
    const { rows } = await sql<{ line: string }>`SELECT to_json(t)::text AS line FROM ${sql.table(table)} AS t ORDER BY 1`.execute(
      orm.em.fork().getKysely(),
    );
    all[table] = rows.map(({ line }) =>
      line.replaceAll(/"(callback_status|status|next_attempt_at|finished_at)":("(pending|failed)[^"]*"|null|"[^"]*")/g, '"$1":…'),
    );
  }
  await orm.close(true);
  return all;
}

/** Jobs that ended, with uploads, reviews and callbacks sent and still to be sent; and one that waits. */
async function fill(): Promise<void> {
  const fileId = FileIdSchema.parse(`sha256:${'ab'.repeat(32)}`);
  const pieces = [Buffer.from('first piece, '), Buffer.from('second piece')];
  const submission = (n: number) =>
    SubmissionSchema.parse({
      use_case: 'invoice',
      ix_client_id: n % 2 === 0 ? 'a' : 'b',
      request_id: `r-${n}`,
      callback_url: receiver.url,
      context: { texts: ['Zeile „eins“\n2'], files: n === 0 ? [{ file_id: fileId, display_name: 'Übersicht.pdf' }] : [] },
    });
  await submit(
    stage.deps,
    EVERYTHING,
    Array.from({ length: 120 }, (_, n) => ({ submission: submission(n), uploads: n === 0 ? [{ fileId, pieces }] : [], traceparent: null })),
  );
  const claims = await claim(stage.deps, 119, 'w');
  const ids = (held: (typeof claims)[number]) => ({
    ix_client_id: held.clientId,
    request_id: held.requestId,
    ix_id: held.ixId,
    use_case: 'invoice',
  });
  await finish(
    stage.deps,
    claims.map((held, i) => ({ claim: held, response: { ...emptyResponse(ids(held)), ...(i === 0 ? REVIEWABLE : {}) } })),
  );
  const [first] = claims;
  if (first === undefined) throw new Error('nothing was claimed');
  await review(stage.deps, EVERYTHING, first.jobId, { decisions: { 'result.currency': 'EUR' }, done: true });
  const event = 'job.done' as const;
  const callback = { callbackId: newCallbackId(), jobId: first.jobId, clientId: first.clientId, event, url: receiver.url, delaySeconds: 0 };
  await insertCallbacks(stage.em, [callback]);
}

const ix = (url: string, ...args: string[]) => run(['jobs', ...args], { env: { IX_DATABASE_URL: url } });

it('comes back whole, from an archive that was broken off and gone on with, and from lines that come twice', async () => {
  await fill();
  const archive = join(folder, 'archive.ndjson');
  expect(await ix(stage.url, 'export', '--out', archive)).toMatchObject({ code: 0, stderr: '119 jobs\n' });
  const whole = await readFile(archive, 'utf8');
  expect(whole.trimEnd().split('\n')).toHaveLength(119 + 1 + 2);
  // As a crash leaves it: in the middle of a line.
  await truncate(archive, Math.floor(Buffer.byteLength(whole) / 2));
  expect((await ix(stage.url, 'export', '--out', archive)).code).toBe(0);
  expect(await readFile(archive, 'utf8')).toBe(whole);

  const lines = whole.split('\n');
  await writeFile(join(folder, 'half'), lines.slice(0, 60).join('\n'));
  expect(await ix(target.url, 'import', join(folder, 'half'))).toMatchObject({ code: 0, stdout: '57 jobs put back\n' });
  expect(await ix(target.url, 'import', archive)).toMatchObject({ code: 0, stdout: '62 jobs put back, 57 were there already\n' });
  const [before, after] = [await contents(stage.url), await contents(target.url)];
  expect(after.ix_jobs).toEqual(before.ix_jobs?.filter((line) => line.includes('"response":{')));
  for (const table of TABLES.filter((name) => !['ix_jobs', 'ix_job_search'].includes(name)))
    expect([table, after[table]]).toEqual([table, before[table]]);

  await appendFile(archive, 'no JSON\n');
  expect(await ix(target.url, 'import', archive)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('line 123: expected a line of an archive'),
  });
});

it('an ix on the restored database counts the jobs, shows them, and sends only what is new', async () => {
  expect(await ix(target.url, 'export', '--client', 'b')).toMatchObject({ code: 0, stderr: '59 jobs\n' });
  const settings = {
    IX_DATABASE_URL: target.url,
    IX_PORT: '0',
    IX_DB_POOL: '4',
    IX_EGRESS_ALLOW: '127.0.0.1/32',
    IX_STOP_GRACE_SECONDS: '0',
  };
  const running = await startIx({ config: loadConfig(settings), roles: { api: true, worker: true }, log: pino({ level: 'silent' }) });
  const ask = async (path: string, body: unknown = null) => {
    const init = body === null ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return await (await fetch(`${running.address}${path}`, init)).json();
  };
  const restored = JobSchema.parse(await ask('/clients/b/jobs/r-1'));
  expect(restored).toMatchObject({ status: 'done', callback_status: 'failed', request: { context: { texts: ['Zeile „eins“\n2'] } } });
  await ask('/jobs', { use_case: 'receipt', request_id: 'new', callback_url: receiver.url, context: { texts: ['Total 5.00 EUR'] } });
  await receiver.arrived(1);
  expect(receiver.received.map(({ body }) => JSON.parse(body).data.request_id)).toEqual(['new']);
  // By hand it can be sent again.
  await ask(`/jobs/${restored.job_id}/callbacks/redeliver`, {});
  await receiver.arrived(2);
  expect(JSON.parse(receiver.received[1]?.body ?? '').data.request_id).toBe('r-1');
  const { orm } = await connect({ url: target.url, pool: 2, applicationName: 'test' });
  expect(await countJobs(orm.em.fork(), EVERYTHING, ['done', 'error'], 'b')).toBe(59);
  await orm.close(true);
  const purge = (...more: string[]) => run(['clients', 'purge', 'b', '--url', String(running.address), ...more]);
  expect(await purge()).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(await purge('--yes')).toMatchObject({ code: 0, stdout: 'b: deleted 59 jobs and 0 files\n' });
  await running.stop();
});
