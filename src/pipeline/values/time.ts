/** Equality of times of day as they are written. */

const TIME = /^(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * True when two times (HH:MM[:SS][offset]) say the same: unwritten seconds are 00, an offset counts only where both have one
 * (documents rarely print it), and `Z` is `+00:00`.
 */
export function sameTime(one: string, other: string): boolean {
  const [, time, seconds = '00', zone] = TIME.exec(one) ?? [];
  const [, otherTime, otherSeconds = '00', otherZone] = TIME.exec(other) ?? [];
  if (time === undefined || time !== otherTime || seconds !== otherSeconds) return false;
  return zone === undefined || otherZone === undefined || zone.replace('Z', '+00:00') === otherZone.replace('Z', '+00:00');
}
