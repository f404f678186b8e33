/** A run's deadline counts pages: a long scan is none too long as long as it gets on. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines } from '../../src/worker/deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const begin = (jobSeconds: number | null = null) => {
  const abort = new AbortController();
  return { abort, deadlines: new Deadlines({ timeoutSeconds: 10, jobSeconds, abort }) };
};
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

test('each page has the whole deadline, and what waits for threads has no end', async () => {
  const { abort, deadlines } = begin();
  for (let page = 0; page < 100; page++) {
    deadlines.pace('waits');
    await seconds(60);
    deadlines.pace('moves');
    await seconds(9);
  }
  expect(abort.signal.aborted).toBe(false);
  await seconds(2);
  expect(abort.signal.reason).toMatchObject({ code: 'IX_003_002', detail: '10 s' });
});

test('a job’s own deadline is not moved by its pages, and a run that goes on past it is given up', async () => {
  const { abort, deadlines } = begin(15);
  await seconds(9);
  deadlines.pace('moves');
  await seconds(7);
  expect(abort.signal.reason).toMatchObject({ code: 'IX_003_003' });
  deadlines.pace('waits');
  const gaveUp = vi.fn();
  void deadlines.gaveUp.then(gaveUp);
  await seconds(11);
  expect(gaveUp).toHaveBeenCalledOnce();
  deadlines.clear();
});
