/** The queues: their names, their settings, and why each is set. */
import type { Queue as QueueDefinition } from 'pg-boss';

/** pg-boss's own schema inside our database. */
export const QUEUE_SCHEMA = 'ix_queue';

export const DELIVER = 'ix.deliver';
export const CALLBACK = 'ix.callback';
export const CALLBACK_DEAD = 'ix.callback.dead';
export const PRUNE = 'ix.prune';

const DAY = 86_400;

/**
 * `partition`: a table of its own, whose statistics are not drowned by other queues; a fetch of 100 from the shared table with stale
 * statistics was measured 30 times slower.
 * `notify` stays off: ix sends one notification of its own a transaction (see signals.ts), where pg-boss would add one a statement.
 */
export const QUEUES: readonly QueueDefinition[] = [
  // A ticket is taken and deleted in the transaction that claims the row: it is never active, never expires, never retries.
  { name: DELIVER, partition: true, retentionSeconds: 365 * DAY },
  // Likewise, in the transaction that claims a callback; it is due when its callback is.
  { name: CALLBACK, partition: true, retentionSeconds: 365 * DAY },
  { name: CALLBACK_DEAD, partition: true, retentionSeconds: 365 * DAY },
  { name: PRUNE, policy: 'singleton', retryLimit: 0, deleteAfterSeconds: DAY },
];
