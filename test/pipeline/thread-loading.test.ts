/**
 * A thread may be killed while it loads its code: by a cancel, a deadline or the end of the process. V8 ends the whole process when that
 * happens while it evaluates modules that have waited for others, so that no module of a thread may have an `await` at its top level.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const THREADS = new URL('../../src/pipeline/threads/', import.meta.url);
const tasks = [...readFileSync(new URL('tasks.ts', THREADS), 'utf8').matchAll(/import\('(.+)'\)/g)].map(([, file = '']) => file);

test('the tasks are found', () => expect(tasks).toContain('../steps/document-task.ts'));

test.each(['./thread.ts', ...tasks])('%s', (file) => {
  // Node refuses to load modules at once where one of them would have to be waited for.
  expect(() => createRequire(THREADS)(file)).not.toThrow();
});
