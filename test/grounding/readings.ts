/** Real readings for grounding tests: texts as the reader reads them, and lines placed on a page by hand. */
import type { BoundingBox, Line } from '../../src/contracts/response.ts';
import { type FieldDefinition, FieldDefinitionSchema, type UseCase } from '../../src/contracts/use-case.ts';
import type { Evidence, Extraction } from '../../src/pipeline/engines/engine.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { readText } from '../../src/pipeline/reading/text.ts';

/** Reads texts as a job would. */
export function readingOfTexts(...texts: readonly string[]): Reading {
  const pages = texts.flatMap((text, index) => readText(text).map((page) => ({ ...page, file_index: index })));
  return { pages, unread: [] };
}

/** An upright box from its left upper corner and size. */
export function box(x: number, y: number, width: number, height: number): BoundingBox {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}

/** A line of words on a page: each word takes half its height per character; `gaps` are the distances before each word. */
export function lineAt(x: number, y: number, height: number, words: readonly { readonly text: string; readonly gap: number }[]): Line {
  let right = x;
  let at = 0;
  const placed = words.map(({ text, gap }) => {
    const left = right + gap;
    right = left + (text.length * height) / 2;
    const start = at;
    at += text.length + 1;
    return {
      text,
      bounding_box: box(left, y, right - left, height),
      confidence: 1,
      char_span: [start, start + text.length] as [number, number],
    };
  });
  return { text: words.map(({ text }) => text).join(' '), bounding_box: box(x, y, right - x, height), words: placed };
}

/** One A4 page of these lines. */
export function readingOfLines(lines: readonly Line[]): Reading {
  const page = {
    page_no: 1,
    file_index: 0,
    width: 595,
    height: 842,
    unit: 'point' as const,
    origin: 'pdf-text' as const,
    rotation: 0 as const,
    lines: [...lines],
  };
  return { pages: [page], unread: [] };
}

type FieldInput = Pick<FieldDefinition, 'name' | 'type'> & {
  readonly choices?: string[];
  readonly labels?: string[];
  readonly fields?: FieldInput[];
};

export function useCaseOf(...fields: readonly FieldInput[]): UseCase {
  const parsed = fields.map((field) => FieldDefinitionSchema.parse(field));
  return { name: 'test', title: 'Test', description: null, system_prompt: null, fields: parsed, checks: [], json_schema: null };
}

export function extractionOf(result: Record<string, unknown>, evidence: Readonly<Record<string, readonly Evidence[]>> = {}): Extraction {
  return {
    result,
    evidence: new Map(Object.entries(evidence)),
    reasons: new Map(),
    warnings: [],
    engine: 'rules',
    model_name: null,
    token_usage: null,
  };
}
