/** Examples to learn from: each field of each document made, with its options and which of them is true. */
import type { FieldDefinition, UseCase } from '../../src/contracts/use-case.ts';
import { groupedByText } from '../../src/pipeline/engines/rules/decide.ts';
import { gather } from '../../src/pipeline/engines/rules/gather.ts';
import type { Model } from '../../src/pipeline/engines/rules/model.ts';
import { type LeafPlan, planOf } from '../../src/pipeline/engines/rules/plan.ts';
import { kindOf } from '../../src/pipeline/kinds/kinds.ts';
import { isRole, LOCALES, textsOf } from '../../src/pipeline/locales/vocabulary.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { type MadeDocument, makeDocuments, useCaseOf } from '../../test/maker/maker.ts';
import type { DocumentKind } from '../../test/maker/scene.ts';

/** A field of one document. */
export interface Example {
  readonly family: string;
  readonly language: string;
  readonly field: string;
  readonly kind: string;
  readonly role: string | null;
  /** Of each option its places, of each place its features. */
  readonly options: readonly (readonly Readonly<Record<string, number>>[])[];
  /** Of each option the value it says. */
  readonly texts: readonly string[];
  /** The place of the true option; −1 where none is: the document does not say it, or it was not found. */
  readonly right: number;
  /** The document says it. */
  readonly said: boolean;
}

/** Examples of `count` documents of a kind from a seed on: by the shipped use case, and by one that knows labels and types alone. */
export async function examplesOf(kind: DocumentKind, count: number, seed: number, model: Model): Promise<Example[]> {
  const examples: Example[] = [];
  for (const made of makeDocuments(kind, count, seed)) {
    const { pages } = made.format === 'pdf' ? await readPdf(made.bytes, { maxPages: 100 }) : { pages: readText(made.bytes.toString()) };
    const shipped = useCaseOf(kind);
    for (const useCase of [shipped, anonymous(shipped, made.language)]) {
      const plan = planOf(useCase);
      const { candidates } = gather({ pages, unread: [] }, plan, model);
      for (const leaf of plan.leaves) {
        const truth = made.truth[leaf.path.join('.')];
        if (truth !== undefined) examples.push(exampleOf(made, leaf, groupedByText(candidates[leaf.index] ?? []), truth.value));
      }
    }
  }
  return examples;
}

type Grouped = ReturnType<typeof groupedByText>;

function exampleOf({ family, language }: MadeDocument, leaf: LeafPlan, grouped: Grouped, truth: string | null): Example {
  return {
    family,
    language,
    field: leaf.path.join('.'),
    kind: leaf.kind.name,
    role: leaf.field.role,
    options: grouped.map(({ places }) => places.map(({ features }) => features)),
    texts: grouped.map(({ text }) => text),
    right: truth === null ? -1 : grouped.findIndex(({ text }) => same(truth, text)),
    said: truth !== null,
  };
}

/** Labels that an integrator would write down. */
const MOST_LABELS = 8;

/** The same fields as somebody writes them who knows neither roles nor the layout of invoices: labels of the language, and types. */
function anonymous({ fields, ...useCase }: UseCase, language: string): UseCase {
  const labelsIn = (role: string | null) => textsOf((role !== null && isRole(role) ? LOCALES.get(language)?.labels[role] : null) ?? '');
  const plain = fields.flatMap((field): FieldDefinition[] => {
    const kind = kindOf(field).name;
    const labels = labelsIn(field.role).filter((label) => !label.includes('№'));
    if (kind === 'name' || kind === 'word' || kind === 'choice' || labels.length === 0) return [];
    return [
      { ...field, role: null, kind, labels: labels.slice(0, MOST_LABELS), belongs_to: null, place: null, alone: null, description: null },
    ];
  });
  return { ...useCase, name: `${useCase.name}_${language}`, fields: plain, checks: [] };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** The same value: numbers by what they are worth, texts by letters and digits. */
export function same(truth: string, got: string): boolean {
  if (NUMBER.test(truth) && NUMBER.test(got) && Number(truth) === Number(got)) return true;
  return letters(truth) === letters(got);
}

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
