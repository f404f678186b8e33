/** What is written for several at once, so that one of them which the database refuses hurts itself alone. */
import { isItemsFault } from '../store/database-fault.ts';

/**
 * Acts for all items together; when the database refuses what one of them says, for each alone. Any other error is every item's, that of
 * those which have not had their turn alone included.
 * @param act one answer an item, in order; writes all of them, or nothing when it throws.
 * @returns one outcome an item, in order.
 */
export async function settleEach<Item, Answer>(
  items: readonly Item[],
  act: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<PromiseSettledResult<Answer>[]> {
  const outcomes: PromiseSettledResult<Answer>[] = [];
  try {
    for (const answer of await act(items)) outcomes.push({ status: 'fulfilled', value: answer });
  } catch (error) {
    if (items.length > 1 && isItemsFault(error)) {
      for (const item of items) {
        const [outcome] = await settleEach([item], act);
        if (outcome === undefined) break;
        outcomes.push(outcome);
        if (outcome.status === 'rejected' && !isItemsFault(outcome.reason)) return rejectRest(items, outcomes, outcome.reason);
      }
      return outcomes;
    }
    return rejectRest(items, outcomes, error);
  }
  return rejectRest(items, outcomes, new Error('the act gave no answer for this item'));
}

/** As many outcomes as items. */
function rejectRest<Answer>(
  items: readonly unknown[],
  outcomes: readonly PromiseSettledResult<Answer>[],
  reason: unknown,
): PromiseSettledResult<Answer>[] {
  return items.map((_, i) => outcomes[i] ?? { status: 'rejected', reason });
}
