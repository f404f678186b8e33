/** A job is a row and never an entity: what MikroORM flushes bears no fence, so there must be nothing of a job that it could flush. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { release } from '../../src/jobs/release.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { JobEntity } from '../../src/store/entities/jobs.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

test('no act makes an entity of a job', async () => {
  const made: string[] = [];
  stage.orm.em.getEventManager().registerSubscriber({ onInit: ({ meta }) => made.push(meta.className) });

  const jobId = await stage.job({ callback_url: 'https://example.com/hook' });
  await release(stage.deps, await claim(stage.deps, 1, 'stops'));
  const lost = await claim(stage.deps, 1, 'dies');
  await heartbeat(stage.em, lost);
  await stage.age(60);
  await sweep(stage.deps, { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 });
  const held = await claim(stage.deps, 1, 'ends it');
  expect(held).toMatchObject([{ jobId, attempt: 1 }]);
  await finish(
    stage.deps,
    held.map((one) => ({ claim: one, response: answer(one) })),
  );
  expect(await stage.get(jobId)).toMatchObject({ status: 'done' });
  expect(made).toEqual([]);

  // It would have been seen.
  await stage.em.findOne(JobEntity, jobId);
  expect(made).toEqual(['Job']);
});
