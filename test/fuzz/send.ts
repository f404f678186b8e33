/** One request on a connection of its own, and what came of it. */
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FuzzRequest } from './request.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Of the ix that is tried: without one, the first key made by chance would shut the rest out. */
export const ADMIN_KEY = 'the-admin-key-of-an-ix-that-is-fuzzed';
export const BEARER = { Authorization: `Bearer ${ADMIN_KEY}` };

/** For an answer, to its end. */
const PATIENCE_MS = 60_000;

/** @throws when none comes. */
export function send(address: string, { method, target, headers, body }: FuzzRequest): Promise<Answer> {
  const { hostname, port, host } = new URL(address);
  return new Promise((settle, reject) => {
    const sent = request(
      // Without a length a body goes in chunks.
      {
        hostname,
        port,
        method,
        path: target,
        headers: { Host: host, 'Content-Length': body?.length ?? 0, ...BEARER, ...headers },
        agent: false,
      },
      (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        buffer(response).then((bytes) => settle({ status, headers: answered, body: bytes.toString() }), reject);
      },
    );
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    sent.on('error', reject).end(body ?? undefined);
  });
}
