import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Agent, fetch } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEgress, type Egress, EgressError, type EgressOptions, explainNetworkError } from '../../src/egress/egress.ts';
import { certificateError } from '../../src/egress/errors.ts';
import { type Listener, listen } from './listener.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function egress(allow: string[] = [], resolve?: EgressOptions['resolve']): Egress {
  const made = createEgress({ allow, ...(resolve !== undefined && { resolve }) });
  open.push(made);
  return made;
}

async function listener(...args: Parameters<typeof listen>): Promise<Listener> {
  const made = await listen(...args);
  open.push(made);
  return made;
}

const GET = { timeoutSeconds: 30, maxBytes: 1000, overflow: 'error' } as const;
const failureOf = async (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'answered',
    (error: unknown) => error,
  );
const wordsOf = async (answer: Promise<unknown>): Promise<string> => explainNetworkError(await failureOf(answer));

const NOT_PUBLIC = '127.0.0.1 is not a public address; add it to IX_EGRESS_ALLOW to reach it';

describe('what is not public gets no connection', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7F.0x0.0x0.0x1',
    '017700000001',
    '0177.0.0.01',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '0.0.0.0',
    '0',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::7f00:1]',
    '[::1]',
    '[::]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.168.0.1',
    '224.0.0.1',
    'localhost',
    'LOCALHOST',
    '%6c%6f%63%61%6c%68%6f%73%74',
    '①②⑦.⓪.⓪.①',
  ])('http://%s', async (host) => {
    const [v4, v6] = [await listener(), await listener(undefined, { host: '::1' }).catch(() => null)];
    for (const { port } of [v4, v6 ?? v4]) {
      const failure = await failureOf(egress().request(`http://${host}:${port}/`, GET));
      expect(failure).toBeInstanceOf(EgressError);
      expect(failure).toMatchObject({ failure: 'refused', message: expect.stringContaining('add it to IX_EGRESS_ALLOW to reach it') });
    }
    expect([v4.connections(), v6?.connections() ?? 0]).toEqual([0, 0]);
  });

  test.each([
    ['http://public.example@127.0.0.1:PORT/', 'the URL carries a user name or password; send them in a header instead'],
    ['http://user:secret@127.0.0.1:PORT/', 'the URL carries a user name or password; send them in a header instead'],
    ['http://public.example#@127.0.0.1:PORT/', null],
    ['http://[fe80::1%25eth0]:PORT/', 'not a URL'],
    ['http://127.0.0.1:000PORT/', NOT_PUBLIC],
    ['http://127.0.0.1:0/', NOT_PUBLIC],
    ['http://127.0.0.1:22/', NOT_PUBLIC],
    ['http://127.0.0.1:25/', NOT_PUBLIC],
    ['https://127.0.0.1:80/', NOT_PUBLIC],
    ['http://127.0.0.1:65535/', NOT_PUBLIC],
    ['http://127.0.0.1:65536/', 'not a URL'],
    ['http://127.0.0.1:-1/', 'not a URL'],
    ['http://127.0.0.1:PORT:80/', 'not a URL'],
    ['http://127.0.0.1:0xPORT/', 'not a URL'],
    ['//127.0.0.1:PORT/', 'not a URL'],
    ['ftp://127.0.0.1:PORT/', 'ftp: URLs are not reached; http: and https: are'],
    ['file:///etc/passwd', 'file: URLs are not reached; http: and https: are'],
  ])('%s', async (url, words) => {
    const server = await listener();
    const guard = egress([], async () => []);
    expect(await wordsOf(guard.request(url.replaceAll('PORT', String(server.port)), GET))).toBe(words ?? 'host name not found');
    expect(server.connections()).toBe(0);
  });

  test('a dot after the name opens no way round', async () => {
    const server = await listener();
    expect(await failureOf(egress().request(`http://localhost.:${server.port}/`, GET))).not.toBe('answered');
    expect(server.connections()).toBe(0);
  });

  test('https is guarded alike', async () => {
    const server = await listener(undefined, { tls: true });
    expect(await wordsOf(egress().request(`https://127.0.0.1:${server.port}/`, GET))).toMatch(/^127\.0\.0\.1 is not a public address/);
    expect(server.connections()).toBe(0);
  });

  test('a name with one bad address among its good ones is refused whole, and what it resolves to is not told', async () => {
    const server = await listener();
    const guard = egress([], async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ]);
    expect(await wordsOf(guard.request(`http://mixed.example:${server.port}/`, GET))).toBe(
      'mixed.example resolves to an address that is not public; add it to IX_EGRESS_ALLOW to reach it',
    );
    expect(server.connections()).toBe(0);
  });

  test('a name is looked up once, and the connection goes where it was checked to go', async () => {
    const good = await listener();
    const bad = await listener(undefined, { host: '127.0.0.2', port: good.port });
    const answers = ['127.0.0.1', '127.0.0.2'];
    const guard = egress(['127.0.0.1/32'], async () => [{ address: answers.shift() ?? '', family: 4 }]);
    const url = `http://changing.example:${good.port}/`;
    expect((await guard.request(url, { ...GET, headers: { connection: 'close' } })).status).toBe(200);
    expect(answers).toEqual(['127.0.0.2']);
    expect(await wordsOf(guard.request(url, GET))).toMatch(/^changing\.example resolves to an address that is not public/);
    expect([good.connections(), bad.connections()]).toEqual([1, 0]);
  });

  test('a redirect is an answer, and nobody follows it', async () => {
    const target = await listener(undefined, { host: '127.0.0.2' });
    const location = `http://127.0.0.2:${target.port}/`;
    const server = await listener((_, response) => response.writeHead(302, { location }).end());
    const answer = await egress(['127.0.0.1', '127.0.0.2']).request(`http://127.0.0.1:${server.port}/`, GET);
    expect(answer).toMatchObject({ status: 302, headers: { location } });
    expect(target.connections()).toBe(0);
  });

  test('other clients that use its agent are guarded, redirects included', async () => {
    const target = await listener(undefined, { host: '127.0.0.2' });
    const server = await listener((_, response) => response.writeHead(302, { location: `http://127.0.0.2:${target.port}/` }).end());
    const agent = await egress(['127.0.0.1']).agent();
    expect(agent).toBeInstanceOf(Agent);
    const failure = await failureOf(fetch(`http://127.0.0.1:${server.port}/`, { dispatcher: agent }));
    expect(explainNetworkError(failure)).toMatch(/^127\.0\.0\.2 is not a public address/);
    expect([server.connections(), target.connections()]).toEqual([1, 0]);
  });

  test.each(['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])('a proxy in %s is not asked', async (name) => {
    const [proxy, target] = [await listener(), await listener()];
    const before = process.env[name];
    process.env[name] = `http://127.0.0.1:${proxy.port}`;
    try {
      const answer = await egress(['127.0.0.1/32']).request(`http://127.0.0.1:${target.port}/`, GET);
      expect(answer.status).toBe(200);
      expect(await wordsOf(egress().request('http://10.0.0.1/', GET))).toMatch(/^10\.0\.0\.1 is not a public address/);
    } finally {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    }
    expect([proxy.connections(), target.connections()]).toEqual([0, 1]);
  });

  test('an international name is judged by what it resolves to, under its ASCII form', async () => {
    const server = await listener();
    const asked: string[] = [];
    const guard = egress([], async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    });
    expect(await wordsOf(guard.request(`http://bücher.example:${server.port}/`, GET))).toMatch(/^xn--bcher-kva\.example resolves to/);
    expect([asked, server.connections()]).toEqual([['xn--bcher-kva.example'], 0]);
  });

  test('a Host header changes nothing', async () => {
    const server = await listener();
    const guard = egress(['intranet.example'], async () => [{ address: '127.0.0.1', family: 4 }]);
    const answer = guard.request(`http://other.example:${server.port}/`, { ...GET, headers: { host: 'intranet.example' } });
    expect(await wordsOf(answer)).toMatch(/^other\.example resolves to/);
    expect(server.connections()).toBe(0);
  });
});

describe('what the operator allows is reached', () => {
  test.each([
    [['127.0.0.1/32'], '127.0.0.1'],
    [['127.0.0.0/8'], '127.1'],
    [['127.0.0.1'], '[::ffff:127.0.0.1]'],
    [['localhost'], 'localhost'],
    [['127.0.0.1/32', '::1'], 'localhost'],
    [['127.0.0.1/32'], '127.0.0.1', '000'],
  ])('%j opens http://%s', async (allow, host, zeros = '') => {
    const server = await listener();
    const answer = await egress(allow).request(`http://${host}:${zeros}${server.port}/`, GET);
    expect(Buffer.from(answer.body).toString()).toBe('hello');
    expect(server.connections()).toBe(1);
  });

  test('a name that is listed may be anywhere', async () => {
    const server = await listener();
    const guard = egress(['intranet.example'], async () => [{ address: '127.0.0.1', family: 4 }]);
    expect((await guard.request(`http://INTRANET.example:${server.port}/`, GET)).status).toBe(200);
  });

  test('method, headers and body arrive; the answer comes with its headers', async () => {
    const server = await listener(async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      response.setHeader('x-twice', ['a', 'b']);
      response.end(`${request.method} ${request.url} ${request.headers['x-key']} ${Buffer.concat(chunks)}`);
    });
    const guard = egress(['127.0.0.1']);
    const answer = await guard.request(`http://127.0.0.1:${server.port}/p?q=1`, {
      ...GET,
      method: 'POST',
      headers: { 'X-Key': 'v' },
      body: 'body',
    });
    expect(Buffer.from(answer.body).toString()).toBe('POST /p?q=1 v body');
    expect(answer).toMatchObject({ status: 200, truncated: false, headers: { 'x-twice': 'a, b' } });
  });
});

describe('limits', () => {
  test.each([
    ['with a content-length', { 'content-length': '2000' }],
    ['without one', {}],
  ])('a longer body %s is an error, or is cut', async (_, headers) => {
    const server = await listener((__, response) => response.writeHead(200, headers).end(Buffer.alloc(2000, 'x')));
    const guard = egress(['127.0.0.1']);
    const url = `http://127.0.0.1:${server.port}/`;
    const failure = await failureOf(guard.request(url, GET));
    expect(failure).toMatchObject({ failure: 'too_large', message: 'the answer is larger than 1000 bytes' });
    expect(await guard.request(url, { ...GET, overflow: 'truncate' })).toMatchObject({ truncated: true, body: Buffer.alloc(1000, 'x') });
    expect(await guard.request(url, { ...GET, maxBytes: 2000 })).toMatchObject({ truncated: false, body: Buffer.alloc(2000, 'x') });
  });

  test.each([
    ['that never answers', () => {}],
    ['whose body never ends', (response: import('node:http').ServerResponse) => void response.writeHead(200).write('x')],
  ])('one deadline ends a server %s', async (_, answer) => {
    const server = await listener((__, response) => answer(response));
    const failure = await failureOf(egress(['127.0.0.1']).request(`http://127.0.0.1:${server.port}/`, { ...GET, timeoutSeconds: 0.2 }));
    expect(failure).toMatchObject({ failure: 'timeout', message: 'no complete answer within 0.2 s' });
  });

  test('the deadline covers the name look-up', async () => {
    const guard = egress([], () => new Promise(() => {}));
    expect(await failureOf(guard.request('http://slow.example/', { ...GET, timeoutSeconds: 0.1 }))).toMatchObject({ failure: 'timeout' });
  });

  test('the caller may cancel, and gets its own reason back', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the caller');
    const server = await listener(() => controller.abort(reason));
    const answer = egress(['127.0.0.1']).request(`http://127.0.0.1:${server.port}/`, { ...GET, signal: controller.signal });
    expect(await failureOf(answer)).toBe(reason);
  });
});

describe('what went wrong is said in words', () => {
  const guard = () => egress(['127.0.0.1']);

  test('connection refused', async () => {
    const server = await listen();
    await server.close();
    expect(await wordsOf(guard().request(`http://127.0.0.1:${server.port}/`, GET))).toBe('connection refused');
  });

  test('name not found', async () => {
    const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const guarded = egress([], () => Promise.reject(notFound));
    expect(await wordsOf(guarded.request('http://nowhere.example/', GET))).toBe('host name not found');
  });

  test('self-signed certificate', async () => {
    const server = await listener(undefined, { tls: true });
    expect(await wordsOf(guard().request(`https://127.0.0.1:${server.port}/`, GET))).toBe('TLS certificate is self-signed');
  });

  describe('certificates of a trusted authority', () => {
    const system = getCACertificates('default');
    beforeAll(() => setDefaultCACertificates([...system, readFileSync(new URL('authority.pem', import.meta.url), 'utf8')]));
    afterAll(() => setDefaultCACertificates(system));

    test.each([
      ['expired.pem', /^TLS certificate expired \d+ days ago$/],
      ['elsewhere.pem', /^TLS certificate is for another host name \(DNS:elsewhere\.example\)$/],
    ])('%s, and nothing is sent, however often', async (tls, words) => {
      let requests = 0;
      const server = await listener(
        (_, response) => {
          requests++;
          response.end();
        },
        { tls },
      );
      const one = guard();
      for (let n = 0; n < 3; n++) expect(await wordsOf(one.request(`https://127.0.0.1:${server.port}/`, GET))).toMatch(words);
      expect(requests).toBe(0);
    });

    test('that is right for its host is accepted', async () => {
      const server = await listener(undefined, { tls: 'elsewhere.pem' });
      const one = egress(['127.0.0.1'], async () => [{ address: '127.0.0.1', family: 4 }]);
      expect((await one.request(`https://elsewhere.example:${server.port}/`, GET)).status).toBe(200);
    });
  });

  test.each([
    ['CERT_HAS_EXPIRED', { valid_to: 'Nov 22 12:00:00 2026 GMT' }, 'TLS certificate expired 2 days ago'],
    ['CERT_HAS_EXPIRED', { valid_to: 'Nov 23 11:00:00 2026 GMT' }, 'TLS certificate expired 1 day ago'],
    ['CERT_HAS_EXPIRED', { valid_to: 'Nov 24 11:00:00 2026 GMT' }, 'TLS certificate expired less than a day ago'],
    ['CERT_NOT_YET_VALID', { valid_from: 'Nov 28 12:00:00 2026 GMT' }, 'TLS certificate not valid yet: valid in 4 days'],
    ['CERT_REVOKED', {}, 'TLS certificate not accepted (CERT_REVOKED)'],
    ['something else', {}, 'TLS certificate not accepted (unknown reason)'],
  ])('%s %j → %s', (code, certificate, words) => {
    expect(certificateError(code, certificate, new Date('2026-11-24T12:00:00Z')).message).toBe(words);
  });

  test('TLS spoken to a server without it', async () => {
    const server = await listener();
    expect(await wordsOf(guard().request(`https://127.0.0.1:${server.port}/`, GET))).toMatch(/^TLS handshake failed/);
  });

  test('connection closed halfway', async () => {
    const server = await listener((request) => request.socket.destroy());
    expect(await wordsOf(guard().request(`http://127.0.0.1:${server.port}/`, GET))).toMatch(/^connection closed by the other side/);
  });

  test('not HTTP', async () => {
    const server = await listener((request) => request.socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(await wordsOf(guard().request(`http://127.0.0.1:${server.port}/`, GET))).toBe('the answer is not valid HTTP');
  });

  test('a header HTTP does not allow, without its value', async () => {
    const headers = { authorization: 'Bearer sec\nret' };
    expect(await wordsOf(guard().request('http://127.0.0.1/', { ...GET, headers }))).toBe(
      'the request has a header or URL that HTTP does not allow',
    );
  });

  test.each([
    [Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' }), 'TLS certificate expired'],
    [new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'EHOSTUNREACH' }) }), 'host unreachable'],
    [new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]), 'connection refused'],
    [Object.assign(new Error('token=secret'), { code: 'ESTRANGE' }), 'network error (ESTRANGE)'],
    [new Error('token=secret'), 'network error'],
    ['thrown string', 'network error'],
  ])('%s → %s', (error, words) => {
    expect(explainNetworkError(error)).toBe(words);
  });
});
