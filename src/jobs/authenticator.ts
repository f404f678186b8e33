/**
 * Who presents a key: found by its id, compared by its hash; or a token of the issuer, which tells by its signature. What was found is remembered for a few seconds, and forgotten at once when a
 * signal says that a key was made or revoked.
 *
 *   open (no key was ever made, no IX_ADMIN_KEY, no issuer) ──the first key──▶ closed, for good
 */

import type { Issuer, TokenRefusal } from '../contracts/issuer.ts';
import { MAY, type Scope, scopeOf } from '../contracts/scope.ts';
import { Every } from '../queue/every.ts';
import { isPassing } from '../store/database-fault.ts';
import { findKey, hasKeys, type StoredKey, touchKey } from '../store/keys.ts';
import { hashOf, isSameHash, parseKey } from './api-key.ts';
import type { JobsDeps } from './deps.ts';
import { isLive } from './keys.ts';

/** How long a revoked key may work on in another process, should the signal be lost. */
const REMEMBER_MS = 5000;
/** How often to look whether the first key was made, should the signal be lost. */
const LOOK_SECONDS = 2;
/** Keys remembered at a time; those that do not exist are among them. */
const KNOWN_MAX = 10_000;

/** Why a key lets nobody in. */
export type KeyRefusal = 'wrong' | 'revoked' | 'expired';

/** A JWT, or something that would be one: three parts, of which the last is empty where nobody signed it. No key of ix has a dot. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Whom the sessions of IX_ADMIN_KEY are of: they end when it is another. */
const ADMIN = 'IX_ADMIN_KEY';
/** Of its hash: enough to see that it is another, too few to try out what it may be. */
const FINGERPRINT_BYTES = 4;

interface Known {
  readonly key: StoredKey | null;
  readonly at: number;
}

export class Authenticator {
  readonly #deps: Pick<JobsDeps, 'orm' | 'queue'>;
  readonly #adminHash: Buffer | null;
  readonly #issuer: Issuer | null;
  readonly #known = new Map<string, Known>();
  readonly #looking: Every;
  /** Counts signals: what was read before one is not remembered after it. */
  #signals = 0;
  #closed: boolean;
  #off = () => {};

  /** @param adminKey IX_ADMIN_KEY: an admin as long as it is set. @param issuer who vouches for others. */
  constructor(deps: Pick<JobsDeps, 'orm' | 'queue'>, adminKey: string | null, issuer: Issuer | null = null) {
    this.#deps = deps;
    this.#adminHash = adminKey === null ? null : hashOf(adminKey);
    this.#issuer = issuer;
    this.#closed = adminKey !== null || issuer !== null;
    // While the database does not answer, whoever is let in can do nothing.
    this.#looking = new Every(
      LOOK_SECONDS,
      () => this.look(),
      () => {},
    );
  }

  /** Nobody is let in without a key. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Looks for the first time. Before it, nobody is to be asked. */
  async start(): Promise<void> {
    this.#off = this.#deps.queue.signals.on('keys', () => {
      this.#signals++;
      this.#known.clear();
      void this.look().catch(() => {});
    });
    await this.look();
    if (!this.#closed) this.#looking.start();
  }

  async stop(): Promise<void> {
    this.#off();
    await this.#looking.stop();
  }

  /** The scope of whoever presents this key or token, or why there is none. @throws IssuerAway */
  async identify(text: string): Promise<Scope | KeyRefusal | TokenRefusal> {
    const scope = await this.identifyKey(text);
    return scope === 'wrong' && this.#issuer !== null && JWT.test(text) ? this.#issuer.bearer(text) : scope;
  }

  /** As `identify`, of keys alone: who signs in with a token has no session, as nobody could end it. */
  async identifyKey(text: string): Promise<Scope | KeyRefusal> {
    const hash = hashOf(text);
    if (this.#adminHash !== null && isSameHash(hash, this.#adminHash)) return ADMIN_SCOPE;
    const parsed = parseKey(text);
    if (parsed === null) return 'wrong';
    const key = await this.#find(parsed.keyId);
    return key !== null && isSameHash(parsed.hash, key.hash) ? scopeOfKey(key) : 'wrong';
  }

  /** What a session remembers of who signed in with this scope. */
  holderOf({ by }: Scope): string {
    return by === ADMIN ? `${ADMIN} ${this.#adminHash?.toString('hex', 0, FINGERPRINT_BYTES)}` : by;
  }

  /** The scope of a session's holder, as the key is now. */
  async scopeOfHolder(holder: string): Promise<Scope | KeyRefusal> {
    if (holder.startsWith(ADMIN)) return this.holderOf(ADMIN_SCOPE) === holder && this.#adminHash !== null ? ADMIN_SCOPE : 'revoked';
    const key = await this.#find(holder.replace(/^key /, ''));
    return key === null ? 'wrong' : scopeOfKey(key);
  }

  async #find(keyId: string): Promise<StoredKey | null> {
    const known = this.#known.get(keyId);
    if (known !== undefined && performance.now() - known.at < REMEMBER_MS) return known.key;
    const [at, signals] = [performance.now(), this.#signals];
    const em = this.#deps.orm.em.fork();
    const key = await findKey(em, keyId);
    if (key !== null && isLive(key)) await touch(em, keyId);
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    if (signals === this.#signals) this.#known.set(keyId, { key, at });
    return key;
  }

  /** Whether the first key was made meanwhile. */
  async look(): Promise<void> {
    this.#closed ||= await hasKeys(this.#deps.orm.em.fork());
    if (this.#closed) void this.#looking.stop();
  }
}

const ADMIN_SCOPE: Scope = { clients: 'all', may: MAY.admin, by: ADMIN, role: 'admin' };

function scopeOfKey(key: StoredKey): Scope | KeyRefusal {
  if (key.revoked_at !== null) return 'revoked';
  if (!isLive(key)) return 'expired';
  const { role, client_id, max_requests_per_minute, max_pending, max_upload_bytes_per_minute } = key;
  return {
    ...scopeOf(`key ${key.key_id}`, role, client_id),
    limits: { max_requests_per_minute, max_pending, max_upload_bytes_per_minute },
  };
}

/** A server that takes no writes just now keeps nobody from reading. */
async function touch(em: Parameters<typeof touchKey>[0], keyId: string): Promise<void> {
  try {
    await touchKey(em, keyId);
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
}
