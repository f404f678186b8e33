/** A process that delivers callbacks until it is killed: `node deliverer-process.ts <database url>`. */

import { Deliverer } from '../../src/callbacks/deliverer.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { connect } from '../../src/database/connect.ts';
import { withDeadline } from '../../src/database/deadline.ts';
import { getJobs } from '../../src/jobs/read.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { KEYRING } from '../support/keyring.ts';
import { deliveryOptions, startQueue } from './delivery-options.ts';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('expected a database URL');
const fail = (error: unknown): void => {
  throw error;
};
const connected = await connect({ url, pool: 4, applicationName: 'ix-test-killed', entities: ENTITIES });
const { orm } = connected;
const queue = await startQueue(connected, url);
const jobs = {
  orm,
  queue,
  keyring: KEYRING,
  heads: new QueueHeads(),
  withDeadline,
  callbackDelaySeconds: 0,
  clientMaxRunning: 0,
  clientMaxPending: 0,
};
new Deliverer({ ...deliveryOptions(fail), orm, queue, getJobs: (jobIds) => getJobs(jobs, EVERYTHING, jobIds) }).start();
