/** The LISTEN connection: told of what is sent, and there again after whatever ends it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Listener } from '../../src/queue/listener.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { Network } from './network.ts';

const TIMING = { heartbeat: 50, patience: 1000, connect: 1000, backoff: [10, 100] } as const;

let database: TestDatabase;
let other: pg.Client;
let listener: Listener | null;
let events: Events;
beforeEach(async () => {
  database = await createEmptyDatabase();
  other = new pg.Client({ connectionString: database.url });
  await other.connect();
  listener = null;
  events = new Events();
});
afterEach(async () => {
  await listener?.close();
  await other.end();
  await database.drop();
});

/** What happened, in order; whoever waits for the n-th of a kind is told. */
class Events {
  readonly all: string[] = [];
  #changed = Promise.withResolvers<void>();

  add(event: string): void {
    this.all.push(event);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async until(event: string, times = 1): Promise<void> {
    while (this.all.filter((one) => one === event).length < times) await this.#changed.promise;
  }
}

async function open(url: string, applicationName = 'listener', presence?: number): Promise<void> {
  listener = new Listener({
    url,
    applicationName,
    channel: 'test "channel"',
    onNotification: (payload) => events.add(payload),
    onListening: () => events.add('listening'),
    onError: (error) => events.add(error.message),
    presence,
    timing: TIMING,
  });
  await listener.open();
}

const notify = (payload: string) => other.query(`SELECT pg_notify('test "channel"', $1)`, [payload]);

test('tells of each notification', async () => {
  await open(database.url);
  await notify('one');
  await notify('two');
  await events.until('two');
  expect(events.all).toEqual(['listening', 'one', 'two']);
});

test('listens again after the server has ended the connection, and says so', async () => {
  await open(database.url);
  await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener' AND datname = current_database()`,
  );
  await events.until('listening', 2);
  await notify('after');
  await events.until('after');
  expect(events.all).toEqual(['listening', expect.stringMatching(/^LISTEN: /), 'listening', 'after']);
});

test('tries until the server is there again', async () => {
  const network = await Network.to(database.url);
  await open(network.url);
  await network.cut();
  await events.until('LISTEN: not connected again yet', 2);
  await network.mend();
  await events.until('listening', 2);
  await notify('after');
  await events.until('after');
  await listener?.close();
  await network.cut();
});

test('notices a network that has gone without a word', async () => {
  const network = await Network.to(database.url);
  await open(network.url);
  network.freeze();
  await events.until('LISTEN: no answer within 1 s');
  await events.until('listening', 2);
  await notify('after');
  await events.until('after');
  await listener?.close();
  await network.cut();
});

test('waits for no server that says nothing: while it connects, once it has, and for its goodbye', async () => {
  const network = await Network.to(database.url);
  await open(network.url);
  network.silence(true);
  await events.until('LISTEN: no answer within 1 s');
  await events.until('LISTEN: not connected again yet');
  network.silenceAt('SELECT pg_backend_pid()');
  network.speak();
  await events.until('LISTEN: not connected again yet', 2);
  await network.untilSilent(0);
  await events.until('listening', 2);
  network.silence();
  await listener?.close();
  await network.untilSilent(0);
  await network.cut();
});

test('notices that the server does not know of its LISTEN, as behind a pooler', async () => {
  const network = await Network.to(database.url);
  network.lose('LISTEN "test ""channel"""');
  await open(network.url);
  await events.until(
    'LISTEN: the server does not know of it; when a pooler is in between, IX_LISTEN_DATABASE_URL takes a direct connection',
  );
  await events.until('listening', 2);
  await notify('after');
  await events.until('after');
  await listener?.close();
  await network.cut();
});

test('a first connection that cannot be had is the caller’s to deal with', async () => {
  const network = await Network.to(database.url);
  await network.cut();
  await expect(open(network.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(events.all).toEqual([]);
});

test('holds the lock of its kind while it is connected, and again after a reconnect', async () => {
  const held = async () => {
    const { rows } = await other.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = 42 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]?.n;
  };
  await open(database.url, 'listener', 42);
  expect(await held()).toBe(1);
  await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener'`);
  await events.until('listening', 2);
  expect(await held()).toBe(1);
  await listener?.close();
  await expect.poll(held).toBe(0);
});

test('the server ends the session of a process that is frozen', async () => {
  const frozen = new Worker(new URL('frozen-listener.ts', import.meta.url), { workerData: { url: database.url, timing: TIMING } });
  await once(frozen, 'message');
  const sessions = async () => (await other.query(`SELECT FROM pg_stat_activity WHERE application_name = 'frozen'`)).rowCount;
  await expect.poll(sessions, { timeout: 10_000 }).toBe(0);
  await frozen.terminate();
});
