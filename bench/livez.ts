/** A thread that asks `GET /livez` all the time: beside the thread that makes the load, whose own turns would be in its figures. */
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';

const EVERY_MS = 20;
/** So that an answer that is late does not keep the next request from being sent: a connection gives one answer a turn of the loop. */
const CONNECTIONS = 10;

const pool = new Pool(workerData as string, { connections: CONNECTIONS });
const took: number[] = [];

const ask = async () => {
  const start = performance.now();
  const response = await pool.request({ path: '/livez', method: 'GET' });
  await response.body.dump();
  if (response.statusCode !== 200) throw new Error(`GET /livez answered ${response.statusCode}`);
  took.push(performance.now() - start);
};
setInterval(() => void ask(), EVERY_MS);
parentPort?.on('message', () => parentPort?.postMessage(took.splice(0)));
