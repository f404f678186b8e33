/** Every raw statement of the store, on the tables as they are: the server takes it, and answers the columns that its rows are typed by. */

import { readdir, readFile } from 'node:fs/promises';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { type Columns, integer, type SentStatement, text, uuid, watchStatements } from '../../src/store/statement.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { insertJobs, JOB_ID, OPERATIONS } from './operations.ts';

let database: TestDatabase;
let orm: MikroORM;
let client: pg.Client;
/** `file:line` of the statements that were asked. */
const asked = new Set<string>();

beforeAll(async () => {
  database = await createDatabase();
  ({ orm } = await connect({ url: database.url, pool: 4, applicationName: 'ix test', entities: ENTITIES }));
  await insertJobs(orm.em.fork(), [JOB_ID]);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await orm.close(true);
  await database.drop();
});

describe('is answered as declared', () => {
  test.each(Object.entries(OPERATIONS))('%s', async (_, operation) => {
    const statements = await statementsOf(operation);
    expect(statements).not.toEqual([]);
    for (const { columns, statement } of statements) {
      const answer = await answerOf(statement.sql, statement.parameters);
      if (columns !== null) expect(answer).toEqual(await named(Object.entries(columns).map(([name, { type }]) => [name, type])));
    }
  });
});

test('none is left out', async () => {
  const folder = new URL('../../src/store/', import.meta.url);
  const sites: string[] = [];
  const elsewhere: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'statement.ts')) {
    for (const [i, line] of (await readFile(new URL(file, folder), 'utf8')).split('\n').entries()) {
      if (/\b(?:query|execute)\(em[,)]/.test(line)) sites.push(`${file}:${i + 1}`);
      if (/\.execute\(\w/.test(line)) elsewhere.push(`${file}:${i + 1}`);
    }
  }
  expect([...asked].sort()).toEqual(sites.sort());
  expect(elsewhere, 'statements that are not sent by src/store/statement.ts').toEqual([]);
});

test('what is declared is what the rows are typed as', () => {
  interface Row {
    readonly id: string;
    readonly n: number | null;
  }
  const rows: Columns<Row>[] = [
    { id: uuid(), n: integer() },
    // @ts-expect-error A column is not declared.
    { id: uuid() },
    // @ts-expect-error A text is no number.
    { id: uuid(), n: text() },
    // @ts-expect-error The row has no such column.
    { id: uuid(), n: integer(), m: integer() },
  ];
  expect(rows).toHaveLength(4);
});

/** Undone afterwards. */
async function statementsOf(operation: (em: EntityManager) => Promise<unknown>): Promise<SentStatement[]> {
  const statements: SentStatement[] = [];
  const stop = watchStatements((statement) => {
    statements.push(statement);
    const [, site] = /\/src\/store\/((?!statement)[\w-]+\.ts:\d+)/.exec(new Error('where').stack ?? '') ?? [];
    if (site !== undefined) asked.add(site);
  });
  const em = orm.em.fork();
  await em.begin();
  try {
    await operation(em);
  } finally {
    stop();
    await em.rollback();
  }
  return statements;
}

/** Column → type, as the server says. The statement is undone. */
async function answerOf(statement: string, values: readonly unknown[]): Promise<Record<string, string>> {
  await client.query('BEGIN');
  try {
    const { fields } = await client.query({ text: statement, values: [...values], rowMode: 'array' });
    return await named(fields.map(({ name, dataTypeID }) => [name, String(dataTypeID)]));
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Types by the one name that each has, whatever it was called. */
async function named(columns: readonly (readonly [name: string, type: string])[]): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    'SELECT name, type::regtype::text AS type FROM unnest($1::text[], $2::text[]) AS given (name, type)',
    [columns.map(([name]) => name), columns.map(([, type]) => type)],
  );
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
}
