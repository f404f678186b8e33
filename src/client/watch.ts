/** What happens to a job, or to a batch, as it happens. */
import { eventsOf } from './event-stream.ts';
import { IxProblem } from './failures.ts';
import { pause, type Transport } from './transport.ts';
import { type Batch, type BatchEvent, hasEnded, type JobEvent, type JobState } from './types.ts';

const RECONNECT_MS = 1000;
const RECONNECT_MAX_MS = 30_000;

export interface Following {
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An event of a stream, read; null: it is of a kind that nobody here knows. */
type Read<T> = (event: string, data: string, id: string) => { readonly told: T; readonly isLast: boolean } | null;

export const watchJob = (transport: Transport, jobId: string, options: Following): AsyncGenerator<JobEvent> =>
  follow<JobEvent>(transport, `/v1/jobs/${encodeURIComponent(jobId)}/events`, options, (event, data, id) => {
    if (event === 'progress') return { told: { type: 'progress', progress: JSON.parse(data) }, isLast: false };
    if (event !== 'job') return null;
    const job: JobState = JSON.parse(data);
    return { told: { type: 'job', job, id }, isLast: hasEnded(job) };
  });

export const watchBatch = (transport: Transport, batchId: string, options: Following): AsyncGenerator<BatchEvent> =>
  follow<BatchEvent>(transport, `/v1/batches/${encodeURIComponent(batchId)}/events`, options, (event, data, id) => {
    if (event !== 'batch') return null;
    const batch: Batch = JSON.parse(data);
    return { told: { batch, id }, isLast: batch.finished_at !== null };
  });

/** As it is, then its news, until the last. A connection that breaks is made again, and goes on behind what was told. */
async function* follow<T>(transport: Transport, path: string, { lastEventId, signal }: Following, read: Read<T>): AsyncGenerator<T> {
  let last = lastEventId;
  let wanted = RECONNECT_MS;
  for (let failures = 0; ; ) {
    try {
      const headers = { Accept: 'text/event-stream', ...(last === undefined ? {} : { 'Last-Event-ID': last }) };
      const { body, status } = await transport.ask(path, { headers, signal });
      if (status === 204 || body === null) return;
      for await (const { event, data, id } of eventsOf(body, (ms) => {
        wanted = ms;
      })) {
        failures = 0;
        if (id !== '') last = id;
        const news = read(event, data, id);
        if (news === null) continue;
        yield news.told;
        if (news.isLast) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof IxProblem || failures++ >= transport.retries) throw error;
    }
    await pause(Math.min(wanted * 2 ** failures, RECONNECT_MAX_MS), signal);
  }
}
