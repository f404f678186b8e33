/** A job's events as they happen: Server-Sent Events. */
import { createHash } from 'node:crypto';
import { streamSSE } from 'hono/streaming';
import { isTerminal } from '../contracts/job.ts';
import type { JobEvent } from '../jobs/mailbox.ts';
import type { AppDeps } from './deps.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** A comment this often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;
/** Milliseconds a browser waits before it connects again. */
const RETRY_MS = 1000;

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
      requestHeaders: { 'Last-Event-ID': 'The id of the last event seen; browsers send it by themselves.' },
      answers: {
        200: { description: 'The stream.', media: 'text/event-stream', schema: 'EventStream' },
        204: { description: 'The job has ended and its end was seen: there is nothing more to come.' },
      },
      problems: ['not-found', 'busy'],
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        const closing = c.env?.closing;
        const gone = new AbortController();
        const signal = AbortSignal.any([c.req.raw.signal, gone.signal, ...(closing === undefined ? [] : [closing])]);
        const events = deps.watchJob(scope, id, signal)[Symbol.asyncIterator]();
        const first = await events.next();
        if (first.done === true) throw new Problem('not-found', `there is no job ${id}`);
        const seen = c.req.header('last-event-id');
        const known = first.value.type === 'job' && message(first.value).id === seen;
        if (known && first.value.type === 'job' && isTerminal(first.value.job.status)) {
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
            if (!known) await stream.writeSSE(message(first.value));
            for (;;) {
              const next = await events.next();
              if (next.done === true) return;
              await stream.writeSSE(message(next.value));
            }
          } finally {
            clearInterval(beat);
            gone.abort();
            await events.return?.();
          }
        });
      },
    },
  ];
}

interface Message {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Written once for all who watch a job: they are told the same event. */
const written = new WeakMap<JobEvent, Message>();

function message(event: JobEvent): Message {
  const known = written.get(event) ?? write(event);
  written.set(event, known);
  return known;
}

function write(event: JobEvent): Message {
  if (event.type === 'progress') return { event: 'progress', data: JSON.stringify(event.progress) };
  const id = createHash('sha256').update(event.version).digest('base64url').slice(0, 22);
  return { event: 'job', data: JSON.stringify(event.job), id };
}
