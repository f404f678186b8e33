/** Plans of the statements that are really sent, from PostgreSQL's own auto_explain, and what is read out of them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from '../src/database/pool.ts';

/** Added to a database's URL: every statement of the session sends its plan back as a notice. Its role must be a superuser. */
export function explained(url: string): string {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_parameter_max_length': '60',
    'auto_explain.log_level': 'notice',
  };
  const with_ = new URL(url);
  with_.searchParams.set(
    'options',
    Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  );
  return with_.href;
}

const NEXT = 'SELECT 1 AS next';

/** Gathers the plans of whatever the pool's connections run. */
export class PlanLog {
  #plans: Plan[] = [];

  static open(pool: Pool): PlanLog {
    const log = new PlanLog();
    pool.onNotice(({ message }) => {
      const plan = message === undefined ? null : parsePlan(message);
      if (plan !== null) log.#plans.push(plan);
    });
    return log;
  }

  /** The plans of what `em` ran since the last call, one of each statement. */
  async take(em: EntityManager): Promise<readonly Plan[]> {
    // A plan is told when its portal is closed: when the next statement comes.
    await em.getConnection().execute(NEXT, [], 'all', em.getTransactionContext());
    const taken = this.#plans.filter(({ statement }) => statement !== NEXT);
    this.#plans = [];
    return [...new Map(taken.toReversed().map((plan) => [plan.statement, plan])).values()].reverse();
  }
}

interface Node {
  readonly label: string;
  readonly depth: number;
  /** All loops together. */
  readonly rows: number;
  readonly loops: number;
  /** Those it looked at and passed over. */
  readonly removed: number;
}

export interface Plan {
  readonly statement: string;
  readonly milliseconds: number;
  /** As PostgreSQL wrote it. */
  readonly text: string;
  readonly nodes: readonly Node[];
  /** Pages of 8 kB, found in memory or read. */
  readonly pages: number;
}

/** @returns null: the notice is no plan. */
function parsePlan(message: string): Plan | null {
  const [, duration, body] = /^duration: ([\d.]+) ms {2}plan:\n([\s\S]*)$/.exec(message) ?? [];
  if (duration === undefined || body === undefined) return null;
  const lines = body.split('\n');
  const first = lines.findIndex((line) => NODE.test(line));
  if (first === -1) return null;
  const plan = lines.slice(first);
  return {
    statement: lines
      .slice(0, first)
      .join('\n')
      .replace(/^Query Text: /, '')
      .replace(/\nQuery Parameters: [\s\S]*$/, '')
      .trim(),
    milliseconds: Number(duration),
    text: plan.join('\n'),
    nodes: nodesOf(plan),
    pages: pagesOf(plan),
  };
}

const NODE = /^(\s*(?:-> {2})?)(\S.*?) {2}\(cost=[^)]*\) \((?:actual time=\S+ rows=([\d.]+) loops=(\d+)|never executed)\)/;

function nodesOf(plan: readonly string[]): Node[] {
  const nodes: (Node & { removed: number })[] = [];
  for (const line of plan) {
    const [, lead, label, rows = '0', loops = '0'] = NODE.exec(line) ?? [];
    const removed = /^\s*Rows Removed by \w+(?: \w+)*: (\d+)/.exec(line)?.[1];
    const last = nodes.at(-1);
    if (lead !== undefined && label !== undefined) {
      nodes.push({ label, depth: lead.length, rows: Number(rows) * Number(loops), loops: Number(loops), removed: 0 });
    } else if (removed !== undefined && last !== undefined) last.removed += Number(removed) * last.loops;
  }
  return nodes;
}

/** Of the first node, which includes those below it. */
function pagesOf(plan: readonly string[]): number {
  const buffers = plan.find((line) => /^\s*Buffers: /.test(line)) ?? '';
  const count = (name: string) => Number(new RegExp(`shared(?: \\w+=\\d+)* ${name}=(\\d+)`).exec(buffers)?.[1] ?? 0);
  return count('hit') + count('read');
}

export function indexesOf({ nodes }: Plan): string[] {
  return nodes.flatMap(({ label }) => /(?: using |Bitmap Index Scan on )(\S+)/.exec(label)?.[1] ?? []);
}

/** Tables that are read from end to end. */
export function seqScansOf({ nodes }: Plan): string[] {
  return nodes.flatMap(({ label, loops }) => (loops === 0 ? [] : (/Seq Scan on (\S+)/.exec(label)?.[1] ?? [])));
}

/** Rows that went into the largest sort, a mean where a sort was run many times. */
export function largestSortOf({ nodes }: Plan): number {
  const sorted = nodes.map((node, i) => {
    const [below] = nodes.slice(i + 1);
    return /^(Incremental )?Sort$/.test(node.label) && below !== undefined && below.depth > node.depth
      ? below.rows / Math.max(1, below.loops)
      : 0;
  });
  return Math.max(0, ...sorted);
}

/** Rows that the node with most of them looked at. */
export const mostRowsOf = ({ nodes }: Plan): number => Math.max(0, ...nodes.map(({ rows, removed }) => rows + removed));
