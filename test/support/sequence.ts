/** The order of test files: the longest first, so that no core is idle at the end while one of them is still on its way. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Below `test/`, longest first: those that take more than five seconds in a whole run. Vitest's own order needs the times of an earlier run. */
const LONG = [
  'store/races',
  'cli/jobs',
  'ocr/scans',
  'callbacks/many',
  'cli/extract',
  'lifecycle/up',
  'ui/accessible',
  'chaos/chaos',
  'store/model',
  'ui/hostile',
  'chaos/kill',
  'lifecycle/keys',
  'cli/launcher',
  'lifecycle/archive',
  'packaging/package',
  'lifecycle/start',
  'lifecycle/upgrade',
  'lifecycle/wrong-settings',
  'rules/hostile',
  'lifecycle/ends',
  'chaos/ten-workers',
  'ui/truth',
  'chaos/poison',
  'ui/person',
  'ui/photo',
  'ui/submit',
  'documents/file-mutations',
  'database/pool',
  'lifecycle/planted',
  'database/embedded',
  'fuzz/fuzz',
  'database/migrate',
  'database/backup',
  'ui/viewer',
  'ui/choices',
  'callbacks/ix',
  'lifecycle/traces',
  'ui/fits',
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
