/** Databases with waiting jobs that ix has taken over HTTP. Each figure is taken in a copy of one, so that all begin alike. */
import { pino } from 'pino';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createNamed, urlOf } from '../../test/support/server.ts';
import { createDatabase, dropDatabase, onClient, type Server } from '../database.ts';
import { invoice } from '../documents.ts';

const BATCH = 500;
const COPY = 'ix_bench_copy';
const log = pino({ level: 'warn' }, pino.destination(2));

/** ix with its default settings, in this process: as those it stands beside. */
export const startRole = (url: string, role: 'api' | 'worker'): Promise<RunningIx> =>
  startIx({
    config: loadConfig({ IX_DATABASE_URL: url, IX_PORT: '0', IX_EGRESS_ALLOW: '127.0.0.1/32' }),
    roles: { api: role === 'api', worker: role === 'worker' },
    log,
  });

/** A body for `POST /jobs/batch` with the jobs from the `first` on; they call back the receivers in turn. */
export function batchOf(first: number, count: number, receivers: readonly string[] = []): string {
  const jobs = Array.from({ length: count }, (_, i) => ({
    ...invoice(`2026-${first + i}`),
    callback_url: receivers[(first + i) % receivers.length] ?? null,
  }));
  return JSON.stringify({ jobs });
}

/** Posts so many jobs to a running API. */
export async function post(address: string, jobs: number, receivers: readonly string[] = []): Promise<void> {
  for (let first = 0; first < jobs; first += BATCH) {
    const body = batchOf(first, Math.min(BATCH, jobs - first), receivers);
    const answer = await fetch(`${address}/jobs/batch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const said = await answer.text();
    if (answer.status !== 201) throw new Error(`POST /jobs/batch answered ${answer.status}: ${said}`);
  }
}

/** @param receivers of callbacks, in turn; none: no job has a callback. */
export async function fill(server: Server, name: string, jobs: number, receivers: readonly string[] = []): Promise<void> {
  const url = await createDatabase(server, name);
  const api = await startRole(url, 'api');
  try {
    await post(api.address ?? '', jobs, receivers);
  } finally {
    await api.stop();
  }
  await onClient(url, (client) => client.query('VACUUM (ANALYZE)'));
}

/** @param name of a filled database. */
export async function inCopyOf<T>(server: Server, name: string, use: (url: string) => Promise<T>): Promise<T> {
  await dropDatabase(server, COPY);
  await createNamed(server.url, COPY, name);
  try {
    return await use(urlOf(server.url, COPY));
  } finally {
    await dropDatabase(server, COPY);
  }
}
