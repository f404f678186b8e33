/** A network between a client and the database, which can be cut, frozen, silenced, and made to lose or refuse a statement. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export class Network {
  /** The database, through it. */
  readonly url: string;
  readonly #server: Server;
  readonly #port: number;
  #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  /** Client → server. */
  readonly #servers = new Map<Socket, Socket>();
  /** Connections that say nothing any more, until their client closes them. */
  readonly #silent = new Set<Socket>();
  #allSilent = false;
  #slowMs = 0;
  #changed = Promise.withResolvers<void>();
  #lost: string | null = null;
  #at: { readonly statement: string; readonly act: (client: Socket) => void } | null = null;

  private constructor(server: Server, port: number, databaseUrl: string) {
    const url = new URL(databaseUrl);
    this.#target = placeOf(url);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    this.url = url.href;
    this.#port = port;
    this.#server = server;
    server.on('connection', (socket) => {
      this.#join(socket, connect(this.#target));
      if (this.#allSilent) this.#silence(socket);
    });
  }

  static async to(databaseUrl: string): Promise<Network> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    return new Network(server, address.port, databaseUrl);
  }

  /** From now on it leads to another server, with the same database, user and password; connections there are stay where they are. */
  lead(databaseUrl: string): void {
    this.#target = placeOf(new URL(databaseUrl));
  }

  /** Ends all connections and takes no more. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** After a cut: there again, at the same place. */
  async mend(): Promise<void> {
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
  }

  /** Nothing more comes through the connections there are, and none of them is ended. */
  freeze(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** What a client sends takes so many milliseconds more on its way; 0: none. */
  slow(ms: number): void {
    this.#slowMs = ms;
  }

  /** Nothing is passed on through the connections there are, though it is taken. @param andNew nor through new ones, until `speak`. */
  silence(andNew = false): void {
    this.#allSilent = andNew;
    for (const socket of this.#servers.keys()) this.#silence(socket);
  }

  /** New connections pass again. */
  speak(): void {
    this.#allSilent = false;
  }

  /** Silent connections that their client has not closed. */
  get silent(): number {
    return this.#silent.size;
  }

  async untilSilent(atMost: number): Promise<void> {
    while (this.#silent.size > atMost) await this.#changed.promise;
  }

  /** The next time this statement is sent, its connection is cut instead. */
  cutAt(statement: string): void {
    this.#at = { statement, act: (client) => client.destroy() };
  }

  /** The next time this statement is sent, its connection falls silent instead. */
  silenceAt(statement: string): void {
    this.#at = { statement, act: (client) => this.#silence(client) };
  }

  /** The next time this statement is sent, the server gets one that does nothing. */
  lose(statement: string): void {
    this.#lost = statement;
  }

  #join(client: Socket, server: Socket): void {
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    this.#servers.set(client, server);
    client.on('close', () => {
      this.#servers.delete(client);
      this.#silent.delete(client);
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    });
    server.pipe(client);
    const passed = new Transform({
      transform: (chunk: Buffer, _, done) => {
        if (this.#at === null || chunk.indexOf(this.#at.statement) < 0) {
          if (this.#slowMs > 0) setTimeout(() => done(null, this.#without(chunk)), this.#slowMs);
          else done(null, this.#without(chunk));
          return;
        }
        this.#at.act(client);
        this.#at = null;
      },
    });
    client.pipe(passed).pipe(server);
  }

  #silence(client: Socket): void {
    this.#silent.add(client);
    for (const socket of [client, this.#servers.get(client)]) socket?.unpipe().resume();
  }

  #without(chunk: Buffer): Buffer {
    const at = this.#lost === null ? -1 : chunk.indexOf(this.#lost);
    if (this.#lost === null || at < 0) return chunk;
    chunk.write('SELECT 1'.padEnd(this.#lost.length), at);
    this.#lost = null;
    return chunk;
  }
}

const placeOf = ({ hostname, port }: URL) => ({ host: hostname, port: Number(port) });
