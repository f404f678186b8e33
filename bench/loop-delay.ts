/**
 * Loaded before ix into its process (`--import`): tells over HTTP, on BENCH_LOOP_DELAY_PORT, how late 99 in 100 turns of the main
 * thread's event loop were since it was asked last, in milliseconds.
 */
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  createServer((_request, response) => {
    response.end(String(delay.percentile(99) / 1e6));
    delay.reset();
  })
    .listen(Number(process.env.BENCH_LOOP_DELAY_PORT), '127.0.0.1')
    .unref();
}
