/** Who asks, and who may ask for what: the one place where a key or a session becomes a scope, and meets what a route or a page needs. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { TokenRefusal } from '../contracts/issuer.ts';
import { NOBODY, type Permission, type Scope, THIS_MACHINE } from '../contracts/scope.ts';
import type { KeyRefusal } from '../jobs/authenticator.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { Problem } from './problem.ts';
import type { Need } from './route.ts';

type Doors = Pick<AppDeps, 'authenticator' | 'sessions' | 'rates'>;

/** What a browser holds of its session. */
export const SESSION_COOKIE = 'ix_session';

const WORDS: Readonly<Record<Permission, string>> = {
  read: 'read jobs',
  submit: 'submit or change jobs',
  review: 'decide about the values of answers',
  operate: 'operate callbacks, endpoints and signing secrets',
  admin: 'look after keys, the audit and whole clients',
};

/** The scope of whoever asks, who may do what is needed. @throws Problem 401, 403 or 429 */
export async function admit(c: Context<AppEnv>, doors: Doors, needs: Need): Promise<Scope> {
  if (!doors.authenticator.closed) return THIS_MACHINE;
  if (needs === 'public') return NOBODY;
  const scope = await whoAsks(c, doors);
  for (const [name, value] of Object.entries(doors.rates.request(scope))) c.header(name, value);
  if (scope.role === null) throw new Problem('forbidden', `${scope.by} has no role here: expected a claim that IX_OIDC_ROLES maps to one`);
  if (!scope.may.includes(needs)) throw new Problem('forbidden', `${scope.by} (${scope.role}) may not ${WORDS[needs]}`);
  return scope;
}

export const REFUSALS: Readonly<Record<KeyRefusal | TokenRefusal, string>> = {
  wrong: 'there is no such key',
  revoked: 'the key was revoked',
  expired: 'the key has expired',
  'wrong-token': 'the token is not one that the issuer signed, or says too little',
  'expired-token': 'the token has expired',
  'early-token': 'the token is not valid yet',
  'foreign-token': 'the token is of another issuer, or for another audience',
};

async function whoAsks(c: Context<AppEnv>, { authenticator, sessions }: Doors): Promise<Scope> {
  const given = c.req.header('authorization');
  if (given === undefined) return ofSession(c, sessions);
  const [, text] = /^Bearer +(\S+)$/i.exec(given.trim()) ?? [];
  if (text === undefined) throw unauthorized('Authorization: expected Bearer and a key or a token');
  const scope = await authenticator.identify(text);
  if (typeof scope === 'string') throw unauthorized(`Authorization: ${REFUSALS[scope]}`);
  return scope;
}

async function ofSession(c: Context<AppEnv>, sessions: Doors['sessions']): Promise<Scope> {
  const token = getCookie(c, SESSION_COOKIE);
  if (token === undefined) throw unauthorized('expected a key: Authorization: Bearer ix_…');
  // A browser sends its session with whatever page asks it to, but says which one did: the guard has seen that it was ours.
  const says = c.req.header('sec-fetch-site') ?? c.req.header('origin');
  if (says === undefined && !['GET', 'HEAD'].includes(c.req.method)) {
    throw new Problem('cross-site', 'expected Sec-Fetch-Site or Origin beside a session; programs send a key');
  }
  const scope = await sessions.scopeOf(token);
  if (scope === null) throw unauthorized('the session is over: sign in again');
  return scope;
}

const unauthorized = (detail: string): Problem =>
  new Problem('unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="ix"' } });
