/** Suite `throughput`: draining, submitting, idle latency and callbacks, each beside plain SQL, the floor or a peer. */
import { idleRows, submitRows } from './http.ts';
import type { Suite } from './suite.ts';
import { callbackRow, drainRows, processesRow } from './work.ts';

export const throughput: Suite = async (context) => ({
  rows: [
    ...(await drainRows(context)),
    await processesRow(context),
    ...(await submitRows(context)),
    ...(await idleRows(context)),
    await callbackRow(context),
  ],
  notes: [],
  failed: false,
});
