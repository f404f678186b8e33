/** Rows of `peers`: what an idle ix takes for one job, beside what an idle graphile-worker takes to start one. */
import { Pool } from 'undici';
import { z } from 'zod';
import { createDatabase, dropDatabase } from '../database.ts';
import { invoice } from '../documents.ts';
import { startProcess } from '../ix-process.ts';
import { alternate, figuresOf, quantile, timeEach } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { type Row, row, told } from '../table.ts';
import { withIdleGraphile } from './graphile.ts';

const DATABASE = 'ix_bench_idle';
const AnswerSchema = z.object({ status: z.string() });

/** One job at a time: `POST /jobs` that waits for the result, the whole of ix in one process beside this one. */
export async function idleRows(context: SuiteContext): Promise<Row[]> {
  const { server, rounds, quick, say } = context;
  const asks = quick ? 20 : 100;
  const url = await createDatabase(server, DATABASE);
  const ix = startProcess('up', url);
  const pool = new Pool(await ix.address(), { connections: 1 });
  const body = JSON.stringify(invoice('2026-0001'));
  const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
  const ours = async () => {
    const response = await pool.request({ path: '/jobs', method: 'POST', headers, body });
    const { status } = AnswerSchema.parse(await response.body.json());
    if (status !== 'done') throw new Error(`the job is ${status}`);
  };
  try {
    const took = await withIdleGraphile(url, async (theirs) => {
      await timeEach(asks, ours);
      await timeEach(asks, theirs);
      return alternate(rounds, ['ours', 'theirs'], (who, round) => {
        say(`  idle, round ${round + 1}: ${who}`);
        return timeEach(asks, who === 'ours' ? ours : theirs);
      });
    });
    const at = (q: number, required?: string) =>
      row({
        what: `idle: POST /jobs → result, Prefer: wait, p${q * 100}`,
        beside: 'graphile-worker: addJob → task starts',
        unit: 'ms',
        ours: figuresOf(took, 'ours').map((round) => quantile(round, q)),
        theirs: figuresOf(took, 'theirs').map((round) => quantile(round, q)),
        ...(required !== undefined && { required: told(required) }),
      });
    return [at(0.5, '≤ 5 ×'), at(0.99)];
  } finally {
    await pool.close();
    ix.kill('SIGTERM');
    await ix.ended();
    await dropDatabase(server, DATABASE);
  }
}
