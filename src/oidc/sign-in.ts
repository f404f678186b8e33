/** People sign in: authorization code flow with PKCE, state and nonce, all of which the browser keeps meanwhile. */
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Logger } from 'pino';
import { type Begun, type Person, type SignIn, SignInRefused } from '../contracts/issuer.ts';
import { type ClaimRules, nameOf, roleOf } from './claims.ts';
import type { Discovered } from './discovery.ts';
import { awayIn } from './fetch.ts';

export interface SignInOptions {
  /** As the ID token's `iss` has it. */
  readonly issuer: string;
  readonly discovered: Discovered;
  /** What is asked for, `openid profile email`. */
  readonly scope: string;
  readonly rules: ClaimRules;
  readonly log: Logger;
}

export function openSignIn({ issuer, discovered, scope, rules, log }: SignInOptions): SignIn {
  const { host } = new URL(issuer);
  return {
    name: host,
    async begin(redirectUri) {
      const config = await discovered();
      const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      });
      return { url, begun };
    },
    async finish(returned, begun) {
      const config = await discovered();
      const claims = await claimsOf(config, returned, begun).catch((error: unknown) => {
        const away = awayIn(error);
        if (away !== null) throw away;
        log.warn({ why: whyOf(error), issuer }, 'somebody was not signed in');
        throw new SignInRefused(wordsOf(error, host), { cause: error });
      });
      const by = nameOf('person', claims);
      if (by === null) throw new SignInRefused(`${host} gave no subject that OpenID Connect allows`);
      return { by, issuer, ...roleOf(claims, rules) } satisfies Person;
    },
    async signOutUrl(returnTo) {
      const config = await discovered();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo });
    },
  };
}

async function claimsOf(config: Configuration, returned: URL, { state, nonce, verifier }: Begun) {
  const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const claims = (await authorizationCodeGrant(config, returned, expected)).claims();
  if (claims === undefined) throw new Error('there is no ID token');
  return claims;
}

/** For the log: never a token, a code or what a claim says. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause.message : '';
  const code = 'error' in error ? String(error.error) : 'code' in error ? String(error.code) : '';
  return [error.message, code, inner].filter((part, i, all) => part !== '' && all.indexOf(part) === i).join(': ');
}

const wordsOf = (error: unknown, host: string): string =>
  error instanceof AuthorizationResponseError
    ? `${host} says ${/^\w{1,60}$/.test(error.error) ? error.error : 'no'}`
    : `the answer of ${host} does not belong to this sign-in; begin again`;
