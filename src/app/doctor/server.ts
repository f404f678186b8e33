/** The doctor's checks of the PostgreSQL server: what it is, what the user may do, and whether it keeps its tables clean. */
import { QUEUE_SCHEMA } from '../../queue/queues.ts';
import { type Holder, type ServerFacts, serverFacts, snapshotHolders, type TableFacts, tableFacts } from '../../store/diagnosis.ts';
import { bytes, duration, type Finding, fault, ok, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** The first PostgreSQL that has all ix asks for. */
const LEAST_VERSION = 140_000;
/** Seconds: clocks that are further apart than this make ages wrong that people see, and then signatures and tokens too old. */
const CLOCKS_APART = { warning: 2, fault: 30 };
const CONNECTIONS_SHARE = 0.9;
/** The server warns from 40 million before its end on, and vacuums by force from 200 million on. */
const XID_AGE = 1_000_000_000;
/** Rows that are gone: fewer are every day's business. */
const DEAD_ROWS = 20_000;

export async function checkServer({ em, now, patience }: Patient): Promise<Finding[]> {
  const before = now();
  const facts = await serverFacts(em());
  const apart = facts.clock - (before + now()) / 2000;
  const tables = await tableFacts(em(), QUEUE_SCHEMA);
  const holders = await snapshotHolders(em(), patience.snapshotSeconds);
  return [
    version(facts),
    clock(apart),
    ...durability(facts),
    connections(facts),
    rights(facts, tables),
    autovacuum(facts, tables),
    ...snapshots(holders, patience.snapshotSeconds),
    identity(tables),
    bloat(tables),
  ];
}

function version({ version, shown_version, read_only }: ServerFacts): Finding {
  if (version < LEAST_VERSION)
    return fault('database', `PostgreSQL ${shown_version}`, 'ix needs PostgreSQL 14 or later: move the database to one (pg_upgrade).');
  if (read_only)
    return fault(
      'database',
      `PostgreSQL ${shown_version} takes no writes: a standby, or default_transaction_read_only is on`,
      'Point IX_DATABASE_URL at the primary (target_session_attrs=read-write chooses it), or reset that setting.',
    );
  return ok('database', `PostgreSQL ${shown_version} takes writes`);
}

function clock(apart: number): Finding {
  const found = `the database's clock is ${Math.abs(apart).toFixed(1)} s ${apart < 0 ? 'behind' : 'ahead of'} this host's`;
  const remedy = 'Have both hosts keep their time by NTP (chronyc tracking, timedatectl).';
  const off = Math.abs(apart);
  if (off >= CLOCKS_APART.fault) return fault('clock', found, remedy);
  return off >= CLOCKS_APART.warning ? warning('clock', found, remedy) : ok('clock', found);
}

function* durability({ durable, xid_age }: ServerFacts): Iterable<Finding> {
  if (!durable)
    yield fault(
      'durability',
      'fsync, full_page_writes or synchronous_commit is off: acknowledged jobs may be lost when the server crashes',
      'Set all three to on, for the server, the database and the role.',
    );
  if (xid_age > XID_AGE)
    yield fault(
      'autovacuum',
      `the database is ${Math.round(xid_age / 1e6)} million transactions old; the server stops at 2,100 million`,
      'Find what holds vacuum back (snapshots below), then run VACUUM (FREEZE) as a superuser.',
    );
}

function connections({ connections, max_connections }: ServerFacts): Finding {
  const found = `${connections} of ${max_connections} connections are open`;
  if (connections < CONNECTIONS_SHARE * max_connections) return ok('connections', found);
  return fault('connections', found, 'Raise max_connections, lower IX_DB_POOL, or put PgBouncer between (docs/operations.md).');
}

function rights({ user_name, database_name, may_create }: ServerFacts, tables: readonly TableFacts[]): Finding {
  const denied = tables.filter(({ denied }) => denied.length > 0);
  const [first] = denied;
  if (first !== undefined) {
    const others = denied.length === 1 ? '' : `, and something of ${denied.length - 1} more tables`;
    return fault(
      'rights',
      `user ${user_name} may not ${first.denied.join(', ')} ${first.name}${others}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON those tables TO ${user_name}, or have it own them (REASSIGN OWNED).`,
    );
  }
  if (!may_create)
    return warning(
      'rights',
      `user ${user_name} may make no tables in database ${database_name}`,
      'Well for processes that run; `ix migrate` and the first start of a new version need a user who owns the tables.',
    );
  return ok('rights', `user ${user_name} may do all that ix does in ${database_name}`);
}

function autovacuum({ autovacuum }: ServerFacts, tables: readonly TableFacts[]): Finding {
  if (!autovacuum)
    return fault('autovacuum', 'autovacuum, or track_counts, is off on this server', 'Set both to on: queues rot without vacuum.');
  const off = tables.filter((table) => !table.autovacuum).map(({ name }) => name);
  if (off.length === 0) return ok('autovacuum', `on for all ${tables.length} tables`);
  return fault('autovacuum', `off for ${off.join(', ')}`, off.map((name) => `ALTER TABLE ${name} RESET (autovacuum_enabled);`).join(' '));
}

function snapshots(holders: readonly Holder[], seconds: number): Finding[] {
  if (holders.length === 0) return [ok('snapshots', `nobody has held one for ${duration(seconds)}`)];
  return holders.map(({ kind, who, seconds: age }) => {
    if (kind === 'replication slot')
      return fault(
        'snapshots',
        `replication slot ${who} is used by nobody: it keeps write-ahead log, and may keep rows that are gone`,
        `Start its consumer, or SELECT pg_drop_replication_slot('${who}').`,
      );
    const end = kind === 'session' ? 'end that session: SELECT pg_terminate_backend(pid)' : `ROLLBACK PREPARED '${who}'`;
    return fault(
      'snapshots',
      `${kind} ${who} has been open for ${duration(age ?? 0)}: vacuum removes nothing that went since`,
      `Find out what it does, or ${end}. Set idle_in_transaction_session_timeout for users who forget.`,
    );
  });
}

function identity(tables: readonly TableFacts[]): Finding {
  const without = tables.filter(({ unidentified }) => unidentified).map(({ name }) => name);
  if (without.length === 0) return ok('replication identity', 'every published table has one');
  return fault(
    'replication identity',
    `${without.join(', ')}: published for logical replication, and without a key that tells rows apart, so updates and deletes fail`,
    'Give each its primary key back, or ALTER TABLE … REPLICA IDENTITY FULL, or leave it out of the publication.',
  );
}

function bloat(tables: readonly TableFacts[]): Finding {
  const swollen = tables.filter(({ dead, live }) => dead > DEAD_ROWS && dead > live);
  if (swollen.length === 0)
    return ok('bloat', `${bytes(tables.reduce((sum, table) => sum + table.bytes, 0))}, no table is mostly rows that are gone`);
  return fault(
    'bloat',
    swollen.map(({ name, dead, live, bytes: size }) => `${name}: ${dead} rows that are gone to ${live} (${bytes(size)})`).join('; '),
    `Find what holds vacuum back (autovacuum, snapshots); then ${swollen.map(({ name }) => `VACUUM (ANALYZE) ${name};`).join(' ')}`,
  );
}
