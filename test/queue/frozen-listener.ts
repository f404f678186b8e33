/** A thread that listens, and then does nothing any more: not even its event loop turns. */
import { parentPort, workerData } from 'node:worker_threads';
import { Listener } from '../../src/queue/listener.ts';

const nothing = () => {};
const listener = new Listener({
  ...workerData,
  applicationName: 'frozen',
  channel: 'frozen',
  onNotification: nothing,
  onListening: nothing,
  onError: nothing,
});
await listener.open();
parentPort?.postMessage('listening');
// The message is on its way at once: it needs no turn of this loop.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
