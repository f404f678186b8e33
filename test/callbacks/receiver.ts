/** A callback receiver for the tests: a real HTTP server that remembers what came and answers as told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { type JobEvent, JobEventSchema } from '../../src/contracts/callback.ts';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Connections accepted so far, with or without a request. */
  readonly connections: number;
  /** Resolves once `count` requests have come in all. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** @param answer is given the request's number, from 1. */
export async function startReceiver(answer: (response: ServerResponse, count: number, received: Received) => void): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let connections = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const entry = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    received.push(entry);
    answer(response, received.length, entry);
    for (const waiter of waiting) if (received.length >= waiter.count) waiter.resolve();
  });
  server.on('connection', () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    get connections() {
      return connections;
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.add({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const answerWith =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

/** What a receiver does: verifies with the package it would use, and reads the event. Throws when either fails. */
export function verify(secret: string, { headers, body }: Received): JobEvent {
  const of = (name: string) => String(headers[name]);
  return JobEventSchema.parse(
    new Webhook(secret).verify(body, {
      'webhook-id': of('webhook-id'),
      'webhook-timestamp': of('webhook-timestamp'),
      'webhook-signature': of('webhook-signature'),
    }),
  );
}
