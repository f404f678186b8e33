/** The audit: every act says who did it to which, in its own transaction, and nobody changes what was said. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { NewKeySchema } from '../../src/contracts/key.ts';
import { MAY, OutOfScope, type Scope } from '../../src/contracts/scope.ts';
import { listAudit } from '../../src/jobs/audit.ts';
import { Authenticator } from '../../src/jobs/authenticator.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { createClientSecret, revokeClientSecret } from '../../src/jobs/client-secrets.ts';
import { pauseEndpoint, resumeEndpoint } from '../../src/jobs/endpoints.ts';
import { createKey, revokeKey, rotateKey } from '../../src/jobs/keys.ts';
import { BadCursor } from '../../src/jobs/read.ts';
import { redeliverJob } from '../../src/jobs/redeliver.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { Sessions } from '../../src/jobs/sessions.ts';
import { insertCallbacks } from '../../src/store/callbacks.ts';
import { Stage } from '../support/stage.ts';

const someone = (by: string): Scope => ({ clients: 'all', may: MAY.admin, by, role: 'admin' });

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** What stands there of somebody, the oldest first. */
async function saidOf(who: string): Promise<string[]> {
  const { entries } = await listAudit(stage.deps, someone('reader of it'), { who, limit: 200 });
  return entries.map(({ act, target, client_id }) => `${act} ${target} of ${client_id}`).reverse();
}

test('each act says what it did, and to which', async () => {
  const who = someone('the operator');
  const [waits, ended] = [await stage.job({ ix_client_id: 'acme' }), await stage.job({ ix_client_id: 'acme' })];
  await cancel(stage.deps, who, [waits]);
  // It has ended: there is nothing more to say.
  await cancel(stage.deps, who, [waits]);
  const copy = await resubmit(stage.deps, who, ended, 'copy');
  // The same copy again is none.
  await resubmit(stage.deps, who, ended, 'copy');
  await insertCallbacks(stage.em, [
    { callbackId: newCallbackId(), jobId: ended, clientId: 'acme', event: 'job.done', url: 'https://a.example.com/', delaySeconds: 9 },
  ]);
  await redeliverJob(stage.deps, who, ended);
  const endpoint = { client_id: 'acme', origin: 'https://a.example.com' };
  await pauseEndpoint(stage.deps, who, endpoint);
  await resumeEndpoint(stage.deps, who, endpoint);
  await resumeEndpoint(stage.deps, who, endpoint);
  const {
    made: { secret_id },
  } = await createClientSecret(stage.deps, who, 'acme', { kind: 'hmac', overlap_seconds: 0 });
  await revokeClientSecret(stage.deps, who, 'acme', secret_id);
  const key = await createKey(stage.deps, who, NewKeySchema.parse({ client_id: 'acme' }));
  const next = await rotateKey(stage.deps, who, key.key_id, { overlap_seconds: 60 });
  await revokeKey(stage.deps, who, key.key_id);
  await revokeKey(stage.deps, who, key.key_id);
  expect(await saidOf('the operator')).toEqual([
    `cancel job ${waits} of acme`,
    `resubmit as job ${copy?.job.job_id} job ${ended} of acme`,
    `redeliver job ${ended} of acme`,
    'pause endpoint endpoint https://a.example.com of acme',
    'resume endpoint endpoint https://a.example.com of acme',
    `create secret secret ${secret_id} of acme`,
    `revoke secret secret ${secret_id} of acme`,
    `create key key ${key.key_id} of acme`,
    `rotate key key ${next?.key_id} of acme`,
    `revoke key key ${key.key_id} of acme`,
  ]);
});

test('whoever signs in and out', async () => {
  const authenticator = new Authenticator(stage.deps, 'a'.repeat(32));
  await authenticator.start();
  const sessions = new Sessions(stage.deps, authenticator);
  const opened = await sessions.open('a'.repeat(32), null);
  expect(await sessions.open('b'.repeat(32), null)).toBe('wrong');
  if (typeof opened !== 'string') await sessions.close(opened.token);
  expect(await saidOf('IX_ADMIN_KEY')).toEqual(['sign in pages of null', 'sign out pages of null']);
  await authenticator.stop();
});

test('an act that is undone is not in it', async () => {
  const who = someone('one without luck');
  const job = await stage.job();
  await stage.refuseUpdates(job);
  await expect(cancel(stage.deps, who, [job])).rejects.toThrow('refused');
  expect(await saidOf('one without luck')).toEqual([]);
});

describe('it is append-only', () => {
  test.each(['UPDATE ix_audit SET who = $$nobody$$', 'DELETE FROM ix_audit', 'TRUNCATE ix_audit'])('%s', async (statement) => {
    const before = (await listAudit(stage.deps, someone('x'), { limit: 200 })).entries;
    await expect(sql.raw(statement).execute(stage.em.getKysely())).rejects.toThrow('ix_audit is append-only');
    expect((await listAudit(stage.deps, someone('x'), { limit: 200 })).entries).toEqual(before);
  });
});

test('it is read a page at a time, by admins of all', async () => {
  const whole = (await listAudit(stage.deps, someone('x'), { limit: 200 })).entries;
  const paged: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listAudit(stage.deps, someone('x'), { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...page.entries);
    cursor = page.next_cursor;
  }
  expect(paged).toEqual(whole);
  expect(whole.length).toBeGreaterThan(9);
  await expect(listAudit(stage.deps, someone('x'), { limit: 3, cursor: 'nonsense' })).rejects.toThrow(BadCursor);
  await expect(listAudit(stage.deps, { ...someone('x'), clients: ['acme'] }, { limit: 3 })).rejects.toThrow(OutOfScope);
});
