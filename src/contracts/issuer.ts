/** Who vouches for people and machines beside the keys of ix: an OpenID provider, the issuer. */
import type { ClientId, Role, Scope } from './scope.ts';

/** Why a bearer token lets nobody in. */
export type TokenRefusal = 'wrong-token' | 'expired-token' | 'early-token' | 'foreign-token';

export interface Issuer {
  /** Its issuer identifier, `https://login.example.com/realms/acme`. Sessions are of one issuer, and over with another. */
  readonly url: string;
  /** Signs people in; null: it does so for nobody. */
  readonly signIn: SignIn | null;
  /** The scope of a JWT's bearer; one without a role may do nothing. @throws IssuerAway when its keys are needed and cannot be had. */
  bearer(token: string): Promise<Scope | TokenRefusal>;
}

/** Authorization code flow with PKCE: `begin`, then the person is at the issuer, then `finish`. */
export interface SignIn {
  /** What people know it by: its host. */
  readonly name: string;
  /** @param redirectUri where the issuer is to send the browser back to. @throws IssuerAway */
  begin(redirectUri: string): Promise<{ readonly url: URL; readonly begun: Begun }>;
  /**
   * @param returned the address the browser came back to, as the redirect URI names it. @param begun what `begin` gave this browser.
   * @throws SignInRefused, IssuerAway
   */
  finish(returned: URL, begun: Begun): Promise<Person>;
  /** Where the issuer ends its own session; null: it has no such place. @throws IssuerAway */
  signOutUrl(returnTo: string): Promise<URL | null>;
}

/** What the browser keeps while a person is at the issuer, and what ties the answer to it. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who signed in, with what the issuer's claims make of it. */
export interface Person {
  /** As the audit names it. */
  readonly by: string;
  readonly issuer: string;
  /** Null: no claim is mapped to a role. */
  readonly role: Role | null;
  /** Role client: its client. */
  readonly clientId: ClientId | null;
}

/** The issuer does not answer, or not as a provider does. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway';
}

/** The issuer's answer signs nobody in: it says no, or does not fit what was asked. The message is for the person. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}
