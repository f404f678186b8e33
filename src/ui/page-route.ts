/** A page, or an act of a page: where it is, and what whoever asks must be allowed to do. */
import type { Route } from '../http/route.ts';

export interface PageRoute extends Pick<Route, 'method' | 'needs' | 'handler'> {
  /** Hono's form: `/ui/jobs/:job_id`. */
  readonly path: string;
}
