/** The record that processes and submitter write while it happens: a file opened for appending, one short JSON line a write. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

/** `process`: the ordinal it was started with. `at`: milliseconds since 1970, for people who read the file; nothing is judged by it. */
const EventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('run start'), job: z.string(), process: z.number(), pid: z.number(), at: z.number() }),
  z.strictObject({ event: z.literal('run end'), job: z.string(), process: z.number(), pid: z.number(), at: z.number() }),
  z.strictObject({
    event: z.literal('fault'),
    /** `kill`, `pause`, `stop` of a process by itself; of the monkey: the name of a kind of kinds.ts. */
    fault: z.string(),
    /** Null: from outside, at any moment. */
    point: z.string().nullable(),
    nth: z.number(),
    /** Null: by the monkey. */
    process: z.number().nullable(),
    at: z.number(),
  }),
  /** The monkey's nth fault is over: what it did has been taken back, and overcome. */
  z.strictObject({ event: z.literal('fault over'), nth: z.number(), at: z.number() }),
  /** The API was asked to take a job, and answered so many milliseconds later, or did not. */
  z.strictObject({ event: z.literal('try'), ok: z.boolean(), at: z.number(), ms: z.number() }),
  /** The API answered 2xx to a submit of this request id. */
  z.strictObject({ event: z.literal('acknowledged'), request: z.string(), job: z.string(), created: z.boolean() }),
  /** About to be asked for; whether it comes in time is open. */
  z.strictObject({ event: z.literal('cancel'), job: z.string() }),
]);
export type HistoryEvent = z.output<typeof EventSchema>;

/** Appends; synchronous, so that what was written is in the file whatever becomes of the process. */
export class History {
  readonly #fd: number;

  constructor(file: string) {
    this.#fd = openSync(file, 'a', 0o600);
  }

  append(event: HistoryEvent): void {
    writeSync(this.#fd, `${JSON.stringify(event)}\n`);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

export function readHistory(file: string): HistoryEvent[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => EventSchema.parse(JSON.parse(line)));
}

/** Job id → how often the event is in the history. */
export function countByJob(history: readonly HistoryEvent[], event: 'run start' | 'run end'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of history) if (entry.event === event) counts.set(entry.job, (counts.get(entry.job) ?? 0) + 1);
  return counts;
}
