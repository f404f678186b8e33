/** What is written for several at once, so that one of them which the database refuses hurts itself alone. */
import { isItemsFault } from '../store/database-fault.ts';

/**
 * Acts for all items together; when the database refuses what one of them says, for each alone. Any other error is every item's.
 * @param act one answer an item, in order; writes all of them, or nothing when it throws.
 * @returns one outcome an item, in order.
 */
export async function settleEach<Item, Answer>(
  items: readonly Item[],
  act: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<PromiseSettledResult<Answer>[]> {
  try {
    const answers = await act(items);
    return items.map((_, i): PromiseSettledResult<Answer> => {
      const value = answers[i];
      return value === undefined
        ? { status: 'rejected', reason: new Error('no answer from the database') }
        : { status: 'fulfilled', value };
    });
  } catch (reason) {
    if (items.length <= 1 || !isItemsFault(reason)) return items.map(() => ({ status: 'rejected', reason }));
    const alone: PromiseSettledResult<Answer>[] = [];
    for (const item of items) alone.push(...(await settleEach([item], act)));
    return alone;
  }
}
