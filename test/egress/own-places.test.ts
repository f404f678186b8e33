/** The ports of ix and of its database are never reached, whatever is allowed and whichever way they are named. */
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { databasePlaces } from '../../src/app/own-places.ts';
import { createEgress, type OwnPlace } from '../../src/egress/egress.ts';
import { type Listener, listen } from './listener.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const GET = { timeoutSeconds: 30, maxBytes: 1000, overflow: 'error' } as const;
const names: Record<string, string> = { 'me.example': '127.0.0.1', 'db.example': '127.0.0.1', 'other.example': '127.0.0.2' };

/** A server on this machine, and a way out on which all is allowed but `own`. */
async function stage(own: (port: number) => OwnPlace): Promise<{ server: Listener; ask: (host: string) => Promise<number | string> }> {
  const server = await listen();
  const allow = ['0.0.0.0/0', '::/0', ...Object.keys(names)];
  const resolve = async (host: string) => [{ address: names[host] ?? host, family: 4 }];
  const egress = createEgress({ allow, own: () => [own(server.port)], resolve });
  open.push(server, egress);
  const ask = (host: string) =>
    egress.request(`http://${host}:${server.port}/`, GET).then(
      ({ status }) => status,
      (error: unknown) => String(error),
    );
  return { server, ask };
}

describe('this machine', () => {
  const own = networkInterfaces();
  const outside = Object.values(own).flatMap(
    (entries) => entries?.flatMap(({ address, family }) => (family === 'IPv4' ? [address] : [])) ?? [],
  );
  test.each(['127.0.0.1', '127.1', '2130706433', '0.0.0.0', '127.9.9.9', '[::ffff:127.0.0.1]', '[::1]', '[::]', 'me.example', ...outside])(
    'is not reached as %s',
    async (host) => {
      const { server, ask } = await stage((port) => ({ host: null, port }));
      expect(await ask(host)).toMatch(/is one of ix itself, which is never reached$/);
      expect(server.connections()).toBe(0);
    },
  );

  test('is reached at other ports', async () => {
    const { ask } = await stage((port) => ({ host: null, port: port - 1 }));
    expect(await ask('127.0.0.1')).toBe(200);
  });
});

describe('a database', () => {
  test.each(['db.example', '127.0.0.1', 'me.example'])('that is given by its name is not reached as %s', async (host) => {
    const { server, ask } = await stage((port) => ({ host: 'db.example', port }));
    expect(await ask(host)).toMatch(/never reached$/);
    expect(server.connections()).toBe(0);
  });

  test('elsewhere keeps no port of this machine closed', async () => {
    const { ask } = await stage((port) => ({ host: '192.0.2.7', port }));
    expect(await ask('127.0.0.1')).toBe(200);
  });

  test.each([
    ['postgres://u:p@db.example/ix', [{ host: 'db.example', port: 5432 }]],
    ['postgres://u:p@[::1]:6432/ix', [{ host: '[::1]', port: 6432 }]],
    ['postgres://u@/ix?host=/run/postgresql&port=5433', [{ host: null, port: 5433 }]],
    [
      'postgres://u:p%40@a.example:5433,b.example/ix',
      [
        { host: 'a.example', port: 5433 },
        { host: 'b.example', port: 5432 },
      ],
    ],
    ['postgres:///ix', [{ host: null, port: 5432 }]],
    ['postgres://u@%2Frun%2Fpostgresql/ix', [{ host: null, port: 5432 }]],
    [
      'postgres://u@/ix?host=a.example,b.example&port=5433,5434',
      [
        { host: 'a.example', port: 5433 },
        { host: 'b.example', port: 5434 },
      ],
    ],
  ])('is found in %s', (url, places) => {
    expect(databasePlaces(url)).toEqual(places);
  });
});

test('what is written out is judged at once, names are not', () => {
  const egress = createEgress({ allow: ['127.0.0.1/32', '10.0.0.0/8:443'], own: () => [{ host: null, port: 8994 }] });
  expect(egress.refusalOf('http://127.0.0.1:8999/')).toBeNull();
  expect(egress.refusalOf('http://127.0.0.1:8994/')).toContain('never reached');
  expect(egress.refusalOf('http://[::1]:8999/')).toContain('is not a public address');
  expect(egress.refusalOf('https://10.1.2.3/')).toBeNull();
  expect(egress.refusalOf('http://10.1.2.3/')).toContain('is not a public address');
  expect(egress.refusalOf('http://0x7f.1:8994/')).toContain('never reached');
  for (const url of ['http://localhost:8994/', 'file:///a.pdf', 'no url', 'https://1.1.1.1/']) expect(egress.refusalOf(url)).toBeNull();
});
