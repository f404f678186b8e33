/**
 * What a key may use in a minute, in requests and in bytes of submissions. Counted by each process for itself, in fixed minutes that begin with
 * the key's first request: over N processes a key may use N times as much.
 */
import type { Scope } from '../contracts/scope.ts';
import { Problem } from './problem.ts';

const WINDOW_MS = 60_000;
/** Keys counted at a time; the one whose minute began first is forgotten first. */
const KEYS_MAX = 10_000;

interface Used {
  readonly since: number;
  requests: number;
  bytes: number;
}

export class Rates {
  readonly #used = new Map<string, Used>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts one request. @returns the headers that say what is left; none without a limit. @throws Problem 429 */
  request(scope: Scope): Readonly<Record<string, string>> {
    const limit = scope.limits?.max_requests_per_minute ?? null;
    if (limit === null) return {};
    const used = this.#of(scope);
    used.requests++;
    const left = this.#secondsLeft(used);
    const headers = {
      'RateLimit-Limit': String(limit),
      'RateLimit-Remaining': String(Math.max(0, limit - used.requests)),
      'RateLimit-Reset': String(left),
      'RateLimit-Policy': `${limit};w=60`,
    };
    if (used.requests <= limit) return headers;
    throw new Problem('rate-limited', `${scope.by}: expected at most ${limit} requests a minute`, {
      headers: { ...headers, 'Retry-After': String(left) },
    });
  }

  /** Counts bytes of a submission before they are read. @throws Problem 429 */
  upload(scope: Scope, bytes: number): void {
    const limit = scope.limits?.max_upload_bytes_per_minute ?? null;
    if (limit === null) return;
    const used = this.#of(scope);
    if (used.bytes + bytes > limit) {
      throw new Problem('rate-limited', `${scope.by}: expected at most ${limit} bytes of submissions a minute`, {
        headers: { 'Retry-After': String(this.#secondsLeft(used)) },
      });
    }
    used.bytes += bytes;
  }

  #of({ by }: Scope): Used {
    const now = this.#now();
    const known = this.#used.get(by);
    if (known !== undefined && now - known.since < WINDOW_MS) return known;
    // In the order in which their minutes began.
    this.#used.delete(by);
    const [oldest] = this.#used.keys();
    if (this.#used.size >= KEYS_MAX && oldest !== undefined) this.#used.delete(oldest);
    const fresh = { since: now, requests: 0, bytes: 0 };
    this.#used.set(by, fresh);
    return fresh;
  }

  #secondsLeft({ since }: Used): number {
    return Math.max(1, Math.ceil((since + WINDOW_MS - this.#now()) / 1000));
  }
}
