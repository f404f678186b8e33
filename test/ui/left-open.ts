/**
 * A page left open while jobs come and go, and ix is stopped and started again: at every look it shows what the rows say as of then, or says that it
 * does not. For minutes: `npm run left-open -- --minutes 10`; the tests do it for a few looks.
 */
import pg from 'pg';
import type { Page } from 'playwright-core';

/** An ix that can be stopped and started again at its address, and a browser before it. */
export interface Restartable {
  readonly databaseUrl: string;
  page(path: string): Promise<Page>;
  submit(submission: Readonly<Record<string, unknown>>): Promise<unknown>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface Looks {
  readonly live: number;
  readonly away: number;
  /** What a page said that was not so. */
  readonly lies: readonly string[];
}

interface Shown {
  /** As of when the page says it is; null: the page says nothing of it. */
  readonly asOf: number | null;
  /** Whether the bar says that ix does not answer. */
  readonly away: boolean;
  readonly done: number;
}

const SHOWN = `({
  asOf: (document.querySelector('[data-as-of]')?.dataset.asOf ?? null),
  away: document.getElementById('away').hidden === false,
  done: Number([...document.querySelectorAll('.tile')].find((tile) => tile.querySelector('dt').textContent === 'Done').querySelector('strong').textContent.replaceAll(',', '')),
})`;

async function look(page: Page): Promise<Shown> {
  const { asOf, ...rest } = await page.evaluate<Omit<Shown, 'asOf'> & { asOf: string | null }>(SHOWN);
  return { ...rest, asOf: asOf === null ? null : Date.parse(asOf) };
}

/** What counting may take on a busy machine. */
const COUNTING_MS = 3000;
/** A page may be as late as its own look, its timeout, and one more. */
const PATIENCE_MS = 20_000;

/** @param rounds how often ix is stopped and started. @param seconds between the two, and after. */
export async function leaveOpen(
  stage: Restartable,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Looks> {
  const database = new pg.Client({ connectionString: stage.databaseUrl });
  await database.connect();
  const page = await stage.page('/ui/health');
  const lies: string[] = [];
  const seen = { live: 0, away: 0 };
  let isUp = true;
  let since = Date.now();
  /** Looks at the page for so long, beside the rows that had ended by the time that it names. */
  const watch = async (until: number): Promise<void> => {
    for (let now = Date.now(); now < until; now = Date.now()) {
      const shown = await look(page);
      if (shown.asOf === null) lies.push(`${now}: it says not as of when it is`);
      // The page was counted a moment before the time that it names.
      const [least, most] = [await doneBy(database, (shown.asOf ?? 0) - COUNTING_MS), await doneBy(database, shown.asOf ?? 0)];
      if (shown.done < least || shown.done > most) lies.push(`as of ${shown.asOf}: ${shown.done} done, ${least} to ${most} are`);
      if (shown.away && isUp && now - since > PATIENCE_MS) lies.push(`${now}: it says that ix does not answer, which it does`);
      if (!shown.away && now - (shown.asOf ?? now) > PATIENCE_MS)
        lies.push(`${now}: it says nothing of being ${now - (shown.asOf ?? now)} ms old`);
      seen[shown.away ? 'away' : 'live']++;
      // The page looks again, or fails to: then there is something to see.
      await Promise.race([page.waitForEvent('requestfinished'), page.waitForEvent('requestfailed')]);
    }
  };
  const submit = () => stage.submit({ use_case: 'invoice', context: { texts: ['Invoice no. 1\nTotal 1.00'] } });
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 3; i++) await submit();
    await watch(Date.now() + seconds * 1000);
    await stage.stop();
    [isUp, since] = [false, Date.now()];
    await watch(Date.now() + seconds * 1000);
    await stage.start();
    [isUp, since] = [true, Date.now()];
  }
  await submit();
  await watch(Date.now() + seconds * 1000);
  await database.end();
  return { ...seen, lies };
}

async function doneBy(database: pg.Client, at: number): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ix_jobs WHERE status = 'done' AND finished_at <= $1`,
    [new Date(at)],
  );
  return rows[0]?.n ?? 0;
}
