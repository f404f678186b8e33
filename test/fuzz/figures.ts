/** What people are told of a fuzz, and the settings its ix has. */
import type { Fault, FuzzReport } from './fuzz.ts';
import { ADMIN_KEY } from './send.ts';

/** Jobs with files and callbacks that lead nowhere end soon. */
export const SETTINGS = {
  IX_PORT: '0',
  IX_LOG_LEVEL: 'warn',
  IX_FETCH_TIMEOUT_SECONDS: '2',
  IX_CALLBACK_SCHEDULE: '0s',
  IX_ADMIN_KEY: ADMIN_KEY,
};

export function figuresOf({ statuses, places, visited, jobs, faults, seconds }: FuzzReport): string {
  const sent = [...statuses.values()].reduce((sum, n) => sum + n, 0);
  const by = [...statuses].toSorted(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
  return [
    `${sent} requests answered in ${seconds.toFixed(1)} s; random strings in ${visited} of ${places} places; ${jobs} jobs taken`,
    `by status: ${by.join(', ')}`,
    faults.length === 0 ? 'nothing went wrong' : `${faults.length} went wrong`,
  ].join('\n');
}

const SHOWN = 300;

/** With what ix logged of it. */
export function faultText({ nth, slot, what, request }: Fault, log: string): string {
  const id = /"request_id":"([\w-]+)"/.exec(what)?.[1];
  const lines = id === undefined ? [] : log.split('\n').filter((line) => line.includes(id));
  const sent =
    request === null
      ? []
      : [`  ${request.method} ${request.target.slice(0, SHOWN)}`, `  ${request.body?.toString().slice(0, SHOWN) ?? ''}`];
  return [`request ${nth}, ${slot}: ${what}`, ...sent, ...lines.map((line) => `  ${line.slice(0, 1000)}`)].join('\n');
}
