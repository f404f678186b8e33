/** What every deliverer of these tests runs with, in the test's process or in one of its own. */
import { parseSecret } from '../../src/callbacks/sign.ts';
import type { Connected } from '../../src/database/connect.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { Queue } from '../../src/queue/queue.ts';
import { KEYRING } from '../support/keyring.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** Everything a deliverer needs but its queue and database, with times that make tests short. */
export const deliveryOptions = (fail: (error: unknown) => void) => ({
  keyring: KEYRING,
  egress: createEgress({ allow: ['127.0.0.1/32'] }),
  secretsOf: async (clientIds: readonly string[]) => new Map(clientIds.map((clientId) => [clientId, [parseSecret(SECRET, 'SECRET')]])),
  payload: 'full' as const,
  maxBytes: 1_000_000,
  publicUrl: null,
  timeoutSeconds: 10,
  now: () => new Date(),
  schedule: [0, 0, 0],
  jitter: 0.1,
  retryAfterMax: 86_400,
  random: () => 0.5,
  concurrency: 8,
  perOrigin: 4,
  pauseAfter: 0,
  probeSeconds: 30,
  pollSeconds: 0.05,
  onError: fail,
});

export const startQueue = (connected: Connected, url: string): Promise<Queue> =>
  Queue.start({
    ...connected,
    url,
    applicationName: 'ix-test',
    onError: (error) => {
      throw error;
    },
  });
