/** Large uploads beside other requests, by the order of events: the clock of the test is the event loop's own. */
import { expect, test } from 'vitest';
import { Traffic } from '../../src/http/traffic.ts';

/** Of two timers of one length the first that was set is the first to end, however busy the machine is. */
const WORK_MS = 100;

test('beside others it rests for twice as long as it worked', async () => {
  const traffic = new Traffic();
  const giveWay = traffic.bulk();
  traffic.arrived();
  const told: string[] = [];
  setTimeout(() => told.push('others'), 2 * WORK_MS);
  await giveWay(WORK_MS);
  told.push('upload');
  expect(told).toEqual(['others', 'upload']);
});

test('alone it goes on: its own request, and those before it, are no others', async () => {
  const traffic = new Traffic();
  traffic.arrived();
  traffic.arrived();
  const giveWay = traffic.bulk();
  // A rest of this length would end the test by its deadline.
  await giveWay(86_400_000);
});

test('what is ready goes first in any case', async () => {
  const giveWay = new Traffic().bulk();
  const told: string[] = [];
  setImmediate(() => told.push('others'));
  await giveWay(0);
  told.push('upload');
  expect(told).toEqual(['others', 'upload']);
});
