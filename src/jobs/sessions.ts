/**
 * Sessions of people: opened with a key or by the issuer, new at each sign-in, over by sign-out, by their end, with their key or with their
 * issuer. A browser holds 32 random bytes, the database their hash. What a key may is looked up at each request; what the issuer said of
 * somebody holds until the session ends.
 */
import { randomBytes } from 'node:crypto';
import type { Issuer, Person } from '../contracts/issuer.ts';
import { type Scope, scopeOf } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { deleteSession, findSession, insertSession, type SessionHolder } from '../store/sessions.ts';
import { transact } from './act.ts';
import { hashOf } from './api-key.ts';
import type { Authenticator, KeyRefusal } from './authenticator.ts';
import type { JobsDeps } from './deps.ts';

/** A working day, in seconds. */
export const SESSION_SECONDS = 43_200;

export class Sessions {
  readonly #deps: Pick<JobsDeps, 'orm'>;
  readonly #authenticator: Authenticator;
  readonly #issuer: string | null;

  /** @param issuer who signs people in; null: keys alone do. */
  constructor(deps: Pick<JobsDeps, 'orm'>, authenticator: Authenticator, issuer: Issuer | null = null) {
    this.#deps = deps;
    this.#authenticator = authenticator;
    this.#issuer = issuer?.url ?? null;
  }

  /**
   * A new session, whatever the browser held before: that one is over.
   * @param key as it was typed. @param before what the browser held. @returns what the browser is to hold, or why not.
   */
  async open(key: string, before: string | null): Promise<{ readonly token: string } | KeyRefusal> {
    const scope = await this.#authenticator.identifyKey(key);
    if (typeof scope === 'string') return scope;
    return this.#open(scope, { holder: this.#authenticator.holderOf(scope), issuer: null, role: null, clientId: null }, before);
  }

  /** As `open`, for somebody who has a role and whom the issuer signed in. @returns null: somebody without a role. */
  async openFor({ by, ...person }: Person, before: string | null): Promise<{ readonly token: string } | null> {
    const scope = scopeOf(by, person.role, person.clientId);
    return scope.role === null ? null : this.#open(scope, { holder: by, ...person }, before);
  }

  async #open(scope: Scope, holder: SessionHolder, before: string | null): Promise<{ readonly token: string }> {
    const token = randomBytes(32).toString('base64url');
    await transact(this.#deps, 'sign in', async (em) => {
      if (before !== null) await deleteSession(em, hashOf(before));
      await insertSession(em, hashOf(token), holder, SESSION_SECONDS);
      await insertAudit(em, scope, [{ act: 'sign in', target: 'pages', clientId: null }]);
    });
    return { token };
  }

  /** The scope of its holder as it is now; null: there is no such session, or its key or issuer lets nobody in any more. */
  async scopeOf(token: string): Promise<Scope | null> {
    const found = await findSession(this.#deps.orm.em.fork(), hashOf(token));
    if (found === null) return null;
    const { holder, issuer, role, clientId } = found;
    if (issuer !== null) return issuer === this.#issuer ? scopeOf(holder, role, clientId) : null;
    const scope = await this.#authenticator.scopeOfHolder(holder);
    return typeof scope === 'string' ? null : scope;
  }

  /** @returns whose it was; null: there was none that let somebody in. */
  async close(token: string): Promise<Scope | null> {
    const scope = await this.scopeOf(token);
    await transact(this.#deps, 'sign out', async (em) => {
      const was = await deleteSession(em, hashOf(token));
      if (was && scope !== null) await insertAudit(em, scope, [{ act: 'sign out', target: 'pages', clientId: null }]);
    });
    return scope;
  }
}
