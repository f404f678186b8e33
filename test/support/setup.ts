/** Before all tests, at the same time: the database server, and the browser. */
import type { TestProject } from 'vitest/node';
import { executable } from '../ui/browser.ts';
import { startPostgres } from './postgres.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked here, before several at a time would start what one of them is still writing.
  const [stop] = await Promise.all([startPostgres(project), executable()]);
  return stop;
}
