/** A wrong setting stops the start, and says which one, what it was and what would have been right. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CONFIGURATION_PAGE, configurationPage } from '../../docs/configuration.ts';
import { allSettings, ConfigError, commandKey, loadConfig } from '../../src/config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('one port for the API and for monitoring is refused by its name', () => {
  const where = { IX_PORT: '9000', IX_METRICS_PORT: '9000' };
  expect(problemsOf(where)).toEqual(['IX_METRICS_PORT="9000": expected another port than IX_PORT, which the API listens at']);
  expect(problemsOf({ ...where, IX_METRICS_HOST: '127.0.0.2' })).toEqual([]);
});

test('nothing set: the defaults', () => {
  expect(loadConfig({})).toMatchObject({
    IX_DATABASE_URL: null,
    IX_DATA_DIR: resolve('.ix'),
    IX_HOST: '127.0.0.1',
    IX_PORT: 8994,
    IX_LOG_LEVEL: 'info',
    IX_FILE_ROOTS: [],
    IX_CALLBACK_SCHEDULE: [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
    IX_CALLBACK_SECRET: null,
    IX_USE_CASES_DIR: null,
  });
});

test('an empty value counts as unset', () => {
  expect(loadConfig({ IX_PORT: '', IX_DATABASE_URL: '' })).toEqual(loadConfig({}));
});

test('the configuration does not change afterwards', () => {
  expect(Object.isFrozen(loadConfig({}))).toBe(true);
});

describe('values are parsed', () => {
  test.each([
    ['IX_PORT', '0', 0],
    ['IX_LEASE_SECONDS', '2.5', 2.5],
    ['IX_FILE_ROOTS', ' /srv/a , /srv/b,', ['/srv/a', '/srv/b']],
    ['IX_FILE_ROOTS', 'in', [resolve('in')]],
    ['IX_EGRESS_ALLOW', 'intranet.example,10.0.0.0/8', ['intranet.example', '10.0.0.0/8']],
    ['IX_CALLBACK_SCHEDULE', '0s, 2m,1h,1d', [0, 120, 3600, 86_400]],
    ['IX_USE_CASES_DIR', 'cases', resolve('cases')],
    ['IX_DATABASE_URL', 'postgresql://u:p@db:5432/ix?sslmode=require', 'postgresql://u:p@db:5432/ix?sslmode=require'],
    ['IX_DATABASE_URL', 'postgres:///ix?host=/run/postgresql', 'postgres:///ix?host=/run/postgresql'],
    ['IX_CALLBACK_SECRET', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ])('%s=%s', (name, value, expected) => {
    expect(loadConfig({ [name]: value })).toHaveProperty(name, expected);
  });
});

describe('a wrong value names the setting, the value and what was expected', () => {
  test.each([
    ['IX_PORT', 'http', 'IX_PORT="http": expected integer 0–65535 (not a number)'],
    ['IX_PORT', '70000', 'IX_PORT="70000": expected integer 0–65535 (Too big: expected number to be <=65535)'],
    ['IX_PORT', '0x10', 'IX_PORT="0x10": expected integer 0–65535 (not a number)'],
    [
      'IX_WORKER_CONCURRENCY',
      '1.5',
      'IX_WORKER_CONCURRENCY="1.5": expected integer 1–1000, jobs (Invalid input: expected int, received number)',
    ],
    [
      'IX_CALLBACK_SCHEDULE',
      '0s,soon',
      'IX_CALLBACK_SCHEDULE="0s,soon": expected comma-separated durations (30s, 5m, 2h, 1d) ("soon" is not a duration)',
    ],
    ['IX_DATABASE_URL', 'mysql://u:hunter2@db/ix', 'IX_DATABASE_URL=***: expected postgres:// URL (not such a URL)'],
    ['IX_DATABASE_URL', 'hunter2', 'IX_DATABASE_URL=***: expected postgres:// URL (not such a URL)'],
    ['IX_CALLBACK_SECRET', 'hunter2', 'IX_CALLBACK_SECRET=***: expected `whsec_` and base64 of 24–64 bytes (not of this form)'],
    ['IX_CALLBACK_SECRET', 'whsec_c2hvcnQ=', 'IX_CALLBACK_SECRET=***: expected `whsec_` and base64 of 24–64 bytes (not of this form)'],
    [
      'IX_OIDC_ROLES',
      'staff=reader,root,boss=king',
      'IX_OIDC_ROLES="staff=reader,root,boss=king": expected comma-separated value=role, a role being client, reader, operator, admin ("root" is not)',
      'IX_OIDC_ROLES="staff=reader,root,boss=king": expected comma-separated value=role, a role being client, reader, operator, admin ("boss=king" is not)',
    ],
    ['IX_OIDC_CLIENT_SECRET', 'hünter2', 'IX_OIDC_CLIENT_SECRET=***: expected text of 1–1024 characters of ASCII (not such a text)'],
  ])('%s=%s', (name, value, ...problems) => {
    expect(problemsOf({ [name]: value })).toEqual(problems);
  });

  test('a choice lists what there is to choose from', () => {
    expect(problemsOf({ IX_LOG_LEVEL: 'loud' })).toEqual([
      expect.stringContaining('IX_LOG_LEVEL="loud": expected trace | debug | info | warn | error | fatal | silent'),
    ]);
  });
});

test('IX_OIDC_ROLES: a value may hold what parts it from its role', () => {
  const { IX_OIDC_ROLES } = loadConfig({ IX_OIDC_ROLES: 'cn=ix admins=admin, /acme/staff = reader,a=client,a=operator' });
  expect([...IX_OIDC_ROLES]).toEqual([
    ['cn=ix admins', 'admin'],
    ['/acme/staff', 'reader'],
    ['a', 'operator'],
  ]);
});

describe('an IX_ name that is no setting stops the start', () => {
  test.each([
    ['IX_PROT', 'IX_PROT: no such setting, did you mean IX_PORT?'],
    ['IX_DATABASE_URI', 'IX_DATABASE_URI: no such setting, did you mean IX_DATABASE_URL?'],
    ['IX_TEST_DATABASE_URL', 'IX_TEST_DATABASE_URL: no such setting'],
  ])('%s', (name, problem) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([problem]);
  });
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ix-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (text: string) => {
    const file = join(folder, randomUUID());
    writeFileSync(file, text);
    return file;
  };
  const KEY = Buffer.alloc(32, 1).toString('base64');

  test.each([KEY, `${KEY}\n`, `${KEY}\r\n`])('is read without the end of its line: %j', (text) => {
    expect(loadConfig({ IX_SECRET_KEY_FILE: fileOf(text) }).IX_SECRET_KEY.map(({ key }) => key.export())).toEqual([Buffer.alloc(32, 1)]);
  });

  test('is told of by the name of the setting, and not shown', () => {
    const file = fileOf('hunter2');
    expect(problemsOf({ IX_SECRET_KEY_FILE: file })).toEqual([expect.stringMatching(/^IX_SECRET_KEY=\*\*\*: expected base64 of 32 bytes/)]);
    expect(problemsOf({ IX_SECRET_KEY_FILE: fileOf('\n') })).toEqual([
      expect.stringMatching(/: expected the value of IX_SECRET_KEY in it; it is empty$/),
    ]);
    expect(problemsOf({ IX_SECRET_KEY_FILE: join(folder, 'none') })).toEqual([
      expect.stringMatching(/none": expected a file .*\(ENOENT\)$/),
    ]);
    expect(problemsOf({ IX_SECRET_KEY_FILE: fileOf(KEY), IX_SECRET_KEY: KEY })).toEqual([
      'IX_SECRET_KEY_FILE: expected it or IX_SECRET_KEY, not both',
    ]);
    // Of the two, the file is not looked at.
    expect(problemsOf({ IX_SECRET_KEY_FILE: file, IX_SECRET_KEY: KEY })).toHaveLength(1);
    expect(problemsOf({ IX_PORT_FILE: file })).toEqual(['IX_PORT_FILE: no such setting']);
  });

  test('so may the key that commands send, whatever else is set', () => {
    expect(commandKey({ IX_KEY_FILE: fileOf('ix_key\n'), IX_PORT: 'none' })).toBe('ix_key');
    expect(commandKey({ IX_KEY: 'ix_key', IX_KEY_FILE: '' })).toBe('ix_key');
    expect(commandKey({})).toBeNull();
    expect(() => commandKey({ IX_KEY_FILE: join(folder, 'none') })).toThrow(/none": expected a file .*\(ENOENT\)$/);
  });
});

test('keys that seal: one, or several by their ids', () => {
  const [a, b] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
  const idsOf = (value: string) => loadConfig({ IX_SECRET_KEY: value }).IX_SECRET_KEY.map(({ id }) => id);
  expect([idsOf(''), idsOf(`2026:${a}`), idsOf(` b:${b}, a:${a}`)]).toEqual([[], ['2026'], ['b', 'a']]);
  const [one] = idsOf(a);
  expect(one).toMatch(/^[0-9a-f]{8}$/);
  expect(idsOf(`b:${b},${a}`)).toEqual(['b', one]);
  for (const wrong of ['x', a.slice(2), `${a}AAAA`, `a b:${a}`, `a:${a},a:${b}`, `${a},${a}`]) {
    expect(problemsOf({ IX_SECRET_KEY: wrong })).toEqual([
      expect.stringMatching(/^IX_SECRET_KEY=\*\*\*: expected base64 of 32 bytes.*\)$/),
    ]);
  }
});

test('every problem is told at once', () => {
  expect(problemsOf({ IX_PORT: 'x', IX_HOTS: 'y', IX_LEASE_SECONDS: '0' })).toHaveLength(3);
});

test('every setting is described', () => {
  expect(allSettings().filter(({ type, about }) => type === '' || !about.endsWith('.'))).toEqual([]);
});

test('docs/configuration.md is current: npm run docs', async () => {
  expect(await readFile(CONFIGURATION_PAGE, 'utf8')).toBe(configurationPage());
});
