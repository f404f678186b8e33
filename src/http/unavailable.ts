/** Tells a database that is away from a mistake of ours: the first is 503, and worth sending again. */

/**
 * Node's connection errors; PostgreSQL's class 08 (connection), 53 (out of resources: too many connections), 57P (shutting down,
 * starting up); PostgreSQL 18 documentation, appendix A.
 */
const AWAY = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08...|53...|57P0.)$/;

export function isUnavailable(error: unknown): boolean {
  const seen = new Set<unknown>();
  for (let cause = error; cause instanceof Error && !seen.has(cause); cause = cause.cause) {
    seen.add(cause);
    if ('code' in cause && typeof cause.code === 'string' && AWAY.test(cause.code)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isUnavailable)) return true;
    // pg gives these no code.
    if (/^Connection terminated|timeout exceeded when trying to connect/.test(cause.message)) return true;
  }
  return false;
}
