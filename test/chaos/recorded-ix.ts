/** A real ix process with the preload in it. */
import { fileURLToPath } from 'node:url';
import { Ix } from '../lifecycle/ix.ts';
import { SECRET_KEY } from '../support/keyring.ts';

export const LEASE_SECONDS = 2;
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/ix', import.meta.url));

export interface RecordedOptions {
  readonly url: string;
  /** The file the preload appends to. */
  readonly history: string;
  readonly ordinal: number;
  /** Null: it is left in peace. */
  readonly seed: number | null;
  /** A job that kills the process which runs it. */
  readonly poison?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Short leases, local addresses may be called, and only warnings are logged. */
export function startRecorded(role: 'api' | 'worker', { url, history, ordinal, seed, poison, settings }: RecordedOptions): Ix {
  return new Ix([role], {
    NODE_OPTIONS: `--import=${new URL('preload.ts', import.meta.url).href}`,
    // As bin.js has it, which comes after the preload.
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    CHAOS_HISTORY: history,
    CHAOS_PROCESS: String(ordinal),
    ...(seed !== null && { CHAOS_SEED: String(seed) }),
    ...(poison !== undefined && { CHAOS_POISON: poison }),
    IX_DATABASE_URL: url,
    IX_SECRET_KEY: SECRET_KEY,
    IX_PORT: '0',
    IX_DB_POOL: '4',
    IX_LOG_LEVEL: 'warn',
    IX_LEASE_SECONDS: String(LEASE_SECONDS),
    IX_EGRESS_ALLOW: '127.0.0.1/32',
    // Texts are read here, and nothing else: a thread suffices.
    IX_PIPELINE_THREADS: '1',
    IX_OCR_CONCURRENCY: '0',
    ...settings,
  });
}

/** Whatever state it is in: paused ones too. Resolves when it is gone. */
export async function killOutright(ix: Ix): Promise<void> {
  ix.kill('SIGKILL');
  await ix.ended();
}
