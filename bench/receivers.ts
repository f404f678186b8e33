/** A thread with receivers of callbacks, so that their work is not done by the thread that is measured: `{receivers, expected}`. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { portOf } from '../test/cli/command.ts';

export interface Receivers {
  readonly receivers: number;
  /** Callbacks in all, after which the thread says so. */
  readonly expected: number;
}

const { receivers, expected } = workerData as Receivers;
let count = 0;

async function receiver(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(204).end();
      if (++count === expected) parentPort?.postMessage('all');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}/`;
}

parentPort?.postMessage(await Promise.all(Array.from({ length: receivers }, receiver)));
