/** Waits for a submitted job: ix holds each question until the job has ended or the step is over. */
import { isTerminal, type Job } from '../contracts/job.ts';
import { type Answer, type IxClient, Unreachable } from './client.ts';
import { CliError } from './failure.ts';

/** Seconds ix may hold one question: how old news of a job under way may be. */
const STEP_SECONDS = 1;

export interface FollowOptions {
  /** Give up waiting after this many seconds; without it, never. */
  readonly seconds?: number;
  /** Hears of every state on the way. */
  readonly onState?: (job: Job) => void;
}

/** The job once it is done or in error, or as it is when the seconds are over. */
export async function follow(
  client: IxClient,
  submitted: Answer<Job>,
  { seconds = Infinity, onState }: FollowOptions = {},
): Promise<Answer<Job>> {
  const { job_id } = submitted.value;
  let answer = submitted;
  for (let left = seconds; left > 0 && !isTerminal(answer.value.status); left -= STEP_SECONDS) {
    onState?.(answer.value);
    try {
      answer = await client.job(`/jobs/${job_id}`, Math.min(left, STEP_SECONDS));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      throw new CliError(`${error.message}; the job is not lost: ix jobs show ${job_id}`, error.exitCode, { cause: error });
    }
  }
  return answer;
}
