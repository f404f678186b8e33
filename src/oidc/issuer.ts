/** The issuer as the rest of ix meets it: people sign in there, machines bring its tokens. Nothing is asked of it before somebody does. */
import type { Logger } from 'pino';
import type { Issuer } from '../contracts/issuer.ts';
import type { Egress } from '../egress/egress.ts';
import type { ClaimRules } from './claims.ts';
import { discoverer } from './discovery.ts';
import { fetchThrough } from './fetch.ts';
import { openSignIn } from './sign-in.ts';
import { openTokens } from './tokens.ts';

export interface IssuerOptions {
  /** The issuer identifier as its tokens spell it. */
  readonly url: string;
  /** What ix is to the issuer; null: nobody signs in. */
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly scope: string;
  /** Null: tokens let nobody in. */
  readonly audience: string | null;
  readonly rules: ClaimRules;
  /** Lets the issuer be reached. */
  readonly egress: Egress;
  readonly log: Logger;
}

export interface OpenedIssuer extends Issuer {
  /** Asks the issuer what it is, to have said early that it cannot be asked. @throws IssuerAway */
  look(): Promise<void>;
}

export function openIssuer({ url, clientId, clientSecret, scope, audience, rules, egress, log }: IssuerOptions): OpenedIssuer {
  const issuer = new URL(url);
  const fetch = fetchThrough(egress);
  // Discovery wants a client; the issuer hears of it only when somebody signs in.
  const discovered = discoverer({ issuer, clientId: clientId ?? 'ix', clientSecret, fetch });
  return {
    url,
    signIn: clientId === null ? null : openSignIn({ issuer: url, discovered, scope, rules, log }),
    bearer: audience === null ? async () => 'wrong-token' : openTokens({ issuer: url, audience, discovered, fetch, rules }),
    look: async () => {
      await discovered();
    },
  };
}
