/**
 * The one connection that LISTENs: it must stay the same, so it comes from no pool.
 *
 *   open ──connected, LISTEN──▶ listening ──ended, failed, a heartbeat without answer or registration──▶ away
 *                                   ▲                                                                      │
 *                                   └──────────────connected, LISTEN: told to look──────◀── backoff ───────┘
 *
 * A network that is cut without a word shows after heartbeat + patience at the latest. The socket is the listener's own, so that it can
 * be closed without the other side.
 */
import { Socket } from 'node:net';
import pg from 'pg';

export interface ListenerOptions {
  /** A direct connection: behind a pooler in transaction mode notifications go astray, which the heartbeat notices. */
  readonly url: string;
  readonly applicationName: string;
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  /** The connection is there (again): what was sent meanwhile is lost. */
  readonly onListening: () => void;
  /** The connection is lost, or could not be had again; it is tried again. */
  readonly onError: (error: Error) => void;
  /** Class of a shared advisory lock that is held while the connection lasts: those who count them count who is alive. */
  readonly presence?: number | undefined;
  readonly timing?: ListenerTiming;
}

/** Milliseconds. */
export interface ListenerTiming {
  /** Between heartbeats; also when TCP keep-alive begins. */
  readonly heartbeat: number;
  /** How long any answer may take; and a connection until it is there. */
  readonly patience: number;
  readonly connect: number;
  /** Waits between tries to connect again, doubled from the first up to the last. */
  readonly backoff: readonly [number, number];
}

const TIMING: ListenerTiming = { heartbeat: 10_000, patience: 5000, connect: 10_000, backoff: [1000, 30_000] };
/** For the other side to close a connection that is given up. */
const GOODBYE_MS = 1000;

export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | null = null;
  #socket: Socket | null = null;
  #listening = false;
  #timer: NodeJS.Timeout | null = null;
  readonly #timing: ListenerTiming;
  #wait: number;
  #closed = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#timing = options.timing ?? TIMING;
    this.#wait = this.#timing.backoff[0];
  }

  /** Resolves once it listens. @throws what kept it from that; then nothing is tried again. */
  async open(): Promise<void> {
    await this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#drop();
  }

  /** To all others that listen; lost while the connection is, and when it breaks. */
  async notify(payloads: readonly string[]): Promise<void> {
    if (this.#client === null || !this.#listening) return;
    const { channel } = this.#options;
    const text = 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload';
    // What went wrong shows at the next heartbeat.
    await this.#inTime(this.#client.query({ name: 'notify', text, values: [channel, payloads] })).catch(() => {});
  }

  async #connect(): Promise<void> {
    const { url, applicationName, channel, onNotification, onListening, presence } = this.#options;
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: this.#timing.connect,
      keepAlive: true,
      keepAliveInitialDelayMillis: this.#timing.heartbeat,
    });
    // From the start, so that close() finds it while it connects.
    this.#client = client;
    this.#socket = socket;
    // Until it listens, what goes wrong is told by what is awaited below.
    client.on('error', (error) => this.#listening && this.#lost(client, error));
    client.on('end', () => this.#listening && this.#lost(client, new Error('the server ended the connection')));
    let ownProcess: number | undefined;
    client.on('notification', ({ payload, processId }) => {
      if (payload !== undefined && processId !== ownProcess) onNotification(payload);
    });
    try {
      await client.connect();
      const { rows } = await this.#inTime(client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'));
      ownProcess = rows[0]?.pid;
      // A signal that is lost with the server is one that nobody can hear. A process that lives sends heartbeats: the server ends the
      // session of one that is frozen or cut off.
      const silence = 3 * this.#timing.heartbeat + this.#timing.patience;
      const session = `SET statement_timeout = 0; SET idle_session_timeout = ${silence}; SET synchronous_commit = off`;
      const alive = presence === undefined ? '' : `SELECT pg_advisory_lock_shared(${presence}, 0);`;
      await this.#inTime(client.query(`${session}; ${alive} LISTEN ${pg.escapeIdentifier(channel)}`));
    } catch (error) {
      if (this.#client === client) await this.#drop();
      throw error;
    }
    if (this.#client !== client) return;
    this.#listening = true;
    this.#wait = this.#timing.backoff[0];
    this.#timer = setTimeout(() => void this.#beat(client), this.#timing.heartbeat);
    onListening();
  }

  async #beat(client: pg.Client): Promise<void> {
    try {
      const text = 'SELECT $1 IN (SELECT pg_listening_channels()) AS listening';
      const { rows } = await this.#inTime(client.query<{ listening: boolean }>(text, [this.#options.channel]));
      if (rows[0]?.listening !== true)
        throw new Error('the server does not know of it; when a pooler is in between, IX_LISTEN_DATABASE_URL takes a direct connection');
      if (this.#client === client) this.#timer = setTimeout(() => void this.#beat(client), this.#timing.heartbeat);
    } catch (error) {
      this.#lost(client, error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #inTime<T>(asked: Promise<T>, patience = this.#timing.patience): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`no answer within ${patience / 1000} s`)), patience);
    try {
      return await Promise.race([asked, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Once a client: what else it says is not heard. */
  #lost(client: pg.Client, error: Error): void {
    if (this.#client !== client || this.#closed) return;
    void this.#drop();
    this.#options.onError(new Error(`LISTEN: ${error.message}`, { cause: error }));
    this.#later();
  }

  #later(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#connect().catch((error: unknown) => {
        if (this.#closed) return;
        this.#options.onError(new Error('LISTEN: not connected again yet', { cause: error }));
        this.#later();
      });
    }, this.#wait);
    this.#wait = Math.min(this.#wait * 2, this.#timing.backoff[1]);
  }

  async #drop(): Promise<void> {
    const [client, socket] = [this.#client, this.#socket];
    this.#client = null;
    this.#socket = null;
    this.#listening = false;
    if (client === null) return;
    client.removeAllListeners();
    // A connection that breaks while it is closed is closed.
    client.on('error', () => {});
    await this.#inTime(client.end(), GOODBYE_MS).catch(() => {});
    socket?.destroy();
  }
}
