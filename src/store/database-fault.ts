/**
 * Whose fault it is when the database does not do what it was asked: its own, for a while, or the item's that it was asked to write.
 * Codes are SQLSTATE (PostgreSQL 18 documentation, appendix A) and those of Node's network stack.
 */

/** Node's connection errors. */
const NETWORK = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Classes that pass: 08 connection, 25 state of the transaction (25006: the server is read-only), 28 and 3D who may connect, 40 the
 * transaction met another, 53 out of resources, 55 a lock, 57 cancelled, shutting down or starting up, 58 the server's own system.
 */
const PASSING = /^(?:08|25|28|3D|40|53|55|57|58)[0-9A-Z]{3}$/;

/** Class 42 and 3F: the statement does not fit the schema, or the role's rights. No item is to blame, and no waiting helps. */
const SCHEMA = /^(?:42|3F)[0-9A-Z]{3}$/;

/** pg, its pool and Kysely give these no code. The last two come while ix stops. */
const BROKEN = new RegExp(
  [
    '^Connection terminated',
    '^timeout expired$',
    '^timeout exceeded when trying to connect',
    '^Query read timeout',
    '^Client has encountered a connection error and is not queryable',
    '^Client was closed and is not queryable',
    '^Cannot use a pool after calling end on the pool',
    '^driver has already been destroyed',
  ].join('|'),
);

/** The database is away, read-only, overloaded or held up by a lock: the same statement may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return causesOf(error).some((cause) => {
    const code = codeOf(cause);
    if (code !== null && (NETWORK.test(code) || PASSING.test(code))) return true;
    // pg-boss's tables: a ticket names ids and no more, so its queue is at fault, not what the ticket is for.
    if ('schema' in cause && cause.schema === 'ix_queue') return true;
    // A server behind a socket file that is stopped has none.
    return (code === 'ENOENT' && 'syscall' in cause && cause.syscall === 'connect') || BROKEN.test(cause.message);
  });
}

/** The server ended the statement: it took longer than statement_timeout allows, or somebody cancelled it. */
export const isCancelled = (error: unknown): boolean => causesOf(error).some((cause) => codeOf(cause) === '57014');

/** The database refused what it was given: of several items one may be to blame, and of one item it is this one. */
export function isItemsFault(error: unknown): boolean {
  if (isPassing(error)) return false;
  return causesOf(error).some((cause) => {
    const code = codeOf(cause);
    return code !== null && /^[0-9A-Z]{5}$/.test(code) && !SCHEMA.test(code);
  });
}

/** The error, its causes, and the members of an AggregateError. */
function causesOf(error: unknown): Error[] {
  const found = new Set<Error>();
  const add = (cause: unknown): void => {
    if (!(cause instanceof Error) || found.has(cause)) return;
    found.add(cause);
    add(cause.cause);
    if (cause instanceof AggregateError) for (const one of cause.errors) add(one);
  };
  add(error);
  return [...found];
}

const codeOf = (error: Error): string | null => ('code' in error && typeof error.code === 'string' ? error.code : null);
