/**
 * What stands before this ix: the address people call it by (IX_PUBLIC_URL), and the proxies whose word is taken for who called and how
 * (IX_TRUST_PROXY). What anybody else says in X-Forwarded-… is not looked at.
 */
import { BlockList, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { AppEnv } from './deps.ts';

export interface FrontOptions {
  readonly publicUrl: string | null;
  /** `10.0.0.0/8`, `::1/128`, or single addresses. */
  readonly trustProxy: readonly string[];
}

export class Front {
  readonly #public: URL | null;
  readonly #trusted = new BlockList();

  constructor({ publicUrl, trustProxy }: FrontOptions) {
    this.#public = publicUrl === null ? null : new URL(publicUrl);
    for (const place of trustProxy) {
      const [address = '', bits] = place.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(bits), family);
    }
  }

  /** Whether a page at this origin is one of ours. */
  isOwn(c: Context<AppEnv>, origin: string): boolean {
    return origin === this.originOf(c) || origin === this.#public?.origin;
  }

  /** Where the caller reached us, `https://ix.example.com`. */
  originOf(c: Context<AppEnv>): string {
    const { origin, protocol, host } = new URL(c.req.url);
    if (!this.#isTrusted(c)) return origin;
    const proto = last(c.req.header('x-forwarded-proto'));
    const named = last(c.req.header('x-forwarded-host')) ?? host;
    return URL.parse(`${proto === 'https' || proto === 'http' ? proto : protocol.slice(0, -1)}://${named}`)?.origin ?? origin;
  }

  /** Where a path of ours is for a browser that is sent back to us: below IX_PUBLIC_URL, or where the caller reached us. */
  urlOf(c: Context<AppEnv>, path: string): string {
    return (this.#public?.href ?? this.originOf(c)).replace(/\/$/, '') + path;
  }

  /** Whether what a browser is given to hold may be kept to encrypted connections. */
  isSecure(c: Context<AppEnv>): boolean {
    return this.originOf(c).startsWith('https:') || this.#public?.protocol === 'https:';
  }

  /** Who called: the nearest address that is no proxy of ours. Null: there is no connection. */
  callerOf(c: Context<AppEnv>): string | null {
    const peer = peerOf(c);
    if (peer === null || !this.#isTrusted(c)) return peer;
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    return hops.findLast((hop) => hop !== '' && !this.#holds(hop)) ?? peer;
  }

  #isTrusted(c: Context<AppEnv>): boolean {
    const peer = peerOf(c);
    return peer !== null && this.#holds(peer);
  }

  #holds(address: string): boolean {
    return this.#trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

/** An IPv4 caller of a socket that takes both is written as IPv4. */
const peerOf = (c: Context<AppEnv>): string | null => c.env?.incoming?.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? null;

/** What the nearest proxy added. */
const last = (header: string | undefined): string | undefined => header?.split(',').at(-1)?.trim();
