/** Readings for the tests: from a text, or from words put at places of a page. */
import type { Line, Page } from '../../src/contracts/response.ts';
import type { FieldDefinition, UseCase } from '../../src/contracts/use-case.ts';
import { FieldDefinitionSchema } from '../../src/contracts/use-case.ts';
import type { Extraction } from '../../src/pipeline/engines/engine.ts';
import { createRulesEngine } from '../../src/pipeline/engines/rules/rules.ts';
import { type Reading, segmentsOf } from '../../src/pipeline/reading/reading.ts';
import { readText } from '../../src/pipeline/reading/text.ts';

/** [text, x, y of the upper edge, size]: one line of a page, its words half as wide as high. */
export type Placed = readonly [text: string, x: number, y: number, size?: number];

export function pageOf(placed: readonly Placed[], confidence = 1): Page {
  const lines = [...placed].sort(([, ax, ay], [, bx, by]) => ay - by || ax - bx);
  return {
    ...{ page_no: 1, file_index: 0, width: 595, height: 842, unit: 'point', origin: 'pdf-text', rotation: 0 },
    lines: lines.map(([text, x, y, size = 10]): Line => {
      const box = (from: number, to: number) => [from, y, to, y, to, y + size, from, y + size];
      let at = 0;
      const words = text.split(' ').map((word) => {
        const start = at;
        at += word.length + 1;
        const left = x + start * size * 0.5;
        return {
          text: word,
          bounding_box: box(left, left + word.length * size * 0.5),
          confidence,
          char_span: [start, start + word.length] as [number, number],
        };
      });
      return { text, bounding_box: box(x, x + text.length * size * 0.5), words };
    }),
  };
}

export const textReading = (text: string): Reading => ({ pages: readText(text), unread: [] });
export const pageReading = (...pages: readonly (readonly Placed[])[]): Reading => ({
  pages: pages.map((page) => pageOf(page)),
  unread: [],
});

type FieldInput = Parameters<typeof FieldDefinitionSchema.parse>[0] & { readonly name: string };

/** A use case of these fields, as a user would write them. */
export function useCaseOf(...fields: readonly (Partial<FieldDefinition> & Pick<FieldDefinition, 'name' | 'type'>)[]): UseCase {
  const parse = (field: FieldInput) => FieldDefinitionSchema.parse(field);
  return {
    name: 'of_mine',
    title: 'of mine',
    description: null,
    system_prompt: null,
    fields: fields.map(parse),
    checks: [],
    json_schema: null,
  };
}

const engine = createRulesEngine();

export function extract(reading: Reading, useCase: UseCase): Promise<Extraction> {
  return engine.extract(reading, useCase, { model: null, temperature: null, pictures: null }, new AbortController().signal);
}

/** What the evidence of a path says, values only. */
export function shown({ evidence }: Extraction, reading: Reading, path: string): string[] {
  return (evidence.get(path) ?? [])
    .filter(({ role }) => role === 'value')
    .map(
      ({ segment_id, start, end }) =>
        segmentsOf(reading)
          .find(({ id }) => id === segment_id)
          ?.line.text.slice(start, end) ?? '',
    );
}
