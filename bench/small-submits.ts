/** Small submits at a steady rate, as many senders make them: one that takes long holds no other back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'undici';

export interface SmallSubmit {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Milliseconds until the whole answer was there. */
  readonly took: number;
}

/** @param clientId whose job it is. */
export async function submitSmall(pool: Pool, clientId: string): Promise<SmallSubmit> {
  const started = performance.now();
  const text = { use_case: 'invoice', ix_client_id: clientId, context: { texts: ['Invoice number: 4711\nTotal: 119.00 EUR'] } };
  const headers = { 'content-type': 'application/json' };
  const { statusCode, headers: said, body } = await pool.request({ path: '/v1/jobs', method: 'POST', headers, body: JSON.stringify(text) });
  await body.dump();
  const after = said['retry-after'];
  return { status: statusCode, retryAfter: typeof after === 'string' ? after : null, took: performance.now() - started };
}

/** `rate` a second for so many seconds, whether or not those before have been answered; the answers of all. */
export async function steadily(rate: number, seconds: number, send: (n: number) => Promise<SmallSubmit>): Promise<SmallSubmit[]> {
  const started = performance.now();
  const sent: Promise<SmallSubmit>[] = [];
  for (;;) {
    const due = Math.min(rate * seconds, ((performance.now() - started) / 1000) * rate);
    while (sent.length < Math.floor(due)) sent.push(send(sent.length));
    if (sent.length >= Math.floor(rate * seconds)) return Promise.all(sent);
    await pause(1000 / Math.min(rate, 200));
  }
}
