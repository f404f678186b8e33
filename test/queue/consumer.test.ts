/** The consumer over a real pg-boss: what it fetches, what it holds, and what it does about rows without tickets. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newJobId } from '../../src/contracts/ids.ts';
import { transact } from '../../src/jobs/act.ts';
import { Consumer, type ConsumerOptions } from '../../src/queue/consumer.ts';
import { DELIVER } from '../../src/queue/queues.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
/** A second process: pg-boss has one worker of a queue in each of ours. */
let other: Stage;
const running: Consumer[] = [];
/** What may be claimed. */
let rows = 0;
beforeAll(async () => {
  stage = await Stage.open();
  other = await stage.another();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
  await stage.clear();
  rows = 0;
});
afterAll(async () => {
  await other.close();
  await stage.close();
});

/** A consumer whose tasks end when they are told. */
class Tasks {
  started = 0;
  reticketed = 0;
  readonly ends: (() => void)[] = [];
  readonly batches: number[] = [];
  readonly consumer: Consumer;

  constructor(host: Stage, slots: number, options: Partial<ConsumerOptions> = {}) {
    const { queue } = host;
    this.consumer = new Consumer({
      queue,
      name: DELIVER,
      slots,
      pollSeconds: 600,
      take: async (free, tickets) => {
        if (tickets.length > 0) this.batches.push(tickets.length);
        await transact(host.deps, 'take', (em) => queue.deleteTickets(em, DELIVER, tickets));
        const n = Math.min(free, rows);
        rows -= n;
        this.started += n;
        return Array.from({ length: n }, () => new Promise<void>((resolve) => this.ends.push(resolve)));
      },
      reticket: async () => {
        this.reticketed++;
      },
      onError: (error) => {
        throw error;
      },
      ...options,
    });
    running.push(this.consumer);
  }

  endAll(): void {
    for (const end of this.ends.splice(0)) end();
  }
}

/** Rows with their tickets. */
const send = (n: number): Promise<void> => {
  rows += n;
  return transact(stage.deps, 'send', (em) =>
    stage.queue.publishJobs(
      em,
      Array.from({ length: n }, () => newJobId()),
    ),
  );
};

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await delay(5);
}

describe('the consumer', () => {
  it('fills all its slots, though it fetches by half of them and no task ends', async () => {
    const tasks = new Tasks(stage, 8);
    await send(20);
    await tasks.consumer.start();
    await until(() => tasks.started === 8);
    expect(tasks.batches[0]).toBe(4);
    // It holds no ticket: what it cannot start waits for others.
    expect(await stage.tickets()).toBe(12);
  });

  it('fetches one by one where tasks are slow, by half of the slots again where they are quick', async () => {
    const tasks = new Tasks(stage, 8);
    await send(11);
    await tasks.consumer.start();
    await until(() => tasks.started === 8);
    for (const started of [9, 10, 11]) {
      tasks.ends.shift()?.();
      await until(() => tasks.started === started);
    }
    expect(tasks.batches.slice(-3)).toEqual([1, 1, 1]);
    tasks.endAll();
    tasks.batches.length = 0;
    const quick = setInterval(() => tasks.endAll(), 1);
    await send(60);
    tasks.consumer.notify();
    await until(() => tasks.started === 71);
    clearInterval(quick);
    expect(Math.max(...tasks.batches)).toBe(4);
  });

  it('leaves tickets to an idle process while it is busy', async () => {
    const [busy, idle] = [new Tasks(stage, 1), new Tasks(other, 4)];
    await send(1);
    await busy.consumer.start();
    await until(() => busy.started === 1);
    await idle.consumer.start();
    await send(10);
    idle.consumer.notify();
    busy.consumer.notify();
    const ends = setInterval(() => idle.endAll(), 1);
    await until(() => idle.started === 10);
    clearInterval(ends);
    expect(busy.started).toBe(1);
  });

  it('takes what tickets were too many for as soon as a task has ended', async () => {
    const tasks = new Tasks(stage, 4);
    await send(2);
    rows = 1;
    await tasks.consumer.start();
    await until(async () => tasks.started === 1 && (await stage.tickets()) === 0);
    rows = 1;
    tasks.endAll();
    await until(() => tasks.started === 2);
  });

  it('asks for tickets when all its slots can be filled with rows that have none', async () => {
    const tasks = new Tasks(stage, 2, { pollSeconds: 0.05 });
    rows = 10;
    const ends = setInterval(() => tasks.endAll(), 1);
    await tasks.consumer.start();
    await until(() => tasks.reticketed > 0);
    clearInterval(ends);
  });

  it('asks for none where there are some that it has not fetched yet', async () => {
    // pg-boss looks for tickets ten times as seldom as this looks for rows.
    const tasks = new Tasks(stage, 2, { pollSeconds: 0.05 });
    await tasks.consumer.start();
    const ends = setInterval(() => tasks.endAll(), 1);
    for (let n = 10; n <= 50; n += 10) {
      await send(10);
      await until(() => tasks.started === n);
    }
    clearInterval(ends);
    expect(tasks.reticketed).toBe(0);
  });

  it('fetches nothing more once it is stopped, also when it waits for a task to end', async () => {
    const tasks = new Tasks(stage, 1);
    await send(2);
    await tasks.consumer.start();
    await until(() => tasks.started === 1);
    await tasks.consumer.stop();
    tasks.endAll();
    await tasks.consumer.settled();
    expect(await stage.tickets()).toBe(1);
    expect(tasks.started).toBe(1);
  });

  it('leaves to others the tickets that it has fetched and not used when it is stopped', async () => {
    const looked = Promise.withResolvers<void>();
    const tasks = new Tasks(stage, 4, { take: () => looked.promise.then(() => []) });
    await tasks.consumer.start();
    // The tickets wait behind a look.
    tasks.consumer.look();
    await send(2);
    tasks.consumer.notify();
    await until(async () => (await stage.tickets()) === 0);
    const stopped = tasks.consumer.stop();
    looked.resolve();
    await stopped;
    expect(await stage.tickets()).toBe(2);
  });
});
