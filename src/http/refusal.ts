/** What an error means to a caller, where it means something: the acts know nothing of HTTP. */
import { IssuerAway, SignInRefused } from '../contracts/issuer.ts';
import { OutOfScope } from '../contracts/scope.ts';
import { ClientFull } from '../jobs/client-limit.ts';
import { NotEnded } from '../jobs/delete.ts';
import { FileInUse } from '../jobs/files.ts';
import { FiltersFull } from '../jobs/filters.ts';
import { KeysFull } from '../jobs/keys.ts';
import { KeyReused, ShownOnce } from '../jobs/once.ts';
import { HeadersErased } from '../jobs/resubmit.ts';
import { UseCaseRetired } from '../jobs/submit.ts';
import { SubscriptionsFull } from '../jobs/subscriptions.ts';
import { NameTaken, UseCasesFull } from '../jobs/use-cases.ts';
import { WatchersFull } from '../jobs/watch.ts';
import { Problem } from './problem.ts';

/** Seconds after which jobs of a full client may have been taken. */
const FULL_RETRY_SECONDS = 5;

/** Seconds after which streams may have ended. */
const WATCH_RETRY_SECONDS = 10;

/** Seconds after which the issuer may answer again. */
const ISSUER_RETRY_SECONDS = 10;

/** null: the error is not the caller's to deal with. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof OutOfScope) return new Problem('forbidden', error.message);
  if (error instanceof SignInRefused) return new Problem('forbidden', error.message);
  // What it said is for the log: it may name what only this machine sees.
  if (error instanceof IssuerAway) {
    const detail = 'the issuer of IX_OIDC_ISSUER does not answer; keys work on';
    return new Problem('unavailable', detail, { headers: { 'Retry-After': String(ISSUER_RETRY_SECONDS) } });
  }
  if (error instanceof FileInUse) return new Problem('in-use', error.message);
  if (error instanceof FiltersFull) return new Problem('filters-full', error.message);
  if (error instanceof UseCaseRetired) return new Problem('use-case-retired', error.message);
  if (error instanceof NameTaken) return new Problem('name-taken', error.message);
  if (error instanceof UseCasesFull) return new Problem('use-cases-full', error.message);
  if (error instanceof SubscriptionsFull) return new Problem('subscriptions-full', error.message);
  if (error instanceof NotEnded) return new Problem('not-ended', error.message);
  if (error instanceof KeyReused) return new Problem('key-reused', error.message);
  if (error instanceof ShownOnce) return new Problem('shown-once', error.message);
  if (error instanceof KeysFull) return new Problem('keys-full', error.message);
  if (error instanceof ClientFull) {
    return new Problem('too-many-pending', error.message, { headers: { 'Retry-After': String(FULL_RETRY_SECONDS) } });
  }
  if (error instanceof WatchersFull) {
    return new Problem('busy', error.message, { headers: { 'Retry-After': String(WATCH_RETRY_SECONDS) } });
  }
  if (error instanceof HeadersErased) return new Problem('headers-erased', error.message);
  return null;
}
