/** What never became a request that the app could answer: told to its sender as a problem like any other, and to the log. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError } from '@hono/node-server';
import type { Logger } from 'pino';
import { PROBLEMS, type ProblemKind, problemType } from './problem.ts';

/** For a Host or a target that is no URL, and for what goes wrong outside the app. */
export function unreadableResponse(error: unknown, log?: Logger): Response {
  const { status, headers, body } = answerTo(error, error instanceof RequestError ? 'unreadable' : 'internal', log);
  return new Response(body, { status, headers });
}

/** Errors of Node's parser that mean something else than that it could not read on. */
const KINDS: Readonly<Record<string, ProblemKind>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
};

/** For what is no HTTP; the connection ends with it. */
export function answerOnSocket(error: Error & { readonly code?: string }, socket: Duplex, log?: Logger): void {
  const { status, headers, body } = answerTo(error, KINDS[error.code ?? ''] ?? 'unreadable', log);
  const fields = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`, () => socket.destroy());
}

function answerTo(error: unknown, kind: ProblemKind, log?: Logger) {
  const { status, title } = PROBLEMS[kind];
  const request_id = randomUUID();
  if (kind === 'internal') log?.error({ err: error, request_id }, 'a request failed');
  else log?.info({ request_id, status }, 'request');
  const detail = kind === 'unreadable' ? { detail: 'expected HTTP with a well-formed target and Host' } : {};
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': request_id },
    body: JSON.stringify({ type: problemType(kind), title, status, ...detail, request_id }),
  };
}
