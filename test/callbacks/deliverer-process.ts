/** A process that delivers callbacks until it is killed: `node deliverer-process.ts <database url>`. */
import { Deliverer } from '../../src/callbacks/deliverer.ts';
import { connect } from '../../src/database/connect.ts';
import { getJobs } from '../../src/jobs/read.ts';
import { deliveryOptions, startQueue } from './delivery-options.ts';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('expected a database URL');
const fail = (error: unknown): void => {
  throw error;
};
const orm = await connect({ url, pool: 4, applicationName: 'ix-test-killed' });
const queue = await startQueue(orm, url);
const jobs = { orm, queue, callbackDelaySeconds: 0, clientMaxRunning: 0, clientMaxPending: 0 };
new Deliverer({ ...deliveryOptions(fail), orm, queue, getJobs: (jobIds) => getJobs(jobs, jobIds) }).start();
