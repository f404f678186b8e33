/** What stands before ix: whose word is taken for who called and how, and https by ix itself. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { StartError, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import type { AppEnv } from '../../src/http/deps.ts';
import { Front } from '../../src/http/front.ts';
import { listen } from '../../src/http/server.ts';
import { createDatabase } from '../support/database.ts';

/** What ix takes a request for, over a real socket from 127.0.0.1. */
async function taken(trustProxy: string[], headers: Record<string, string>, publicUrl: string | null = null) {
  const front = new Front({ publicUrl, trustProxy });
  const app = new Hono<AppEnv>().get('/', (c) =>
    c.json({
      origin: front.originOf(c),
      caller: front.callerOf(c),
      secure: front.isSecure(c),
      own: front.isOwn(c, 'https://ix.example.com'),
    }),
  );
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  try {
    const said: unknown = await (await fetch(server.address, { headers })).json();
    return said;
  } finally {
    await server.close();
  }
}

const FORWARDED = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'ix.example.com', 'X-Forwarded-For': '203.0.113.9, 198.51.100.7' };

describe('a proxy', () => {
  test('that is trusted is believed', async () => {
    expect(await taken(['127.0.0.0/8'], FORWARDED)).toEqual({
      origin: 'https://ix.example.com',
      caller: '198.51.100.7',
      secure: true,
      own: true,
    });
  });

  test('behind another that is trusted too', async () => {
    expect(await taken(['127.0.0.1', '198.51.100.0/24'], FORWARDED)).toMatchObject({ caller: '203.0.113.9' });
  });

  test('that is not trusted is not', async () => {
    const said = { origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), caller: '127.0.0.1', secure: false, own: false };
    expect(await taken([], FORWARDED)).toEqual(said);
    expect(await taken(['10.0.0.0/8', '::1'], FORWARDED)).toEqual(said);
  });

  test('IX_PUBLIC_URL is our origin whatever a proxy says', async () => {
    expect(await taken([], {}, 'https://ix.example.com/under')).toMatchObject({ secure: true, own: true });
  });
});

describe('IX_TRUST_PROXY', () => {
  test.each(['10.0.0.0/33', '10.0.0', 'proxy.example', '::1/129', '10.0.0.0/8/8'])('%s is refused', (value) => {
    expect(() => loadConfig({ IX_TRUST_PROXY: value })).toThrow('IX_TRUST_PROXY=');
  });
});

describe('https by ix itself', () => {
  const file = (name: string) => fileURLToPath(new URL(`../egress/${name}`, import.meta.url));

  test('with a certificate and its key', async () => {
    const { url, drop } = await createDatabase();
    const settings = { IX_TLS_CERT: file('self-signed.pem'), IX_TLS_KEY: file('self-signed.pem') };
    const config = loadConfig({ IX_DATABASE_URL: url, IX_PORT: '0', IX_DB_POOL: '4', ...settings });
    const ix = await startIx({ config, roles: { api: true, worker: false }, log: pino({ level: 'silent' }) });
    expect(ix.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await readFile(file('self-signed.pem'));
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${ix.address}/readyz`, { ca, checkServerIdentity: () => undefined }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(200);
    await ix.stop();
    await drop();
  });

  test.each([
    [{ IX_TLS_CERT: file('self-signed.pem') }, 'IX_TLS_KEY is not set'],
    [{ IX_TLS_CERT: '/nowhere/cert.pem', IX_TLS_KEY: file('self-signed.pem') }, 'IX_TLS_CERT=/nowhere/cert.pem: expected a file'],
    [{ IX_TLS_CERT: fileURLToPath(import.meta.url), IX_TLS_KEY: file('self-signed.pem') }, 'expected a certificate and its key'],
  ])('%o is refused', async (settings, message) => {
    const { url, drop } = await createDatabase();
    const config = loadConfig({ IX_DATABASE_URL: url, IX_PORT: '0', IX_DB_POOL: '4', ...settings });
    const start = startIx({ config, roles: { api: true, worker: false }, log: pino({ level: 'silent' }) });
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(message);
    await drop();
  });
});
