/** Work side by side that fails as one. */

/**
 * Runs all tasks at once. The first failure aborts the signal of the others, waits until they have let go, and is thrown.
 * Results stand in the order of the items.
 */
export async function together<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  task: (item: T, index: number, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  if (items.length === 0) return [];
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const running = items.map((item, index) => task(item, index, either));
  try {
    return await Promise.all(running);
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(running);
    throw error;
  }
}
