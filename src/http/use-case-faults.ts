/** A use case that comes with a request is checked before the request is taken: its job could only fail with it. */
import type { RequestIX } from '../contracts/request.ts';
import { faultsOfInline } from '../pipeline/use-cases/inline.ts';
import { type Fault, invalid } from './problem.ts';

/** @throws Problem 422 naming every fault of the requests' use cases. @param at JSON Pointer to the request of that index. */
export function checkUseCases(requests: readonly Pick<RequestIX, 'use_case_inline'>[], at: (index: number) => string): void {
  const faults = requests.flatMap(({ use_case_inline: inline }, index): Fault[] => {
    if (inline === null) return [];
    return faultsOfInline(inline).map(({ pointer, detail }) => ({ pointer: `${at(index)}/use_case_inline${pointer}`, detail }));
  });
  if (faults.length > 0) throw invalid(faults);
}
