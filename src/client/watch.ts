/** What happens to a job, as it happens. */
import { eventsOf } from './event-stream.ts';
import { IxProblem } from './failures.ts';
import { pause, type Transport } from './transport.ts';
import { hasEnded, type JobEvent, type JobState } from './types.ts';

const RECONNECT_MS = 1000;
const RECONNECT_MAX_MS = 30_000;

/** The job as it is, then its news, until it has ended. A connection that breaks is made again, and goes on behind what was told. */
export async function* watch(
  transport: Transport,
  jobId: string,
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent> {
  let last = lastEventId;
  let wanted = RECONNECT_MS;
  for (let failures = 0; ; ) {
    try {
      const headers = { Accept: 'text/event-stream', ...(last === undefined ? {} : { 'Last-Event-ID': last }) };
      const { body, status } = await transport.ask(`/v1/jobs/${encodeURIComponent(jobId)}/events`, { headers, signal });
      if (status === 204 || body === null) return;
      for await (const { event, data, id } of eventsOf(body, (ms) => {
        wanted = ms;
      })) {
        failures = 0;
        if (id !== '') last = id;
        if (event === 'progress') yield { type: 'progress', progress: JSON.parse(data) };
        if (event !== 'job') continue;
        const job: JobState = JSON.parse(data);
        yield { type: 'job', job, id };
        if (hasEnded(job)) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof IxProblem || failures++ >= transport.retries) throw error;
    }
    await pause(Math.min(wanted * 2 ** failures, RECONNECT_MAX_MS), signal);
  }
}
