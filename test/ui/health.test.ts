/** The health page's figures are those of the rows. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let ix: RunningIx;
beforeAll(async () => {
  database = await createDatabase();
  const config = loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0', IX_DB_POOL: '6' });
  ix = await startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'error' }, pino.destination(2)) });
});
afterAll(async () => {
  await ix.stop();
  await database.drop();
});

const CLIENTS = ['a', 'b', 'c'];
/** Some fail: theirs is a use case that nobody knows. */
const burst = (count: number, failed: number) =>
  Array.from({ length: count }, (_, i) => ({
    use_case: i < failed ? 'nobody_knows' : 'invoice',
    ix_client_id: CLIENTS[i % CLIENTS.length],
    context: { texts: [`Invoice ${i}\nTotal 10.00 EUR`] },
  }));

async function submitAll(jobs: readonly unknown[]): Promise<void> {
  const init = { method: 'POST', body: JSON.stringify({ jobs }), headers: { 'Content-Type': 'application/json' } };
  expect((await fetch(`${ix.address}/jobs/batch`, init)).status).toBe(201);
}

async function total(query: string): Promise<number> {
  const listing: unknown = await (await fetch(`${ix.address}/jobs?limit=1&${query}`)).json();
  return typeof listing === 'object' && listing !== null && 'total' in listing ? Number(listing.total) : Number.NaN;
}

const numbers = (text: string, pattern: RegExp): number[] => [...text.matchAll(pattern)].map(([, n]) => Number(n?.replaceAll(',', '')));

/** What a person reads there, and what each bar says of itself. */
async function read() {
  const page = await (await fetch(`${ix.address}/ui/health`)).text();
  const seen = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  return {
    done: numbers(seen, /([\d,]+) jobs? done/g),
    error: numbers(seen, /jobs? done, ([\d,]+) in error/g),
    tiles: [numbers(seen, /Done ([\d,]+) /g)[0], numbers(seen, /Error ([\d,]+) /g)[0]],
    bars: numbers(page, /UTC: ([\d,]+) done/g),
    waits: [...seen.matchAll(/Waiting time, last (?:hour|day) half within .*? all within ([\d.]+) (s|min)/g)].map(
      ([, n, unit]) => Number(n) * (unit === 's' ? 1 : 60),
    ),
  };
}

it('after bursts it says what was done, never more than its tile, and what is deleted goes from both', async () => {
  const seen: { done: number[]; tiles: (number | undefined)[] }[] = [];
  const work = async (jobs: readonly unknown[]) => {
    await submitAll(jobs);
    await expect
      .poll(
        async () => {
          seen.push(await read());
          return total('status=pending&status=running');
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBe(0);
  };
  await work(burst(300, 20));
  await work(burst(100, 0));
  expect([await total('status=done'), await total('status=error')]).toEqual([380, 20]);
  const page = await read();
  expect(page).toMatchObject({ done: [380, 380], error: [20, 20], tiles: [380, 20] });
  // The day holds the hour; and nothing moves without a new job.
  const [hour = Number.NaN, day = Number.NaN] = page.waits;
  expect(day).toBeGreaterThanOrEqual(hour);
  expect(await read()).toEqual(page);
  expect(page.bars).toHaveLength(60 + 48);
  expect(page.bars.slice(0, 60).reduce((sum, n) => sum + n)).toBe(380);
  expect(page.bars.slice(60).reduce((sum, n) => sum + n)).toBe(380);
  // On the way there, too.
  for (const { done, tiles } of seen) expect(done).toEqual([tiles[0], tiles[0]]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rowCount } = await client.query(`DELETE FROM ix_jobs WHERE client_id = 'a' AND status = 'done'`);
  await client.end();
  const left = 380 - (rowCount ?? 0);
  expect(await read()).toMatchObject({ done: [left, left], error: [20, 20], tiles: [left, 20] });
});
