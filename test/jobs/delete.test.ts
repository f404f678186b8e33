/** Deleting for good: of a job, or of a client, nothing is left in any table but the audit's word. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileId, type JobId, newCallbackId } from '../../src/contracts/ids.ts';
import { NewKeySchema } from '../../src/contracts/key.ts';
import { MAY, OutOfScope, type Scope } from '../../src/contracts/scope.ts';
import { listAudit } from '../../src/jobs/audit.ts';
import { claim } from '../../src/jobs/claim.ts';
import { createClientSecret } from '../../src/jobs/client-secrets.ts';
import { deleteClient, deleteJob, NotEnded } from '../../src/jobs/delete.ts';
import { pauseEndpoint } from '../../src/jobs/endpoints.ts';
import { finish } from '../../src/jobs/finish.ts';
import { createKey } from '../../src/jobs/keys.ts';
import { submit } from '../../src/jobs/submit.ts';
import { createSubscription } from '../../src/jobs/subscriptions.ts';
import { CALLBACK_DEAD } from '../../src/queue/queues.ts';
import { insertCallbacks } from '../../src/store/callbacks.ts';
import { countJobs } from '../../src/store/counts.ts';
import { answer, newJob, Stage } from '../support/stage.ts';

const who: Scope = { clients: 'all', may: MAY.admin, by: 'an admin', role: 'admin' };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

async function uploaded(client: string, content: string): Promise<JobId> {
  const bytes = Buffer.from(content);
  const fileId = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as FileId;
  const file = { file_id: fileId, password: 'secret' };
  const { submission } = newJob({ ix_client_id: client, callback_url: 'https://a.example.com/', context: { files: [file] } });
  const [submitted] = await submit(stage.deps, who, [{ submission, uploads: [{ fileId, pieces: [bytes] }], traceparent: null }]);
  return submitted?.job.job_id as JobId;
}

async function endAll(): Promise<void> {
  const claims = await claim(stage.deps, 1000, 'w');
  await finish(
    stage.deps,
    claims.map((held) => ({ claim: held, response: answer(held) })),
  );
}

/** Table → rows where the column has the value, of each of our tables that has such a column. */
async function rowsOf(column: string, value: string): Promise<Record<string, number>> {
  const db = stage.em.getKysely();
  const { rows } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = ${column} ORDER BY 1`.execute(
    db,
  );
  const counted = rows.map(async ({ name }): Promise<[string, number]> => {
    const found = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM ${sql.table(name)} WHERE ${sql.ref(column)}::text = ${value}`.execute(db);
    return [name, found.rows[0]?.n ?? 0];
  });
  return Object.fromEntries((await Promise.all(counted)).filter(([, n]) => n > 0));
}

const said = async (target: string) =>
  (await listAudit(stage.deps, who, { target, limit: 9 })).entries.map(({ act, who: by, client_id }) => `${by}: ${act} of ${client_id}`);

describe('a job', () => {
  test('goes with all that is its own, once it has ended', async () => {
    const [jobId, other] = [await uploaded('acme', 'mine'), await uploaded('acme', 'shared')];
    const again = await uploaded('acme', 'shared');
    await expect(deleteJob(stage.deps, who, jobId)).rejects.toThrow(
      new NotEnded('the job is pending: expected one that has ended; cancel it first'),
    );
    await endAll();
    expect(Object.keys(await rowsOf('job_id', jobId))).toEqual(['ix_callbacks', 'ix_job_files', 'ix_job_search', 'ix_jobs']);
    expect(await deleteJob(stage.deps, who, jobId)).toBe(true);
    expect(await rowsOf('job_id', jobId)).toEqual({});
    expect(await said(`job ${jobId}`)).toEqual(['an admin: delete job of acme']);
    expect((await rowsOf('client_id', 'acme')).ix_files).toBe(1);
    await deleteJob(stage.deps, who, other);
    expect((await rowsOf('client_id', 'acme')).ix_files).toBe(1);
    await deleteJob(stage.deps, who, again);
    expect((await rowsOf('client_id', 'acme')).ix_files).toBeUndefined();
    expect(await deleteJob(stage.deps, who, jobId)).toBe(false);
    expect(await countJobs(stage.em, who, ['done', 'error'], 'acme')).toBe(0);
  });

  test('of another client is not there', async () => {
    const jobId = await stage.job({ ix_client_id: 'acme' });
    await endAll();
    const other: Scope = { ...who, clients: ['other'] };
    expect(await deleteJob(stage.deps, other, jobId)).toBe(false);
    expect(await deleteJob(stage.deps, { ...who, clients: ['acme'] }, jobId)).toBe(true);
  });

  test('takes the dead letters of its callbacks along', async () => {
    const jobId = await stage.job({ ix_client_id: 'acme' });
    await endAll();
    const callbackId = newCallbackId();
    await insertCallbacks(stage.em, [
      { callbackId, jobId, clientId: 'acme', event: 'job.done', url: 'https://a.example.com/', delaySeconds: 0 },
    ]);
    await sql`UPDATE ix_callbacks SET status = 'failed', next_attempt_at = NULL WHERE callback_id = ${callbackId}`.execute(
      stage.em.getKysely(),
    );
    await stage.orm.em.fork().transactional((em) => stage.queue.publishDead(em, [callbackId]));
    expect(await stage.tickets(CALLBACK_DEAD)).toBe(1);
    await deleteJob(stage.deps, who, jobId);
    expect(await stage.tickets(CALLBACK_DEAD)).toBe(0);
  });
});

describe('a client', () => {
  test('goes with all there is, but its audit', async () => {
    for (const content of ['one', 'two', 'two']) await uploaded('gone', content);
    await expect(deleteClient(stage.deps, who, 'gone')).rejects.toThrow(
      new NotEnded('client "gone" has 3 jobs that wait or run: expected none; cancel them first'),
    );
    await endAll();
    await stage.job({ ix_client_id: 'stays' });
    await pauseEndpoint(stage.deps, who, { client_id: 'gone', origin: 'https://a.example.com' });
    await createClientSecret(stage.deps, who, 'gone', { kind: 'hmac', overlap_seconds: 60 }, { key: 'k', digest: Buffer.alloc(32) });
    await createKey(stage.deps, who, NewKeySchema.parse({ client_id: 'gone' }));
    await createSubscription(stage.deps, who, { client_id: 'gone', url: 'https://a.example.com/', events: ['job.done'], headers: {} });
    expect(await deleteClient(stage.deps, who, 'gone')).toEqual({
      client_id: 'gone',
      jobs: 3,
      files: 2,
      endpoints: 1,
      subscriptions: 1,
      secrets: 2,
      keys: 1,
      more: false,
    });
    expect(Object.keys(await rowsOf('client_id', 'gone'))).toEqual(['ix_audit']);
    expect(await rowsOf('operation', 'secret of client gone')).toEqual({});
    expect(await said('client gone')).toEqual(['an admin: delete client of gone']);
    expect((await rowsOf('client_id', 'stays')).ix_jobs).toBe(1);
    expect(await countJobs(stage.em, who, ['pending'], null)).toBe(1);
  });

  test('that nobody knows is none, and one client’s key does not do', async () => {
    expect(await deleteClient(stage.deps, who, 'nobody')).toBeNull();
    expect(await said('client nobody')).toEqual([]);
    await expect(deleteClient(stage.deps, { ...who, clients: ['gone'] }, 'gone')).rejects.toThrow(OutOfScope);
  });
});
