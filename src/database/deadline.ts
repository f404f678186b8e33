/** How long an answer of the database is waited for. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Seconds. */
export interface Deadlines {
  /** Until there is a connection: a new one, or one that another has given back. */
  readonly connect: number;
  /** After which the server ends a statement by itself (SQLSTATE 57014). */
  readonly statement: number;
  /** How much later than that its answer may come. Then the server, or the network, is silent. */
  readonly silence: number;
}

export const DEADLINES: Deadlines = { connect: 10, statement: 10, silence: 2 };

const asked = new AsyncLocalStorage<number>();

/**
 * Each statement of `work`, and of what it starts, is answered within so many seconds in place of the usual twelve, or its connection is
 * closed. A longer deadline holds on the server, too, which ends the statement by itself two seconds before.
 *
 *     await withDeadline(3600, () => transact(deps, 'recount', recount));
 */
export const withDeadline = <T>(seconds: number, work: () => Promise<T>): Promise<T> => asked.run(seconds, work);

/** What `withDeadline` asked for, if anything. */
export const askedDeadline = (): number | undefined => asked.getStore();

/** Has the code of a network that does not answer. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/**
 * The answer, if it comes in time.
 * @param giveUp told once the time is over.
 * @throws Error with the code ETIMEDOUT.
 */
export function inTime<T>(answer: Promise<T>, seconds: number, giveUp?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new NoAnswer(`the database did not answer within ${seconds} s`));
      giveUp?.();
    }, seconds * 1000);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
