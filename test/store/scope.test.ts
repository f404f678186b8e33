/** Scope: a read or an act without one does not compile, and what another client has is, to one, as if it were not there. */
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackId, JobId } from '../../src/contracts/ids.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { EVERYTHING, MAY, OutOfScope, type Scope } from '../../src/contracts/scope.ts';
import type { AppDeps } from '../../src/http/deps.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { createClientSecret, listClientSecrets, revokeClientSecret } from '../../src/jobs/client-secrets.ts';
import { listEndpoints, pauseEndpoint, resumeEndpoint } from '../../src/jobs/endpoints.ts';
import { finish } from '../../src/jobs/finish.ts';
import { JobWatch } from '../../src/jobs/job-watch.ts';
import { getJob, getJobByCorrelation, listJobs } from '../../src/jobs/read.ts';
import { getCallback, getJobCallbacks, listCallbacks } from '../../src/jobs/read-callbacks.ts';
import { redeliverJob, redeliverMany } from '../../src/jobs/redeliver.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { review, reviewedJobs } from '../../src/jobs/review.ts';
import { clients, workload } from '../../src/jobs/stats.ts';
import { submit, submitEach } from '../../src/jobs/submit.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';
import { insertCallbacks } from '../../src/store/callbacks.ts';
import { lockJob } from '../../src/store/delete-jobs.ts';
import { get, getMany, getOpened } from '../../src/store/get.ts';
import { history } from '../../src/store/history.ts';
import { countByStatus, countRecent, listRecent } from '../../src/store/list-recent.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { queuePositions } from '../../src/store/queue-position.ts';
import { KEYRING } from '../support/keyring.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { newJob, Stage } from '../support/stage.ts';

const scopeOf = (...clientIds: string[]): Scope => ({ clients: clientIds, may: MAY.client, by: 'a test', role: 'client' });
const [a, b, both, none] = [scopeOf('a'), scopeOf('b'), scopeOf('a', 'b'), scopeOf()];

let stage: Stage;
let [ofA, ofB]: JobId[] = [];
const callbackOfA = '01890000-0000-7000-8000-00000000000a' as CallbackId;

beforeAll(async () => {
  stage = await Stage.open();
  // Each claim looks from the beginning, however slow the machine is.
  stage.deps = { ...stage.deps, heads: new QueueHeads(Infinity) };
  ofA = await stage.job({ ix_client_id: 'a', request_id: 'same', callback_url: 'https://a.example.com/' });
  ofB = await stage.job({ ix_client_id: 'b', request_id: 'same' });
  const [event, url] = ['job.done' as const, 'https://a.example.com/'];
  await insertCallbacks(stage.em, [{ callbackId: callbackOfA, jobId: jobOfA(), clientId: 'a', event, url, delaySeconds: 3600 }]);
});
afterAll(() => stage.close());

const jobOfA = (): JobId => ofA ?? expect.fail('no job');
const jobOfB = (): JobId => ofB ?? expect.fail('no job');

test('what asks without a scope does not compile', () => {
  const unasked = (deps: Stage['deps'], app: AppDeps) => [
    // @ts-expect-error Whose job?
    get(stage.em, jobOfA()),
    // @ts-expect-error Whose jobs?
    listRecent(stage.em, {}, { limit: 1, offset: 0 }),
    // @ts-expect-error Who asks?
    getJob(deps, jobOfA()),
    // @ts-expect-error Who cancels?
    cancel(deps, [jobOfA()]),
    // @ts-expect-error Who submits?
    submit(deps, [newJob()]),
    // @ts-expect-error Who pauses?
    pauseEndpoint(deps, { client_id: 'a', origin: 'https://a.example.com' }),
    // @ts-expect-error Who reads it over HTTP?
    app.getJob(jobOfA()),
    // @ts-expect-error Who sends it again over HTTP?
    app.callbacks.redeliverJob(jobOfA()),
    // @ts-expect-error What is of all clients is not for the scope of one.
    history(stage.em, a),
  ];
  expect(unasked).toBeTypeOf('function');
});

/** What only ix itself does, and what acts do once they have looked at the scope. */
const INTERNAL = new Set(
  `recordAttempts giveUpOnPaused claimCallbacks releaseCallbacks insertCallbacks updateCallbackStatus refuseCallbacks firstWaiting claimRows claimFrom
   countPendingOf foldDeltas lockEndpoints saveEndpoints pauseEndpoint resumeEndpoint insertFile linkFiles openStaged stagePiece moveStaged deleteStaged finishClaimed heartbeat
   insertPending insertNew findExisting readKeys oldestPending pruneJobs pruneFiles pruneEnds recountRows releaseRows sweepOrphans
    findOrphans endReview getServerSecret keepServerSecret hasSealed resealAll insertSecret expireSecrets deleteSecret databaseState writable
   dueJobs releaseDue overdueJobs endOverdue
   tellOfWorker resumeRow holdWaiting hasLifted liftHeld isQuiet keepFile lockEndedJobs deleteJobRows deleteUnusedFiles deleteUnused deleteLeftovers
   insertSession findSession deleteSession findKey hasKeys insertKey countLiveKeys revokeKeyRow expireKey touchKey
   pruneIdempotencyKeys countText countUpTo rowTest archivedJobs archivedFile writableColumns restoreRows serverFacts tableFacts snapshotHolders workFacts countsAreWrong
   storedUseCases versionsOf useCaseHistory saveVersion retireRow retiredAmong
   failedCallbacks insertSubscription changeSubscription deleteSubscriptionRow resealSubscriptions`.split(/\s+/),
);

test('every read of the store takes a scope, and so does what is new', async () => {
  const folder = new URL('../../src/store/', import.meta.url);
  const without: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'statement.ts' && name !== 'tables.ts')) {
    const source = await readFile(new URL(file, folder), 'utf8');
    for (const [, name = '', next = ''] of source.matchAll(/function (\w+)\(\s*em: EntityManager,?\s*(\w*)/g)) {
      if (!/^_?scope$/.test(next)) without.push(name);
    }
  }
  expect(without.filter((name) => !INTERNAL.has(name))).toEqual([]);
});

describe('of another client there is nothing', () => {
  const cases: readonly (readonly [what: string, ask: (scope: Scope) => Promise<unknown>, own: unknown, others: unknown])[] = [
    ['getJob', async (scope) => (await getJob(stage.deps, scope, jobOfA()))?.job_id, () => ofA, undefined],
    ['getJobByCorrelation', async (scope) => (await getJobByCorrelation(stage.deps, scope, 'a', 'same'))?.job_id, () => ofA, undefined],
    ['getOpened', async (scope) => (await getOpened(stage.em, scope, KEYRING, jobOfA()))?.callbackUrl, 'https://a.example.com/', undefined],
    ['getMany', async (scope) => (await getMany(stage.em, scope, [jobOfA()])).length, 1, 0],
    ['listJobs', async (scope) => (await listJobs(stage.deps, scope, { limit: 9, offset: 0, clientId: 'a' })).total, 1, 0],
    ['listRecent', async (scope) => (await listRecent(stage.em, scope, { clientId: 'a' }, { limit: 9, offset: 0 })).length, 1, 0],
    ['a search', async (scope) => (await listRecent(stage.em, scope, { text: jobOfA() }, { limit: 9, offset: 0 })).length, 1, 0],
    ['countRecent', async (scope) => (await countRecent(stage.em, scope, { text: jobOfA() })).total, 1, 0],
    ['countByStatus', async (scope) => (await countByStatus(stage.em, scope, { clientId: 'a' })).get('pending')?.total, 1, 0],
    ['queuePositions', async (scope) => (await queuePositions(stage.em, scope, [jobOfA()])).size, 1, 0],
    ['getJobCallbacks', async (scope) => (await getJobCallbacks(stage.deps, scope, jobOfA())).length, 1, 0],
    ['getCallback', async (scope) => (await getCallback(stage.deps, scope, callbackOfA)) !== null, true, false],
    ['listCallbacks', async (scope) => (await listCallbacks(stage.deps, scope, { limit: 9 })).callbacks.length, 1, 0],
    ['lockJob', async (scope) => (await lockJob(stage.em, scope, jobOfA())) !== null, true, false],
    ['redeliverJob', (scope) => redeliverJob(stage.deps, scope, jobOfA()), 1, 0],
    [
      'watch',
      async (scope) => (await new JobWatch(stage.deps, 9).watch(scope, jobOfA(), AbortSignal.timeout(5000)).next()).value?.type,
      'job',
      undefined,
    ],
    ['resubmit', async (scope) => (await resubmit(stage.deps, scope, jobOfA(), 'again')) !== null, true, false],
  ];
  test.each(cases)('%s', async (_, ask, own, others) => {
    const expected = typeof own === 'function' ? own() : own;
    expect(await ask(b)).toEqual(others);
    expect(await ask(none)).toEqual(others);
    for (const scope of [a, both, EVERYTHING]) expect(await ask(scope)).toEqual(expected);
  });

  test('the listing of a scope is that of its clients', async () => {
    const seen = async (scope: Scope) =>
      new Set((await listJobs(stage.deps, scope, { limit: 50, offset: 0 })).jobs.map((job) => job.client_id));
    expect(await seen(a)).toEqual(new Set(['a']));
    expect(await seen(b)).toEqual(new Set(['b']));
    expect(await seen(both)).toEqual(new Set(['a', 'b']));
    expect(await seen(none)).toEqual(new Set());
    expect([await clients(stage.deps, a), await clients(stage.deps, none)]).toEqual([['a'], []]);
  });

  test('endpoints and secrets', async () => {
    const endpoint = { client_id: 'a', origin: 'https://a.example.com' };
    expect(await pauseEndpoint(stage.deps, a, endpoint)).toMatchObject({ paused_by: 'operator' });
    expect([await listEndpoints(stage.deps, b, {}), (await listEndpoints(stage.deps, a, {})).length]).toEqual([[], 1]);
    const {
      made: { secret_id },
    } = await createClientSecret(stage.deps, a, 'a', { kind: 'hmac', overlap_seconds: 0 });
    expect(await listClientSecrets(stage.deps, b, 'a')).toEqual([]);
    expect(await revokeClientSecret(stage.deps, b, 'a', secret_id)).toBe(false);
    expect(await revokeClientSecret(stage.deps, a, 'a', secret_id)).toBe(true);
  });

  test('an act that names another client is refused', async () => {
    const endpoint = { client_id: 'a', origin: 'https://a.example.com' };
    const job = newJob({ ix_client_id: 'a' });
    const everyOf = { client_id: 'a', origin: null, created_after: null, created_before: null, per_second: 1 };
    await expect(submit(stage.deps, b, [job])).rejects.toThrow(
      new OutOfScope('ix_client_id: expected the client of this key, "b", got "a"'),
    );
    await expect(submitBatch(stage.deps, b, [job])).rejects.toThrow(OutOfScope);
    expect(await submitEach(stage.deps, [{ scope: b, job }])).toEqual([expect.any(OutOfScope)]);
    await expect(pauseEndpoint(stage.deps, b, endpoint)).rejects.toThrow(OutOfScope);
    await expect(resumeEndpoint(stage.deps, b, endpoint)).rejects.toThrow(OutOfScope);
    await expect(createClientSecret(stage.deps, b, 'a', { kind: 'hmac', overlap_seconds: 0 })).rejects.toThrow(OutOfScope);
    await expect(redeliverMany(stage.deps, b, everyOf)).rejects.toThrow(OutOfScope);
    await expect(workload(stage.deps, a, [], 1)).rejects.toThrow(OutOfScope);
  });

  test('reviews', async () => {
    const jobId = await stage.job({ ix_client_id: 'a', priority: 10 });
    const [claimed] = await stage.claim(1, 'a worker');
    if (claimed === undefined) throw new Error('no job was claimed');
    const { clientId: ix_client_id, requestId: request_id, ixId: ix_id } = claimed;
    await finish(stage.deps, [
      { claim: claimed, response: { ...emptyResponse({ ix_client_id, request_id, ix_id, use_case: null }), ...REVIEWABLE } },
    ]);
    const seen = async (scope: Scope) => {
      const ids: string[] = [];
      for await (const { job_id } of reviewedJobs(stage.deps, scope, {})) ids.push(job_id);
      return ids;
    };
    const given = { decisions: { 'result.currency': 'EUR' }, done: false };
    for (const scope of [b, none]) expect(await review(stage.deps, scope, jobId, given)).toBeNull();
    expect(await seen(EVERYTHING)).toEqual([]);
    expect((await review(stage.deps, a, jobId, given))?.review?.decisions).toMatchObject([{ number: 1, by: 'a test' }]);
    expect([await seen(b), await seen(none), await seen(a), await seen(both)]).toEqual([[], [], [jobId], [jobId]]);
  });

  test('cancel', async () => {
    expect(await cancel(stage.deps, a, [jobOfA(), jobOfB()])).toEqual(new Set([ofA]));
    expect((await stage.get(jobOfB())).status).toBe('pending');
  });
});
