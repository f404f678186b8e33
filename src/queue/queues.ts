/** The queues: their names, their settings, and why each is set. */
import type { Queue as QueueDefinition } from 'pg-boss';

/** pg-boss's own schema inside our database. */
export const QUEUE_SCHEMA = 'ix_queue';

export const DELIVER = 'ix.deliver';
export const CALLBACK = 'ix.callback';
export const CALLBACK_DEAD = 'ix.callback.dead';
export const PRUNE = 'ix.prune';

/** The queues whose tickets start work. */
export type WorkQueue = typeof DELIVER | typeof CALLBACK;

const DAY = 86_400;

/**
 * `partition`: a table of its own, whose statistics are not drowned by other queues; a fetch of 100 from the shared table with stale
 * statistics was measured 30 times slower.
 * `notify` stays off: ix sends one notification of its own a transaction (see signals.ts), where pg-boss would add one a statement.
 * `expireInSeconds`, just below pg-boss's limit: its handler waits while a process is full, for as long as a job may run, and has deleted
 * its tickets by then.
 */
const TICKETS = { partition: true, retentionSeconds: 365 * DAY, expireInSeconds: DAY - 1 };

export const QUEUES: readonly QueueDefinition[] = [
  { name: DELIVER, ...TICKETS },
  // A ticket is due when its callback is.
  { name: CALLBACK, ...TICKETS },
  { name: CALLBACK_DEAD, partition: true, retentionSeconds: 365 * DAY },
  { name: PRUNE, policy: 'singleton', retryLimit: 0, deleteAfterSeconds: DAY },
];
