/** What `ix doctor` finds, in words for the person who can mend it. */
export type Level = 'ok' | 'warning' | 'fault';

export interface Finding {
  /** What was looked at: `settings`, `autovacuum`, … */
  readonly check: string;
  /** `fault`: jobs fail, are held up or may be lost until it is mended. `warning`: it is worth a look. */
  readonly level: Level;
  readonly found: string;
  /** What to do; null: nothing. */
  readonly remedy: string | null;
}

export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found, remedy: null });
export const warning = (check: string, found: string, remedy: string): Finding => ({ check, level: 'warning', found, remedy });
export const fault = (check: string, found: string, remedy: string): Finding => ({ check, level: 'fault', found, remedy });

export const messageOf = (error: unknown): string => (error instanceof Error && error.message !== '' ? error.message : String(error));

/** The findings of a check, or that it could not be made: one that fails keeps none of the others from being made. */
export async function checked(check: string, remedy: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [fault(check, messageOf(error), remedy)];
  }
}

/** `1.5 GiB` */
export function bytes(n: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, n < 1 ? 0 : Math.floor(Math.log2(n) / 10));
  return `${Number((n / 1024 ** power).toPrecision(3))} ${units[power]}`;
}

/** `3 min`: as exact as it matters. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
