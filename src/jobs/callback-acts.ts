/** All that callers may do with callbacks, bound to one database: what the routes and the pages are given. */
import { createClientSecret, listClientSecrets, revokeClientSecret } from './client-secrets.ts';
import type { JobsDeps } from './deps.ts';
import { listEndpoints, pauseEndpoint, resumeEndpoint } from './endpoints.ts';
import { getCallback, getJobCallbacks, listCallbacks } from './read-callbacks.ts';
import { countFailed, redeliverJob, redeliverMany } from './redeliver.ts';

import {
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  testSubscription,
  updateSubscription,
} from './subscriptions.ts';

/** The parameters of an act after its deps. */
type Rest<Act extends (deps: JobsDeps, ...rest: never[]) => unknown> = Act extends (deps: JobsDeps, ...rest: infer R) => unknown
  ? R
  : never;

export type CallbackActs = ReturnType<typeof callbackActs>;

export function callbackActs(deps: JobsDeps) {
  return {
    ofJob: (...args: Rest<typeof getJobCallbacks>) => getJobCallbacks(deps, ...args),
    get: (...args: Rest<typeof getCallback>) => getCallback(deps, ...args),
    list: (...args: Rest<typeof listCallbacks>) => listCallbacks(deps, ...args),
    redeliverJob: (...args: Rest<typeof redeliverJob>) => redeliverJob(deps, ...args),
    redeliverMany: (...args: Rest<typeof redeliverMany>) => redeliverMany(deps, ...args),
    countFailed: (...args: Rest<typeof countFailed>) => countFailed(deps, ...args),
    endpoints: (...args: Rest<typeof listEndpoints>) => listEndpoints(deps, ...args),
    pause: (...args: Rest<typeof pauseEndpoint>) => pauseEndpoint(deps, ...args),
    resume: (...args: Rest<typeof resumeEndpoint>) => resumeEndpoint(deps, ...args),
    subscriptions: {
      list: (...args: Rest<typeof listSubscriptions>) => listSubscriptions(deps, ...args),
      get: (...args: Rest<typeof getSubscription>) => getSubscription(deps, ...args),
      create: (...args: Rest<typeof createSubscription>) => createSubscription(deps, ...args),
      update: (...args: Rest<typeof updateSubscription>) => updateSubscription(deps, ...args),
      delete: (...args: Rest<typeof deleteSubscription>) => deleteSubscription(deps, ...args),
      test: (...args: Rest<typeof testSubscription>) => testSubscription(deps, ...args),
    },
    secrets: (...args: Rest<typeof listClientSecrets>) => listClientSecrets(deps, ...args),
    createSecret: (...args: Rest<typeof createClientSecret>) => createClientSecret(deps, ...args),
    revokeSecret: (...args: Rest<typeof revokeClientSecret>) => revokeClientSecret(deps, ...args),
  };
}
