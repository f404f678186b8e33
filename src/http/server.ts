/** The port: listens, and stops without breaking off what it is answering. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { BODY_SECONDS_MAX } from './body.ts';
import type { App } from './deps.ts';
import { answerOnSocket, unreadableResponse } from './unreadable.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Serves https with it. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** How long close() lets requests in hand finish before it cuts their connections, in milliseconds. */
  readonly graceMs?: number;
  /** Which settings say so, for the message when the port cannot be had. Default: IX_HOST and IX_PORT. */
  readonly settings?: string;
  /** Told of what never became a request; the app tells of everything else. */
  readonly log?: Logger;
}

export interface Listening {
  /** `http://127.0.0.1:8994` */
  readonly address: string;
  /**
   * Accepts nothing new, ends waits early, answers what is in hand, also where nobody waits for the answer any more; at most `graceMs`.
   * May be called twice.
   */
  close(): Promise<void>;
}

const WHY_NOT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'the port needs privileges',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

/** The port cannot be had; `code` is Node's: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND. */
export class ListenError extends Error {
  readonly code: string;

  constructor(code: string, { host, port, settings = 'IX_HOST and IX_PORT' }: ListenOptions, options: ErrorOptions) {
    super(`cannot listen on ${host}:${port} (${WHY_NOT[code] ?? code}); ${settings} say where`, options);
    this.name = 'ListenError';
    this.code = code;
  }
}

/** For the line of a request and its headers. */
const HEADERS_SECONDS = 30;

/** Longer than what proxies and clients keep a connection that is idle, mostly 60: who closes first must not meet the other's next request. */
const KEEP_ALIVE_SECONDS = 65;
/** Connections that wait to be taken while the process is busy; the system has a bound of its own (somaxconn). Node's 511 are full in a burst. */
const BACKLOG = 4096;

/** @throws ListenError */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { host, port, tls, graceMs = 10_000 } = options;
  const closing = new AbortController();
  const inHand = new Set<Promise<Response>>();
  /** The last answer of each connection, begun or not. */
  const answers = new WeakMap<Duplex, { readonly headersSent: boolean; readonly writableEnded: boolean }>();
  // Bodies have deadlines of their own (body.ts); this one is for what nobody reads.
  const timeouts = {
    requestTimeout: (BODY_SECONDS_MAX + HEADERS_SECONDS) * 1000,
    headersTimeout: HEADERS_SECONDS * 1000,
    keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
  };
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      answers.set(incoming.socket, outgoing);
      const answering = Promise.resolve(app.fetch(request, { incoming, outgoing, closing: closing.signal }));
      inHand.add(answering);
      const response = await answering.finally(() => inHand.delete(answering));
      // Without this a kept-alive connection would hold the server open after its answer.
      if (closing.signal.aborted && 'shouldKeepAlive' in outgoing) outgoing.shouldKeepAlive = false;
      return response;
    },
    { errorHandler: (error) => unreadableResponse(error, options.log) },
  );
  const server = tls === undefined ? createServer(timeouts, listener) : createSecureServer({ ...timeouts, ...tls }, listener);
  server.on('clientError', (error, socket) => {
    const begun = answers.get(socket);
    const within = begun?.headersSent === true && !begun.writableEnded;
    if (within || !socket.writable) socket.destroy();
    else answerOnSocket(error, socket, options.log);
  });
  server.listen({ port, host, backlog: BACKLOG });
  try {
    await once(server, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new ListenError(code, options, { cause });
  }
  let closed: Promise<void> | null = null;
  return {
    address: addressOf(tls === undefined ? 'http' : 'https', server.address()),
    close() {
      closed ??= close();
      return closed;
    },
  };

  async function close(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cut = setTimeout(() => {
      server.closeAllConnections();
      late.resolve();
    }, graceMs);
    const ended = once(server, 'close');
    server.close();
    closing.abort();
    await ended;
    await Promise.race([Promise.allSettled(inHand), late.promise]);
    clearTimeout(cut);
  }
}

function addressOf(scheme: string, bound: ReturnType<ReturnType<typeof createServer>['address']>): string {
  if (bound === null || typeof bound === 'string') throw new Error('expected a TCP address');
  return `${scheme}://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
}
