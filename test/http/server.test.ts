/** The app on a real port: listening, stopping, and what only a socket can show. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppDeps } from '../../src/http/app.ts';
import { createApp } from '../../src/http/app.ts';
import { JSON_MAX_BYTES } from '../../src/http/json.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { ListenError, type Listening, listen } from '../../src/http/server.ts';
import { LARGEST_FILES_PER_REQUEST } from '../../src/http/submission.ts';
import { Api, MAX_FILE_BYTES } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const LOOPBACK = { host: '127.0.0.1', port: 0 };

async function served<T>(work: (server: Listening, port: number) => Promise<T>, overrides: Partial<AppDeps> = {}): Promise<T> {
  const server = await listen(createApp({ ...api.deps, ...overrides }), { ...LOOPBACK, log: api.deps.log });
  try {
    return await work(server, Number(new URL(server.address).port));
  } finally {
    await server.close();
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are and reads until the server ends the connection. */
async function raw(port: number, request: string): Promise<string> {
  const socket = await open(port);
  socket.write(request);
  return text(socket);
}

describe('listening', () => {
  test('says where, and answers there', async () => {
    await served(async ({ address }) => {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${address}/livez`)).status).toBe(200);
    });
  });

  test('writes an IPv6 address in brackets', async () => {
    const server = await listen(api.app, { host: '::1', port: 0 });
    expect(server.address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${server.address}/livez`)).status).toBe(200);
    await server.close();
  });

  test('on a port that is taken is a ListenError that names the settings', async () => {
    await served(async (_, port) => {
      const error: unknown = await listen(api.app, { host: '127.0.0.1', port }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ListenError);
      expect(error).toMatchObject({ code: 'EADDRINUSE', message: expect.stringMatching(`127.0.0.1:${port} .*another program.*IX_PORT`) });
    });
  });

  test('on an address this machine does not have is a ListenError', async () => {
    await expect(listen(api.app, { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      name: 'ListenError',
      code: 'EADDRNOTAVAIL',
      message: expect.stringContaining('this machine has no such address'),
    });
  });
});

describe('closing', () => {
  test('finishes what is in hand, takes nothing new, and does not wait for idle connections', async () => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const ready = async () => {
      entered.resolve();
      await release.promise;
      return true;
    };
    await served(
      async (server, port) => {
        // fetch keeps its connection open for the next request.
        await (await fetch(`${server.address}/livez`)).text();
        const inHand = fetch(`${server.address}/readyz`);
        await entered.promise;
        const closed = server.close();
        await expect(open(port)).rejects.toThrow(/ECONNREFUSED/);
        release.resolve();
        const response = await inHand;
        expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
        await response.text();
        await closed;
      },
      { ready },
    );
  });

  test('ends waits at once, with the job as it is', async () => {
    await served(async (server) => {
      const { job_id } = await api.submitted({ context: { texts: ['x'] } });
      const answer = await new Promise<Response>((resolve, reject) => {
        const waitForJob: AppDeps['waitForJob'] = (scope, id, ms, signal) => {
          queueMicrotask(() => void inner.then((listening) => listening.close()));
          return api.deps.waitForJob(scope, id, ms, signal);
        };
        const inner = listen(createApp({ ...api.deps, waitForJob }), LOOPBACK);
        inner.then(({ address }) => fetch(`${address}/jobs/${job_id}`, { headers: { Prefer: 'wait=60' } })).then(resolve, reject);
      });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ job_id, status: 'pending' });
      expect((await fetch(`${server.address}/livez`)).status).toBe(200);
    });
  });

  test('finishes what is in hand when its caller has gone away, too', async () => {
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<boolean>();
    const ready = () => {
      begun.resolve();
      return answer.promise;
    };
    await served(
      async (server, port) => {
        const socket = await open(port);
        socket.write('GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
        await begun.promise;
        socket.destroy();
        let closed = false;
        const closing = server.close().then(() => {
          closed = true;
        });
        await expect(fetch(server.address)).rejects.toThrow();
        await pause(100);
        expect(closed).toBe(false);
        answer.resolve(true);
        await closing;
      },
      { ready },
    );
  });

  test('cuts what does not end within the grace', async () => {
    const entered = Promise.withResolvers<void>();
    const ready = () => {
      entered.resolve();
      return new Promise<boolean>(() => {});
    };
    const server = await listen(createApp({ ...api.deps, ready }), { ...LOOPBACK, graceMs: 50 });
    const hanging = fetch(`${server.address}/readyz`);
    const failed = expect(hanging).rejects.toThrow();
    await entered.promise;
    await server.close();
    await failed;
  });

  test('twice is once', async () => {
    const server = await listen(api.app, LOOPBACK);
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});

test('a caller that goes away while it waits ends the wait', async () => {
  const waiting = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  const waitForJob: AppDeps['waitForJob'] = async (scope, id, ms, signal) => {
    waiting.resolve();
    const job = await api.deps.waitForJob(scope, id, ms, signal);
    ended.resolve(signal.aborted);
    return job;
  };
  await served(
    async ({ address }) => {
      const gone = new AbortController();
      const request = fetch(`${address}/jobs`, {
        method: 'POST',
        body: JSON.stringify({ context: { texts: ['x'] } }),
        headers: { 'Content-Type': 'application/json', Prefer: 'wait=60' },
        signal: gone.signal,
      });
      const failed = expect(request).rejects.toThrow();
      await waiting.promise;
      gone.abort();
      await failed;
      expect(await ended.promise).toBe(true);
    },
    { waitForJob },
  );
});

describe('on the wire', () => {
  const hosts: [string, string, number][] = [
    ['a foreign Host', 'GET /jobs HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n', 403],
    ['a foreign target', 'GET http://rebound.example/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 403],
    ['a malformed Host', 'GET /jobs HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['no Host', 'GET /jobs HTTP/1.0\r\n\r\n', 400],
    ['a target that is no path', 'GET jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    ['a dotted path to another route', 'GET /x/../livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 200],
  ];
  test.each(hosts)('%s', async (_, request, status) => {
    await served(async (_server, port) => {
      const answer = await raw(port, request);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.[01] ${status} `));
      if (status === 200) return;
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      const [, requestId] = /^x-request-id: (.+)$/im.exec(head) ?? [];
      expect(ProblemSchema.parse(JSON.parse(body.replace(/^[0-9a-f]+\r\n|\r\n0$/g, ''))).request_id).toBe(requestId);
      expect(api.lines).toContainEqual(expect.objectContaining({ request_id: requestId, status, msg: 'request' }));
    });
  });

  const slow: [string, string, string][] = [
    ['JSON', '/jobs', 'application/json'],
    ['an upload', '/jobs', 'multipart/form-data; boundary=b'],
    ['a batch', '/jobs/batch', 'application/json'],
  ];
  test.each(slow)('%s that stops coming is answered 408, and its connection ends', async (_, path, type) => {
    const limits = { maxFileBytes: MAX_FILE_BYTES, bodySeconds: 0.2 };
    await served(
      async (_server, port) => {
        const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;
        const answer = await raw(port, `${head}{`);
        expect(answer).toMatch(/^HTTP\/1\.1 408 /);
        expect(answer).toContain('/docs/problems/too-slow');
        expect(api.deps.intake.empty).toBe(true);
      },
      { limits },
    );
  });

  test('an upload is refused by its Content-Length before any of it is sent', async () => {
    await served(async (_, port) => {
      const length = MAX_FILE_BYTES * LARGEST_FILES_PER_REQUEST + JSON_MAX_BYTES + 1;
      const head = `POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n`;
      const socket = await open(port);
      socket.write(head);
      const [first] = await once(socket, 'data');
      expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
    });
  });

  test('an upload without a length is refused as soon as a file is over its limit', async () => {
    await served(async ({ address }) => {
      let pulled = 0;
      const head = '--b\r\nContent-Disposition: form-data; name="files"; filename="endless"\r\n\r\n';
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from(head)),
        pull: (controller) => {
          pulled += 10_000;
          controller.enqueue(Buffer.alloc(10_000));
        },
      });
      const request = fetch(`${address}/jobs`, {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      });
      const answer = await request.then(
        (response) => response.status,
        // The server may cut the connection before the answer was read: it was refused all the same.
        () => 413,
      );
      expect(answer).toBe(413);
      expect(pulled).toBeLessThan(64_000_000);
    });
  });

  test('a body that breaks off stores nothing', async () => {
    await served(async (_, port) => {
      const before = await (await api.get('/jobs')).text();
      const socket = await open(port);
      socket.write('POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"context":');
      socket.end();
      await text(socket).catch(() => '');
      expect(await (await api.get('/jobs')).text()).toBe(before);
    });
  });

  test('HEAD has the headers of the GET and no body', async () => {
    await served(async (_, port) => {
      const answer = await raw(port, 'HEAD /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answer.split('\r\n\r\n')[1]).toBe('');
    });
  });
});
