/** `ix jobs export` and `ix jobs import`: an archive is a file of lines, and either can be broken off and gone on with. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Config } from '../config.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import { withDeadline } from '../database/deadline.ts';
import { exportJobs, Importer, NotAnArchive } from '../jobs/archive.ts';
import type { ArchiveFilter } from '../store/archive.ts';
import { visitDatabase } from './visit.ts';

/** A statement reads the whole table by its key when the filter matches little. */
const STATEMENT_SECONDS = 600;

/** Where an archive is written: a file, or standard output. */
export interface Sink {
  readonly write: (line: string) => Promise<void>;
  /** The last job it is whole with; null: it is empty. */
  readonly last: JobId | null;
  readonly close: () => Promise<void>;
}

/** @returns how many jobs were written. */
export function exportArchive(config: Config, filter: ArchiveFilter, sink: Sink): Promise<number> {
  return visitDatabase(config, 'export', ({ orm }) =>
    withDeadline(STATEMENT_SECONDS, async () => {
      let jobs = 0;
      for await (const { text, jobId } of exportJobs({ orm }, filter, sink.last)) {
        await sink.write(`${text}\n`);
        if (jobId !== null) jobs++;
      }
      return jobs;
    }),
  );
}

export interface Imported {
  readonly jobs: number;
  /** Jobs that were there already. */
  readonly known: number;
}

/** @param file null: standard input. @throws NotAnArchive naming the line; all lines before it are in. */
export function importArchive(config: Config, file: string | null): Promise<Imported> {
  return visitDatabase(config, 'import', async ({ orm }) => {
    const importer = new Importer({ orm });
    const input = file === null ? process.stdin : createReadStream(file);
    let [jobs, known, number] = [0, 0, 0];
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line === '') continue;
      const isJob = line.startsWith('{"kind" : "job"');
      const added = await importer.add(line).catch((error: unknown) => {
        throw error instanceof NotAnArchive ? new NotAnArchive(`line ${number}: ${error.message}`, { cause: error }) : error;
      });
      if (added) jobs++;
      else if (isJob) known++;
    }
    return { jobs, known };
  });
}

const CHUNK = 1 << 20;

/** A file that is gone on with behind its last whole job: what was half written is cut off. */
export async function resumeFile(path: string): Promise<Sink> {
  const file = await open(path, 'a+', 0o600);
  const { last, end } = await lastJob(file);
  await file.truncate(end);
  return { last, write: async (line) => void (await file.appendFile(line)), close: () => file.close() };
}

/** Reads the file once, a line at a time. */
async function lastJob(file: FileHandle): Promise<{ readonly last: JobId | null; readonly end: number }> {
  let [last, end, at]: [JobId | null, number, number] = [null, 0, 0];
  let rest = Buffer.alloc(0);
  const chunk = Buffer.alloc(CHUNK);
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, at);
    if (bytesRead === 0) return { last, end };
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    for (let stop = rest.indexOf(10); stop >= 0; stop = rest.indexOf(10)) {
      const head = rest.subarray(0, Math.min(stop, 200)).toString();
      const [, id] = /^\{"kind" : "job", "ix_jobs" : \[\{"job_id":"([0-9a-f-]{36})"/.exec(head) ?? [];
      const whole = at + bytesRead - rest.length + stop + 1;
      if (id !== undefined) [last, end] = [JobIdSchema.parse(id), whole];
      rest = rest.subarray(stop + 1);
    }
    at += bytesRead;
  }
}
