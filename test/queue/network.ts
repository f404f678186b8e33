/** A network between a client and the database, which can be cut, frozen, and made to lose a statement. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export class Network {
  /** The database, through it. */
  readonly url: string;
  readonly #server: Server;
  readonly #port: number;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #lost: string | null = null;

  private constructor(server: Server, port: number, databaseUrl: string) {
    const url = new URL(databaseUrl);
    this.#target = { host: url.hostname, port: Number(url.port) };
    url.hostname = '127.0.0.1';
    url.port = String(port);
    this.url = url.href;
    this.#port = port;
    this.#server = server;
    server.on('connection', (socket) => this.#join(socket, connect(this.#target)));
  }

  static async to(databaseUrl: string): Promise<Network> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    return new Network(server, address.port, databaseUrl);
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
    server.pipe(client);
    client.pipe(new Transform({ transform: (chunk: Buffer, _, done) => done(null, this.#without(chunk)) })).pipe(server);
  }

  #without(chunk: Buffer): Buffer {
    const at = this.#lost === null ? -1 : chunk.indexOf(this.#lost);
    if (this.#lost === null || at < 0) return chunk;
    chunk.write('SELECT 1'.padEnd(this.#lost.length), at);
    this.#lost = null;
    return chunk;
  }
}
