/**
 * A process that dies in a delivery leaves its claim behind until that lapses, which takes longer than a test may. Here a claim that is
 * still there after more looks than a living process needs is made to lapse; whoever does hold it will find that it has.
 */
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** At five a second: some three times the deadline of a delivery. */
const LOOKS = 30;

export class LostDeliveries {
  readonly #orm: MikroORM;
  /** Claim → how often it was seen. */
  #seen = new Map<string, number>();

  constructor(orm: MikroORM) {
    this.#orm = orm;
  }

  async look(): Promise<void> {
    const kysely = this.#orm.em.fork().getKysely();
    const { rows } = await sql<{ claim: string }>`
      SELECT callback_id || ' ' || claims AS claim FROM ix_callbacks WHERE claimed_until > statement_timestamp()`.execute(kysely);
    this.#seen = new Map(rows.map(({ claim }) => [claim, 1 + (this.#seen.get(claim) ?? 0)]));
    const lost = [...this.#seen].filter(([, looks]) => looks > LOOKS).map(([claim]) => claim);
    if (lost.length === 0) return;
    await sql`
      UPDATE ix_callbacks SET claimed_until = statement_timestamp()
      WHERE claimed_until IS NOT NULL AND callback_id || ' ' || claims = ANY(${lost}::text[])`.execute(kysely);
  }
}
