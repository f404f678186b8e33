/** Machines: bearer JWTs that the issuer signed for this ix. Its keys are fetched when they are needed, and again for one that is not known. */
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { IssuerAway, type TokenRefusal } from '../contracts/issuer.ts';
import { type Scope, scopeOf } from '../contracts/scope.ts';
import { type ClaimRules, nameOf, roleOf } from './claims.ts';
import { CLOCK_TOLERANCE_SECONDS, type Discovered } from './discovery.ts';
import { awayIn, type IssuerFetch } from './fetch.ts';

/** Those with which whoever can verify cannot sign. `none` and HMAC are not among them, whatever a token says of itself. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** The keys are fetched anew after as long. */
const KEYS_MS = 600_000;
/** For tokens with an unknown key they are fetched anew this often at most: anybody can send such tokens. */
const UNKNOWN_KEY_MS = 30_000;

export interface TokenOptions {
  /** As the claim `iss` has it. */
  readonly issuer: string;
  /** What the claim `aud` must name. */
  readonly audience: string;
  readonly discovered: Discovered;
  readonly fetch: IssuerFetch;
  readonly rules: ClaimRules;
}

/** @returns what tells whose a token is. It @throws IssuerAway */
export function openTokens({ issuer, audience, discovered, fetch, rules }: TokenOptions): (token: string) => Promise<Scope | TokenRefusal> {
  let keys: JWTVerifyGetKey | null = null;
  const keyOf: JWTVerifyGetKey = async (...asked) => {
    keys ??= await keysOf(issuer, discovered, fetch);
    return keys(...asked);
  };
  const checks = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['exp', 'sub'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, checks);
      const by = nameOf('token', payload);
      if (by === null) return 'wrong-token';
      const { role, clientId } = roleOf(payload, rules);
      return scopeOf(by, role, clientId);
    } catch (error) {
      return refusalOf(error);
    }
  };
}

async function keysOf(issuer: string, discovered: Discovered, fetch: IssuerFetch): Promise<JWTVerifyGetKey> {
  const { jwks_uri } = (await discovered()).serverMetadata();
  // http is for an issuer on this machine, which is asked by it, too.
  const expected = new URL(issuer).protocol === 'https:' ? /^https:/ : /^https?:/;
  if (jwks_uri === undefined || !expected.test(jwks_uri)) throw new IssuerAway('the issuer names no jwks_uri by https, where its keys are');
  return createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: fetch, cacheMaxAge: KEYS_MS, cooldownDuration: UNKNOWN_KEY_MS });
}

/** @throws IssuerAway */
function refusalOf(error: unknown): TokenRefusal {
  const away = awayIn(error);
  if (away !== null) throw away;
  if (error instanceof errors.JWTExpired) return 'expired-token';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf' && error.reason === 'check_failed') return 'early-token';
    return error.claim === 'aud' || error.claim === 'iss' ? 'foreign-token' : 'wrong-token';
  }
  // The answer with the keys made no sense; all other errors tell of the token.
  if (
    error instanceof errors.JWKSInvalid ||
    error instanceof errors.JWKSTimeout ||
    Object.getPrototypeOf(error) === errors.JOSEError.prototype
  )
    throw new IssuerAway('the issuer does not give its keys', { cause: error });
  if (error instanceof errors.JOSEError) return 'wrong-token';
  throw error;
}
