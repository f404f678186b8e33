/** How the issuer is asked: through the door out, and with an end. What is not an answer of a provider is IssuerAway. */
import { IssuerAway } from '../contracts/issuer.ts';
import type { Egress } from '../egress/egress.ts';

/** Answers of providers have some kilobytes; one with many keys has more. */
const MAX_BYTES = 1_000_000;
const TIMEOUT_SECONDS = 5;

export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>> | Headers;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** fetch as openid-client and jose want it. Redirects are not followed: no provider needs one. */
export type IssuerFetch = (url: string, asked: Asked) => Promise<Response>;

export const fetchThrough =
  (egress: Egress): IssuerFetch =>
  async (url, { method, headers, body, signal }) => {
    const answer = await egress
      .request(url, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers: Object.fromEntries(new Headers({ ...headers })),
        ...(body instanceof URLSearchParams || typeof body === 'string' ? { body: String(body) } : {}),
        ...(signal === undefined ? {} : { signal }),
        timeoutSeconds: TIMEOUT_SECONDS,
        maxBytes: MAX_BYTES,
        overflow: 'error',
      })
      .catch((error: unknown) => {
        throw new IssuerAway(`${new URL(url).origin} does not answer: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      });
    if (answer.status >= 500) throw new IssuerAway(`${new URL(url).origin} answers ${answer.status}`);
    return new Response(answer.status === 204 ? null : Buffer.from(answer.body), { status: answer.status, headers: answer.headers });
  };

/** The reason where the issuer, not what was asked, is why it failed. */
export function awayIn(error: unknown): IssuerAway | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof IssuerAway) return at;
  return null;
}
