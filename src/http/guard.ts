/**
 * Who may talk to ix: no web page of somebody else's; and while there are no keys, programs and people on this machine alone.
 *
 * A page on another site can make a browser send requests to 127.0.0.1. By a name of its own that resolves to 127.0.0.1 (DNS
 * rebinding) it could even read the answers: its Host header gives it away. Writes sent across sites carry Sec-Fetch-Site or, in
 * older browsers, Origin; curl and programs send neither.
 */
import { BlockList, isIPv4 } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import type { AppDeps, AppEnv } from './deps.ts';
import type { Front } from './front.ts';
import { Problem } from './problem.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');

/** `localhost`, names below it (RFC 6761), 127.0.0.0/8 and ::1; `host` as URL.hostname spells it. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || (isIPv4(name) && LOOPBACK.check(name));
}

/** Where keys say who is let in, whoever has one may come by any name of this host. */
export const guard =
  ({ authenticator, front }: Pick<AppDeps, 'authenticator' | 'front'>): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    if (!authenticator.closed) requireLoopback(c);
    if (URL.parse(c.req.url) === null) throw new Problem('unreadable', 'Host: expected the name or the address of a host');
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) && isCrossSite(c, front)) {
      throw new Problem('cross-site', 'expected a request from a program or from a page of this ix, not from a page of another site');
    }
    await next();
  };

function requireLoopback(c: Context<AppEnv>): void {
  const named = c.req.header('host');
  const names = [hostnameOf(c.req.url), ...(named === undefined ? [] : [hostnameOf(`http://${named}`)])];
  for (const name of names) {
    if (name === null || !isLoopbackHost(name)) {
      throw new Problem('foreign-host', 'Host: expected localhost or a loopback address; ix without keys answers this machine only');
    }
  }
}

function isCrossSite(c: Context<AppEnv>, front: Front): boolean {
  const site = c.req.header('sec-fetch-site');
  // `same-site` is another port of this machine: another program's page.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  return origin !== undefined && !front.isOwn(c, origin);
}

/** Null where no host can be read: a Host of digits alone makes no URL. */
const hostnameOf = (url: string): string | null => URL.parse(url)?.hostname ?? null;
