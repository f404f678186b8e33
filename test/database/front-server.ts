/** A server in front of a database, which speaks TLS with those who ask for it, and turns others away as PostgreSQL does. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** For `localhost`, signed by itself. Made for these tests: `openssl req -x509 -newkey ec -subj /CN=localhost …` */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUV6Cp3q8KCXrFrGhU1yzbgFmr7NkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI0MDEwMTAwMDAwMFoYDzIxMjMxMjA4
MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARDWp95iXnUxtApSshrg0WhB7qN712Va7J72gMsUwXloCRuCmlaJsjA
SS8IyCrJZgocXy8Nqw5F23sZlXivfrQvo2kwZzAdBgNVHQ4EFgQUnqd9eTnKmqZm
Ce3W/RGNt9FgsoUwHwYDVR0jBBgwFoAUnqd9eTnKmqZmCe3W/RGNt9FgsoUwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgQAcf20+QMEA0LlmFPJZedllWgtm0KjfFolSXAf91NQgCIBROpMAbpvtS
YgLGVQ5taKhcwcuihw4KHTJ9fSv1iHID
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcy+yG68SCjTFRpp8
FdtKtADwOe4GF9q4mpWvZ5LwTCqhRANCAARDWp95iXnUxtApSshrg0WhB7qN712V
a7J72gMsUwXloCRuCmlaJsjASS8IyCrJZgocXy8Nqw5F23sZlXivfrQv
-----END PRIVATE KEY-----
`;

const SSL_REQUEST = 80_877_103;

interface Doors {
  /** Lets those in who do not ask for TLS. */
  readonly plainToo?: boolean;
  /** So many of them. */
  readonly places?: number;
}

export class FrontServer {
  /** Connections that were let in, one word each. */
  readonly seen: ('encrypted' | 'plain')[] = [];
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, port: number, databaseUrl: string, { plainToo, places }: Required<Doors>) {
    this.#server = server;
    this.port = port;
    const { hostname, port: databasePort, pathname } = new URL(databaseUrl);
    server.on('connection', (client) => {
      const database = connect(Number(databasePort), hostname);
      for (const [one, other] of [
        [client, database],
        [database, client],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
      const join = (socket: Duplex, how: 'encrypted' | 'plain') => {
        this.seen.push(how);
        socket.on('error', () => {});
        socket.pipe(database).pipe(socket);
      };
      client.once('data', (first) => {
        if (first.readInt32BE(4) === SSL_REQUEST) {
          client.write('S');
          join(new TLSSocket(client, { isServer: true, key: KEY, cert: CERTIFICATE }), 'encrypted');
        } else if (!first.includes(pathname.slice(1))) {
          // Somebody who still looks for a server that had this port before: another test's.
          client.destroy();
        } else if (plainToo && this.seen.length === places) client.end(NO_PLACE);
        else if (plainToo) {
          database.write(first);
          join(client, 'plain');
        } else client.end(REFUSAL);
      });
    });
  }

  static async before(databaseUrl: string, { plainToo = false, places = Number.POSITIVE_INFINITY }: Doors = {}): Promise<FrontServer> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    return new FrontServer(server, address.port, databaseUrl, { plainToo, places });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** As pg_hba.conf with nothing but `hostssl` has PostgreSQL answer. */
const REFUSAL = errorResponse({ S: 'FATAL', C: '28000', M: 'no pg_hba.conf entry for host "127.0.0.1", no encryption' });

const NO_PLACE = errorResponse({ S: 'FATAL', C: '53300', M: 'sorry, too many clients already' });

function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([code, value]) => `${code}${value}\0`)
      .join('')}\0`,
  );
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
