/** Who may ask for what: the one place where a scope meets what a route or a page needs. */
import type { Scope } from '../contracts/scope.ts';
import { Problem } from './problem.ts';
import type { Need } from './route.ts';

/** @throws Problem 403 */
export function requireNeed(scope: Scope, needs: Need): void {
  if (needs === 'public' || scope.may.includes(needs)) return;
  throw new Problem('forbidden', `${scope.by}${scope.role === null ? '' : ` (${scope.role})`} may not ${needs}: expected a key that may`);
}
