/** Who asks, and who may ask for what: the one place where a key becomes a scope, and a scope meets what a route or a page needs. */
import type { Context } from 'hono';
import { NOBODY, type Scope, THIS_MACHINE } from '../contracts/scope.ts';
import type { KeyRefusal, KeyRing } from '../jobs/key-ring.ts';
import type { AppEnv } from './deps.ts';
import { Problem } from './problem.ts';
import type { Need } from './route.ts';

/** The scope of whoever asks, who may do what is needed. @throws Problem 401 or 403 */
export async function admit(c: Context<AppEnv>, ring: KeyRing, needs: Need): Promise<Scope> {
  if (!ring.closed) return THIS_MACHINE;
  if (needs === 'public') return NOBODY;
  const scope = await whoAsks(c, ring);
  if (!scope.may.includes(needs)) throw new Problem('forbidden', `${scope.by} (${scope.role}) may not ${needs}: expected a key that may`);
  return scope;
}

const REFUSALS: Readonly<Record<KeyRefusal, string>> = {
  wrong: 'there is no such key',
  revoked: 'the key was revoked',
  expired: 'the key has expired',
};

async function whoAsks(c: Context<AppEnv>, ring: KeyRing): Promise<Scope> {
  const given = c.req.header('authorization');
  if (given === undefined) throw unauthorized('expected a key: Authorization: Bearer ix_…');
  const [, text] = /^Bearer +(\S+)$/i.exec(given.trim()) ?? [];
  if (text === undefined) throw unauthorized('Authorization: expected Bearer and a key');
  const scope = await ring.identify(text);
  if (typeof scope === 'string') throw unauthorized(`Authorization: ${REFUSALS[scope]}`);
  return scope;
}

const unauthorized = (detail: string): Problem =>
  new Problem('unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="ix"' } });
