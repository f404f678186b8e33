/** Suite `watchers`: what a thousand open streams of events cost those who submit meanwhile. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Pool } from 'undici';
import { z } from 'zod';
import { createDatabase, dropDatabase } from './database.ts';
import { startProcess } from './ix-process.ts';
import { alternate, figuresOf, quantile } from './measure.ts';
import { type SmallSubmit, steadily, submitSmall } from './small-submits.ts';
import type { Suite } from './suite.ts';
import { ratioAtMost, row } from './table.ts';

const DATABASE = 'ix_bench_watchers';
const WATCHERS = 1000;
/** Jobs that they watch: each waits, so that every submit is news of its place in the queue. */
const WATCHED = 100;
/** Submits a second. */
const RATE = 30;

export const watchers: Suite = async ({ server, quick, rounds, say }) => {
  const ix = startProcess('api', await createDatabase(server, DATABASE));
  const address = new URL(await ix.address());
  const pool = new Pool(address.origin, { connections: 64 });
  try {
    const submit = () => submitSmall(pool, 'small');
    const jobs = await Promise.all(Array.from({ length: WATCHED }, () => submitWatched(pool)));
    await steadily(RATE, 2, submit);
    const events: number[] = [];
    const figures = await alternate<'watched' | 'alone', number[]>(rounds, ['watched', 'alone'], async (which) => {
      const open = which === 'watched' ? await watchAll(address, jobs) : null;
      const told = open?.bytes() ?? 0;
      const took = timesOf(await steadily(RATE, quick ? 3 : 8, submit));
      if (open !== null) events.push(open.bytes() - told);
      await open?.close();
      return took;
    });
    say(`  ${WATCHERS} watchers were told ${Math.round(Math.max(...events) / 1000)} kB at most in a round`);
    const at = (name: 'watched' | 'alone', q: number) => figuresOf(figures, name).map((took) => quantile(took, q));
    return {
      rows: [0.5, 0.95].map((q) =>
        row({
          what: `POST /jobs, p${q * 100}, ${RATE} a second beside ${WATCHERS} watchers of ${WATCHED} jobs that wait`,
          beside: 'the same without watchers',
          unit: 'ms',
          ours: at('watched', q),
          theirs: at('alone', q),
          required: ratioAtMost(1.5),
        }),
      ),
      notes: [],
      failed: false,
    };
  } finally {
    await pool.destroy();
    ix.kill('SIGTERM');
    await ix.ended();
    await dropDatabase(server, DATABASE);
  }
};

const JobSchema = z.looseObject({ job_id: z.string() });

async function submitWatched(pool: Pool): Promise<string> {
  const body = JSON.stringify({ use_case: 'invoice', ix_client_id: 'watched', context: { texts: ['Total: 119.00 EUR'] } });
  const answer = await pool.request({ path: '/v1/jobs', method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return JobSchema.parse(await answer.body.json()).job_id;
}

/** Once each has been told of its job. */
async function watchAll({ hostname, port }: URL, jobs: readonly string[]) {
  let bytes = 0;
  const open = (n: number): Socket => {
    const socket = connect(Number(port), hostname);
    socket
      .on('error', () => {})
      .on('data', (piece) => {
        bytes += piece.length;
      });
    socket.write(`GET /v1/jobs/${jobs[n % jobs.length]}/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
    return socket;
  };
  const sockets = Array.from({ length: WATCHERS }, (_, n) => open(n));
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  return {
    bytes: () => bytes,
    close: () => Promise.all(sockets.map((socket) => once(socket.destroy(), 'close'))),
  };
}

function timesOf(answers: readonly SmallSubmit[]): number[] {
  const other = answers.find(({ status }) => status !== 201);
  if (other !== undefined) throw new Error(`a submit was answered ${other.status}`);
  return answers.map(({ took }) => took);
}
