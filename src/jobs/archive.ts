/** archive: jobs that have ended as lines of text, and back, any number of times over. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { JobId } from '../contracts/ids.ts';
import { type ArchiveFilter, archivedFile, archivedJobs, restoreRows, writableColumns } from '../store/archive.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Jobs read at a time: what is in memory of an archive is these. */
const BATCH = 50;
/** Files of an archive that are remembered as written; one that is written twice does no harm. */
const REMEMBERED = 100_000;

/** What a line may hold, in the order in which it is put back: rows by table. */
const TABLES = [
  'ix_files',
  'ix_file_pieces',
  'ix_jobs',
  'ix_job_search',
  'ix_job_files',
  'ix_callbacks',
  'ix_callback_attempts',
  'ix_reviews',
] as const;
const RowsSchema = z.array(z.record(z.string(), z.unknown())).optional();
const LineSchema = z.object({
  kind: z.enum(['job', 'file', 'piece']),
  ix_files: RowsSchema,
  ix_file_pieces: RowsSchema,
  ix_jobs: RowsSchema,
  ix_job_search: RowsSchema,
  ix_job_files: RowsSchema,
  ix_callbacks: RowsSchema,
  ix_callback_attempts: RowsSchema,
  ix_reviews: RowsSchema,
});
const FileSchema = z.looseObject({ client_id: z.string(), file_id: z.string() });

type Deps = Pick<JobsDeps, 'orm'>;

/** A line, and the job that the archive is whole up to once it is written; null: a file of one that follows. */
export interface ArchiveLine {
  readonly text: string;
  readonly jobId: JobId | null;
}

/** Each job's files come before it. @param after goes on behind this job. */
export async function* exportJobs({ orm }: Deps, filter: ArchiveFilter, after: JobId | null): AsyncGenerator<ArchiveLine> {
  const written = new Set<string>();
  for (let last = after; ; ) {
    const batch = await archivedJobs(orm.em.fork(), filter, last, BATCH);
    for (const { jobId, line } of batch) {
      const { ix_job_files: files } = z.looseObject({ ix_job_files: z.array(FileSchema) }).parse(JSON.parse(line));
      for (const { client_id, file_id } of files) {
        const key = `${client_id} ${file_id}`;
        if (written.has(key)) continue;
        for await (const text of archivedFile(orm.em.fork(), client_id, file_id)) yield { text, jobId: null };
        if (written.size < REMEMBERED) written.add(key);
      }
      yield { text: line, jobId };
      last = jobId;
    }
    if (batch.length < BATCH) return;
  }
}

/** A line is none of an archive of ix. */
export class NotAnArchive extends Error {
  override readonly name = 'NotAnArchive';
}

/** Puts lines back, in their order, each in a transaction of its own; what is there already stays as it is. */
export class Importer {
  readonly #deps: Deps;
  readonly #columns = new Map<string, ReadonlySet<string>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @returns whether it was a job that was not there. @throws NotAnArchive */
  async add(text: string): Promise<boolean> {
    const line = lineOf(text);
    return await transact(this.#deps, 'import', async (em) => {
      for (const table of TABLES) {
        const [row] = line[table] ?? [];
        if (row === undefined) continue;
        const known = await this.#columnsOf(em, table);
        // A column that this ix has and the archive lacks gets its default; one that it lacks is left out.
        const columns = Object.keys(row).filter((name) => known.has(name));
        const restored = await restoreRows(em, table, columns, text);
        // With the job its callbacks are there, too, as they have become since.
        if (table === 'ix_jobs' && restored === 0) return false;
      }
      return line.kind === 'job';
    });
  }

  async #columnsOf(em: EntityManager, table: string): Promise<ReadonlySet<string>> {
    const columns = this.#columns.get(table) ?? (await writableColumns(em, table));
    this.#columns.set(table, columns);
    return columns;
  }
}

function lineOf(text: string): z.output<typeof LineSchema> {
  try {
    return LineSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new NotAnArchive('expected a line of an archive of ix: {"kind": "job" | "file" | "piece", …}', { cause: error });
  }
}
