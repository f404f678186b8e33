/** Which addresses ix may connect to: the public internet, and what the operator's allow-list adds. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

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

/** What the operator opens beside the public internet. */
export interface AllowList {
  /** The name itself is listed: whatever it resolves to may be reached. */
  readonly name: (host: string) => boolean;
  readonly address: (address: Address) => boolean;
}

/**
 * @param entries host names (`intranet.example`), addresses (`::1`) and CIDRs (`10.0.0.0/8`).
 * @throws TypeError naming the entry that is none of these.
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const names = new Set<string>();
  const ranges: [Address, number][] = [];
  for (const entry of entries) {
    const address = parseAddress(entry);
    if (address !== null) ranges.push([address, address instanceof ipaddr.IPv4 ? 32 : 128]);
    else if (ipaddr.isValidCIDR(entry)) ranges.push(ipaddr.parseCIDR(entry));
    else names.add(parseName(entry));
  }
  return {
    name: (host) => names.has(canonicalName(host)),
    address: (address) => ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits)),
  };
}

function parseName(entry: string): string {
  const url = URL.canParse(`http://${entry}/`) ? new URL(`http://${entry}/`) : null;
  if (url === null || /[:*@/?#]/.test(entry))
    throw new TypeError(`IX_EGRESS_ALLOW: ${JSON.stringify(entry)} is not a host name, an address or a CIDR`);
  return canonicalName(url.hostname);
}

const canonicalName = (host: string): string => host.toLowerCase().replace(/\.$/, '');
