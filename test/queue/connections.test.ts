/** A process has IX_DB_POOL connections and three more at most, whatever it is doing. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const POOL = 4;
const REQUESTS = 40;
const BATCH = 25;

let database: TestDatabase;
let watch: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  watch = new pg.Client({ connectionString: database.url });
  await watch.connect();
});
afterAll(async () => {
  await watch.end();
  await database.drop();
});

interface Seen {
  readonly application_name: string;
  readonly query: string;
}

/** The sessions of others in this database. */
async function sessions(): Promise<Seen[]> {
  const { rows } = await watch.query<Seen>(
    `SELECT application_name, query FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return rows;
}

test(`with IX_DB_POOL=${POOL}, under load, ${POOL + 3} of them at most, one of which listens`, async () => {
  const config = loadConfig({ IX_DATABASE_URL: database.url, IX_DB_POOL: String(POOL), IX_PORT: '0', IX_LOG_LEVEL: 'silent' });
  const ix = await startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'silent' }) });
  try {
    const send = async (path: string, body: unknown): Promise<number> => {
      const response = await fetch(`${ix.address}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      });
      await response.body?.cancel();
      return response.status;
    };
    const job = { use_case: 'invoice', context: { texts: ['Invoice no. 4711\nTotal due EUR 119.00'] } };
    const sent = Promise.all(
      Array.from({ length: REQUESTS }, (_, i) =>
        i % 4 === 0 ? send('/jobs/batch', { jobs: Array(BATCH).fill(job) }) : send('/jobs', job),
      ),
    );
    let most: readonly Seen[] = [];
    for (let done = 0; done < REQUESTS * 0.75 + REQUESTS * 0.25 * BATCH; ) {
      const seen = await sessions();
      if (seen.length > most.length) most = seen;
      const { rows } = await watch.query<{ n: number }>(`SELECT count(*)::int AS n FROM ix_jobs WHERE status = 'done'`);
      done = rows[0]?.n ?? 0;
    }
    expect(new Set(await sent)).toEqual(new Set([201]));
    expect(most.length).toBeGreaterThan(POOL);
    expect(most.length).toBeLessThanOrEqual(POOL + 3);
    expect(new Set(most.map(({ application_name }) => application_name)).size).toBe(1);
    expect(most.filter(({ query }) => /LISTEN|pg_listening_channels|pg_notify/.test(query))).toHaveLength(1);
  } finally {
    await ix.stop();
  }
});
