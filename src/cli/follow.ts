/** Waits for a submitted job: ix holds each question until the job has ended or the step is over. */
import { isTerminal, type Job } from '../contracts/job.ts';
import { type Answer, type IxClient, Unreachable } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import { whyWaiting } from './waiting.ts';
import { stepText } from './watch.ts';

/** Seconds ix may hold one question: how old news of a job under way may be. */
const STEP_SECONDS = 1;
/** A job that waits so many steps longer is asked why. */
const STEPS_PER_REASON = 5;

export interface FollowOptions {
  /** Give up waiting after this many seconds; without it, never. */
  readonly seconds?: number;
  /** Hears of every state on the way. @param about why it still waits, or at which step and page it is, where that is known. */
  readonly onState?: (job: Job, about: string | null) => void;
}

/** The job once it is done or in error, or as it is when the seconds are over. */
export async function follow(
  client: IxClient,
  submitted: Answer<Job>,
  { seconds = Infinity, onState }: FollowOptions = {},
): Promise<Answer<Job>> {
  const { job_id } = submitted.value;
  const end = performance.now() + seconds * 1000;
  let answer = submitted;
  let why: string | null = null;
  let at: string | null = null;
  const listening = new AbortController();
  if (onState !== undefined && !isTerminal(answer.value.status))
    void listen(client, job_id, listening.signal, (step) => {
      at = step;
      onState({ ...answer.value, status: 'running' }, at);
    });
  try {
    for (let step = 1; !isTerminal(answer.value.status); step++) {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) break;
      if (step % STEPS_PER_REASON === 0) why = await whyWaiting(client, answer.value);
      onState?.(answer.value, answer.value.status === 'pending' ? why : at);
      answer = await client.job(`/jobs/${job_id}`, Math.min(left, STEP_SECONDS));
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new CliError(`${error.message}; the job is not lost: ix jobs show ${job_id}`, error.exitCode, { cause: error });
  } finally {
    listening.abort();
  }
  return answer;
}

/** Steps and pages as they go by. What goes wrong here is left to the questions for the job itself, which go on beside it. */
async function listen(client: IxClient, jobId: string, signal: AbortSignal, tell: (step: string) => void): Promise<void> {
  try {
    for await (const event of client.events(jobId, signal)) {
      if (signal.aborted) return;
      if (event.type === 'progress') tell(stepText(event.progress));
    }
  } catch {}
}

/** For a job that has not ended in the time given. */
export async function late(client: IxClient, job: Job, seconds: number): Promise<CliError> {
  const why = await whyWaiting(client, job).catch(() => null);
  const state = why === null ? job.status : `${job.status}: ${why}`;
  return new CliError(`not done after ${seconds} s, still ${state} (it goes on: ix jobs watch ${job.job_id})`, EXIT.late);
}
