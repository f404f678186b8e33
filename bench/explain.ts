/** Suite `explain`: the plan of every statement of the store over a million rows; none may read a table of jobs from end to end. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { LIST_LIMIT_MAX } from '../src/contracts/job.ts';
import { ACT_PLANS } from '../src/database/dialect.ts';
import { insertJobs, JOB_ID, OPERATIONS } from '../test/store/operations.ts';
import { callbackOperations } from './callback-operations.ts';
import { openIx } from './database.ts';
import { clearYounger, middleOf, openHistory, vacuum } from './history.ts';
import { jobOperations, type Operation } from './job-operations.ts';
import { keyOperations } from './key-operations.ts';
import { enqueue, newRows } from './load.ts';
import { explained, indexesOf, largestSortOf, mostRowsOf, type Plan, PlanLog, seqScansOf } from './plans.ts';
import type { Suite } from './suite.ts';

const ROWS = 1_000_000;
const PENDING = 5000;
const TABLES = ['ix_jobs', 'ix_job_search'];

interface Explained {
  readonly what: string;
  readonly plans: readonly Plan[];
}

export const explain: Suite = async ({ server, maxRows, resultsDir, say }) => {
  const history = await openHistory(server, Math.min(ROWS, maxRows), 4, say);
  try {
    await enqueue(history.deps, PENDING);
    await vacuum(history.url);
    const { missing, all } = await explainAll(explained(history.url), middleOf(history));
    const file = join(resultsDir, 'explain.txt');
    await writeFile(file, all.map(asText).join('\n'));
    console.log(
      `\nexplain, ${history.rows.toLocaleString('en')} finished and ${PENDING.toLocaleString('en')} pending jobs\n${formatPlans(all)}`,
    );
    const faults = all.flatMap(({ what, plans }) => plans.flatMap(faultsOf).map((fault) => `${what}: ${fault}`));
    return {
      rows: [],
      notes: [
        `the plans are in ${file}`,
        ...missing.map((name) => `MISS: ${name} of src/store is not explained: add it to bench/*-operations.ts`),
        ...faults.map((fault) => `MISS: ${fault}`),
      ],
      failed: missing.length + faults.length > 0,
    };
  } finally {
    await clearYounger(history);
    await history.close();
  }
};

/** What one sees is undone: in one transaction that is rolled back. */
async function explainAll(url: string, middle: Date): Promise<{ missing: string[]; all: Explained[] }> {
  const ix = await openIx(url, 4);
  const all: Explained[] = [];
  const names = new Set(await storeOperations());
  try {
    const log = PlanLog.open(ix.pool);
    await ix.orm.em
      .fork()
      .transactional(async (em) => {
        await log.take(em);
        const rows = newRows(200);
        const jobIds = rows.map(({ jobId }) => jobId);
        const operations = [...jobOperations(rows, middle), ...callbackOperations(rows, middle), ...keyOperations(jobIds)];
        for (const { operation, variant, run, isQuestion } of operations) {
          if (isQuestion) await asByDefault(em, run);
          else await run(em);
          names.delete(operation);
          all.push({ what: variant === '' ? operation : `${operation}: ${variant}`, plans: await log.take(em) });
        }
        // The others, on one job more.
        await insertJobs(em, [JOB_ID]);
        for (const [operation, run] of Object.entries(OPERATIONS)) {
          const named = operation.split(' ').filter((word) => names.delete(word));
          if (named.length === 0) continue;
          await em.execute('SAVEPOINT operation');
          await log.take(em);
          await run(em);
          all.push({ what: operation, plans: await log.take(em) });
          await em.execute('ROLLBACK TO operation');
        }
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    return { missing: [...names], all };
  } finally {
    await ix.close();
  }
}

/** Without the settings that acts have. */
async function asByDefault(em: EntityManager, run: Operation['run']): Promise<void> {
  const execute = (statement: string) => sql.raw(statement).execute(em.getKysely());
  await execute('SAVEPOINT question');
  for (const name of Object.keys(ACT_PLANS)) await execute(`SET LOCAL ${name} TO DEFAULT`);
  await run(em);
  await execute('ROLLBACK TO question');
}

class RolledBack extends Error {}

const STORE = new URL('../src/store/', import.meta.url);

/** Whatever src/store exports that is async runs a statement. */
async function storeOperations(): Promise<string[]> {
  const files = (await readdir(STORE)).filter((file) => file.endsWith('.ts'));
  const modules: object[] = await Promise.all(files.map((file) => import(new URL(file, STORE).href)));
  return modules.flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]) =>
      typeof value === 'function' && value.constructor.name === 'AsyncFunction' ? [name] : [],
    ),
  );
}

function faultsOf(plan: Plan): string[] {
  const scanned = seqScansOf(plan).filter((table) => TABLES.includes(table));
  const sorted = largestSortOf(plan);
  return [
    ...scanned.map((table) => `reads all of ${table}`),
    ...(sorted > LIST_LIMIT_MAX ? [`sorts ${sorted.toLocaleString('en')} rows, a page has ${LIST_LIMIT_MAX}`] : []),
  ];
}

const unique = (names: readonly string[]): string => [...new Set(names)].join(' ');

/** A line for each statement that reads or writes: what it is, how long, how much it looked at, by which indexes. */
function formatPlans(all: readonly Explained[]): string {
  const lines = all.flatMap(({ what, plans }) =>
    plans.map((plan, i) => [
      i === 0 ? what : '',
      plan.milliseconds.toFixed(2),
      String(Math.round(mostRowsOf(plan))),
      String(plan.pages),
      String(Math.round(largestSortOf(plan))),
      unique(seqScansOf(plan)),
      unique(indexesOf(plan)),
    ]),
  );
  const head = ['statement', 'ms', 'most rows', 'pages', 'sorted', 'seq scans', 'indexes'];
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const pad = (line: readonly string[]) =>
    line
      .map((cell, i) => (i >= 1 && i <= 4 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...lines].map(pad).join('\n');
}

function asText({ what, plans }: Explained): string {
  const each = plans.map(({ statement, milliseconds, text }) => `${statement}\n\n${text}\n(${milliseconds} ms)\n`);
  return `──── ${what}\n\n${each.join('\n')}`;
}
