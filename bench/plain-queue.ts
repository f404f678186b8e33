/** The textbook queue in plain SQL: a table, one row claimed at a time, one row updated at a time. What ix stands beside. */
import pg from 'pg';

const CLAIM = `
  UPDATE plain_jobs SET status = 'running', started_at = now()
  WHERE id = (SELECT id FROM plain_jobs WHERE status = 'pending' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, request`;
const FINISH = `UPDATE plain_jobs SET status = 'done', response = $2, finished_at = now() WHERE id = $1`;

export class PlainQueue {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  static async open(url: string, connections: number): Promise<PlainQueue> {
    const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'ix bench plain queue' });
    await pool.query(`
      CREATE TABLE plain_jobs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        status text NOT NULL DEFAULT 'pending',
        created_at timestamptz NOT NULL DEFAULT now(), started_at timestamptz, finished_at timestamptz,
        request jsonb NOT NULL, response jsonb
      )`);
    await pool.query(`CREATE INDEX plain_jobs_pending ON plain_jobs (id) WHERE status = 'pending'`);
    return new PlainQueue(pool);
  }

  /** The least a durable job can cost: one question, one insert that is flushed to disk. */
  async askAndInsert(request: string): Promise<void> {
    await this.#pool.query('SELECT 1');
    await this.#pool.query('INSERT INTO plain_jobs (status, request) VALUES ($1, $2)', ['done', request]);
  }

  async fill(count: number, request: string): Promise<void> {
    await this.#pool.query('INSERT INTO plain_jobs (request) SELECT $2::jsonb FROM generate_series(1, $1)', [count, request]);
  }

  /** Works all off, on every connection. @returns jobs done. */
  async drain(response: string): Promise<number> {
    const work = async (): Promise<number> => {
      for (let done = 0; ; done++) {
        const { rows } = await this.#pool.query<{ id: string }>({ name: 'claim', text: CLAIM });
        const [job] = rows;
        if (job === undefined) return done;
        await this.#pool.query({ name: 'finish', text: FINISH, values: [job.id, response] });
      }
    };
    const done = await Promise.all(Array.from({ length: this.#pool.options.max }, work));
    return done.reduce((sum, n) => sum + n, 0);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
