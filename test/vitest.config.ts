/** How the tests run: one PostgreSQL for the whole run (see support/setup.ts), files in parallel, in processes that keep what they have loaded. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './support/sequence.ts';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/setup.ts'],
    pool: 'forks',
    // Loading ix takes longer than most files run; none of them leaves anything behind.
    isolate: false,
    // Vitest leaves a core free; of these, half wait: for leases, for servers, for the next look.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    // Real servers, real processes, on small machines: a test is late only when it hangs.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
