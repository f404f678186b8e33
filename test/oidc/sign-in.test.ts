/** People sign in by a real provider, without a browser: what ix asks for, what it takes for an answer, and what comes of it. */
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT, type Claims, freePort, type RunningProvider, startProvider } from './provider.ts';
import { ADMIN_KEY, type IxWithIssuer, ixWith, PUBLIC_URL } from './stage.ts';

const PEOPLE = {
  jane: { roles: ['staff', 'ix-admins'], preferred_username: 'jane@example.com' },
  acme: { roles: ['ix-clients'], ix_client_id: 'acme' },
  nobody: { roles: ['staff'] },
  bare: {},
};

let provider: RunningProvider;
let ix: IxWithIssuer;
/** What the way to the issuer led to before that was there. */
let awayAnswer: [number, string];
beforeAll(async () => {
  const port = await freePort();
  ix = await ixWith(`http://127.0.0.1:${port}`);
  const response = await ix.app.request('/ui/sign-in/oidc?to=/ui/jobs');
  awayAnswer = [response.status, await response.text()];
  provider = await startProvider({ port, ix: PUBLIC_URL, people: PEOPLE });
});
afterAll(async () => {
  await ix.close();
  await provider.close();
});

/** Cookies as a browser keeps them, but for their paths. */
class Jar {
  readonly #held = new Map<string, string>();

  get header(): string {
    return Array.from(this.#held, ([name, value]) => `${name}=${value}`).join('; ');
  }

  get(name: string): string | undefined {
    return this.#held.get(name);
  }

  set(name: string, value: string): void {
    this.#held.set(name, value);
  }

  take(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(cookie)) this.#held.delete(name);
      else this.#held.set(name, value);
    }
  }
}

interface Visit {
  readonly jar: Jar;
  /** Where ix sends the browser to. */
  readonly asked: URL;
}

async function begin(to = '/ui/jobs?status=done'): Promise<Visit> {
  const jar = new Jar();
  const response = await ix.app.request(`/ui/sign-in/oidc?${new URLSearchParams({ to })}`);
  jar.take(response);
  expect(response.status).toBe(303);
  return { jar, asked: new URL(response.headers.get('location') ?? '') };
}

/** Signs in at the provider. @returns where it sends the browser back to. */
async function atProvider(asked: URL, login: string): Promise<URL> {
  const jar = new Jar();
  let at = asked;
  let form: URLSearchParams | undefined;
  for (let hops = 0; hops < 8; hops++) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { Cookie: jar.header },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    jar.take(response);
    const location = response.headers.get('location');
    if (location !== null) {
      form = undefined;
      at = new URL(location, at);
      if (at.origin === PUBLIC_URL) return at;
    } else if (form === undefined && response.status === 200) form = new URLSearchParams({ login });
    else throw new Error(`the provider answers ${response.status}: ${await response.text()}`);
  }
  throw new Error('the provider goes round in circles');
}

async function comeBack(jar: Jar, back: URL): Promise<Response> {
  const response = await ix.app.request(`${back.pathname}${back.search}`, { headers: { Cookie: jar.header } });
  jar.take(response);
  return response;
}

async function signIn(login: string): Promise<{ jar: Jar; response: Response }> {
  const { jar, asked } = await begin();
  return { jar, response: await comeBack(jar, await atProvider(asked, login)) };
}

const page = async (jar: Jar, path: string) => {
  const response = await ix.app.request(path, { headers: { Cookie: jar.header } });
  return { status: response.status, text: await response.text() };
};

test('while the issuer is away that is said, and keys let in', async () => {
  expect(awayAnswer).toEqual([503, expect.stringMatching(/127\.0\.0\.1:\d+ does not answer; keys work on/)]);
  const body = new URLSearchParams({ key: ADMIN_KEY });
  expect((await ix.app.request('/ui/sign-in', { method: 'POST', body })).status).toBe(303);
});

test('what is asked for: a code, to the address of IX_PUBLIC_URL, with PKCE, state and nonce, which no script gets at', async () => {
  const response = await ix.app.request('/ui/sign-in/oidc');
  const asked = new URL(response.headers.get('location') ?? '');
  expect(`${asked.origin}${asked.pathname}`).toBe(`${provider.issuer}/auth`);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    client_id: 'ix',
    response_type: 'code',
    scope: 'openid profile',
    redirect_uri: 'https://ix.example.com/ui/sign-in/oidc/done',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(response.headers.get('set-cookie')).toMatch(
    /^ix_sign_in=[^;]+; Max-Age=900; Path=\/ui\/sign-in\/oidc; HttpOnly; Secure; SameSite=Lax$/,
  );
  const again = new URL((await ix.app.request('/ui/sign-in/oidc')).headers.get('location') ?? '');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(again.searchParams.get(name)).not.toBe(asked.searchParams.get(name));
});

test('signed in: led back, with a session that is a row, named in the header and the audit, until the sign-out', async () => {
  const { jar, response } = await signIn('jane');
  expect([response.status, response.headers.get('location')]).toEqual([303, '/ui/jobs?status=done']);
  expect(response.headers.getSetCookie().join()).toMatch(/ix_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/);
  expect(jar.get('ix_sign_in')).toBeUndefined();
  expect((await page(jar, '/ui/keys')).text).toContain('signed in as person jane (jane@example.com) (admin)');
  const { rows } = await sql`SELECT holder, issuer, role, client_id FROM ix_sessions`.execute(ix.api.em.getKysely());
  expect(rows).toContainEqual({ holder: 'person jane (jane@example.com)', issuer: provider.issuer, role: 'admin', client_id: null });
  expect((await page(jar, '/v1/audit')).text).toContain('"who":"person jane (jane@example.com)","role":"admin","act":"sign in"');

  const headers = { Cookie: jar.header, 'Sec-Fetch-Site': 'same-origin' };
  const out = await ix.app.request('/ui/sign-out', { method: 'POST', headers });
  expect([out.status, out.headers.get('location')]).toEqual([303, '/ui/sign-in?left']);
  expect((await page(jar, '/ui/keys')).status).toBe(303);
  expect((await page(jar, '/ui/sign-in?left')).text).toContain('href="/ui/sign-out/oidc"');
  const there = new URL((await ix.app.request('/ui/sign-out/oidc')).headers.get('location') ?? '');
  expect(`${there.origin}${there.pathname}`).toBe(`${provider.issuer}/session/end`);
  expect(there.searchParams.get('post_logout_redirect_uri')).toBe('https://ix.example.com/ui/sign-in');
});

test('somebody of a client is confined to it', async () => {
  const { jar } = await signIn('acme');
  expect((await page(jar, '/ui/jobs')).text).toContain('signed in as person acme (client)');
  expect((await page(jar, '/ui/keys')).status).toBe(403);
  expect((await page(jar, '/v1/clients/other/secrets')).status).toBe(404);
});

test.each(['nobody', 'bare'])('somebody without a role, %s, is told so and has no session', async (login) => {
  const { jar, response } = await signIn(login);
  expect([response.status, jar.get('ix_session')]).toEqual([403, undefined]);
  expect(await response.text()).toContain(`gives person ${login} no role here`);
});

test('a session that was there before is over', async () => {
  const first = await signIn('jane');
  const { jar, asked } = await begin();
  jar.set('ix_session', first.jar.get('ix_session') ?? '');
  expect((await comeBack(jar, await atProvider(asked, 'acme'))).status).toBe(303);
  expect((await page(first.jar, '/ui/jobs')).status).toBe(303);
});

test('with another issuer, or none, its sessions are over', async () => {
  const { jar } = await signIn('jane');
  await sql`UPDATE ix_sessions SET issuer = 'https://before.example' WHERE issuer IS NOT NULL`.execute(ix.api.em.getKysely());
  expect((await page(jar, '/ui/keys')).status).toBe(303);
});

describe('nobody is signed in', () => {
  const AGAIN = 'does not belong to this sign-in; begin again';

  test.each<[string, string, (visit: { jar: Jar; back: URL }) => void]>([
    ['with a state of another sign-in', AGAIN, ({ back }) => back.searchParams.set('state', 'x'.repeat(43))],
    ['without a state', AGAIN, ({ back }) => back.searchParams.delete('state')],
    ['with another code', AGAIN, ({ back }) => back.searchParams.set('code', 'x'.repeat(43))],
    ['without a code', AGAIN, ({ back }) => back.searchParams.delete('code')],
    ['by another issuer', AGAIN, ({ back }) => back.searchParams.set('iss', 'https://evil.example')],
    ['with another nonce', AGAIN, ({ jar }) => change(jar, 'nonce')],
    ['with another verifier', AGAIN, ({ jar }) => change(jar, 'verifier')],
    ['in another browser', 'this browser began no sign-in here', ({ jar }) => jar.set('ix_sign_in', '')],
    [
      'with a cookie that is none of ours',
      'this browser began no sign-in here',
      ({ jar }) => jar.set('ix_sign_in', '%7B%22state%22%3A1%7D'),
    ],
  ])('%s', async (_, words, spoil) => {
    const { jar, asked } = await begin();
    const back = await atProvider(asked, 'jane');
    spoil({ jar, back });
    const response = await comeBack(jar, back);
    expect([response.status, jar.get('ix_session'), jar.get('ix_sign_in')]).toEqual([403, undefined, undefined]);
    expect(await response.text()).toContain(words);
  });

  /** Of whom a right ID token would make an admin. */
  const right = (nonce: string) => ({ aud: CLIENT.id, sub: 'jane', roles: ['ix-admins'], nonce });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);

  test.each<[string, (nonce: string) => Promise<string | undefined>]>([
    ['without an ID token', async () => undefined],
    ['with one for somebody else', (nonce) => provider.signed({ ...right(nonce), aud: 'other' })],
    ['with one of another issuer', (nonce) => provider.signed({ ...right(nonce), iss: 'https://evil.example' })],
    ['with one that has expired', (nonce) => provider.signed({ ...right(nonce), iat: now - 700, exp: now - 60 })],
    ['with one of another sign-in', () => provider.signed(right('x'.repeat(43)))],
    ['with one of no sign-in', () => provider.signed({ ...right(''), nonce: undefined })],
    ['with one of nobody', (nonce) => provider.signed({ ...right(nonce), sub: undefined })],
    ['with one that nobody signed', async (nonce) => `${part({ alg: 'none' })}.${part(await claimsOf(right(nonce)))}.`],
    ['with one that somebody else signed', async (nonce) => spoilt(await provider.signed(right(nonce)))],
  ])('%s', async (_, idToken) => {
    const { jar, asked } = await begin();
    const back = await atProvider(asked, 'jane');
    const token = await idToken(asked.searchParams.get('nonce') ?? '');
    provider.answerOnce({ access_token: 'x', token_type: 'Bearer', id_token: token });
    expect([(await comeBack(jar, back)).status, jar.get('ix_session')]).toEqual([403, undefined]);
  });

  test('but with a right one, made by the same means', async () => {
    const { jar, asked } = await begin();
    const back = await atProvider(asked, 'jane');
    const id_token = await provider.signed(right(asked.searchParams.get('nonce') ?? ''));
    provider.answerOnce({ access_token: 'x', token_type: 'Bearer', id_token });
    expect((await comeBack(jar, back)).status).toBe(303);
  });

  test('with an answer that was used before', async () => {
    const { jar, asked } = await begin();
    const kept = jar.header;
    const back = await atProvider(asked, 'jane');
    expect((await comeBack(jar, back)).status).toBe(303);
    expect((await ix.app.request(`${back.pathname}${back.search}`, { headers: { Cookie: kept } })).status).toBe(403);
  });

  test('who changed his mind', async () => {
    const { jar, asked } = await begin();
    const response = await comeBack(jar, await atProvider(asked, ''));
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('says access_denied')]);
  });

  test('and no code, token or claim is in the log', async () => {
    const log = JSON.stringify(ix.lines);
    expect(log).toContain('somebody was not signed in');
    expect(log).not.toMatch(/jane|code=|eyJ|xxxxx/);
  });
});

/** What a token with these says. */
async function claimsOf(claims: Claims): Promise<object> {
  return decodeJwt(await provider.signed(claims));
}

/** Signed by a key of the same name. */
async function spoilt(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'RS256', kid: 'first' }).sign(privateKey);
}

function change(jar: Jar, name: string): void {
  const begun: unknown = JSON.parse(decodeURIComponent(jar.get('ix_sign_in') ?? ''));
  jar.set('ix_sign_in', encodeURIComponent(JSON.stringify({ ...Object(begun), [name]: 'x'.repeat(43) })));
}
