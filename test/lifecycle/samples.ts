/** A scrape as a Prometheus parser reads it. */
import parse from 'parse-prometheus-text-format';
import { z } from 'zod';

const FamiliesSchema = z.array(
  z.object({
    name: z.string().regex(/^[a-z][a-z0-9_]*$/),
    metrics: z.array(z.object({ value: z.string().transform(Number), labels: z.record(z.string(), z.string()).default({}) })),
  }),
);

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @throws for a line that is not of the text format. */
export function samplesOf(text: string): Sample[] {
  // Without its types: the parser puts the samples of a histogram together, and loses their labels.
  const families = FamiliesSchema.parse(parse(text.replaceAll(/^# TYPE .*$/gm, '# untyped')));
  return families.flatMap(({ name, metrics }) => metrics.map(({ labels, value }) => ({ name, labels, value })));
}

/** The samples of that name, their values by the labels that are asked for, summed up. */
export function totals(samples: readonly Sample[], name: string, ...labels: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const sample of samples.filter((one) => one.name === name)) {
    const key = labels.map((label) => sample.labels[label] ?? '').join(' ');
    sums[key] = (sums[key] ?? 0) + sample.value;
  }
  return sums;
}
