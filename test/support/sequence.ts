/** The order of test files: the longest first, so that no core is idle at the end while one of them is still on its way. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Below `test/`, longest first: those that take more than ten seconds. Vitest's own order needs the times of an earlier run. */
const LONG = [
  'chaos/chaos',
  'ui/accessible',
  'chaos/ten-workers',
  'ui/hostile',
  'store/races',
  'lifecycle/up',
  'cli/extract',
  'callbacks/many',
  'ui/person',
  'lifecycle/start',
  'chaos/kill',
  'ui/list',
  'cli/jobs',
  'database/embedded',
  'store/model',
  'cli/launcher',
  'ui/callbacks',
  'store/submit',
  'callbacks/crash',
  'callbacks/ix',
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
