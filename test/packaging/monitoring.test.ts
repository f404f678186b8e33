/** The alert rules and the dashboard ask, in PromQL, for series and labels that ix has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Metrics } from '../../src/app/metrics.ts';
import { ROOT } from '../docs/pages.ts';

const textOf = (file: string) => readFile(join(ROOT, file), 'utf8');
const RulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Ix[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[mh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ),
});
const PanelSchema = z.looseObject({ title: z.string(), targets: z.array(z.looseObject({ expr: z.string() })).default([]) });
const DashboardSchema = z.looseObject({ panels: z.array(PanelSchema) });

const rules = RulesSchema.parse(parse(await textOf('docs/ops/alerts.yaml'))).groups.flatMap((group) => group.rules);
const { panels } = DashboardSchema.parse(JSON.parse(await textOf('docs/ops/dashboard.json')));
const asked = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

const families = await new Metrics({
  useCases: [],
  database: async () => ({ jobs: new Map(), oldestPendingSeconds: 0 }),
  pool: () => ({ busy: 0, idle: 0, waiting: 0 }),
}).families();
const series = new Set(
  families.flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name])),
);
/** Of Prometheus itself. */
series.add('up');

test.each(asked)('%s: %s', (_, expr) => {
  const names: string[] = [];
  let wrong = '';
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) wrong = expr.slice(from);
      if (type.name === 'VectorSelector') names.push(/^[\w:]*/.exec(expr.slice(from, to))?.[0] ?? '');
    },
  });
  expect(wrong).toBe('');
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !series.has(name))).toEqual([]);
});

test('every number of ix is on the dashboard, and in docs/operations.md', async () => {
  const own = families.map(({ name }) => name).filter((name) => name.startsWith('ix_'));
  const shown = asked.map(([, expr]) => expr).join('\n');
  expect(own.filter((name) => !shown.includes(name))).toEqual([]);
  const page = await textOf('docs/operations.md');
  expect(own.filter((name) => !page.includes(name))).toEqual([]);
});
