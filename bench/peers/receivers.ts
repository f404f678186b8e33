/** Receivers of callbacks that answer 204 to everything. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

export interface Receivers {
  readonly urls: readonly string[];
  close(): Promise<void>;
}

export async function openReceivers(count: number): Promise<Receivers> {
  const thread = new Worker(new URL('./receivers-thread.ts', import.meta.url), { workerData: count });
  const [urls] = await once(thread, 'message');
  return {
    urls: z.array(z.string()).parse(urls),
    close: async () => {
      await thread.terminate();
    },
  };
}
