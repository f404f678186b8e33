/**
 * What the issuer says of itself (OpenID Connect Discovery): asked for when it is first needed and kept from then on. As long as it cannot be
 * had, it is asked for again each time; who asks meanwhile shares the answer.
 */
import {
  allowInsecureRequests,
  type Configuration,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { IssuerAway } from '../contracts/issuer.ts';
import { clientAuth } from './client-auth.ts';
import { awayIn, type IssuerFetch } from './fetch.ts';

/** Seconds by which the clocks of the issuer and of this machine may differ. */
export const CLOCK_TOLERANCE_SECONDS = 30;

export interface DiscoveryOptions {
  /** https, or http on this machine. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly fetch: IssuerFetch;
}

export type Discovered = () => Promise<Configuration>;

/** @returns what asks. It @throws IssuerAway */
export function discoverer({ issuer, clientId, clientSecret, fetch }: DiscoveryOptions): Discovered {
  const ask = () =>
    discovery(issuer, clientId, { [clockTolerance]: CLOCK_TOLERANCE_SECONDS }, clientAuth(clientSecret), {
      [customFetch]: fetch,
      // The ID token's signature is verified, though it comes from the issuer itself.
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    }).catch((error: unknown) => {
      known = null;
      const why = error instanceof Error ? error.message : String(error);
      throw awayIn(error) ?? new IssuerAway(`${issuer.href} does not say of itself what an OpenID provider does: ${why}`, { cause: error });
    });
  let known: Promise<Configuration> | null = null;
  return () => (known ??= ask());
}
