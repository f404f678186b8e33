/** `ix jobs watch`: a job's events as they come, a line each, until it has ended. */
import type { JobEvent } from '../client/index.ts';
import { isTerminal, type JobStatus } from '../contracts/job.ts';
import type { IxClient } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import { whyWaiting } from './waiting.ts';

export type Step = Extract<JobEvent, { type: 'progress' }>['progress'];

export const stepText = ({ step, page, pages }: Step): string =>
  `${step}${page === null || pages === null ? '' : `, page ${page} of ${pages}`}`;

/** A line for each thing that happens. @returns the status it ended with. @throws CliError when the stream ends before the job does. */
export async function watchJob(client: IxClient, jobId: string, tell: (line: string) => void): Promise<JobStatus> {
  let told = '';
  const say = (line: string): void => {
    if (line !== told) tell(line);
    told = line;
  };
  for await (const event of client.events(jobId)) {
    if (event.type === 'progress') {
      say(`running: ${stepText(event.progress)}`);
      continue;
    }
    const { status } = event.job;
    const why = status === 'pending' ? await whyWaiting(client, (await client.job(`/jobs/${jobId}`)).value) : null;
    say(why === null ? status : `${status}: ${why}`);
    if (isTerminal(status)) return status;
  }
  throw new CliError(`ix stopped telling of job ${jobId}, which has not ended; it is not lost: ix jobs show ${jobId}`, EXIT.unreachable);
}
