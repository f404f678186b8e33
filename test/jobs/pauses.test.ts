/** Pauses by hand: what is paused is not claimed and costs claims nothing; resumed, it is taken as before. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MAY, OutOfScope, type Scope } from '../../src/contracts/scope.ts';
import { listAudit } from '../../src/jobs/audit.ts';
import { claim } from '../../src/jobs/claim.ts';
import { listPauses, pause, resume } from '../../src/jobs/pauses.ts';
import { keepTimes } from '../../src/jobs/times.ts';
import { Stage } from '../support/stage.ts';

const who: Scope = { clients: 'all', may: MAY.operator, by: 'an operator', role: 'operator' };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  await stage.clear();
  await sql`DELETE FROM ix_pauses`.execute(stage.em.getKysely());
});
afterAll(() => stage.close());

const claimed = async () => (await claim(stage.deps, 10, 'w')).map(({ jobId }) => jobId);
const heldOf = async (id: Parameters<Stage['get']>[0]) => (await stage.get(id)).held;

test('a paused client waits, before and after; the others go on', async () => {
  const before = await stage.job({ ix_client_id: 'a' });
  expect(await pause(stage.deps, who, 'client', 'a')).toMatchObject({ kind: 'client', name: 'a', paused_by: 'an operator' });
  const after = await stage.job({ ix_client_id: 'a' });
  const other = await stage.job({ ix_client_id: 'b' });
  expect([await heldOf(before), await heldOf(after), (await stage.get(after)).queue]).toEqual(['paused', 'paused', null]);
  expect((await stage.get(other)).queue).toMatchObject({ ahead: 0 });
  await keepTimes(stage.deps);
  expect(await claimed()).toEqual([other]);
  expect(await resume(stage.deps, who, 'client', 'a')).toBe(true);
  expect((await keepTimes(stage.deps)).released).toBe(2);
  expect((await claimed()).toSorted()).toEqual([before, after].toSorted());
  expect(await resume(stage.deps, who, 'client', 'a')).toBe(false);
});

test('a use case, and both at once: each has to be resumed', async () => {
  const job = await stage.job({ ix_client_id: 'a', use_case: 'invoice' });
  const other = await stage.job({ ix_client_id: 'a', use_case: 'receipt' });
  await pause(stage.deps, who, 'use_case', 'invoice');
  expect(await claimed()).toEqual([other]);
  await pause(stage.deps, who, 'client', 'a');
  await resume(stage.deps, who, 'use_case', 'invoice');
  expect((await keepTimes(stage.deps)).released).toBe(0);
  expect([await claimed(), await heldOf(job)]).toEqual([[], 'paused']);
  await resume(stage.deps, who, 'client', 'a');
  await keepTimes(stage.deps);
  expect(await claimed()).toEqual([job]);
});

test('one that a pause did not hold is not claimed all the same', async () => {
  const job = await stage.job({ ix_client_id: 'a' });
  await pause(stage.deps, who, 'client', 'a');
  await sql`UPDATE ix_jobs SET held_until = NULL`.execute(stage.em.getKysely());
  expect(await claimed()).toEqual([]);
  await resume(stage.deps, who, 'client', 'a');
  expect(await claimed()).toEqual([job]);
});

test('a job whose own time comes while it is paused waits on, and one whose time has not come waits for it', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const [due, later] = [
    await stage.job({ ix_client_id: 'a', not_before: inAnHour }),
    await stage.job({ ix_client_id: 'a', not_before: inAnHour }),
  ];
  await pause(stage.deps, who, 'client', 'a');
  await sql`UPDATE ix_jobs SET held_until = now(), not_before = now() WHERE job_id = ${due}`.execute(stage.em.getKysely());
  expect((await keepTimes(stage.deps)).released).toBe(0);
  expect([await heldOf(due), await heldOf(later)]).toEqual(['paused', 'not_before']);
  await resume(stage.deps, who, 'client', 'a');
  await keepTimes(stage.deps);
  expect([await claimed(), await heldOf(later)]).toEqual([[due], 'not_before']);
});

test('is audited once, and seen by those whom it concerns', async () => {
  for (const _ of [1, 2]) await pause(stage.deps, who, 'client', 'a');
  await pause(stage.deps, who, 'worker', 'host:1:2');
  const seen = async (scope: Scope) => (await listPauses(stage.deps, scope)).map(({ kind, name }) => `${kind} ${name}`);
  expect(await seen(who)).toEqual(['worker host:1:2', 'client a']);
  expect([await seen({ ...who, clients: ['a'] }), await seen({ ...who, clients: ['b'] })]).toEqual([['client a'], []]);
  const { entries } = await listAudit(stage.deps, who, { target: 'client a', act: 'pause client', limit: 9 });
  expect(entries.length).toBeGreaterThan(0);
  for (const kind of ['client', 'use_case', 'worker'] as const)
    await expect(Promise.resolve().then(() => pause(stage.deps, { ...who, clients: ['b'] }, kind, 'a'))).rejects.toThrow(OutOfScope);
});
