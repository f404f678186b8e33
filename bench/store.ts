/** Suite `store`: every statement of the store with histories of ten thousand, one million and ten million jobs. */
import { counterRows } from './counters.ts';
import { heldRows } from './held.ts';
import { type History, noRoom, openHistory } from './history.ts';
import { positionRows, readRows } from './reads.ts';
import type { Suite } from './suite.ts';
import { CONNECTIONS, drainRows, insertRows } from './writes.ts';

const SIZES = [10_000, 1_000_000, 10_000_000];

export const store: Suite = async (context) => {
  const { server, maxRows, say } = context;
  const notes: string[] = [];
  const sizes = sizesUpTo(maxRows);
  const none = await noRoom(
    server,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  if (none !== null) throw new Error(`not enough room on the disk: ${none}; --rows takes a smaller limit`);
  const histories: History[] = [];
  try {
    for (const size of sizes) histories.push(await openHistory(server, size, CONNECTIONS + 2, say));
    const rows = [
      ...(await readRows(histories, context)),
      ...(await positionRows(histories, context)),
      ...(await insertRows(histories, context)),
      ...(await drainRows(histories, context)),
    ];
    for (const history of histories.splice(0)) await history.close();
    rows.push(...(await counterRows(context)), ...(await heldRows(context)));
    if (maxRows < 10_000_000)
      notes.push(`What is required is required at 10 million rows; this run went to ${maxRows.toLocaleString('en')}.`);
    return { rows, notes, failed: false };
  } finally {
    for (const history of histories) await history.close();
  }
};

/** A limit between the sizes is a size of its own. */
const sizesUpTo = (maxRows: number): number[] => [...new Set([...SIZES.filter((size) => size < maxRows), maxRows])];
