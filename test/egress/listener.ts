/** A really listening HTTP server that counts the connections made to it. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface Listener {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** @param tls a file here with key and certificate; true: the self-signed one. */
export async function listen(
  handler: RequestListener = (_, response) => response.end('hello'),
  { host = '127.0.0.1', port = 0, tls = false }: { host?: string; port?: number; tls?: boolean | string } = {},
): Promise<Listener> {
  const pem = readFileSync(new URL(typeof tls === 'string' ? tls : 'self-signed.pem', import.meta.url));
  const server = tls !== false ? createTlsServer({ key: pem, cert: pem }, handler) : createServer(handler);
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    port: address.port,
    connections: () => connections,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
