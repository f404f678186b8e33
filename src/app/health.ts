/** Is each part that ix depends on well: asked of the parts themselves, never remembered. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Config } from '../config.ts';
import { withDeadline } from '../database/deadline.ts';
import type { Health } from '../http/app.ts';
import type { Queue } from '../queue/queue.ts';
import { databaseState } from '../store/workload.ts';
import { writable } from '../store/writable.ts';

type Check = Health['ocr'];

const well = (detail: string): Check => ({ ok: true, state: 'well', detail });
const absent = (detail: string): Check => ({ ok: true, state: 'absent', detail });
const ill = (detail: string): Check => ({ ok: false, state: 'ill', detail });

/** A probe that waits longer than this is given up by those who ask, too: its connection is closed. */
const PATIENCE_SECONDS = 2;

/**
 * Any one number: each worker holds a shared advisory lock of this class on its direct connection while it lives. Names of sessions would
 * not do: a pooler keeps its sessions, with the names of the clients they once had.
 */
export const WORKER_LOCK = 7_294_303;

export async function checkHealth(
  em: () => EntityManager,
  queue: Queue,
  { IX_OCR_CONCURRENCY, IX_OCR_LANGUAGES }: Pick<Config, 'IX_OCR_CONCURRENCY' | 'IX_OCR_LANGUAGES'>,
  llm: (signal: AbortSignal) => Promise<Check>,
): Promise<Health> {
  const [postgres, tickets, worker, model] = await Promise.all([
    check(() => database(em())),
    check(() => queueVersion(queue)),
    check(() => workers(em())),
    checkModel(llm),
  ]);
  return {
    postgres,
    queue: tickets,
    worker,
    ocr:
      IX_OCR_CONCURRENCY === 0
        ? absent('IX_OCR_CONCURRENCY is 0: scans and pictures are not read')
        : well(`reads ${IX_OCR_LANGUAGES.join(', ')}`),
    llm: model,
  };
}

/** Nobody waits for a server any more that has been given up. */
async function checkModel(ask: (signal: AbortSignal) => Promise<Check>): Promise<Check> {
  const giveUp = new AbortController();
  const late = setTimeout(() => giveUp.abort(new Error(`no answer within ${PATIENCE_SECONDS} s`)), PATIENCE_SECONDS * 1000);
  try {
    return await ask(giveUp.signal);
  } finally {
    clearTimeout(late);
  }
}

/** Whether the database answers, and takes writes. */
export async function takesWrites(em: () => EntityManager): Promise<boolean> {
  return (await check(() => database(em()))).ok;
}

async function check(ask: () => Promise<Check>): Promise<Check> {
  const late = Promise.withResolvers<Check>();
  const timer = setTimeout(() => late.resolve(ill(`no answer within ${PATIENCE_SECONDS} s`)), PATIENCE_SECONDS * 1000);
  try {
    return await Promise.race([withDeadline(PATIENCE_SECONDS, ask), late.promise]);
  } catch (error) {
    return ill(error instanceof Error && error.message !== '' ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function database(em: EntityManager): Promise<Check> {
  return well(`PostgreSQL ${await writable(em)}`);
}

async function queueVersion(queue: Queue): Promise<Check> {
  const version = await queue.schemaVersion();
  return version === null ? ill('pg-boss has no schema') : well(`pg-boss schema ${version}`);
}

async function workers(em: EntityManager): Promise<Check> {
  const { workers } = await databaseState(em, WORKER_LOCK);
  return workers.length > 0 ? well(`${workers.length} connected`) : ill('no worker is connected to this database');
}
