/** The doctor's checks of the tables: do rows, tickets and counts agree, and is there somebody who works. */
import { withDeadline } from '../../database/deadline.ts';
import { countTickets } from '../../queue/look.ts';
import { CALLBACK, DELIVER } from '../../queue/queues.ts';
import { type WorkFacts, workFacts } from '../../store/diagnosis.ts';
import { countsAreWrong } from '../../store/recount.ts';
import { databaseState } from '../../store/workload.ts';
import { WORKER_LOCK } from '../health.ts';
import { checked, duration, type Finding, fault, ok, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** Comparing the counts reads an index of all jobs. */
const COUNT_SECONDS = 600;
const COUNTED_TO = 10_000;
/** Leases: a worker that is alive sends a heartbeat every third of one, and the others take its jobs back after one. */
const SILENT_LEASES = 3;

export async function checkWork({ config, em, pool, patience }: Patient): Promise<Finding[]> {
  const facts = await workFacts(em(), SILENT_LEASES * config.IX_LEASE_SECONDS);
  const { workers } = await databaseState(em(), WORKER_LOCK);
  return [
    workersFinding(facts, workers, patience.workSeconds),
    orphans(facts),
    ...(await checked('tickets', 'Stop every ix, and see docs/operations.md about damaged tables of pg-boss.', async () => {
      const tickets = await countTickets(pool, [DELIVER, CALLBACK]);
      const late = (seconds: number | null) => seconds !== null && seconds > patience.workSeconds;
      return [
        ticketsFinding('jobs', facts.waiting, tickets.get(DELIVER) ?? 0, late(facts.oldest_seconds)),
        ticketsFinding('callbacks', facts.due_callbacks, tickets.get(CALLBACK) ?? 0, late(facts.oldest_callback_seconds)),
      ];
    })),
    endpoints(facts),
    await withDeadline(COUNT_SECONDS, async () => counts(await countsAreWrong(em()))),
  ];
}

const some = (n: number): string => (n > COUNTED_TO ? `more than ${COUNTED_TO}` : String(n));

function workersFinding({ waiting, oldest_seconds }: WorkFacts, workers: readonly string[], late: number): Finding {
  const waits = waiting === 0 ? 'no job waits' : `${some(waiting)} jobs wait, the first for ${duration(oldest_seconds ?? 0)}`;
  if (workers.length > 0) return ok('workers', `${workers.length} connected; ${waits}`);
  const found = `no worker is connected to this database; ${waits}`;
  const remedy = 'Start one: `ix worker`, or `ix up`. Its log says why it ended before.';
  return waiting > 0 && (oldest_seconds ?? 0) > late ? fault('workers', found, remedy) : warning('workers', found, remedy);
}

function orphans({ silent }: WorkFacts): Finding {
  if (silent === 0) return ok('leases', 'every running job has a worker that sends heartbeats');
  return fault(
    'leases',
    `${silent} jobs are said to run, and their workers have been silent for ${SILENT_LEASES} leases: nobody takes them back`,
    'A worker that runs takes them back by itself: start one. Has it the IX_LEASE_SECONDS of the others?',
  );
}

/** Rows are what counts: a ticket too many does no harm, and lost ones are made anew by a worker. */
function ticketsFinding(what: string, rows: number, tickets: number, late: boolean): Finding {
  const found = `${some(rows)} ${what} wait, with ${tickets} tickets`;
  if (!late || tickets > 0) return ok('tickets', found);
  return fault('tickets', found, 'A worker that runs makes new ones within seconds. If this stays: start one, and read its log.');
}

function endpoints({ paused_endpoints: paused }: WorkFacts): Finding {
  if (paused === 0) return ok('endpoints', 'no endpoint of callbacks is paused');
  return warning('endpoints', `${paused} endpoints of callbacks are paused: they keep failing`, '`ix callbacks endpoints` says why.');
}

function counts(wrong: boolean): Finding {
  if (!wrong) return ok('counts', 'the totals are those of the rows');
  return fault(
    'counts',
    'the totals differ from the rows: rows were written with triggers off (a restore, a repair by hand)',
    'A worker counts anew at its start and once an hour: start one, or wait.',
  );
}
