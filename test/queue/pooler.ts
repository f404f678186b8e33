/**
 * A pooler in transaction mode, as PgBouncer is one: each transaction of a client gets the next free of a few sessions, which it shares
 * with all other clients. What a client leaves in a session is another's to find. It knows no passwords and cancels nothing.
 */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';

const SSL_REQUEST = 80_877_103;
/** AuthenticationOk, the encoding, a key nobody needs, ReadyForQuery: what a client hears before its first statement. */
const WELCOME = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('S', Buffer.from('client_encoding\0UTF8\0')),
  message('K', Buffer.alloc(8)),
  message('Z', Buffer.from('I')),
]);
const ROLLBACK = message('Q', Buffer.from('ROLLBACK\0'));

interface Session {
  readonly client: pg.Client;
  readonly socket: Duplex;
  /** Who has its present transaction; null: nobody, or one who has gone in the middle of it. */
  owner: Socket | null;
}

export class TransactionPooler {
  readonly url: string;
  /** Transactions that got another session than their client had before. */
  switches = 0;
  readonly #server: Server;
  readonly #sessions: Session[];
  readonly #free: Session[];
  readonly #waiting: { readonly owner: Socket; readonly give: (session: Session) => void }[] = [];
  readonly #clients = new Set<Socket>();

  private constructor(server: Server, sessions: Session[], url: string) {
    this.#server = server;
    this.#sessions = sessions;
    this.#free = [...sessions];
    this.url = url;
    for (const session of sessions) this.#serve(session);
    server.on('connection', (client) => this.#accept(client));
  }

  static async open(databaseUrl: string, size: number): Promise<TransactionPooler> {
    const sessions = await Promise.all(
      Array.from({ length: size }, async (): Promise<Session> => {
        const client = new pg.Client({ connectionString: databaseUrl, application_name: 'pooler' });
        await client.connect();
        // From here on its bytes are the clients'.
        const socket = client.connection.stream;
        socket.removeAllListeners('data');
        return { client, socket, owner: null };
      }),
    );
    const server = createServer({ noDelay: true });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    return new TransactionPooler(server, sessions, url.href);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    await closed;
    await Promise.all(
      this.#sessions.map(async ({ client, socket }) => {
        client.on('error', () => {});
        const ended = once(socket, 'close');
        socket.end(message('X', Buffer.alloc(0)));
        socket.resume();
        await ended;
      }),
    );
  }

  #accept(client: Socket): void {
    this.#clients.add(client);
    let greeted = false;
    let held: Session | null = null;
    let before: Session | null = null;
    const unsent: Buffer[] = [];
    const read = framed((frame) => {
      if (frame[0] === 0x58) return void client.end();
      unsent.push(frame);
      if (held?.owner === client) return void held.socket.write(Buffer.concat(unsent.splice(0)));
      // One that waits already gets all that came meanwhile.
      if (unsent.length > 1) return;
      this.#acquire(client, (session) => {
        if (before !== null && before !== session) this.switches++;
        held = before = session;
        session.owner = client;
        session.socket.write(Buffer.concat(unsent.splice(0)));
      });
    });
    client.on('data', (chunk: Buffer) => {
      if (greeted) return read(chunk);
      // The startup packets come whole: they are short, and a client waits for the answer to each.
      if (chunk.readInt32BE(4) === SSL_REQUEST) return void client.write('N');
      greeted = true;
      client.write(WELCOME);
    });
    client.on('error', () => {});
    client.on('close', () => {
      this.#clients.delete(client);
      if (held?.owner !== client) return;
      held.owner = null;
      held.socket.write(ROLLBACK);
    });
  }

  #serve(session: Session): void {
    session.socket.on(
      'data',
      framed((frame) => {
        const { owner } = session;
        if (owner !== null) owner.write(frame);
        // ReadyForQuery, outside a transaction.
        if (frame[0] !== 0x5a || frame[5] !== 0x49) return;
        session.owner = null;
        let next = this.#waiting.shift();
        while (next?.owner.destroyed) next = this.#waiting.shift();
        if (next === undefined) this.#free.push(session);
        else next.give(session);
      }),
    );
  }

  #acquire(owner: Socket, give: (session: Session) => void): void {
    const session = this.#free.shift();
    if (session === undefined) this.#waiting.push({ owner, give });
    else give(session);
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Bytes as they come → whole messages (type, length, body). */
function framed(take: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const size = rest.length < 5 ? Number.POSITIVE_INFINITY : rest.readInt32BE(1) + 1;
      if (rest.length < size) return;
      const frame = rest.subarray(0, size);
      rest = rest.subarray(size);
      take(frame);
    }
  };
}
