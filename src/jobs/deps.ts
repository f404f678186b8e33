/** What every act works on. */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Queue } from '../queue/queue.ts';
import type { Keyring } from '../store/keyring.ts';
import type { QueueHeads } from '../store/queue-heads.ts';

export interface JobsDeps {
  readonly orm: MikroORM;
  readonly queue: Queue;
  /** Seals and opens what is secret in the tables. */
  readonly keyring: Keyring;
  /** A hint of this process, see there. */
  readonly heads: QueueHeads;
  /** Each statement of `work` may take so many seconds, in place of the usual ten or so; then it fails, and its connection is closed. */
  readonly withDeadline: <T>(seconds: number, work: () => Promise<T>) => Promise<T>;
  /** Seconds from a job's end to the first attempt of its callback: the first entry of the schedule. */
  readonly callbackDelaySeconds: number;
  /** Jobs of one client that may run at a time, over all workers; 0: no ceiling. */
  readonly clientMaxRunning: number;
  /** Jobs of one client that may wait, see client-limit.ts; 0: no limit. */
  readonly clientMaxPending: number;
}
