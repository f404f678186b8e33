/** A thread with as many receivers of callbacks as its workerData says, so that their work is not done by the thread that is measured. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { portOf } from '../../test/cli/command.ts';

async function receiver(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}/`;
}

parentPort?.postMessage(await Promise.all(Array.from({ length: Number(workerData) }, receiver)));
