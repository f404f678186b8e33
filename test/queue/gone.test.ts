/** pg-boss's queues are emptied under a running ix: nothing is given up for it, and a start says how they are made anew. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { QUEUE_SCHEMA } from '../../src/queue/queues.ts';
import { isItemsFault, isPassing } from '../../src/store/database-fault.ts';
import { Stage } from '../support/stage.ts';

it('a submit is refused as one that may be tried again, and is taken once another process has made them', async () => {
  const stage = await Stage.open();
  try {
    await sql`DELETE FROM ${sql.table(`${QUEUE_SCHEMA}.queue`)}`.execute(stage.em.getKysely());
    const refusal = await stage.submit({}).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: '23503' });
    expect([isPassing(refusal), isItemsFault(refusal)]).toEqual([true, false]);
    await expect(stage.another()).rejects.toThrow(/DROP SCHEMA ix_queue CASCADE/);
    await sql`DROP SCHEMA ${sql.id(QUEUE_SCHEMA)} CASCADE`.execute(stage.em.getKysely());
    await (await stage.another()).close();
    await stage.submit({});
    expect(await stage.claim(10, 'w')).toHaveLength(1);
  } finally {
    await stage.close();
  }
});
