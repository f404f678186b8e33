/** Suite `peers`: draining, submitting, idle latency and callbacks, each beside what others make of the same work, and beside floors. */
import type { Suite } from '../suite.ts';
import { drainRows } from './drain.ts';
import { idleRows } from './idle.ts';
import { processesRow } from './processes.ts';
import { submitRows } from './submit.ts';

export const peers: Suite = async (context) => ({
  rows: [...(await drainRows(context)), ...(await submitRows(context)), ...(await idleRows(context)), await processesRow(context)],
  notes: ['What is required of a median of 5 rounds on a quiet machine is told, not judged.'],
  failed: false,
});
