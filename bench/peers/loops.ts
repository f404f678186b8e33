/** Workers in plain SQL: the loop of the textbooks, what an object mapper makes of it, and both the least that rows can cost. */
import type pg from 'pg';
import { withPool } from '../database.ts';
import { finish, type Peer, type PeerJob, type Work } from './jobs.ts';

/** Claims, works, stores. @returns false when nothing was left to claim. */
type Turn = (client: pg.PoolClient, work: Work) => Promise<boolean>;

/** Each connection takes turns until nothing is left. */
const loops =
  (turn: Turn) =>
  (connections: number): Peer =>
  (url, work) =>
    withPool(url, connections, async (pool) => {
      const loop = async () => {
        const client = await pool.connect();
        try {
          while (await turn(client, work));
        } finally {
          client.release();
        }
      };
      await Promise.all(Array.from({ length: connections }, loop));
    });

const claim = (limit: number) => `
  UPDATE peer_jobs SET status = 'running', started_at = now()
  WHERE job_id = ANY (ARRAY(
    SELECT job_id FROM peer_jobs WHERE status = 'pending' ORDER BY created_at, job_id LIMIT ${limit} FOR UPDATE SKIP LOCKED))
  RETURNING job_id, ix_id, request`;

/** Claim one, run, update. */
export const textbook = loops(async (client, work) => {
  const { rows } = await client.query<PeerJob>({ name: 'claim', text: claim(1) });
  const [job] = rows;
  if (job === undefined) return false;
  await finish(client, job, await work(job));
  return true;
});

const NEXT = `SELECT * FROM peer_jobs WHERE status = 'pending' ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
const RUNNING = `UPDATE peer_jobs SET status = 'running', started_at = now() WHERE job_id = $1`;
const AGAIN = 'SELECT * FROM peer_jobs WHERE job_id = $1';

/**
 * The statements that SQLAlchemy sends, one by one, for a repository which takes the next job and changes it as an object, in a session
 * that is closed before the work, and loads it again in another one to store the answer. (No job here has a callback to insert.)
 */
export const sqlalchemy = loops(async (client, work) => {
  await client.query('BEGIN');
  const { rows } = await client.query<PeerJob>({ name: 'next', text: NEXT });
  const [job] = rows;
  if (job !== undefined) await client.query({ name: 'running', text: RUNNING, values: [job.job_id] });
  await client.query('COMMIT');
  if (job === undefined) return false;
  const answer = await work(job);
  await client.query('BEGIN');
  await client.query({ name: 'again', text: AGAIN, values: [job.job_id] });
  await finish(client, job, answer);
  await client.query('COMMIT');
  return true;
});

const FINISH_ALL = `
  UPDATE peer_jobs AS job SET status = answer.status, response = answer.response::json, finished_at = now()
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS answer (job_id, status, response) WHERE job.job_id = answer.job_id`;

/** The textbook in large batches. */
export const batches = (size: number) =>
  loops(async (client, work) => {
    const { rows } = await client.query<PeerJob>({ name: 'claim all', text: claim(size) });
    if (rows.length === 0) return false;
    const answers = await Promise.all(rows.map(work));
    const values = [rows.map((job) => job.job_id), answers.map(({ status }) => status), answers.map(({ response }) => response)];
    await client.query({ name: 'finish all', text: FINISH_ALL, values });
    return true;
  });
