/** How a job's end is stored: many in one transaction, however long the database is away, and a lesser end where it refuses this one. */
import { IxError } from '../contracts/errors.ts';
import { emptyResponse, type ResponseIX } from '../contracts/response.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { callbackRefusal, finish } from '../jobs/finish.ts';
import { GroupCommit } from '../jobs/group-commit.ts';
import type { Claim } from '../store/claim.ts';
import { isItemsFault } from '../store/database-fault.ts';
import type { Outcome } from '../store/finish.ts';

/** The job is another's now. */
export class LostLease extends Error {}
/** The worker stops and hands the job back. */
export class Stopping extends Error {}

/** Rows of one finish transaction at most: past this a batch gains nothing and holds the others up. */
const FINISH_BATCH = 200;
/** Wait before a finish that failed is tried again. Seconds, doubled up to the last. */
const RETRY_SECONDS = [0.2, 10] as const;

export class Ends {
  readonly #finish: GroupCommit<Outcome, boolean>;
  readonly #failed: (what: string, error: unknown) => void;

  /** @param failed told of each try that failed; must not throw. */
  constructor(deps: JobsDeps, failed: (what: string, error: unknown) => void) {
    this.#finish = new GroupCommit(async (outcomes) => {
      const applied = await finish(deps, outcomes);
      return outcomes.map((outcome) => applied.has(outcome.claim.jobId));
    }, FINISH_BATCH);
    this.#failed = failed;
  }

  /**
   * Stores the end, unless the job is lost meanwhile.
   * @param signal its reason is LostLease or Stopping when nobody is to try again.
   * @returns what is stored; null: the job was lost. @throws what the database said, when it refuses every end: the lease runs out then.
   */
  async store(claimed: Claim, response: ResponseIX, signal: AbortSignal): Promise<ResponseIX | null> {
    const lesser = lesserEnds(claimed, response);
    let outcome: Outcome = { claim: claimed, response };
    for (let wait: number = RETRY_SECONDS[0]; ; wait = Math.min(wait * 2, RETRY_SECONDS[1])) {
      try {
        return (await this.#finish.add(outcome)) ? outcome.response : null;
      } catch (error) {
        if (signal.reason instanceof LostLease || signal.reason instanceof Stopping) throw error;
        this.#failed(`finish of job ${claimed.jobId}`, error);
        if (isItemsFault(error)) {
          const next = lesser.shift();
          if (next === undefined) throw error;
          outcome = next(error);
        } else await pause(wait, signal);
      }
    }
  }
}

/** What to try, in order, when the database refuses an end: without callbacks, without its answer, without both. */
function lesserEnds(claimed: Claim, response: ResponseIX): ((refusal: unknown) => Outcome)[] {
  // Made when it is needed, which is hardly ever.
  const failure = () => failureOf(claimed, new IxError('IX_002_000', 'the answer could not be stored'));
  const without = (answer: () => ResponseIX) => (refusal: unknown) => ({
    claim: claimed,
    response: answer(),
    callbackRefused: callbackRefusal(refusal),
  });
  const failed = () => ({ claim: claimed, response: failure() });
  return [without(() => response), failed, without(failure)];
}

/** The answer to a job that has none. */
export function failureOf(claimed: Claim, error: IxError): ResponseIX {
  const ids = { ix_client_id: claimed.clientId, request_id: claimed.requestId, ix_id: claimed.ixId, use_case: claimed.useCase };
  return { ...emptyResponse(ids), error: error.message, code: error.code };
}

/** Resolves after `seconds`, or when `signal` aborts. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    signal.addEventListener('abort', end);
  });
}
