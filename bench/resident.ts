/** The memory of another process. Linux only: it reads /proc. */
import { readFile, writeFile } from 'node:fs/promises';

/** Megabytes of a million bytes: what is resident now, or the most that ever was. */
export async function sizeOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const kib = new RegExp(`^${what}:\\s*(\\d+) kB$`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status has no ${what}`);
  return (Number(kib) * 1024) / 1e6;
}

/** `VmHWM` is of what comes from now on: proc(5), clear_refs. */
export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');
