/** Where single submits go in: those that arrive together share a transaction, in lanes, so that no small one waits for a large one. */
import type { JobsDeps } from '../jobs/deps.ts';
import { GroupCommit } from '../jobs/group-commit.ts';
import { type AskedJob, type Refusal, type Submitted, submitEach } from '../jobs/submit.ts';
import type { RecentUploads } from './recent-uploads.ts';

/** Rows of one submit transaction at most; measured: past 200 a batch gains little. */
const SUBMIT_BATCH = 200;
/** For a submit without uploads: longer than the statement of one may take. */
const SUBMIT_SECONDS = 13;
/** Jobs with small uploads of one transaction at most. */
const UPLOAD_BATCH = 20;
/** Bytes of a small upload. A larger one has a transaction of its own. */
const SMALL_BYTES = 1_048_576;

type Answer = Submitted | Refusal;

export class Submits {
  readonly #plain: GroupCommit<AskedJob, Answer>;
  readonly #small: GroupCommit<AskedJob, Answer>;
  readonly #large: GroupCommit<AskedJob, Answer>;
  readonly #recent: RecentUploads | null;

  /** Each lane takes one connection. @param recent keeps uploads for the worker of this process; null: it has none. */
  constructor(jobs: JobsDeps, recent: RecentUploads | null) {
    this.#recent = recent;
    const lane = (batch: number) => new GroupCommit<AskedJob, Answer>((items) => submitEach(jobs, items), batch);
    this.#plain = lane(SUBMIT_BATCH);
    this.#small = lane(UPLOAD_BATCH);
    this.#large = lane(1);
  }

  async add(asked: AskedJob): Promise<Answer> {
    const { uploads, submission } = asked.job;
    if (uploads.length === 0) return await this.#plain.add(asked, SUBMIT_SECONDS);
    const bytes = uploads.flatMap(({ pieces }) => pieces).reduce((sum, { length }) => sum + length, 0);
    const files = uploads.map((upload) => ({ ...upload, clientId: submission.ix_client_id }));
    // Before its commit, at which the job may begin.
    for (const file of files) this.#recent?.keep(file);
    let created = false;
    try {
      const answer = await (bytes > SMALL_BYTES ? this.#large : this.#small).add(asked);
      created = 'created' in answer && answer.created;
      return answer;
    } finally {
      // No job is going to ask for them.
      if (!created) for (const { clientId, fileId } of files) this.#recent?.take(clientId, fileId);
    }
  }

  /** How long the commit of those without uploads that is under way has been going on; 0: there is none. */
  get commitSeconds(): number {
    return this.#plain.commitSeconds;
  }
}
