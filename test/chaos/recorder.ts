/**
 * Within a real ix process: records every pipeline run, and does to the process what faults.ts has for it at the points it comes to.
 *
 * CHAOS_HISTORY: the file to append to. CHAOS_PROCESS: this process's ordinal. CHAOS_SEED: an integer; unset: no faults, only the record.
 * CHAOS_POISON: the id of a job that kills the process which runs it, a moment after its run began, as a crash in native code would.
 */
import { subscribe, tracingChannel } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { z } from 'zod';
import { faultAt, type Point } from './faults.ts';
import { History, type HistoryEvent } from './history.ts';
import { PAUSED, STOPPING } from './preload-words.ts';

/** A process is paused this often at most, so that it also gets on. */
const MOST_PAUSES = 2;
const ORPHAN_POLL_MS = 1000;
/** From the start of a run that is poison to the end of the process. */
const POISON_MS = 300;

const EnvironmentSchema = z.object({
  CHAOS_HISTORY: z.string(),
  CHAOS_PROCESS: z.coerce.number().int(),
  CHAOS_SEED: z.coerce.number().int().optional(),
  CHAOS_POISON: z.string().optional(),
});
const ActSchema = z.object({ act: z.string(), at: z.enum(['begin', 'before commit', 'committed']) });
const RunSchema = z.object({ jobId: z.string() });

export function record(): void {
  const { CHAOS_HISTORY, CHAOS_PROCESS: ordinal, CHAOS_SEED: seed, CHAOS_POISON: poison } = EnvironmentSchema.parse(process.env);
  const history = new History(CHAOS_HISTORY);
  const passed = new Map<Point, number>();
  let pauses = 0;
  let stopping = false;

  const come = (point: Point): void => {
    const nth = (passed.get(point) ?? 0) + 1;
    passed.set(point, nth);
    const fault = seed === undefined ? null : faultAt(seed, ordinal, point, nth);
    if (fault === null || (fault === 'pause' && pauses >= MOST_PAUSES) || (fault === 'stop' && stopping)) return;
    history.append({ event: 'fault', fault, point, nth, process: ordinal, at: Date.now() });
    if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
    else if (fault === 'pause') {
      pauses++;
      writeSync(2, PAUSED);
      // Takes effect before the call returns; the next statement is run after SIGCONT.
      process.kill(process.pid, 'SIGSTOP');
    } else {
      stopping = true;
      writeSync(2, STOPPING);
      process.kill(process.pid, 'SIGTERM');
    }
  };

  const note = (event: 'run start' | 'run end', message: unknown): void => {
    const { jobId } = RunSchema.parse(message);
    history.append({ event, job: jobId, process: ordinal, pid: process.pid, at: Date.now() } satisfies HistoryEvent);
    if (event === 'run start' && jobId === poison) setTimeout(() => process.kill(process.pid, 'SIGKILL'), POISON_MS);
    come(event);
  };
  tracingChannel('ix.pipeline').subscribe({
    start: (message: unknown) => note('run start', message),
    end: () => {},
    asyncStart: () => {},
    asyncEnd: (message: unknown) => note('run end', message),
    error: () => {},
  });
  subscribe('ix.act', (message) => {
    const { act, at } = ActSchema.parse(message);
    come(`${act} ${at}`);
  });
  endWithParent();
}

/** Tests that are killed cannot end their processes. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, ORPHAN_POLL_MS).unref();
}
