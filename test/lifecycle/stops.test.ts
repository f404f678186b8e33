/** Parts are stopped in the reverse of their order, once, and none of them keeps the others from being stopped. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Stops } from '../../src/app/stops.ts';

function make(): { stops: Stops; lines: { msg: string; part: string }[] } {
  const lines: { msg: string; part: string }[] = [];
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { stops: new Stops(log), lines };
}

test('last started, first stopped, one after the other', async () => {
  const { stops } = make();
  const seen: string[] = [];
  for (const name of ['database', 'queue', 'API']) {
    stops.add(name, 60, async () => {
      seen.push(`${name} stops`);
      await new Promise((settle) => setImmediate(settle));
      seen.push(`${name} has stopped`);
    });
  }
  await stops.run();
  expect(seen).toEqual(['API stops', 'API has stopped', 'queue stops', 'queue has stopped', 'database stops', 'database has stopped']);
});

test('however often and however early it is asked, each part is stopped once', async () => {
  const { stops } = make();
  let count = 0;
  stops.add('part', 60, async () => {
    count++;
  });
  expect(stops.stopping).toBe(false);
  await Promise.all([stops.run(), stops.run()]);
  await stops.run();
  expect(stops.stopping).toBe(true);
  expect(count).toBe(1);
});

test('a part that fails is logged and the rest is stopped', async () => {
  const { stops, lines } = make();
  let stopped = false;
  stops.add('database', 60, async () => {
    stopped = true;
  });
  stops.add('queue', 60, () => Promise.reject(new Error('broken')));
  await stops.run();
  expect(stopped).toBe(true);
  expect(lines).toMatchObject([{ msg: 'did not stop well', part: 'queue', err: { message: 'broken' } }]);
});

test('a part that hangs is left behind after its time', async () => {
  const { stops, lines } = make();
  let stopped = false;
  stops.add('database', 60, async () => {
    stopped = true;
  });
  stops.add('worker', 0.01, () => new Promise(() => {}));
  await stops.run();
  expect(stopped).toBe(true);
  expect(lines).toMatchObject([{ msg: 'does not stop in time; going on without it', part: 'worker' }]);
});
