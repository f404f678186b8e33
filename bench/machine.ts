/** The machine and the server a run was made on: figures mean nothing without them. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type pg from 'pg';

const SHOWN = ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers', 'max_wal_size', 'max_connections', 'jit'] as const;

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  readonly postgres: Readonly<Record<string, string>>;
  /** Processes ready to run, mean of a minute, before the bench began: above 1 others were at work too. */
  readonly loadBefore: number;
}

export async function describeMachine(client: pg.ClientBase): Promise<Machine> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    [SHOWN],
  );
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${release()}`,
    node: process.version,
    postgres: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
    loadBefore: loadavg()[0] ?? 0,
  };
}

export function formatMachine({ cpu, cores, memoryGb, os, node, postgres, loadBefore }: Machine): string {
  return [
    `${cores} × ${cpu}, ${memoryGb} GB, ${os}, Node ${node}, load ${loadBefore.toFixed(1)} at the start`,
    `PostgreSQL ${Object.entries(postgres)
      .map(([name, value]) => (name === 'server_version' ? value : `${name}=${value}`))
      .join(' ')}`,
  ].join('\n');
}
