/** Workers that there are, or were within the last hour, as each says it of itself. */
import { z } from 'zod';

/** Seconds without a word after which a worker is taken for gone. It says one every five. */
export const GONE_AFTER_SECONDS = 15;
/** Seconds that one is kept which is gone. */
export const WORKER_KEPT_SECONDS = 3600;

export const WORKER_STATES = ['live', 'stopped', 'gone'] as const;

export const WorkerSchema = z.strictObject({
  worker_id: z.string().describe('Host, pid and a random part: the `worker_id` of its jobs.'),
  host: z.string().describe('The name of its machine or container.'),
  pid: z.int().describe('Its process there.'),
  version: z.string().describe('The version of ix that it runs.'),
  state: z
    .enum(WORKER_STATES)
    .describe(`\`stopped\`: it said that it stops; \`gone\`: without a word it has not been seen for ${GONE_AFTER_SECONDS} seconds.`),
  quiet: z.boolean().describe('Somebody said that it is to claim nothing new: see `PUT /v1/pauses/{kind}/{name}`.'),
  started_at: z.iso.datetime().describe('Since when it is there.'),
  seen_at: z.iso.datetime().describe('When it last told of itself, which it does every five seconds.'),
  stopped_at: z.iso.datetime().nullable().describe('When it stopped; null: it did not say so.'),
  slots: z.int().describe('Jobs that it runs at a time, at most.'),
  running: z.int().describe('Jobs that it ran when it was last seen.'),
  busy: z.number().min(0).max(1).describe('The share of its slots that had jobs in the seconds before it was last seen.'),
  memory_bytes: z.int().describe('Memory of its process when it was last seen (resident set).'),
  use_cases: z.array(z.string()).nullable().describe('It runs jobs with these use cases alone; null: with any.'),
  engines: z.array(z.string()).nullable().describe('It runs jobs that name these engines alone; null: any.'),
});
export type Worker = z.output<typeof WorkerSchema>;

export const WorkerListSchema = z.strictObject({
  workers: z.array(WorkerSchema).describe('Those that live, by id; then those of the last hour, the last seen first. At most 200.'),
});
