/** Which addresses ix may connect to: the public internet, and what the operator's allow-list adds. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Global unicast, the only IPv6 space in public use (IANA, ipv6-address-space). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** NAT64 (RFC 6052): the address of an IPv4 host in its last four bytes. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/**
 * Parts of 2000::/3 that are not plain hosts and that ipaddr.js calls unicast or may come to call so
 * (IANA, iana-ipv6-special-registry): protocol assignments with Teredo, documentation, 6to4.
 */
const NOT_HOSTS = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((cidr) => ipaddr.IPv6.parseCIDR(cidr));

/** An address in any notation the C library takes (decimal, octal, hex, short; `[…]` around IPv6); null when it is a name. */
export function parseAddress(text: string): Address | null {
  const bracketed = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  // ipaddr.js takes ::1.2.3.4 for ::ffff:1.2.3.4; with a leading zero it reads what is written.
  const bare = bracketed.replace(/^::(?=\d+\.)/, '0::');
  return ipaddr.isValid(bare) ? unmapped(ipaddr.parse(bare)) : null;
}

/** ::ffff:a.b.c.d reaches the IPv4 host a.b.c.d, and is judged as it. */
function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** False for everything that is not a host of the public internet: private, loopback, link-local, shared, reserved, multicast … */
export function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  if (address.zoneId !== undefined) return false;
  if (address.match(NAT64)) return isPublic(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return address.match(GLOBAL_UNICAST) && !NOT_HOSTS.some((range) => address.match(range)) && address.range() === 'unicast';
}

/** What the operator opens beside the public internet; an entry with a port opens that port alone. */
export interface AllowList {
  /** The name itself is listed: whatever it resolves to may be reached. */
  readonly name: (host: string, port: number) => boolean;
  readonly address: (address: Address, port: number) => boolean;
}

interface Range {
  readonly first: Address;
  /** Leading bits that an address shares with it. */
  readonly bits: number;
}

/**
 * @param entries host names (`intranet.example`), addresses in full (`10.0.0.1`, `::1`) and CIDRs (`10.0.0.0/8`, `fd00::/8`), each with a
 *   port behind it or without (`intranet.example:8080`, `10.0.0.0/8:443`, `[fd00::/8]:443`). Other notations of an address, such as `10`
 *   for 0.0.0.10 or `0/0` for all there are, are refused: they are not what they look like.
 * @throws TypeError naming the entry that is none of these.
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const parsed = entries.map(parseEntry);
  const open = (port: number) => parsed.filter((entry) => entry.port === null || entry.port === port).map(({ target }) => target);
  return {
    name: (host, port) => open(port).includes(canonicalName(host)),
    address: (address, port) =>
      open(port).some(
        (target) => typeof target !== 'string' && target.first.kind() === address.kind() && address.match(target.first, target.bits),
      ),
  };
}

/** @returns a name or a range, and its port; null: all ports. */
function parseEntry(entry: string): { readonly target: string | Range; readonly port: number | null } {
  // An IPv6 address has colons of its own: with a port it stands in brackets.
  const isBare = !entry.startsWith('[') && /:.*:/.test(entry);
  const [, text = '', digits] = isBare ? [entry, entry] : (/^(.*?)(?::(\d{1,5}))?$/s.exec(entry) ?? []);
  const port = digits === undefined ? null : Number(digits);
  const target = rangeIn(text.replace(/^\[(.*:.*)\]$/, '$1')) ?? nameIn(text);
  if (target !== null && (port === null || (port > 0 && port < 65_536))) return { target, port };
  const expected = 'intranet.example, 10.0.0.1, ::1 or 10.0.0.0/8, with a port behind it (10.0.0.1:8080, [::1]:8080) or without';
  throw new TypeError(`${JSON.stringify(entry)} is not a host name, an address or a CIDR in full; expected e.g. ${expected}`);
}

function rangeIn(text: string): Range | null {
  const [, address = '', digits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  const first = version === 0 ? null : parseAddress(address);
  if (first === null) return null;
  const width = version === 4 ? 32 : 128;
  const bits = digits === undefined ? width : Number(digits);
  // Addresses of IPv4 that are written as IPv6 are judged as what they are.
  const own = version === 6 && first.kind() === 'ipv4' ? bits - 96 : bits;
  return bits > width || own < 0 ? null : { first, bits: own };
}

function nameIn(text: string): string | null {
  const name = /[:*@/?#\\\s]/.test(text) ? undefined : URL.parse(`http://${text}/`)?.hostname;
  return name === undefined || isIP(name) !== 0 ? null : canonicalName(name);
}

const canonicalName = (host: string): string => host.toLowerCase().replace(/\.$/, '');
