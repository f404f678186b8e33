/** What receivers do to a sender: each case ends in time, with bounded memory, and with the right words. No database: one attempt. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Delivery, deliver, type Outcome } from '../../src/callbacks/deliver.ts';
import { bodyOf } from '../../src/callbacks/event.ts';
import { parseSecret } from '../../src/callbacks/sign.ts';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { deliveryOptions, SECRET } from './delivery-options.ts';
import { ENDED, finishedJob } from './finished-job.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Raw {
  readonly url: string;
  /** The first connection's end, as the receiver sees it. */
  readonly gone: Promise<void>;
}

/** A server below HTTP: `talk` gets the socket once the request's headers are in. */
async function listen(talk: (socket: Socket) => void): Promise<Raw> {
  const gone = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => talk(socket));
    socket.on('data', () => {});
    socket.on('close', () => gone.resolve());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, gone: gone.promise };
}

const delivery = (url: string): Delivery => ({
  callbackId: newCallbackId(),
  url,
  traceparent: null,
  headers: {},
  body: bodyOf(finishedJob(), options, ENDED),
  secrets: [parseSecret(SECRET, 'SECRET')],
});

const options = deliveryOptions((error) => {
  throw error;
});

function attempt(url: string, timeoutSeconds = 20, egress = options.egress): Promise<Outcome> {
  return deliver(delivery(url), { ...options, egress, timeoutSeconds }, new AbortController().signal);
}

const SHORT = 0.3;
const OK = 'HTTP/1.1 200 OK\r\n';

/** Writes `chunk` again and again for as long as the other side takes it. */
function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

/** Writes `start`, then one byte every few milliseconds, until the socket closes. */
function drip(socket: Socket, start: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write('.'), 5);
  socket.on('close', () => clearInterval(timer));
}

describe('runs into the deadline, and hangs up', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['a receiver that never answers', () => {}],
    ['one that stops within the headers', (socket) => socket.write(`${OK}content-le`)],
    ['one that drips headers', (socket) => drip(socket, `${OK}x: `)],
    ['one that answers 200 and never sends the body', (socket) => socket.write(`${OK}content-length: 10\r\n\r\n`)],
    ['one that answers 200 and drips the body', (socket) => drip(socket, `${OK}content-length: 4000\r\n\r\n`)],
  ])('%s', async (_, talk) => {
    const { url, gone } = await listen(talk);
    const outcome = await attempt(url, SHORT);
    expect(outcome).toMatchObject({ statusCode: null, error: `no complete answer within ${SHORT} s` });
    await gone;
  });
});

describe('is an outcome in plain words', () => {
  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['a reset', (socket) => socket.resetAndDestroy(), /closed/],
    ['an early close', (socket) => socket.end(), /closed/],
    ['a close within the body', (socket) => socket.end(`${OK}content-length: 10\r\n\r\nabc`), /closed/],
    ['what is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'), /^the answer is not valid HTTP$/],
  ])('%s', async (_, talk, words) => {
    const { url } = await listen(talk);
    expect(await attempt(url)).toMatchObject({ statusCode: null, error: expect.stringMatching(words), responseExcerpt: null });
  });

  it('nobody listens', async () => {
    const { url } = await listen(() => {});
    await closing.pop()?.();
    expect(await attempt(url)).toMatchObject({ statusCode: null, error: expect.stringMatching(/^connection refused$/) });
  });

  it('TLS where there is none', async () => {
    const { url } = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await attempt(url.replace('http:', 'https:'))).toMatchObject({ statusCode: null, error: expect.stringMatching(/TLS/) });
  });

  it('an address callbacks may not reach, without a connection', async () => {
    let touched = false;
    const { url } = await listen(() => {
      touched = true;
    });
    const outcome = await attempt(url, 20, createEgress({ allow: [] }));
    expect(outcome).toMatchObject({ statusCode: null, error: expect.stringContaining('IX_EGRESS_ALLOW') });
    expect(touched).toBe(false);
  });

  it('a redirect to a metadata address, not followed', async () => {
    const { url } = await listen((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/latest\r\ncontent-length: 0\r\n\r\n'),
    );
    expect(await attempt(url)).toMatchObject({
      statusCode: 302,
      error: 'answered 302: redirect to http://169.254.169.254/latest not followed',
    });
  });
});

describe('the answer’s body', () => {
  const answer = (body: Buffer) => (socket: Socket) => {
    socket.write(`${OK}content-length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };

  it('without end is cut off after a small excerpt, and the status counts', async () => {
    const { url, gone } = await listen((socket) => {
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
      pour(socket, Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`));
    });
    const outcome = await attempt(url);
    expect(outcome).toMatchObject({ statusCode: 200, error: null, responseExcerpt: 'x'.repeat(4096) });
    await gone;
  });

  it('announced as 1 GB is not waited for', async () => {
    const { url, gone } = await listen((socket) => {
      socket.write(`${OK}content-length: 1000000000\r\n\r\n`);
      pour(socket, Buffer.alloc(65_536, 'y'));
    });
    expect(await attempt(url)).toMatchObject({ statusCode: 200, error: null, responseExcerpt: 'y'.repeat(4096) });
    await gone;
  });

  it.each([
    ['none', Buffer.alloc(0), null],
    ['a NUL, which PostgreSQL cannot keep', Buffer.from('a\0b'), 'a\ufffdb'],
    ['not UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
    ['a character cut in two at the end', Buffer.from('ä'.repeat(3000)), 'ä'.repeat(2048)],
    ['a character cut in two at an odd place', Buffer.from(`a${'ä'.repeat(3000)}`), `a${'ä'.repeat(2047)}`],
  ])('%s', async (_, body, excerpt) => {
    const { url } = await listen(answer(body));
    expect(await attempt(url)).toMatchObject({ statusCode: 200, error: null, responseExcerpt: excerpt });
  });
});

it('an attempt broken off by the sender throws: nothing is known about the receiver', async () => {
  const abort = new AbortController();
  const { url, gone } = await listen(() => abort.abort(new Error('stopping')));
  await expect(deliver(delivery(url), options, abort.signal)).rejects.toThrow('stopping');
  await gone;
});
