/**
 * Sessions of people: opened with a key, new at each sign-in, over by sign-out, by their end, or with their key. A browser holds 32 random
 * bytes, the database their hash.
 */
import { randomBytes } from 'node:crypto';
import type { Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { deleteSession, findSession, insertSession } from '../store/sessions.ts';
import { transact } from './act.ts';
import { hashOf } from './api-key.ts';
import type { JobsDeps } from './deps.ts';
import type { KeyRefusal, KeyRing } from './key-ring.ts';

/** A working day, in seconds. */
export const SESSION_SECONDS = 43_200;

export class Sessions {
  readonly #deps: Pick<JobsDeps, 'orm'>;
  readonly #ring: KeyRing;

  constructor(deps: Pick<JobsDeps, 'orm'>, ring: KeyRing) {
    this.#deps = deps;
    this.#ring = ring;
  }

  /**
   * A new session, whatever the browser held before: that one is over.
   * @param key as it was typed. @param before what the browser held. @returns what the browser is to hold, or why not.
   */
  async open(key: string, before: string | null): Promise<{ readonly token: string } | KeyRefusal> {
    const scope = await this.#ring.identify(key);
    if (typeof scope === 'string') return scope;
    const token = randomBytes(32).toString('base64url');
    await transact(this.#deps, 'sign in', async (em) => {
      if (before !== null) await deleteSession(em, hashOf(before));
      await insertSession(em, hashOf(token), this.#ring.holderOf(scope), SESSION_SECONDS);
      await insertAudit(em, scope, [{ act: 'sign in', target: 'pages', clientId: null }]);
    });
    return { token };
  }

  /** The scope of its key as it is now; null: there is no such session, or its key lets nobody in any more. */
  async scopeOf(token: string): Promise<Scope | null> {
    const holder = await findSession(this.#deps.orm.em.fork(), hashOf(token));
    const scope = holder === null ? null : await this.#ring.scopeOfHolder(holder);
    return typeof scope === 'string' ? null : scope;
  }

  async close(token: string): Promise<void> {
    const scope = await this.scopeOf(token);
    await transact(this.#deps, 'sign out', async (em) => {
      const was = await deleteSession(em, hashOf(token));
      if (was && scope !== null) await insertAudit(em, scope, [{ act: 'sign out', target: 'pages', clientId: null }]);
    });
  }
}
