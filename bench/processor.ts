/** Processor time of another process by its threads. Linux only: it reads /proc. */
import { readdir, readFile } from 'node:fs/promises';

/** Of one tick of the clock: USER_HZ is 100 on all that Linux runs Node on. */
const TICK_MS = 10;

/** The main thread by itself, the others together by their name. */
export async function millisecondsByThread(pid: number): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  for (const id of await readdir(`/proc/${pid}/task`)) {
    const stat = await readFile(`/proc/${pid}/task/${id}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    // Fields 14 and 15 of proc(5), after the name, which may have blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const name = id === String(pid) ? 'main' : stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    spent.set(name, (spent.get(name) ?? 0) + TICK_MS * (Number(fields[11]) + Number(fields[12])));
  }
  return spent;
}
