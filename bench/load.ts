/** Jobs put in and worked off by the acts alone, without pipeline: what the store and the queue allow. */
import { createHash, randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { newIxId, newJobId } from '../src/contracts/ids.ts';
import { emptyResponse, type ResponseIX } from '../src/contracts/response.ts';
import { claim } from '../src/jobs/claim.ts';
import type { JobsDeps } from '../src/jobs/deps.ts';
import { finish } from '../src/jobs/finish.ts';
import type { Claim } from '../src/store/claim.ts';
import { insertPending, type NewJobRow } from '../src/store/insert-pending.ts';
import { QueueHeads } from '../src/store/queue-heads.ts';
import { CLIENTS, clientName } from './history.ts';

/** Bytes of JSON: a request's and a response's. Source: the figures the design aims at were measured with these. */
export const REQUEST_BYTES = 1500;
export const RESPONSE_BYTES = 800;

/** Rows of one submit transaction, as the API has them under load. */
export const SUBMIT_BATCH = 200;

/** New jobs of random clients, each with a request of REQUEST_BYTES. */
export function newRows(count: number): NewJobRow[] {
  return Array.from({ length: count }, () => {
    const jobId = newJobId();
    const request = { use_case: 'invoice', request_id: jobId, context: { files: [], texts: [''] } };
    request.context.texts[0] = incompressible(REQUEST_BYTES - JSON.stringify(request).length);
    const text = JSON.stringify(request);
    return {
      jobId,
      ixId: newIxId(),
      clientId: clientName(randomBytes(1).readUInt8() % CLIENTS),
      requestId: jobId,
      request: text,
      requestHash: createHash('sha256').update(text).digest(),
      earlierHashes: [],
      secretUrls: null,
      secretHeaders: null,
      useCase: 'invoice',
      isInline: false,
      displayName: `invoice-bench-${jobId.slice(-6)}.pdf`,
      callbackUrl: null,
      priority: 0,
      notBefore: null,
      deadlineSeconds: null,
      originJobId: null,
      batchId: null,
      traceparent: null,
    };
  });
}

/** Real documents do not shrink to nothing either. */
const incompressible = (length: number): string =>
  randomBytes(Math.ceil(Math.max(length, 0) * 0.75))
    .toString('base64')
    .slice(0, Math.max(length, 0));

/** Rows in one transaction, without tickets. */
export async function insert(orm: MikroORM, rows: readonly NewJobRow[]): Promise<void> {
  await insertPending(orm.em.fork(), rows, new QueueHeads());
}

/** Pending jobs with their tickets, as submit makes them. */
export async function enqueue(deps: JobsDeps, count: number): Promise<void> {
  for (let done = 0; done < count; done += SUBMIT_BATCH) {
    const rows = newRows(Math.min(SUBMIT_BATCH, count - done));
    await deps.orm.em.fork().transactional(async (em) => {
      await insertPending(em, rows, deps.heads);
      await deps.queue.publishJobs(
        em,
        rows.map(({ jobId }) => jobId),
      );
    });
  }
}

/** A response of RESPONSE_BYTES for a claim. */
export function answerOf(claimed: Claim): ResponseIX {
  const ids = { ix_client_id: claimed.clientId, request_id: claimed.requestId, ix_id: claimed.ixId, use_case: claimed.useCase };
  const response = emptyResponse(ids);
  const warning = incompressible(RESPONSE_BYTES - JSON.stringify(response).length - 2);
  return { ...response, warning: [warning] };
}

interface Drain {
  /** Claimers at a time, each on a connection of its own. */
  readonly connections: number;
  /** Jobs of one claim and of one finish. */
  readonly batch: number;
}

/** Claims and finishes until there is nothing left. @returns jobs done. */
async function drain(deps: JobsDeps, { connections, batch }: Drain): Promise<number> {
  const work = async (worker: string): Promise<number> => {
    let done = 0;
    for (;;) {
      const claims = await claim(deps, batch, worker);
      if (claims.length === 0) break;
      done += (
        await finish(
          deps,
          claims.map((claimed) => ({ claim: claimed, response: answerOf(claimed) })),
        )
      ).size;
    }
    return done;
  };
  const done = await Promise.all(Array.from({ length: connections }, (_, i) => work(`bench:${i}`)));
  return done.reduce((sum, n) => sum + n, 0);
}

/** Jobs a second that a drain works off, of `count` that are put in before. */
export async function drainRate(deps: JobsDeps, count: number, how: Drain): Promise<number> {
  await enqueue(deps, count);
  const start = performance.now();
  const done = await drain(deps, how);
  if (done !== count) throw new Error(`${done} of ${count} jobs were worked off`);
  return (1000 * done) / (performance.now() - start);
}
