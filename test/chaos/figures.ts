/** A chaos run in figures, for people. */
import type { ChaosReport } from './chaos.ts';
import { nameOf } from './transitions.ts';

export function figuresOf({ evidence, processes }: ChaosReport): string {
  const { rows, history, transitions, deliveries, callbacks } = evidence;
  const tally = (names: readonly string[]): string => {
    const counts = Map.groupBy(names, (name) => name);
    return (
      [...counts]
        .map(([name, { length }]) => `${length} ${name}`)
        .toSorted((a, b) => a.localeCompare(b))
        .join(', ') || 'none'
    );
  };
  const faults = history.filter((event) => event.event === 'fault');
  const events = (name: string) => history.filter(({ event }) => event === name).length;
  const replayed = history.filter((event) => event.event === 'acknowledged' && !event.created).length;
  const silences = transitions.flatMap(({ silentSeconds }) => silentSeconds ?? []);
  return [
    `jobs: ${rows.length}: ${tally(rows.map(({ status, code }) => code ?? status))}`,
    `processes: ${processes}; faults: ${tally(faults.map(({ fault, point }) => `${fault} (${point ?? 'from outside'})`))}`,
    `steps: ${tally(transitions.map(nameOf))}`,
    `runs: ${events('run start')} begun, ${events('run end')} ended; submits answered with what was there already: ${replayed}`,
    `callbacks: ${callbacks.length}, deliveries: ${deliveries.length}`,
    `jobs that came back: ${silences.length}${silences.length === 0 ? '' : `, ${Math.max(...silences).toFixed(1)} s after the last heartbeat at most`}`,
  ].join('\n');
}
