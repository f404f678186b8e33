/** Signals between two processes' worth of connections, over real PostgreSQL. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Signals } from '../../src/queue/signals.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let here: Signals;
let there: Signals;

beforeAll(async () => {
  stage = await Stage.open();
  [here, there] = [new Signals(), new Signals()];
  const options = { url: stage.url, applicationName: 'ix test', onError: () => {} };
  await here.start(stage.orm, options);
  await there.start(stage.orm, options);
});
afterAll(async () => {
  await here.stop();
  await there.stop();
  await stage.close();
});

/** The ids both have heard of, until the one that ends it. */
function heard(last: string): { here: string[]; there: string[]; ended: Promise<unknown> } {
  const ids = { here: [] as string[], there: [] as string[] };
  const until = (signals: Signals, into: string[]) =>
    new Promise<void>((resolve) => {
      const off = signals.on('finished', (some) => {
        into.push(...(some ?? []));
        if (some?.includes(last)) {
          off();
          resolve();
        }
      });
    });
  return { ...ids, ended: Promise.all([until(here, ids.here), until(there, ids.there)]) };
}

it('reach this process and the others once the transaction has committed, once each', async () => {
  const told = heard('b');
  await stage.orm.em.fork().transactional(async (em) => {
    here.sendOnCommit(em, 'finished', ['a']);
    here.sendOnCommit(em, 'finished', ['b']);
    await em
      .getKysely()
      .selectNoFrom((eb) => eb.lit(1).as('one'))
      .execute();
    expect(told.here).toEqual([]);
  });
  expect(told.here).toEqual(['a', 'b']);
  await told.ended;
  expect(told.there).toEqual(['a', 'b']);
});

it('are not sent by a transaction that rolls back', async () => {
  const told = heard('after');
  const failing = stage.orm.em.fork().transactional(async (em) => {
    here.sendOnCommit(em, 'finished', ['never']);
    await em
      .getKysely()
      .selectNoFrom((eb) => eb.lit(1).as('one'))
      .execute();
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  here.send('finished', ['after']);
  await told.ended;
  expect(told).toMatchObject({ here: ['after'], there: ['after'] });
});

it('arrive all, however many are sent while one statement is under way', async () => {
  const ids = Array.from({ length: 1001 }, (_, n) => `id-${n}`);
  const told = heard('id-1000');
  for (const id of ids.slice(0, 500)) here.send('finished', [id]);
  here.send('finished', ids.slice(500));
  await told.ended;
  expect(told.here).toEqual(ids);
  expect(told.there).toEqual(ids);
});
