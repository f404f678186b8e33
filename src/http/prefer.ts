/** `Prefer` (RFC 7240): what the caller would like of an answer. Preferences that are unknown or make no sense are ignored, as it asks. */

/** Longest wait for a job to finish, in seconds: below the idle timeouts usual in proxies. */
export const WAIT_MAX_SECONDS = 60;

export interface Preferences {
  /** Seconds, already capped; 0 = answer at once. */
  readonly wait: number;
  /** A replay whose request differs is an error. */
  readonly strict: boolean;
  /** `Preference-Applied`, null when nothing was. */
  readonly applied: string | null;
}

export function parsePrefer(header: string | undefined): Preferences {
  const given = new Map<string, string>();
  for (const preference of (header ?? '').split(',')) {
    // What follows a `;` are parameters, of which neither preference has any.
    const [token = '', value = ''] = (preference.split(';')[0] ?? '').split('=').map((part) => part.trim());
    const name = token.toLowerCase();
    // Section 2: of a preference named twice, the first counts.
    if (name !== '' && !given.has(name)) given.set(name, value.replace(/^"(.*)"$/, '$1').toLowerCase());
  }
  const waitGiven = given.get('wait') ?? '';
  const wait = /^\d+$/.test(waitGiven) ? Math.min(Number(waitGiven), WAIT_MAX_SECONDS) : 0;
  const strict = given.get('handling') === 'strict';
  const applied = [wait > 0 ? `wait=${wait}` : '', strict ? 'handling=strict' : ''].filter((part) => part !== '').join(', ');
  return { wait, strict, applied: applied === '' ? null : applied };
}
