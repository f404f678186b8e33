/** The loop that fills free slots. */
import { describe, expect, it } from 'vitest';
import { Loop } from '../../src/queue/loop.ts';

/** A source with `left` tasks, each of which ends when told. */
class Source {
  left = 0;
  readonly asked: number[] = [];
  readonly ends: (() => void)[] = [];
  readonly loop: Loop;
  #asked = Promise.withResolvers<void>();
  failNext = false;
  errors = 0;

  constructor(slots: number, exhaustive = false, batch = slots) {
    this.loop = new Loop({
      slots,
      batch,
      pollSeconds: 1000,
      exhaustive,
      take: async (free) => {
        this.asked.push(free);
        this.#asked.resolve();
        this.#asked = Promise.withResolvers();
        if (this.failNext) {
          this.failNext = false;
          throw new Error('database away');
        }
        const n = Math.min(free, this.left);
        this.left -= n;
        return Array.from({ length: n }, () => new Promise<void>((resolve) => this.ends.push(resolve)));
      },
      onError: () => {
        this.errors += 1;
      },
    });
  }

  /** Resolves at the next `take`. */
  next(): Promise<void> {
    return this.#asked.promise;
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the loop', () => {
  it('asks once when there is nothing, and sleeps', async () => {
    const source = new Source(3);
    source.loop.start();
    await turn();
    expect(source.asked).toEqual([3]);
    await source.loop.stop();
  });

  it('fills its slots, and asks for one more as soon as one is free', async () => {
    const source = new Source(3);
    source.left = 5;
    source.loop.start();
    await turn();
    expect(source.asked).toEqual([3]);
    expect(source.loop.running).toBe(3);
    const asked = source.next();
    source.ends[0]?.();
    await asked;
    await turn();
    expect(source.asked).toEqual([3, 1]);
    expect(source.loop.running).toBe(3);
    await source.loop.stop();
  });

  it('takes a batch at a time until its slots are full', async () => {
    const source = new Source(5, true, 2);
    source.left = 9;
    source.loop.start();
    await turn();
    expect(source.asked).toEqual([2, 2, 1]);
    expect(source.loop.running).toBe(5);
  });

  it('looks again at once as long as there was something, and whenever a task ends', async () => {
    const source = new Source(3);
    source.left = 1;
    source.loop.start();
    await turn();
    expect(source.asked).toEqual([3, 2]);
    source.ends[0]?.();
    await turn();
    expect(source.asked).toEqual([3, 2, 3]);
    await source.loop.stop();
  });

  it('does not when the last take said that nothing is left', async () => {
    const source = new Source(3, true);
    source.left = 1;
    source.loop.start();
    await turn();
    source.ends[0]?.();
    await turn();
    expect(source.asked).toEqual([3]);
    source.left = 2;
    source.loop.wake();
    await turn();
    expect(source.asked).toEqual([3, 3]);
    await source.loop.stop();
  });

  it('remembers a wake that found no slot free', async () => {
    const source = new Source(2, true);
    source.left = 1;
    source.loop.start();
    await turn();
    source.left = 1;
    source.loop.wake();
    await turn();
    expect(source.loop.running).toBe(2);
    source.left = 1;
    source.loop.wake();
    await turn();
    source.ends[0]?.();
    await turn();
    expect(source.asked).toEqual([2, 1, 1]);
    expect(source.loop.running).toBe(2);
    await source.loop.stop();
  });

  it('a wake while it takes makes it look once more', async () => {
    const source = new Source(2);
    source.loop.start();
    source.loop.wake();
    source.loop.wake();
    await source.next();
    await source.next();
    expect(source.asked).toEqual([2, 2]);
    await source.loop.stop();
  });

  it('looks less often when it keeps finding nothing, and at once again when it has found something', async () => {
    const source = new Source(2);
    source.loop.start();
    await turn();
    // Wakes as fast as they can come, for as long as it takes to look ten times: most of them find it waiting.
    let wakes = 0;
    while (source.asked.length < 10) {
      source.loop.wake();
      wakes++;
      await turn();
    }
    expect(wakes).toBeGreaterThan(100);
    source.left = 1;
    while (source.ends.length === 0) {
      source.loop.wake();
      await turn();
    }
    const asked = source.asked.length;
    source.loop.wake();
    await turn();
    expect(source.asked.length).toBeGreaterThan(asked);
    await source.loop.stop();
  });

  it('a take that failed is told, and the next wake takes again', async () => {
    const source = new Source(2);
    source.failNext = true;
    source.left = 1;
    source.loop.start();
    await turn();
    expect(source.errors).toBe(1);
    source.loop.wake();
    await turn();
    expect(source.loop.running).toBe(1);
    await source.loop.stop();
  });

  it('after stop takes nothing more and settles with its tasks', async () => {
    const source = new Source(2);
    source.left = 5;
    source.loop.start();
    await turn();
    await source.loop.stop();
    let settled = false;
    const settling = source.loop.settled().then(() => {
      settled = true;
    });
    await turn();
    expect(settled).toBe(false);
    for (const end of source.ends) end();
    await settling;
    expect(source.asked).toEqual([2]);
  });
});
