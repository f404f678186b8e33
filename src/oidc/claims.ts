/** What an issuer says of somebody, as a role and a client of ix. */
import { NameSchema } from '../contracts/bounds.ts';
import { type ClientId, ROLES, type Role } from '../contracts/scope.ts';

export interface ClaimRules {
  /** The claim that says what somebody is: a text, or a list of texts. Where no claim has this name, its dots lead into objects. */
  readonly roleClaim: string;
  /** Value of that claim → role. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The claim that names the client of whoever has role client, found likewise. */
  readonly clientClaim: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/** ROLES goes from the least to the most. */
const STRONGEST_FIRST = ROLES.toReversed();
const NAME_MAX = 100;

/** The strongest role that a value is mapped to; null: none is, or it is client and no claim names the client. */
export function roleOf(claims: Claims, { roleClaim, roles, clientClaim }: ClaimRules): { role: Role | null; clientId: ClientId | null } {
  const given = textsOf(valueAt(claims, roleClaim)).map((text) => roles.get(text));
  const role = STRONGEST_FIRST.find((one) => given.includes(one)) ?? null;
  if (role !== 'client') return { role, clientId: null };
  const named = textsOf(valueAt(claims, clientClaim));
  const clientId = NameSchema.safeParse(named[0]);
  return named.length === 1 && clientId.success ? { role, clientId: clientId.data } : { role: null, clientId: null };
}

/**
 * `person 248289761001 (jane@example.com)`: the subject, which stays, and the name by which people know it, which somebody may have chosen
 * for himself. Null: there is no subject, or none that OpenID Connect allows (up to 255 characters of ASCII).
 */
export function nameOf(kind: 'person' | 'token', { sub, preferred_username, email, name }: Claims): string | null {
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub)) return null;
  const known = [preferred_username, email, name].find((text) => typeof text === 'string' && text !== '' && text !== sub);
  const shown = String(known ?? '')
    .replaceAll(/[\p{C}\s()]+/gu, ' ')
    .trim();
  return shown === '' ? `${kind} ${sub}` : `${kind} ${sub} (${Array.from(shown).slice(0, NAME_MAX).join('')})`;
}

function valueAt(claims: Claims, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim];
  return claim.split('.').reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), claims);
}

const textsOf = (value: unknown): string[] => [value].flat().filter((text) => typeof text === 'string');

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
