/** What is never reached, whatever the operator allows: ix's own API and its database, by whichever name or address. */
import { networkInterfaces } from 'node:os';
import { type Address, parseAddress } from './addresses.ts';

/** A port of ix's own. */
export interface OwnPlace {
  /** A name or an address; null: this machine, by any of its addresses. */
  readonly host: string | null;
  readonly port: number;
}

/** The places as addresses: names are looked up. One that cannot be leads nowhere, for others as for ix itself. */
export async function atAddresses(
  places: readonly OwnPlace[],
  resolve: (host: string) => Promise<readonly { readonly address: string }[]>,
): Promise<OwnPlace[]> {
  const each = places.map(async (place) => {
    if (place.host === null || parseAddress(place.host) !== null) return [place];
    const addresses = await resolve(place.host).catch(() => []);
    return addresses.map(({ address }) => ({ ...place, host: address }));
  });
  return (await Promise.all(each)).flat();
}

/** Whether one of the places, as far as they are given by address, is there. */
export function isOwn(address: Address, port: number, places: readonly OwnPlace[]): boolean {
  return places.some(({ host, port: own }) => {
    if (own !== port) return false;
    if (host === null) return isThisMachine(address);
    const at = parseAddress(host);
    return at !== null && (at.toString() === address.toString() || (isThisMachine(at) && isThisMachine(address)));
  });
}

function isThisMachine(address: Address): boolean {
  const range = address.range();
  if (range === 'loopback' || range === 'unspecified') return true;
  const interfaces = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return interfaces.some((entry) => parseAddress(entry.address)?.toString() === address.toString());
}
