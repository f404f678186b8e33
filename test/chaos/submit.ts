/** Submits over HTTP as a careful client does: under the same request id, again and again, until it is acknowledged. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { SubmissionInput } from '../../src/contracts/request.ts';
import type { History } from './history.ts';

const AcknowledgedSchema = z.looseObject({ job_id: z.string() });

/** One try. Longer than an answer takes on a busy machine, shorter than a pause. */
const TRY_MS = 2000;

export interface Acknowledged {
  readonly jobId: string;
  /** By this very answer's word. */
  readonly created: boolean;
}

/** A refusal that may be gone at the next try waits so long for it. */
const AGAIN_MS = 100;

/**
 * @param address the API's, now: it may move when its process is replaced; resolves when there is one.
 * @throws when the API refuses the submission for what it says.
 */
export async function submitUntilAcknowledged(
  address: () => Promise<string>,
  submission: SubmissionInput,
  history: History,
): Promise<Acknowledged> {
  const { status, text } = await postUntilAnswered(address, '/jobs', submission, history);
  if (status >= 300) throw new Error(`POST /jobs answered ${status}: ${text}`);
  return { jobId: AcknowledgedSchema.parse(JSON.parse(text)).job_id, created: status === 201 };
}

/** In time or too late: an answer that says which is one. */
export async function cancelUntilAnswered(address: () => Promise<string>, jobId: string): Promise<void> {
  const { status, text } = await postUntilAnswered(address, `/jobs/${jobId}/cancel`, {}, null);
  if (status !== 200 && status !== 409) throw new Error(`POST /jobs/${jobId}/cancel answered ${status}: ${text}`);
}

/** @param history is told of each try; null: of none. */
async function postUntilAnswered(address: () => Promise<string>, path: string, body: unknown, history: History | null): Promise<Answer> {
  for (;;) {
    const at = Date.now();
    const answer = await post(`${await address()}${path}`, body);
    const ok = answer !== null && answer.status < 500;
    history?.append({ event: 'try', ok, at, ms: Date.now() - at });
    if (ok) return answer;
    await delay(AGAIN_MS);
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Null: no whole answer came, so nothing is known. */
async function post(url: string, body: unknown): Promise<Answer | null> {
  const headers = { 'Content-Type': 'application/json' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TRY_MS) });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

/** Runs `work` on every item, `width` at a time, in order of the items. The first failure ends it. */
export async function eachOf<T>(items: Iterable<T> | AsyncIterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = (async function* () {
    yield* items;
  })();
  const lane = async () => {
    for (let next = await rest.next(); !next.done; next = await rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
