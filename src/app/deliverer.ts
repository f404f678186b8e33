/** The callback deliverer, wired to its settings and to the log. */
import type { Logger } from 'pino';
import { Deliverer } from '../callbacks/deliverer.ts';
import { secretsOf, serverSecret } from '../callbacks/secrets.ts';
import type { Config } from '../config.ts';
import { EVERYTHING } from '../contracts/scope.ts';
import type { Egress } from '../egress/egress.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { getJobs } from '../jobs/read.ts';
import type { Metrics } from './metrics.ts';
import { traceCallback } from './traces.ts';

/** How often to look without being told. A signal is never relied on, and what was put off sends none. */
const POLL_SECONDS = 2;

/** Not started yet. A secret that cannot be read fails the callbacks it should sign, and nothing else. */
export function openDeliverer(config: Config, jobs: JobsDeps, egress: Egress, metrics: Metrics, log: Logger): Deliverer {
  const { orm, queue, keyring } = jobs;
  const server = serverSecret(() => orm.em.fork(), keyring, config.IX_CALLBACK_SECRET);
  return new Deliverer({
    orm,
    queue,
    keyring,
    egress,
    getJobs: (jobIds) => getJobs(jobs, EVERYTHING, jobIds),
    secretsOf: config.IX_CALLBACK_SIGNING === 'unsigned' ? null : (clientIds) => secretsOf(orm.em.fork(), keyring, clientIds, server),
    payload: config.IX_CALLBACK_PAYLOAD,
    maxBytes: config.IX_CALLBACK_MAX_BYTES,
    publicUrl: config.IX_PUBLIC_URL,
    schedule: config.IX_CALLBACK_SCHEDULE,
    jitter: config.IX_CALLBACK_JITTER_PERCENT / 100,
    retryAfterMax: config.IX_CALLBACK_RETRY_AFTER_MAX_SECONDS,
    timeoutSeconds: config.IX_CALLBACK_TIMEOUT_SECONDS,
    concurrency: config.IX_CALLBACK_CONCURRENCY,
    perOrigin: config.IX_CALLBACK_HOST_CONCURRENCY,
    pauseAfter: config.IX_CALLBACK_PAUSE_AFTER,
    probeSeconds: config.IX_CALLBACK_PROBE_SECONDS,
    pollSeconds: POLL_SECONDS,
    now: () => new Date(),
    random: Math.random,
    onError: (error) => log.error({ err: error }, 'callbacks could not be handled; they are tried again'),
    onAttempt: (callback, outcome) => {
      const { callbackId, jobId, clientId, origin, attempt } = callback;
      const { statusCode, error, startedAt, finishedAt } = outcome;
      traceCallback(callback, outcome);
      metrics.callbackAttempted(error === null, statusCode, (finishedAt.getTime() - startedAt.getTime()) / 1000);
      log.info(
        { callback_id: callbackId, job_id: jobId, client_id: clientId, origin, attempt, status_code: statusCode, error },
        'callback attempted',
      );
    },
    onEndpoint: ({ clientId, origin }, change, { error }) => {
      if (change === 'paused') log.warn({ client_id: clientId, origin, error }, 'endpoint paused: it keeps failing');
      else log.info({ client_id: clientId, origin }, 'endpoint works again: no longer paused');
    },
    onGivenUp: (callbackIds) => {
      metrics.callbacksGivenUp(callbackIds.length);
      log.warn({ callback_ids: callbackIds }, 'callbacks were given up: their endpoint stays dead');
    },
    onReticketed: (callbacks) => log.warn({ callbacks }, 'callbacks had lost their tickets, and have new ones'),
  });
}
