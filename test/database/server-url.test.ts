/** postgres:// URLs mean what libpq means by them; what ix cannot do is refused by its name, and no part of a password is ever told. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { readServerUrl } from '../../src/database/server-url.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { CERTIFICATE, FrontServer } from './front-server.ts';

let database: TestDatabase;
let folder: string;
let trusted: string;
beforeAll(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ix-tls-'));
  trusted = join(folder, 'root.crt');
  await writeFile(trusted, CERTIFICATE);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

async function reach(url: string): Promise<void> {
  const { orm } = await connect({ url, pool: 1, applicationName: 'ix test' });
  await orm.close(true);
}

function at(host: string, port: number | string, params: Readonly<Record<string, string>>): string {
  const url = new URL(database.url);
  url.hostname = host;
  url.port = String(port);
  url.search = new URLSearchParams(params).toString();
  return url.href;
}

describe('sslmode', () => {
  const root = () => ({ sslrootcert: trusted });
  const none = () => ({});

  test.each([
    ['disable', none, 'plain'],
    ['allow', none, 'plain'],
    ['prefer', none, 'encrypted'],
    ['prefer', root, 'encrypted'],
    ['require', none, 'encrypted'],
    ['require', root, 'encrypted'],
    ['verify-ca', root, 'encrypted'],
    ['', none, 'plain'],
  ])('%s reaches a server that speaks TLS, too', async (sslmode, params, how) => {
    const server = await FrontServer.before(database.url, { plainToo: true });
    await reach(at('127.0.0.1', server.port, { ...(sslmode !== '' && { sslmode }), ...params() })).finally(() => server.close());
    expect(new Set(server.seen)).toEqual(new Set([how]));
  });

  test('allow turns to TLS where nobody is let in without', async () => {
    const server = await FrontServer.before(database.url);
    await reach(at('127.0.0.1', server.port, { sslmode: 'allow' })).finally(() => server.close());
    expect(new Set(server.seen)).toEqual(new Set(['encrypted']));
  });

  test('verify-full takes the name in the certificate alone', async () => {
    const server = await FrontServer.before(database.url);
    const params = { sslmode: 'verify-full', sslrootcert: trusted };
    try {
      await reach(at('localhost', server.port, params));
      await expect(reach(at('127.0.0.1', server.port, params))).rejects.toThrow(/^Cannot reach PostgreSQL at 127\.0\.0\.1.*altnames/);
      await expect(reach(at('localhost', server.port, { sslmode: 'verify-full' }))).rejects.toThrow(/self-signed certificate/);
    } finally {
      await server.close();
    }
  });

  test('none: a server that lets nobody in without TLS has the message name sslmode', async () => {
    const server = await FrontServer.before(database.url);
    await expect(reach(at('127.0.0.1', server.port, {})).finally(() => server.close())).rejects.toThrow(
      /not without TLS \(sslmode=require\)/,
    );
  });

  test.each(['disable', 'allow', 'prefer'])('%s reaches a server without TLS', async (sslmode) => {
    const { hostname, port } = new URL(database.url);
    await reach(at(hostname, port, { sslmode }));
  });

  test('require does not', async () => {
    const { hostname, port } = new URL(database.url);
    await expect(reach(at(hostname, port, { sslmode: 'require' }))).rejects.toThrow(/^Cannot reach .*: The server does not support SSL/);
  });
});

test('application_name in the URL is not ours, and parameters that ask for what is so anyway are taken', async () => {
  const { hostname, port } = new URL(database.url);
  const url = at(hostname, port, { application_name: 'theirs', connect_timeout: '5', channel_binding: 'prefer', ssl: 'false' });
  await expect(reach(url)).rejects.toThrow('IX_DATABASE_URL: the parameter "ssl" is not supported');
  const { orm } = await connect({ url: url.replace('&ssl=false', ''), pool: 1, applicationName: 'ours' });
  const rows = await orm.em.getConnection().execute(`SELECT current_setting('application_name') AS name`);
  await orm.close(true);
  expect(rows).toEqual([{ name: 'ours' }]);
});

test.each(['ein Käse', 'a/b', 'a@b', 'a%b', 'a+b&c=d'])('a database named %j', async (name) => {
  const { orm } = await connect({ url: database.url, pool: 1, applicationName: 'ix test' });
  await orm.em.getConnection().execute(`CREATE DATABASE "${name}" TEMPLATE template0 STRATEGY FILE_COPY`);
  const url = new URL(database.url);
  try {
    for (const given of [`/${encodeURIComponent(name)}`, `?dbname=${encodeURIComponent(name)}`]) {
      await reach(new URL(given, `${url.protocol}//${url.username}:${url.password}@${url.host}`).href);
    }
  } finally {
    await orm.em.getConnection().execute(`DROP DATABASE "${name}" WITH (FORCE)`);
    await orm.close(true);
  }
});

test.each([
  ['postgres://u@/db?host=/run/postgresql', 'PostgreSQL at /run/postgresql:5432 (IX_DATABASE_URL), database "db"'],
  ['postgres://u%40x:p@/db', 'PostgreSQL at localhost:5432 (IX_DATABASE_URL), database "db"'],
  ['postgresql:///db?host=/run/postgresql&port=5433', 'PostgreSQL at /run/postgresql:5433 (IX_DATABASE_URL), database "db"'],
  ['postgres://u@%2Frun%2Fpostgresql/db', 'PostgreSQL at /run/postgresql:5432 (IX_DATABASE_URL), database "db"'],
  ['postgres://u@db.example', 'PostgreSQL at db.example:5432 (IX_DATABASE_URL), database "u"'],
  ['postgres://u:a,b@db.example/db', 'PostgreSQL at db.example:5432 (IX_DATABASE_URL), database "db"'],
])('%s is where it says', (url, place) => {
  expect(readServerUrl(url, 'IX_DATABASE_URL').place).toBe(place);
});

describe('what is refused', () => {
  test.each([
    ['postgres://u:hunter2@a,b/db', /names several hosts/],
    ['postgres://u:hunter2@a:1,b:2/db', /names several hosts/],
    ['postgres://u:hunter2@/db?host=a,b', /names several hosts/],
    ['postgres://u:hunter2@a/db?sslmode=verify-ca', /verify-ca needs sslrootcert/],
    ['postgres://u:hunter2@a/db?sslmode=no-verify', /expected sslmode to be one of disable, allow/],
    [
      'postgres://u:hunter2@a/db?sslmode=verify-full&sslrootcert=/nowhere/root.crt',
      /the file of sslrootcert, \/nowhere\/root\.crt, cannot be read/,
    ],
    ['postgres://u:hunter2@a/db?service=main', /the parameter "service" is not supported/],
    ['postgres://u:hunter2@a/db%3F', /a \? or # in it/],
    ['postgres://u:1#hunter2@a/db', /cannot be read/],
    ['postgres://u:1/hunter2@a/db', /cannot be read/],
    ['postgres://u:1?hunter2@a/db', /cannot be read/],
    ['postgres://u:%hunter2@a/db', /cannot be read/],
    ['postgres://u:hunter2@a:b/db', /cannot be read/],
  ])('%s', (url, message) => {
    const refusal = (): unknown => {
      try {
        return readServerUrl(url, 'IX_DATABASE_URL');
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toMatchObject({ name: 'DatabaseError', message: expect.stringMatching(message) });
    expect(refusal()).toMatchObject({ message: expect.stringMatching(/^IX_DATABASE_URL/) });
    expect(JSON.stringify(refusal(), ['name', 'message', 'stack', 'cause', 'input'])).not.toContain('hunter2');
  });
});
