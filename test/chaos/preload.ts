/**
 * Loaded into a real ix process before ix itself (NODE_OPTIONS=--import); see recorder.ts. Threads of ix inherit it, and do neither acts nor
 * runs: they load nothing.
 */
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.env.CHAOS_HISTORY !== undefined) (await import('./recorder.ts')).record();
