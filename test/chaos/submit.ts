/** Submits over HTTP as a careful client does: under the same request id, again and again, until it is acknowledged. */
import { z } from 'zod';
import type { SubmissionInput } from '../../src/contracts/request.ts';

const AcknowledgedSchema = z.looseObject({ job_id: z.string() });

/** One try. Longer than an answer takes on a busy machine, shorter than a pause. */
const TRY_MS = 2000;

export interface Acknowledged {
  readonly jobId: string;
  /** By this very answer's word. */
  readonly created: boolean;
}

/**
 * @param address the API's, now: it may move when its process is replaced; resolves when there is one.
 * @throws when the API refuses the submission for what it says.
 */
export async function submitUntilAcknowledged(address: () => Promise<string>, submission: SubmissionInput): Promise<Acknowledged> {
  for (;;) {
    const response = await post(await address(), submission);
    if (response === null || response.status >= 500) continue;
    if (!response.ok) throw new Error(`POST /jobs answered ${response.status}: ${response.text}`);
    return { jobId: AcknowledgedSchema.parse(JSON.parse(response.text)).job_id, created: response.status === 201 };
  }
}

/** Null: no whole answer came, so nothing is known. */
async function post(address: string, body: SubmissionInput): Promise<{ ok: boolean; status: number; text: string } | null> {
  const headers = { 'Content-Type': 'application/json' };
  try {
    const response = await fetch(`${address}/jobs`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TRY_MS),
    });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

/** Runs `work` on every item, `width` at a time, in order of the items. The first failure ends it. */
export async function eachOf<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
