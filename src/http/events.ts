/** Jobs and batches as they happen: Server-Sent Events. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { isTerminal } from '../contracts/job.ts';
import type { BatchNews } from '../jobs/batches.ts';
import type { JobEvent } from '../jobs/job-watch.ts';
import { BatchPath, batchIdOf, noBatch } from './batch.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** A comment this often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;
/** Milliseconds a browser waits before it connects again. */
const RETRY_MS = 1000;

const requestHeaders = { 'Last-Event-ID': 'The id of the last event seen; browsers send it by themselves.' };

export function eventRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/jobs/{job_id}/events',
      operationId: 'watchJob',
      needs: 'read',
      tag: 'Jobs',
      summary: 'A job as it happens, as Server-Sent Events',
      description: [
        'Event `job`: the job without `request` and `response`, now and whenever it changes; its place in the queue is news when its first',
        'digit is another, 30 or 40. Event `progress`: `{step, page, pages}` while it runs; a hint, and short jobs give none. The stream ends after the job has. Resumed with `Last-Event-ID`, what was seen is not told again.',
      ].join(' '),
      params: JobPath,
      requestHeaders,
      answers: {
        200: { description: 'The stream.', media: 'text/event-stream', schema: 'EventStream' },
        204: { description: 'The job has ended and its end was seen: there is nothing more to come.' },
      },
      problems: ['not-found', 'busy'],
      handler: (c, scope) => {
        const id = jobIdOf(c);
        return streamed(c, (signal) => deps.watchJob(scope, id, signal), ofJob, new Problem('not-found', `there is no job ${id}`));
      },
    },
    {
      method: 'get',
      path: '/v1/batches/{batch_id}/events',
      operationId: 'watchBatch',
      needs: 'read',
      tag: 'Jobs',
      summary: 'A batch as it happens, as Server-Sent Events',
      description:
        'Event `batch`: how many of its jobs are in each state, as `GET /v1/batches/{batch_id}` answers, now and when that has changed, twice a second at most. The stream ends after the last of its jobs has. Resumed with `Last-Event-ID`, what was seen is not told again.',
      params: BatchPath,
      requestHeaders,
      answers: {
        200: { description: 'The stream.', media: 'text/event-stream', schema: 'EventStream' },
        204: { description: 'All its jobs have ended and that was seen: there is nothing more to come.' },
      },
      problems: ['not-found', 'busy'],
      handler: (c, scope) => {
        const id = batchIdOf(c);
        return streamed(c, (signal) => deps.watchBatch(scope, id, signal), ofBatch, noBatch(c));
      },
    },
  ];
}

interface Message {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

interface Told {
  readonly message: Message;
  /** Nothing follows. */
  readonly isLast: boolean;
}

/** @param missing thrown where nothing is told at all. @throws Problem */
async function streamed<E extends object>(
  c: Context<AppEnv>,
  watch: (signal: AbortSignal) => AsyncIterable<E>,
  write: (event: E) => Told,
  missing: Problem,
): Promise<Response> {
  const closing = c.env?.closing;
  const gone = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, gone.signal, ...(closing === undefined ? [] : [closing])]);
  const events = watch(signal)[Symbol.asyncIterator]();
  const first = await events.next();
  if (first.done === true) throw missing;
  const { message, isLast } = once(first.value, write);
  const known = message.id !== undefined && message.id === c.req.header('last-event-id');
  if (known && isLast) {
    await events.return?.();
    return c.body(null, 204);
  }
  // Proxies that gather a response before they pass it on: not this one.
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (stream) => {
    stream.onAbort(() => gone.abort());
    const beat = setInterval(() => void stream.write(': still here\n\n'), KEEP_ALIVE_MS);
    try {
      await stream.write(`retry: ${RETRY_MS}\n\n`);
      if (!known) await stream.writeSSE(message);
      for (;;) {
        const next = await events.next();
        if (next.done === true) return;
        await stream.writeSSE(once(next.value, write).message);
      }
    } finally {
      clearInterval(beat);
      gone.abort();
      await events.return?.();
    }
  });
}

const written = new WeakMap<object, Told>();

/** Written once for all who are told the same event. */
function once<E extends object>(event: E, write: (event: E) => Told): Told {
  const told = written.get(event) ?? write(event);
  written.set(event, told);
  return told;
}

const idOf = (version: string): string => createHash('sha256').update(version).digest('base64url').slice(0, 22);

function ofJob(event: JobEvent): Told {
  if (event.type === 'progress') return { message: { event: 'progress', data: JSON.stringify(event.progress) }, isLast: false };
  const message = { event: 'job', data: JSON.stringify(event.job), id: idOf(event.version) };
  return { message, isLast: isTerminal(event.job.status) };
}

function ofBatch({ batch, version }: BatchNews): Told {
  return { message: { event: 'batch', data: JSON.stringify(batch), id: idOf(version) }, isLast: batch.finished_at !== null };
}
