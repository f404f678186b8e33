/** What a postgres:// URL says, as libpq means it, in words that pg understands alike. What ix cannot do is refused by name. */
import { accessSync, constants } from 'node:fs';
import { WrongSetting } from './error.ts';

export interface ServerUrl {
  /** For pg. */
  readonly url: string;
  /** sslmode=allow and prefer: what to do where `url` is refused. */
  readonly otherwise: { readonly url: string; readonly after: (code: string | undefined) => boolean } | null;
  /** Host, port, setting and database, for messages. */
  readonly place: string;
  readonly database: string;
}

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Parameters of libpq that pg follows, too. */
const FOLLOWED = ['host', 'port', 'user', 'password', 'options', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation'];

/** ix has its own way of these, or they ask for what is so anyway. */
const IGNORED = new Set([
  ...['application_name', 'fallback_application_name', 'client_encoding', 'connect_timeout', 'target_session_attrs', 'channel_binding'],
  ...['gssencmode', 'keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout', 'uselibpqcompat'],
]);

/** The server lets nobody in without TLS, or not this user. Source: PostgreSQL 18 documentation, appendix A. */
const NOT_LET_IN = '28000';

/**
 * Without sslmode the connection is not encrypted. (libpq would prefer TLS.)
 * @param setting where the URL comes from.
 * @throws WrongSetting without any part of the URL that may be a password.
 */
export function readServerUrl(given: string, setting: string): ServerUrl {
  const parsed = parse(given, setting);
  const params = parametersOf(parsed, setting);
  const named = params.get('dbname') ?? decodeURIComponent(parsed.pathname.slice(1));
  params.delete('dbname');
  const database = named || params.get('user') || decodeURIComponent(parsed.username) || 'postgres';
  // pg does not decode these two.
  if (/[?#]/.test(named)) throw new WrongSetting(`${setting}: a database whose name has a ? or # in it is not supported.`);
  parsed.pathname = `/${encodeURI(named)}`;
  for (const file of ['sslcert', 'sslkey', 'sslrootcert']) refuseUnreadable(setting, file, params.get(file));

  const mode = params.get('sslmode');
  if (mode === 'verify-ca' && !params.has('sslrootcert')) {
    throw new WrongSetting(`${setting}: sslmode=verify-ca needs sslrootcert=<file>, the certificate to trust. Or use sslmode=verify-full.`);
  }
  const inMode = (sslmode: string | null, without: readonly string[] = []): string => {
    const url = new URL(parsed);
    const kept = new URLSearchParams([...params].filter(([name]) => !without.includes(name)));
    if (sslmode !== null) kept.set('sslmode', sslmode);
    kept.set('uselibpqcompat', 'true');
    url.search = kept.toString();
    return url.href;
  };
  const plain = () => inMode('disable');
  // Nothing is verified in these two modes, and with sslrootcert `require` would be.
  const encrypted = () => inMode('require', ['sslrootcert']);
  return {
    database,
    place: placeOf(parsed, params, database, setting),
    ...(mode === 'prefer'
      ? { url: encrypted(), otherwise: { url: plain(), after: () => true } }
      : mode === 'allow'
        ? { url: plain(), otherwise: { url: encrypted(), after: (code) => code === NOT_LET_IN } }
        : { url: inMode(mode), otherwise: null }),
  };
}

/** A URL of libpq may leave the host out behind a user. */
function parse(given: string, setting: string): URL {
  const text = given.replace(/^([^/]*\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost');
  const [, server = '', behind = ''] = /^[^/]*\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  if (server.slice(server.lastIndexOf('@') + 1).includes(',')) throw severalHosts(setting);
  // What is behind an @ or # that was not encoded may be a part of the password.
  if (!/[@#]/.test(behind) && isDecodable(text) && URL.canParse(text)) return new URL(text);
  throw new WrongSetting(
    `${setting} cannot be read. Expected postgres://user:password@host:port/database, where a name or password has %40 for @, %23 for #, %2F for /, %3F for ? and %25 for %.`,
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function parametersOf(url: URL, setting: string): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    // As libpq reads the URLs of JDBC.
    if (name === 'ssl' && value === 'true') params.set('sslmode', 'require');
    else if (name === 'dbname' || FOLLOWED.includes(name)) params.set(name, value);
    else if (!IGNORED.has(name)) {
      throw new WrongSetting(`${setting}: the parameter ${JSON.stringify(name)} is not supported. Supported: ${FOLLOWED.join(', ')}.`);
    }
  }
  const mode = params.get('sslmode');
  if (mode !== null && !MODES.includes(mode)) throw new WrongSetting(`${setting}: expected sslmode to be one of ${MODES.join(', ')}.`);
  if (params.get('host')?.includes(',') || params.get('port')?.includes(',')) throw severalHosts(setting);
  return params;
}

const severalHosts = (setting: string): WrongSetting =>
  new WrongSetting(`${setting} names several hosts, which is not supported. Expected one: a name or address that leads to the primary.`);

function refuseUnreadable(setting: string, name: string, file: string | null): void {
  if (file === null) return;
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new WrongSetting(`${setting}: the file of ${name}, ${file}, cannot be read.`);
  }
}

function placeOf({ hostname, port }: URL, params: URLSearchParams, database: string, setting: string): string {
  const host = params.get('host') ?? decodeURIComponent(hostname);
  const at = `${host || 'localhost'}:${params.get('port') ?? (port || '5432')}`;
  return `PostgreSQL at ${at} (${setting}), database "${database}"`;
}
