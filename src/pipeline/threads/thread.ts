/** What runs inside a thread of the pool: one task at a time, its notes and its outcome out. */
import { parentPort } from 'node:worker_threads';
import { type Carried, carry } from './carried.ts';
import { TASKS, type TaskName } from './tasks.ts';

/** `input` is that of the task; which one it is only the sender knows. */
interface Order {
  readonly task: TaskName;
  readonly input: never;
}

export type Reply<Output, Note> = { readonly note: Note } | { readonly output: Output } | { readonly error: Carried };

const say = (reply: Reply<unknown, unknown>) => parentPort?.postMessage(reply);

parentPort?.on('message', async ({ task, input }: Order) => {
  try {
    const { default: work } = await TASKS[task]();
    say({ output: await work(input, (note: unknown) => say({ note })) });
  } catch (error) {
    say({ error: carry(error) });
  }
});
