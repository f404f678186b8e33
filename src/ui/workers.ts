/** Which workers are there: those that hold the lock of workers on the database at this moment. */

/** @param connected names of sessions: `ix worker host:pid`. */
export function placesOf(connected: readonly string[]): string[] {
  return connected.map((name) => name.split(' ').at(-1) ?? name);
}

/** Whether the worker that holds a job is connected. Its id is `host:pid:random`. */
export const isConnected = (workerId: string, connected: readonly string[]): boolean =>
  placesOf(connected).some((place) => workerId.startsWith(`${place}:`));
