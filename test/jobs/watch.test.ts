/** What is told of one job while it lives: its states, and where it is when it runs. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING, scopeOf } from '../../src/contracts/scope.ts';
import { type BatchNews, BatchWatch } from '../../src/jobs/batches.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { type JobEvent, JobWatch } from '../../src/jobs/job-watch.ts';
import { type JobProgress, ProgressTeller } from '../../src/jobs/progress.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';

import { answer, newJob, Stage } from '../support/stage.ts';

let stage: Stage;
let watching: JobWatch;
beforeAll(async () => {
  stage = await Stage.open();
  watching = new JobWatch(stage.deps, 100);
});
afterAll(async () => {
  await watching.close();
  await stage.close();
});

const told = (event: JobEvent | undefined): string | JobProgress | undefined =>
  event?.type === 'job' ? event.job.status : event?.progress;
const never = new AbortController().signal;

test('a job from its queue to its end, with the latest progress, and no request or answer in it', async () => {
  const id = await stage.job();
  const events = watching.watch(EVERYTHING, id, never);
  const next = async () => (await events.next()).value;
  const first = await next();
  expect(first).toMatchObject({ type: 'job', job: { job_id: id, status: 'pending', queue: { ahead: 0 } } });
  expect(Object.keys(first?.type === 'job' ? first.job : {})).not.toContain('request');

  const [claimed] = await claim(stage.deps, 1, 'w');
  if (claimed === undefined) throw new Error('nothing was claimed');
  const teller = new ProgressTeller(stage.queue.signals);
  teller.tell(id, { step: 'setup', page: null, pages: null });
  teller.tell(id, { step: 'read', page: 3, pages: 12 });
  const seen = [told(await next()), told(await next())];
  // The signal and the look at the row may come in either order; setup was passed over, as read came before it was told.
  expect(seen).toEqual(expect.arrayContaining(['running', { step: 'read', page: 3, pages: 12 }]));

  await finish(stage.deps, [{ claim: claimed, response: answer(claimed) }]);
  expect(told(await next())).toBe('done');
  expect((await events.next()).done).toBe(true);
  teller.stop();
});

test('progress of a job that has ended is not told', async () => {
  const id = await stage.job();
  const heard: (readonly string[] | null)[] = [];
  const off = stage.queue.signals.on('progress', (items) => heard.push(items));
  const teller = new ProgressTeller(stage.queue.signals);
  teller.tell(id, { step: 'setup', page: null, pages: null });
  teller.forget(id);
  const other = await stage.job();
  const arrived = new Promise<void>((resolve) => stage.queue.signals.on('progress', () => resolve()));
  teller.tell(other, { step: 'read', page: 1, pages: 1 });
  await arrived;
  expect(heard).toEqual([[`${other},read,1,1`]]);
  off();
  teller.stop();
});

test('all who watch are served by one look; a submit behind the job is no news, and jobs before it are by their first digit', async () => {
  await stage.clear();
  const [first, id] = [await stage.job({ priority: 50 }), await stage.job({ priority: 0 })];
  const forks = vi.spyOn(stage.deps.orm.em, 'fork');
  const watchers = Array.from({ length: 50 }, () => watching.watch(EVERYTHING, id, never));
  const heard = watchers.map((): JobEvent[] => []);
  const listening = watchers.map(async (events, i) => {
    for await (const event of events) heard[i]?.push(event);
  });
  await expect.poll(() => heard.every((events) => events.length === 1)).toBe(true);
  // Each look is two statements.
  expect(forks.mock.calls.length).toBeLessThan(10);
  forks.mockRestore();
  await stage.submit(...Array.from({ length: 20 }, () => ({ priority: -1 })));
  await stage.submit(...Array.from({ length: 30 }, () => ({ priority: 50 })));
  const aheads = () => heard.map((events) => events.map((event) => (event.type === 'job' ? event.job.queue?.ahead : null)));
  await expect.poll(aheads, { timeout: 5000 }).toEqual(watchers.map(() => [1, 31]));
  await stage.submit({ priority: 50 });
  await cancel(stage.deps, EVERYTHING, [first, id]);
  await Promise.all(listening);
  expect(aheads()).toEqual(watchers.map(() => [1, 31, undefined]));
});

test('as many watch as may', async () => {
  const few = new JobWatch(stage.deps, 1);
  const id = await stage.job();
  const only = few.watch(EVERYTHING, id, never);
  await only.next();
  await expect(few.watch(EVERYTHING, id, never).next()).rejects.toThrow('1 watch jobs');
  await only.return(undefined);
  const next = few.watch(EVERYTHING, id, never);
  expect(told((await next.next()).value)).toBe('pending');
  await next.return(undefined);
});

test('a cancel is told at once; an unknown job gives nothing; an abort ends it', async () => {
  const id = await stage.job();
  const events = watching.watch(EVERYTHING, id, never);
  await events.next();
  await cancel(stage.deps, EVERYTHING, [id]);
  expect(told((await events.next()).value)).toBe('error');
  expect((await watching.watch(EVERYTHING, crypto.randomUUID() as JobId, never).next()).done).toBe(true);
  const stop = new AbortController();
  const waiting = watching.watch(EVERYTHING, await stage.job(), stop.signal);
  await waiting.next();
  const end = waiting.next();
  stop.abort();
  expect((await end).done).toBe(true);
});

test('a batch: all who watch are served by one look, each is told of its clients, until the last job has ended', async () => {
  await stage.clear();
  const ofClient = (ix_client_id: string) => newJob({ ix_client_id });
  const [first] = await submitBatch(stage.deps, EVERYTHING, [ofClient('a'), ofClient('a'), ofClient('b')]);
  const batchId = first?.batchId ?? expect.fail('no batch');
  const batches = new BatchWatch(stage.deps, 100);
  const forks = vi.spyOn(stage.deps.orm.em, 'fork');
  const of = (clientId: string) => scopeOf('a test', 'client', clientId);
  const scopes = [...Array.from({ length: 20 }, () => EVERYTHING), ...Array.from({ length: 20 }, () => of('a')), of('b')];
  const heard = scopes.map((): BatchNews[] => []);
  const listening = scopes.map(async (scope, i) => {
    for await (const news of batches.watch(scope, batchId, never)) heard[i]?.push(news);
  });
  await expect.poll(() => heard.every((events) => events.length === 1)).toBe(true);
  expect(forks.mock.calls.length).toBeLessThan(10);
  forks.mockRestore();
  expect((await batches.watch(of('c'), batchId, never).next()).done).toBe(true);
  const claims = await claim(stage.deps, 3, 'w');
  await finish(
    stage.deps,
    claims.map((one) => ({ claim: one, response: answer(one) })),
  );
  await Promise.all(listening);
  const counts = heard.map((events) => events.map(({ batch: { pending, running, done } }) => [pending + running, done]));
  for (const seen of counts.slice(0, 20))
    expect([seen.at(0), seen.at(-1)]).toEqual([
      [3, 0],
      [0, 3],
    ]);
  for (const seen of counts.slice(20, 40))
    expect([seen.at(0), seen.at(-1)]).toEqual([
      [2, 0],
      [0, 2],
    ]);
  expect([counts.at(-1)?.at(0), counts.at(-1)?.at(-1)]).toEqual([
    [1, 0],
    [0, 1],
  ]);
  await batches.close();
});
