/** The order of test files: the longest first, so that no core is idle at the end while one of them is still on its way. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Below `test/`, longest first: those that take more than five seconds in a whole run. Vitest's own order needs the times of an earlier run. */
const LONG = [
  'ui/accessible',
  'chaos/chaos',
  'store/races',
  'ui/hostile',
  'lifecycle/up',
  'callbacks/many',
  'chaos/ten-workers',
  'store/model',
  'cli/extract',
  'chaos/kill',
  'ui/submit',
  'ui/truth',
  'ui/person',
  'cli/jobs',
  'fuzz/fuzz',
  'ui/list',
  'ui/callbacks',
  'ui/viewer',
  'ui/find',
  'ui/choices',
  'ui/clerk',
  'ui/fits',
  'lifecycle/start',
  'cli/launcher',
  'database/migrate',
  'database/embedded',
  'store/claim',
  'callbacks/ix',
  'rules/hostile',
  'store/submit',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place === -1 ? LONG.length : place;
}
