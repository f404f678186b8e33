/** Where this ix and its database listen: what no file and no callback is ever fetched from or sent to. */
import type { Config } from '../config.ts';
import type { OwnPlace } from '../egress/egress.ts';

const POSTGRES_PORT = 5432;

/** The API's port as it is set: a worker runs beside an API of another process. */
export const apiPlaces = ({ IX_PORT: port }: Config): OwnPlace[] => (port === 0 ? [] : [{ host: null, port }]);

/**
 * The server, or servers, of a connection URL as libpq reads it: several between commas, and `host` and `port` of the query before what stands
 * in its place. A server that is reached by a socket in a folder may listen on its port as well.
 */
export function databasePlaces(url: string): OwnPlace[] {
  const [, authority = '', query = ''] = /^\w+:\/\/(?:[^@/?]*@)?([^/?]*)[^?]*(?:\?(.*))?$/s.exec(url) ?? [];
  const places = authority.split(',').map((place) => /^(.*?)(?::(\d*))?$/s.exec(place) ?? []);
  const asked = new URLSearchParams(query);
  const hosts = asked.get('host')?.split(',') ?? places.map(([, host = '']) => decodeURIComponent(host));
  const ports = asked.get('port')?.split(',') ?? places.map(([, , port = '']) => port);
  return hosts.map((host, i) => ({
    host: host === '' || host.startsWith('/') ? null : host,
    port: Number(ports[i] ?? ports.at(-1)) || POSTGRES_PORT,
  }));
}
