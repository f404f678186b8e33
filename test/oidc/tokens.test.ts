/** Tokens of machines: those a real provider gives, and those that let nobody in. */
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { CLIENT, type Claims, freePort, type RunningProvider, startProvider } from './provider.ts';
import { ADMIN_KEY, type IxWithIssuer, ixWith, PUBLIC_URL } from './stage.ts';

const MACHINES = {
  nightly: { roles: ['something else', 'ix-clients'], ix_client_id: 'acme' },
  watcher: { roles: 'ix-readers' },
  stranger: { roles: ['something else'] },
};
const NOW = Math.floor(Date.now() / 1000);

let port: number;
let provider: RunningProvider;
let ix: IxWithIssuer;
beforeAll(async () => {
  port = await freePort();
  ix = await ixWith(`http://127.0.0.1:${port}`);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await ix.close();
  await provider.close();
});

async function ask(token: string, path = '/v1/jobs') {
  const response = await ix.app.request(path, { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, text: await response.text() };
}

const refusal = (detail: string) => ({ status: 401, text: expect.stringContaining(`"Authorization: ${detail}`) });
const WRONG = refusal('the token is not one that the issuer signed');

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('while the issuer is away keys work, and tokens have to wait for it', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  expect(await ask(token)).toEqual({ status: 503, text: expect.stringContaining('does not answer; keys work on') });
  expect((await ask(ADMIN_KEY)).status).toBe(200);
  // What the issuer cannot have signed is refused all the same.
  expect(await ask(`${part({ alg: 'none' })}.e30.`)).toEqual(WRONG);
  provider = await startProvider({ port, ix: PUBLIC_URL, machines: MACHINES });
  expect(await ask(token)).toEqual(WRONG);
});

test('a client is confined to its jobs, and the audit names it', async () => {
  const headers = { Authorization: `Bearer ${await provider.accessToken('nightly')}`, 'Content-Type': 'application/json' };
  const post = (body: object) => ix.app.request('/v1/jobs', { method: 'POST', headers, body: JSON.stringify(body) });
  const job = JobSchema.parse(await (await post({ use_case: 'invoice', context: { texts: ['x'] } })).json());
  expect(job.client_id).toBe('acme');
  expect((await post({ ix_client_id: 'other', use_case: 'invoice', context: { texts: ['x'] } })).status).toBe(403);
  expect((await ix.app.request(`/v1/jobs/${job.job_id}/cancel`, { method: 'POST', headers })).status).toBe(200);
  expect((await ask(ADMIN_KEY, '/v1/audit')).text).toContain('"who":"token nightly","role":"client","act":"cancel"');
});

test('a role is what the claim is mapped to', async () => {
  const reader = await provider.accessToken('watcher');
  expect([(await ask(reader)).status, (await ask(reader, '/v1/keys')).status]).toEqual([200, 403]);
  const admin = await provider.signed({ roles: ['ix-readers', 'ix-admins', 'ix-clients'] });
  expect((await ask(admin, '/v1/keys')).status).toBe(200);
});

test.each<[string, Claims | null]>([
  ['no role that is mapped', null],
  ['no role claim', {}],
  ['a role claim that is no text', { roles: { 'ix-admins': true } }],
  ['a name every object has', { roles: ['constructor', '__proto__'] }],
  ['role client without a client', { roles: ['ix-clients'] }],
  ['role client with two', { roles: ['ix-clients'], ix_client_id: ['acme', 'other'] }],
  ['role client with one that is no name', { roles: ['ix-clients'], ix_client_id: '..' }],
])('%s: who it is is known, and may do nothing', async (_, claims) => {
  const token = claims === null ? await provider.accessToken('stranger') : await provider.signed(claims);
  expect(await ask(token)).toEqual({ status: 403, text: expect.stringContaining('has no role here') });
});

test('what it says of itself must hold', async () => {
  const admin = { roles: ['ix-admins'] };
  const signed = (claims: Claims) => provider.signed({ ...admin, ...claims });
  expect((await ask(await signed({}))).status).toBe(200);
  expect(await ask(await signed({ exp: NOW - 60 }))).toEqual(refusal('the token has expired'));
  expect(await ask(await signed({ nbf: NOW + 600 }))).toEqual(refusal('the token is not valid yet'));
  for (const aud of ['https://other.example', ['a', 'b'], CLIENT.id, undefined])
    expect(await ask(await signed({ aud }))).toEqual(refusal('the token is of another issuer, or for another audience'));
  for (const iss of [`${provider.issuer}/`, undefined])
    expect(await ask(await signed({ iss }))).toEqual(refusal('the token is of another issuer, or for another audience'));
  for (const claims of [{ exp: undefined }, { sub: undefined }, { sub: '' }, { sub: 'a\u0000b' }])
    expect(await ask(await signed(claims))).toEqual(WRONG);
});

test('the clocks may differ by half a minute', async () => {
  const admin = { roles: ['ix-admins'] };
  const now = Math.floor(Date.now() / 1000);
  expect((await ask(await provider.signed({ ...admin, exp: now - 10 }))).status).toBe(200);
  expect((await ask(await provider.signed({ ...admin, nbf: now + 10 }))).status).toBe(200);
});

test('nobody signs for the issuer', async () => {
  const claims = { iss: provider.issuer, aud: 'https://ix.example.com/api', sub: 'x', exp: NOW + 600, roles: ['ix-admins'] };
  const good = await provider.signed(claims);
  expect((await ask(good)).status).toBe(200);
  const [head = '', , signature = ''] = good.split('.');
  const { privateKey } = await generateKeyPair('RS256');
  const others = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'first' }).sign(privateKey);
  const hmac = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(Buffer.from(CLIENT.secret.repeat(2)));
  const tokens = [
    ...['none', 'None', 'NONE', ''].flatMap((alg) => ['', signature].map((end) => `${part({ alg })}.${part(claims)}.${end}`)),
    others,
    hmac,
    `${head}.${part({ ...claims, sub: 'y' })}.${signature}`,
    `${part({ alg: 'RS256', kid: 'first', crit: ['x'], x: 1 })}.${part(claims)}.${signature}`,
    `${head}.${part(claims)}.`,
    'a.b.c',
    `${head}.e30.${signature}`,
  ];
  for (const token of tokens) expect(await ask(token), token).toEqual(WRONG);
});

test('a token opens no session', async () => {
  const token = await provider.signed({ roles: ['ix-admins'] });
  const body = new URLSearchParams({ key: token });
  expect((await ix.app.request('/ui/sign-in', { method: 'POST', body })).status).toBe(401);
});

test('keys of the issuer are fetched once, and again for one that is not known, but not each time', async () => {
  const fetched = () => provider.asked.filter((path) => path === '/jwks').length;
  const token = await provider.signed({ roles: ['ix-readers'] });
  await ask(token);
  const before = fetched();
  for (let i = 0; i < 5; i++) expect((await ask(token)).status).toBe(200);
  const unknown = await provider.signed({ roles: ['ix-readers'] }, { kid: 'another' });
  for (let i = 0; i < 5; i++) expect(await ask(unknown)).toEqual(WRONG);
  expect(fetched()).toBe(before);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
  for (let i = 0; i < 5; i++) expect(await ask(unknown)).toEqual(WRONG);
  expect(fetched()).toBe(before + 1);
});
