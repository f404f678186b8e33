/** Sessions of people: opened with a key, never fixed, over by sign-out, by their end, by their key; and what a form of another site can do with one. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pageActs } from '../../src/app/api.ts';
import { CreatedKeySchema } from '../../src/contracts/key.ts';
import { type App, createApp } from '../../src/http/app.ts';
import { Front } from '../../src/http/front.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { createUi } from '../../src/ui/app.ts';
import { Api } from './api.ts';

const ADMIN_KEY = 'an-admin-key-for-the-tests-of-sign-in';
const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };

let api: Api;
let app: App;
let secure: App;
beforeAll(async () => {
  const found: JobsDeps[] = [];
  api = await Api.open((jobs) => {
    found.push(jobs);
    return {};
  }, ADMIN_KEY);
  const [jobs] = found;
  if (jobs === undefined) throw new Error('the API has no acts');
  const deps = { ...api.deps, ...pageActs(jobs, api.deps.useCases, 30) };
  app = createApp(deps).route('/', createUi(deps));
  const behind = { ...deps, front: new Front({ publicUrl: 'https://ix.example.com', trustProxy: [] }) };
  secure = createApp(behind).route('/', createUi(behind));
});
afterAll(() => api.close());

const form = (fields: Record<string, string>, headers: Record<string, string> = OWN_PAGE) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers,
});

async function signIn(key: string, cookie = ''): Promise<{ response: Response; cookie: string }> {
  const response = await app.request('/ui/sign-in', form({ key, to: '/ui/jobs' }, { ...OWN_PAGE, Cookie: cookie }));
  return { response, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

const seen = async (cookie: string, path = '/ui/jobs') => (await app.request(path, { headers: { Cookie: cookie } })).status;

test('whoever has not signed in is asked to, and led back', async () => {
  const asked = await app.request('/ui/jobs?status=done&q=a%26b');
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/ui/sign-in?to=%2Fui%2Fjobs%3Fstatus%3Ddone%26q%3Da%2526b']);
  const page = await (await app.request(asked.headers.get('location') ?? '')).text();
  expect(page).toContain('name="to" value="/ui/jobs?status=done&amp;q=a%26b"');
  const fragment = await app.request('/ui/jobs', { headers: { 'HX-Request': 'true' } });
  expect([fragment.status, fragment.headers.get('hx-redirect')]).toEqual([401, '/ui/sign-in']);
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/uix', '/ui/../jobs\\x', '/ui\\evil', 'javascript:alert(1)'])(
  'nobody is led to %s',
  async (to) => {
    const { status, headers } = await app.request('/ui/sign-in', form({ key: ADMIN_KEY, to }));
    expect([status, headers.get('location')]).toEqual([303, '/ui']);
  },
);

test('signed in: the cookie is out of reach of scripts and of other sites, the header says who', async () => {
  const { response, cookie } = await signIn(ADMIN_KEY);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/ui/jobs']);
  expect(response.headers.get('set-cookie')).toMatch(/^ix_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  const page = await app.request('/ui/jobs', { headers: { Cookie: cookie } });
  expect(await page.text()).toContain('signed in as IX_ADMIN_KEY (admin)');
  // The pages' own requests to the API come with it.
  expect((await app.request('/jobs', { headers: { Cookie: cookie } })).status).toBe(200);
});

test('where people come by https it is kept to https', async () => {
  const { headers } = await secure.request('/ui/sign-in', form({ key: ADMIN_KEY }));
  expect(headers.get('set-cookie')).toContain('; Secure');
});

test('a wrong key: nothing is opened, and the key is not shown again', async () => {
  const { response, cookie } = await signIn('ix_not_a_key_of_ours');
  expect([response.status, cookie]).toEqual([401, '']);
  const page = await response.text();
  expect(page).toContain('there is no such key');
  expect(page).not.toContain('ix_not_a_key_of_ours');
});

test('each sign-in is a new session, and ends the one before', async () => {
  const first = await signIn(ADMIN_KEY);
  const second = await signIn(ADMIN_KEY, first.cookie);
  expect(second.cookie).not.toBe(first.cookie);
  expect([await seen(first.cookie), await seen(second.cookie)]).toEqual([303, 200]);
  // One that somebody else has put there is not taken up.
  const fixed = await signIn(ADMIN_KEY, 'ix_session=chosen-by-an-attacker');
  expect([await seen('ix_session=chosen-by-an-attacker'), fixed.cookie === 'ix_session=chosen-by-an-attacker']).toEqual([303, false]);
});

test('the database holds no session that could be used', async () => {
  const { cookie } = await signIn(ADMIN_KEY);
  const { rows } = await sql<{ row: string }>`SELECT s::text AS row FROM ix_sessions AS s`.execute(api.em.getKysely());
  const token = cookie.replace('ix_session=', '');
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) for (const secret of [token, ADMIN_KEY]) expect(row).not.toContain(secret);
});

test('a session of IX_ADMIN_KEY is over when that is another', async () => {
  const { cookie } = await signIn(ADMIN_KEY);
  await sql`UPDATE ix_sessions SET holder = 'IX_ADMIN_KEY 00000000' WHERE holder LIKE 'IX_ADMIN_KEY ________'`.execute(api.em.getKysely());
  expect(await seen(cookie)).toBe(303);
});

test('signed out, at its end, and with its key revoked it is over', async () => {
  const signedOut = await signIn(ADMIN_KEY);
  const { headers } = await app.request('/ui/sign-out', form({}, { ...OWN_PAGE, Cookie: signedOut.cookie }));
  expect(headers.get('set-cookie')).toContain('ix_session=; Max-Age=0');
  expect(await seen(signedOut.cookie)).toBe(303);

  const ended = await signIn(ADMIN_KEY);
  await sql`UPDATE ix_sessions SET expires_at = now() - interval '1 second'`.execute(api.em.getKysely());
  expect(await seen(ended.cookie)).toBe(303);

  const bearer = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
  const made = await app.request('/v1/keys', { method: 'POST', headers: bearer, body: JSON.stringify({ role: 'reader' }) });
  const { key, key_id } = CreatedKeySchema.parse(await made.json());
  const reader = await signIn(key);
  expect(await seen(reader.cookie)).toBe(200);
  await app.request(`/v1/keys/${key_id}/revoke`, { method: 'POST', headers: bearer });
  expect(await seen(reader.cookie)).toBe(303);
});

test('a form of another site does nothing with it', async () => {
  const { cookie } = await signIn(ADMIN_KEY);
  const cases: [Record<string, string>, number][] = [
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{}, 403],
    [{ Origin: 'http://localhost' }, 200],
    [OWN_PAGE, 200],
  ];
  for (const [headers, status] of cases) {
    const answer = await app.request('/ui/jobs/bulk', form({ act: 'cancel', scope: 'matching' }, { ...headers, Cookie: cookie }));
    expect([headers, answer.status]).toEqual([headers, status]);
  }
});

test('a reader sees no button that would be refused', async () => {
  const bearer = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
  const made = await app.request('/v1/keys', { method: 'POST', headers: bearer, body: JSON.stringify({ role: 'reader' }) });
  await app.request('/jobs', { method: 'POST', headers: bearer, body: JSON.stringify({ context: { texts: ['x'] } }) });
  const { cookie } = await signIn(CreatedKeySchema.parse(await made.json()).key);
  const page = await (await app.request('/ui/jobs', { headers: { Cookie: cookie } })).text();
  for (const absent of ['value="cancel"', '>Keys<', '>Audit<', '>Submit<']) expect(page).not.toContain(absent);
  expect(page).toContain('>Health<');
  const [job] = z
    .looseObject({ jobs: z.array(z.looseObject({ job_id: z.string() })) })
    .parse(await (await app.request('/jobs', { headers: bearer })).json()).jobs;
  for (const path of [`/ui/jobs/${job?.job_id}`, '/ui/use-cases', '/ui/callbacks']) {
    expect(await (await app.request(path, { headers: { Cookie: cookie } })).text()).not.toMatch(
      /<form method="post" action="\/ui\/(?!sign-out)/,
    );
  }
});
