/** A real OpenID provider on loopback, with a form to sign in at and nothing else of its own; and tokens signed by hand with its keys. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { memory } from './memory.ts';

export const AUDIENCE = 'https://ix.example.com/api';
/** With what is reserved in it: client_secret_basic has it form-encoded. */
export const CLIENT = { id: 'ix', secret: 'a secret: of 100 % ix+=' } as const;

/** Undefined: the token does not say it. */
export type Claims = { readonly [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

/** Account or machine → claims. */
export type Accounts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ProviderOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** Where ix is, without a path. */
  readonly ix: string;
  /** People sign in by these names, without passwords. */
  readonly people?: Accounts;
  /** Clients with client_credentials, whose secret is their id. */
  readonly machines?: Accounts;
}

export interface RunningProvider {
  readonly issuer: string;
  /** An access token as a machine gets one. */
  accessToken(machine: string): Promise<string>;
  /** A JWT by its key, with what is given in place of what a good one has. */
  signed(claims: Claims, header?: { alg?: string; kid?: string }): Promise<string>;
  /** What it answers once where a code is exchanged for tokens, in place of what is right. */
  answerOnce(tokens: object): void;
  /** Paths it was asked for so far, without their queries. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function startProvider({ port = 0, ix, people = {}, machines = {} }: ProviderOptions): Promise<RunningProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${portOf(server.address())}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const robots = Object.keys(machines).map((client_id) => ({
    client_id,
    client_secret: client_id,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  }));
  const provider = new Provider(issuer, {
    adapter: memory(),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['of a test'] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${ix}/ui/sign-in/oidc/done`],
        post_logout_redirect_uris: [`${ix}/ui/sign-in`],
      },
      ...robots,
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'roles', 'ix_client_id'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, ClientCredentials: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        logoutSource: (context, form) => {
          context.body = `<!doctype html><html lang="en"><title>A provider</title>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
        },
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: 'api', audience: AUDIENCE, accessTokenFormat: 'jwt' }),
      },
    },
    extraTokenClaims: (_, { clientId }) => machines[clientId ?? ''],
    loadExistingGrant: async ({ oidc: { session, client } }) => {
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: client?.clientId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  const asked: string[] = [];
  let wrongTokens: object | null = null;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '', issuer).pathname;
    asked.push(path);
    if (path === '/token' && wrongTokens !== null) {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(wrongTokens));
      wrongTokens = null;
      return;
    }
    if (!path.startsWith('/interaction/')) return void callback(request, response);
    if (request.method === 'GET') return void response.setHeader('Content-Type', 'text/html').end(FORM);
    void text(request).then((body) => {
      const accountId = new URLSearchParams(body).get('login') ?? '';
      const outcome = accountId === '' ? { error: 'access_denied' } : { login: { accountId } };
      return provider.interactionFinished(request, response, outcome);
    });
  });
  return {
    issuer,
    asked,
    answerOnce: (tokens) => {
      wrongTokens = tokens;
    },
    async accessToken(machine) {
      const authorization = `Basic ${Buffer.from(`${machine}:${machine}`).toString('base64')}`;
      const body = new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE });
      const answer: unknown = await (await fetch(`${issuer}/token`, { method: 'POST', body, headers: { authorization } })).json();
      if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) throw new Error(JSON.stringify(answer));
      return String(answer.access_token);
    },
    signed(claims, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const good = { iss: issuer, aud: AUDIENCE, sub: 'by-hand', iat: now, exp: now + 600 };
      const payload = Object.fromEntries(Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined));
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header }).sign(privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const FORM = `<!doctype html><html lang="en"><title>A provider</title><form method="post"><label>Name <input name="login"></label><button>Go on</button></form></html>`;

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A port on which nobody listens for now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
