/** Jobs as they happen: each state, and where a running one is. */
import type { JobId } from '../contracts/ids.ts';
import { isTerminal, type Job } from '../contracts/job.ts';
import { EVERYTHING, reaches } from '../contracts/scope.ts';
import { getStates } from '../store/get-states.ts';
import type { JobsDeps } from './deps.ts';
import { type JobProgress, progressIn } from './progress.ts';
import { presentStates } from './read.ts';
import { Watch } from './watch.ts';

/** A job without what it was asked and what it answered. */
export type JobState = Omit<Job, 'request' | 'response' | 'review'>;

export interface JobNews {
  readonly type: 'job';
  readonly job: JobState;
  /** Another whenever there is news. */
  readonly version: string;
}

/** While it runs. */
export interface ProgressNews {
  readonly type: 'progress';
  readonly progress: JobProgress;
}

export type JobEvent = JobNews | ProgressNews;

/** How often to look without being told, in milliseconds: others' jobs move a pending one up in the queue. */
const LOOK_MS = { pending: 1000, running: 5000 };

/** A change of a job's place in the queue is news when it is a large one: see `coarse`. */
export class JobWatch extends Watch<JobId, JobNews, JobNews, ProgressNews> {
  /** @param max watchers at a time. */
  constructor(deps: JobsDeps, max: number) {
    super(
      {
        look: async (ids) => {
          const states = await presentStates(deps, EVERYTHING, await getStates(deps.orm.em.fork(), EVERYTHING, ids));
          return new Map([...states].map(([id, job]) => [id, { type: 'job', job, version: versionOf(job) }]));
        },
        newsFor: (news, scope) => (reaches(scope, news.job.client_id) ? news : null),
        lookEvery: (news) => {
          const status = news?.job.status ?? 'pending';
          return isTerminal(status) ? null : LOOK_MS[status === 'running' ? 'running' : 'pending'];
        },
        isLast: ({ job }) => isTerminal(job.status),
        tickMs: LOOK_MS.pending,
        listen: () => this.#listen(deps),
      },
      max,
    );
  }

  #listen({ queue: { signals } }: JobsDeps): (() => void)[] {
    return [
      signals.on('finished', (ids) => this.changed(ids)),
      signals.on('cancel', (ids) => this.changed(ids)),
      signals.on('progress', (items) => {
        for (const { jobId, progress } of progressIn(items)) {
          // It runs now.
          if (this.hint(jobId, { type: 'progress', progress })?.job.status === 'pending') this.changed([jobId]);
        }
      }),
    ];
  }
}

const versionOf = ({ queue, ...job }: JobState): string => JSON.stringify([job, queue === null ? null : coarse(queue.ahead)]);

/** Places in the queue as people tell them apart: to one digit, 7, 30, 400. Every submit and end changes some of them a little. */
function coarse(ahead: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, ahead))));
  return Math.floor(ahead / unit) * unit;
}
