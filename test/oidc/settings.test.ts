/** Settings of an issuer that do not go together stop the start, by name; and what claims make of somebody. */
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { openIssuerOf } from '../../src/app/issuer.ts';
import { StartError } from '../../src/app/start-error.ts';
import { Stops } from '../../src/app/stops.ts';
import { loadConfig } from '../../src/config.ts';
import { nameOf, roleOf } from '../../src/oidc/claims.ts';

const log = pino({ level: 'silent' });
const ISSUER = { IX_OIDC_ISSUER: 'https://login.example.com' };
const ROLES = { IX_OIDC_ROLES: 'staff=reader' };

test.each<[Record<string, string>, string]>([
  [{ IX_OIDC_CLIENT_ID: 'ix' }, 'IX_OIDC_ISSUER is not set: expected the issuer that IX_OIDC_CLIENT_ID is for'],
  [{ IX_OIDC_AUDIENCE: 'ix' }, 'IX_OIDC_ISSUER is not set: expected the issuer that IX_OIDC_AUDIENCE is for'],
  [{ ...ISSUER, ...ROLES }, 'IX_OIDC_ISSUER lets nobody in'],
  [{ ...ISSUER, IX_OIDC_CLIENT_ID: 'ix' }, 'IX_OIDC_ROLES is not set'],
  [
    { ...ROLES, IX_OIDC_AUDIENCE: 'ix', IX_OIDC_ISSUER: 'http://login.example.com' },
    'IX_OIDC_ISSUER=http://login.example.com: expected https',
  ],
])('%o is refused', async (settings, message) => {
  const start = openIssuerOf(loadConfig(settings), () => [], log, new Stops(log));
  await expect(start).rejects.toThrow(StartError);
  await expect(start).rejects.toThrow(message);
});

test('without any there is no issuer', async () => {
  expect(await openIssuerOf(loadConfig({}), () => [], log, new Stops(log))).toBeNull();
});

describe('a role', () => {
  const roles = new Map([
    ['staff', 'reader'],
    ['boss', 'admin'],
    ['partner', 'client'],
  ] as const);
  const rules = (roleClaim: string, clientClaim = 'client') => ({ roleClaim, roles, clientClaim });

  test.each([
    ['groups', { groups: ['staff', 'boss'] }, 'admin'],
    ['realm_access.roles', { realm_access: { roles: ['staff'] } }, 'reader'],
    ['https://ix.example.com/roles', { 'https://ix.example.com/roles': 'boss' }, 'admin'],
    ['a.b', { 'a.b': 'staff', a: { b: 'boss' } }, 'reader'],
    ['a.b', { a: null }, null],
    ['a.length', { a: ['staff'] }, null],
    ['groups', { groups: [['boss'], { boss: true }, 1, 'Boss'] }, null],
  ])('by %s in %o', (claim, claims, role) => {
    expect(roleOf(claims, rules(claim)).role).toBe(role);
  });

  test('of a client, by a claim inside of another', () => {
    expect(roleOf({ r: 'partner', ix: { client: ['acme'] } }, rules('r', 'ix.client'))).toEqual({ role: 'client', clientId: 'acme' });
  });
});

test.each([
  [{ sub: '248', preferred_username: 'jane', email: 'jane@example.com' }, 'person 248 (jane)'],
  [{ sub: 'jane', preferred_username: 'jane', email: 'jane@example.com' }, 'person jane (jane@example.com)'],
  [{ sub: '248', name: 'a\u0000\u202eb) (admin' }, 'person 248 (a b admin)'],
  [{ sub: '248', name: 'x'.repeat(1000) }, `person 248 (${'x'.repeat(100)})`],
  [{ sub: 'x'.repeat(256) }, null],
  [{ email: 'jane@example.com' }, null],
])('a name, %#', (claims, name) => {
  expect(nameOf('person', claims)).toBe(name);
});
