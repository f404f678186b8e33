/** The one door out of ix: HTTP requests to public addresses, and to what the operator allows. Files and callbacks go through it. */
import { lookup } from 'node:dns/promises';
import type { LookupFunction, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Agent, buildConnector, request as undiciRequest } from 'undici';
import { type Address, type AllowList, isPublic, parseAddress, parseAllowList } from './addresses.ts';
import { certificateError, EgressError } from './errors.ts';
import { atAddresses, isOwn, type OwnPlace } from './own-places.ts';

export { EgressError, type EgressFailure, explainNetworkError } from './errors.ts';
export type { OwnPlace } from './own-places.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface EgressOptions {
  /** Host names, addresses and CIDRs beside the public internet (IX_EGRESS_ALLOW). */
  readonly allow: readonly string[];
  /** What is never reached, asked for each connection. */
  readonly own?: () => readonly OwnPlace[];
  /** Host name → all its addresses; the system's resolver unless a test brings its own. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

export interface EgressRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly signal?: AbortSignal;
  /** One deadline over name look-up, connect, headers and body. */
  readonly timeoutSeconds: number;
  /** Most bytes of the answer's body that are taken. */
  readonly maxBytes: number;
  /** A longer body is an error, or is cut. */
  readonly overflow: 'error' | 'truncate';
}

export interface EgressAnswer {
  readonly status: number;
  /** Names in lower case; values of a repeated header joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
}

export interface Egress {
  /** For clients that speak HTTP themselves: every connection it opens is guarded. */
  agent(): Promise<Agent>;
  /**
   * Why nothing would be sent there, as far as the URL alone tells: its address is written out, and may not be reached. Null: it may, or it
   * is a name, which is judged when it is looked up.
   */
  refusalOf(url: string): string | null;
  /**
   * Redirects are not followed: a 3xx is an answer like any other.
   * @throws EgressError in plain words; `signal.reason` once `signal` aborts; other errors for `explainNetworkError`.
   */
  request(url: string, options: EgressRequest): Promise<EgressAnswer>;
  close(): Promise<void>;
}

/** @throws TypeError when an entry of `allow` is neither a host name, an address nor a CIDR. */
export function createEgress({ allow, own = () => [], resolve = (host) => lookup(host, { all: true }) }: EgressOptions): Egress {
  const rules: Rules = { allow: parseAllowList(allow), own, resolve };
  let opened: Promise<Door> | null = null;
  const open = () => (opened ??= openDoor(rules));
  return {
    agent: async () => (await open()).agent,
    refusalOf: (url) => literalRefusal(url, rules),
    request: (url, options) => request(open, url, options),
    close: async () => {
      await (await opened)?.agent.destroy();
    },
  };
}

interface Rules {
  readonly allow: AllowList;
  readonly own: () => readonly OwnPlace[];
  readonly resolve: NonNullable<EgressOptions['resolve']>;
}

interface Door {
  readonly agent: Agent;
  readonly send: typeof undiciRequest;
}

/** When something first goes out: undici is a tenth of all that ix loads, and many a process sends nothing. */
async function openDoor(rules: Rules): Promise<Door> {
  const { Agent, buildConnector, request: send } = await import('undici');
  const agent = new Agent({
    connect: guardedConnector(buildConnector, rules),
    allowH2: false,
    // The caller's one deadline rules.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { agent, send };
}

/** A connection attempt nobody waits for any more ends by itself after this. */
const CONNECT_TIMEOUT_MS = 60_000;

/**
 * Checks where a connection would go, then connects to exactly the addresses it checked: a name that resolves otherwise a moment
 * later changes nothing.
 */
function guardedConnector(build: typeof buildConnector, rules: Rules): buildConnector.connector {
  return (options, callback) => {
    const target = { host: options.hostname, port: portOf(options) };
    vet(target, rules).then(
      ({ addresses, refusalAt }) => {
        const connect = build({
          allowH2: false,
          timeout: CONNECT_TIMEOUT_MS,
          lookup: answering(addresses),
          // Judged below, while the certificate can still be read. A resumed session would skip the host name, so none is kept.
          rejectUnauthorized: false,
          maxCachedSessions: 0,
        });
        connect(options, (error, socket) => {
          if (error !== null) return callback(error, null);
          const fault = refusalAt(socket.remoteAddress ?? '') ?? certificateFault(socket);
          if (fault === null) return callback(null, socket);
          socket.destroy();
          callback(fault, null);
        });
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** As undici and URLs have it: empty where it is the scheme's own. */
const portOf = ({ port, protocol }: { readonly port: string; readonly protocol: string }): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

interface Vetted {
  readonly addresses: readonly ResolvedAddress[];
  /** Null: it may be reached. */
  readonly refusalAt: (address: string) => EgressError | null;
}

/** @throws EgressError when the target is, or has among its addresses, one that may not be reached. */
async function vet(target: Target, { allow, own, resolve }: Rules): Promise<Vetted> {
  const literal = parseAddress(target.host);
  const addresses =
    literal === null ? await resolve(target.host) : [{ address: literal.toString(), family: literal.kind() === 'ipv4' ? 4 : 6 }];
  if (addresses.length === 0) throw new EgressError('network', 'host name not found');
  // Names are looked up only where the port is one of ix's own.
  const places = await atAddresses(
    own().filter(({ port }) => port === target.port),
    resolve,
  );
  const refusalAt = (address: string) => refusal(target, parseAddress(address), allow, places);
  for (const { address } of addresses) {
    const refused = refusalAt(address);
    if (refused !== null) throw refused;
  }
  return { addresses, refusalAt };
}

function literalRefusal(url: string, { allow, own }: Rules): string | null {
  const parsed = URL.parse(url);
  const address = parsed === null ? null : parseAddress(parsed.hostname);
  if (parsed === null || address === null || !/^https?:$/.test(parsed.protocol)) return null;
  return refusal({ host: parsed.hostname, port: portOf(parsed) }, address, allow, own())?.message ?? null;
}

/**
 * Null: the address may be reached, and is the target's. Says nothing of what a name resolves to: that is the operator's network, not the
 * submitter's business.
 */
function refusal({ host, port }: Target, address: Address | null, allow: AllowList, places: readonly OwnPlace[]): EgressError | null {
  if (address === null || !(isPublic(address) || allow.name(host, port) || allow.address(address, port))) {
    const what = parseAddress(host) === null ? 'resolves to an address that is not public' : 'is not a public address';
    return new EgressError('refused', `${host} ${what}; add it to IX_EGRESS_ALLOW to reach it`);
  }
  if (isOwn(address, port, places))
    return new EgressError('refused', `port ${port} of ${host} is one of ix itself, which is never reached`);
  return null;
}

/** What is wrong with the other side's certificate; null: nothing, or there is none. Nothing was sent to it yet. */
function certificateFault(socket: Socket): EgressError | null {
  if (!(socket instanceof TLSSocket) || socket.authorized) return null;
  return certificateError(String(socket.authorizationError), socket.getPeerCertificate(), new Date());
}

/** A look-up for `net.connect` that already knows the answer. */
function answering(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (host, options, callback) => {
    const first = addresses[0];
    if (options.all === true) callback(null, [...addresses]);
    else if (first !== undefined) callback(null, first.address, first.family);
    else callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '');
  };
}

async function request(open: () => Promise<Door>, url: string, options: EgressRequest): Promise<EgressAnswer> {
  const target = parseUrl(url);
  options.signal?.throwIfAborted();
  // Not AbortSignal.timeout: that stays until its time has come, however long ago the answer has.
  const abort = new AbortController();
  const { signal } = abort;
  const late = () => abort.abort(new EgressError('timeout', `no complete answer within ${options.timeoutSeconds} s`));
  const timer = setTimeout(late, Math.ceil(options.timeoutSeconds * 1000));
  const stop = () => abort.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    const { agent: dispatcher, send } = await open();
    const sent = send(target, {
      dispatcher,
      method: options.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', ...lowerCased(options.headers ?? {}) },
      body: options.body ?? null,
      signal,
    });
    // undici hears of the abort only once it is connected.
    const answer = await Promise.race([sent, rejectionOf(signal)]);
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]));
    if (options.overflow === 'error' && Number(headers['content-length']) > options.maxBytes) {
      // Destroying a body that was not read in full emits an error nobody else waits for.
      answer.body.on('error', () => {}).destroy();
      throw tooLarge(options.maxBytes);
    }
    return { status: answer.statusCode, headers, ...(await readBody(answer.body, options)) };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function parseUrl(url: string): URL {
  if (!URL.canParse(url)) throw new EgressError('refused', 'not a URL');
  const target = new URL(url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new EgressError('refused', `${target.protocol} URLs are not reached; http: and https: are`);
  if (target.username !== '' || target.password !== '')
    throw new EgressError('refused', 'the URL carries a user name or password; send them in a header instead');
  return target;
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

async function readBody(stream: AsyncIterable<Uint8Array>, options: EgressRequest): Promise<{ body: Uint8Array; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let room = options.maxBytes;
  for await (const chunk of stream) {
    if (chunk.length > room) {
      if (options.overflow === 'error') throw tooLarge(options.maxBytes);
      // Leaving the loop closes the connection: the rest is not read.
      chunks.push(chunk.subarray(0, room));
      return { body: Buffer.concat(chunks), truncated: true };
    }
    chunks.push(chunk);
    room -= chunk.length;
  }
  return { body: Buffer.concat(chunks), truncated: false };
}

const tooLarge = (maxBytes: number): EgressError => new EgressError('too_large', `the answer is larger than ${maxBytes} bytes`);
