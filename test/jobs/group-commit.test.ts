/** Group commit: what comes while a commit is under way shares the next; one item's fault is its own. */
import { describe, expect, it } from 'vitest';
import { GroupCommit } from '../../src/jobs/group-commit.ts';

/** Commits wait until the test lets each end. */
function gated(maxBatch = 3) {
  const batches: { items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = [];
  let arrived = Promise.withResolvers<void>();
  const group = new GroupCommit<number, string>(async (items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    batches.push({ items, end: resolve, fail: reject });
    arrived.resolve();
    arrived = Promise.withResolvers();
    await promise;
    return items.map((item) => `#${item}`);
  }, maxBatch);
  return { group, batches, next: () => arrived.promise };
}

const dataFault = () => Object.assign(new Error('invalid text'), { code: '22P05' });

describe('group commit', () => {
  it('commits a lone item without waiting for others', async () => {
    const group = new GroupCommit<number, string>(async (items) => items.map(String), 10);
    expect(await group.add(1)).toBe('1');
    expect(await group.add(2)).toBe('2');
  });

  it('one turn’s items go together; later ones share the next commit, in order, cut at the limit', async () => {
    const { group, batches, next } = gated();
    const first = [group.add(1), group.add(2)];
    await next();
    expect(batches.map((batch) => batch.items)).toEqual([[1, 2]]);
    const later = [3, 4, 5, 6].map((item) => group.add(item));
    expect(group.depth).toBe(4);
    let arrived = next();
    batches[0]?.end();
    await arrived;
    expect(batches[1]?.items).toEqual([3, 4, 5]);
    arrived = next();
    batches[1]?.end();
    await arrived;
    expect(batches[2]?.items).toEqual([6]);
    batches[2]?.end();
    expect(await Promise.all([...first, ...later])).toEqual(['#1', '#2', '#3', '#4', '#5', '#6']);
  });

  it('of many that wait half share a commit, so that others commit while those are answered', async () => {
    const { group, batches, next } = gated(1000);
    const all = [group.add(0)];
    await next();
    all.push(...Array.from({ length: 100 }, (_, i) => group.add(i + 1)));
    for (let n = 0; n < 4; n++) {
      const arrived = next();
      batches[n]?.end();
      if (n < 3) await arrived;
    }
    await Promise.all(all);
    expect(batches.map(({ items }) => items.length)).toEqual([1, 50, 32, 18]);
  });

  it('a failed commit fails all of its items, and the next batch goes on', async () => {
    const { group, batches, next } = gated();
    const items = [group.add(1), group.add(2)];
    await next();
    batches[0]?.fail(new Error('connection lost'));
    await expect(Promise.all(items)).rejects.toThrow('connection lost');
    await expect(items[1]).rejects.toThrow('connection lost');
    const again = group.add(3);
    await next();
    batches.at(-1)?.end();
    expect(await again).toBe('#3');
  });

  it('an item without an answer in time is refused, and not committed unless its commit had begun', async () => {
    const { group, batches, next } = gated();
    const first = group.add(1, 0.02);
    const patient = group.add(2);
    await next();
    for (const answer of await Promise.allSettled([first, group.add(3, 0.02)])) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'ETIMEDOUT' } });
    }
    expect(group.depth).toBe(0);
    batches[0]?.end();
    expect(await patient).toBe('#2');
    const later = group.add(4);
    await next();
    batches.at(-1)?.end();
    expect(await later).toBe('#4');
    expect(batches.map((batch) => batch.items)).toEqual([[1, 2], [4]]);
  });

  it('tells how long the commit under way has been going on', async () => {
    const { group, batches, next } = gated();
    expect(group.commitSeconds).toBe(0);
    const first = group.add(1);
    await next();
    await expect(group.add(2, 0.02)).rejects.toThrow('no answer within 0.02 s');
    expect(group.commitSeconds).toBeGreaterThan(0.01);
    batches[0]?.end();
    await first;
    await expect.poll(() => group.commitSeconds).toBe(0);
  });

  it('an item whose data is at fault fails alone', async () => {
    const group = new GroupCommit<number, string>(async (items) => {
      if (items.includes(13)) throw dataFault();
      return items.map(String);
    }, 10);
    const answers = await Promise.allSettled([1, 13, 2].map((item) => group.add(item)));
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('once the database is away, those that have not had their turn alone are refused with it', async () => {
    let commits = 0;
    const group = new GroupCommit<number, string>(async (items) => {
      commits++;
      if (items.length > 1) throw dataFault();
      if (items[0] === 2) throw Object.assign(new Error('away'), { code: 'ECONNRESET' });
      return items.map(String);
    }, 10);
    const answers = await Promise.allSettled([1, 2, 3, 4].map((item) => group.add(item)));
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(commits).toBe(3);
  });
});
