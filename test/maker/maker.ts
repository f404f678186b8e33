/**
 * Makes documents whose true values and places are known: invoices, receipts and others, in many layouts and languages, with the oddities of
 * real ones. The same kind, seed and options give the same bytes. Training, evaluation and tests feed on them.
 */

import { pdfOf } from './drawing/pdf.ts';
import { plainOf, type TextPlace } from './drawing/plain.ts';
import { type Place, Sheet } from './drawing/sheet.ts';
import { INVOICES } from './families/invoice/families.ts';
import { LETTERS } from './families/letter/families.ts';
import { RECEIPTS } from './families/receipt/families.ts';
import { SETTLEMENTS } from './families/settlement/families.ts';
import { STATEMENTS } from './families/statement/families.ts';
import type { Country } from './languages/language.ts';
import { LANGUAGES, languageOf } from './languages/languages.ts';
import { Manner } from './manner.ts';
import { addOddities } from './oddities.ts';
import { Random } from './random.ts';
import { type DocumentKind, type Family, KINDS, type Scene } from './scene.ts';
import { FIELDS, useCaseOf } from './use-cases.ts';

export const FAMILIES: readonly Family[] = [...INVOICES, ...RECEIPTS, ...STATEMENTS, ...LETTERS, ...SETTLEMENTS];

export const FORMATS = ['pdf', 'text'] as const;
export type Format = (typeof FORMATS)[number];

export interface MakeOptions {
  /** One of `FAMILIES`; by chance without. */
  readonly family?: string;
  /** ISO 639-1 code of one of `LANGUAGES`; by chance without. */
  readonly language?: string;
  readonly format?: Format;
}

/** The true value of a field, in the form its use case has it, and everywhere it is printed. */
export interface TrueValue {
  /** Null: the document does not say it, or not so that one could be sure. */
  readonly value: string | null;
  /** Whether a reader sees it: it is printed, and nothing hides it. */
  readonly visible: boolean;
  readonly places: readonly (Place | TextPlace)[];
}

export interface MadeDocument {
  /** `invoice-17-de-invoice-window`. */
  readonly name: string;
  readonly kind: DocumentKind;
  readonly seed: number;
  readonly family: string;
  readonly language: string;
  readonly country: string;
  readonly format: Format;
  readonly bytes: Buffer;
  /** Dotted path → value: every single field of the use case, and those of the rows of its tables (`line_items.0.amount`). */
  readonly truth: Readonly<Record<string, TrueValue>>;
}

/** Currencies of elsewhere; `signAlone`: the sign says which one. */
const FOREIGN: readonly Pick<Country, 'currency' | 'sign' | 'signAlone'>[] = [
  { currency: 'USD', sign: 'US$', signAlone: true },
  { currency: 'GBP', sign: '£', signAlone: true },
  { currency: 'CHF', sign: 'SFr.', signAlone: true },
  { currency: 'EUR', sign: '€', signAlone: true },
  { currency: 'USD', sign: '$', signAlone: false },
  { currency: 'SEK', sign: 'kr', signAlone: false },
  { currency: 'DKK', sign: 'kr.', signAlone: false },
  { currency: 'ZAR', sign: 'R', signAlone: false },
  { currency: 'SGD', sign: 'S$', signAlone: true },
  { currency: 'TWD', sign: 'NT$', signAlone: true },
  { currency: 'JPY', sign: '¥', signAlone: false },
  { currency: 'CZK', sign: 'Kč', signAlone: true },
];

/** @param seed a whole number. @throws when an option names what there is not. */
export function makeDocument(kind: DocumentKind, seed: number, options: MakeOptions = {}): MadeDocument {
  const random = new Random(`${kind} ${seed}`);
  const families = FAMILIES.filter((family) => family.kind === kind);
  const drawn = random.pick(families);
  const family = options.family === undefined ? drawn : families.find(({ id }) => id === options.family);
  if (family === undefined) throw new Error(`family ${options.family} is not one of ${families.map(({ id }) => id).join(', ')}`);
  const chosen = random.pick(LANGUAGES);
  const language = options.language === undefined ? chosen : languageOf(options.language);
  const weights = Object.fromEntries(
    language.countries.map(({ weight, receipts }, n) => [String(n), kind === 'receipt' ? (receipts ?? weight) : weight]),
  );
  const home = language.countries[Number(random.weighted(weights))];
  if (home === undefined) throw new Error(`language ${language.code} has no country`);
  const country = random.chance(kind === 'receipt' ? 0.01 : 0.06) ? { ...home, ...random.pick(FOREIGN) } : home;
  const format = options.format ?? (random.chance(family.texts ?? 0.1) ? 'text' : 'pdf');
  const sheet = new Sheet(
    family.paper.width,
    family.paper.height,
    {
      size: random.pick([8, 8.5, 9, 9, 9.5, 10, 10, 10.5, 11]),
      font: random.weighted({ sans: 70, serif: 22, mono: 8 }),
    },
    { field: 'currency', text: country.currency },
  );
  const scene: Scene = { random, language, country, manner: new Manner(random, language, country), sheet, truth: new Map() };
  family.draw(scene);
  if (format === 'pdf') addOddities(scene);
  const turned = random.chance(0.04);
  const gap = kind === 'settlement' && random.chance(0.4) ? 0 : 2;
  const plain = format === 'text' ? plainOf(sheet, sheet.base.size * 0.5, gap) : null;
  return {
    name: `${kind}-${seed}-${language.code}-${family.id}`,
    kind,
    seed,
    family: family.id,
    language: language.code,
    country: country.code,
    format,
    bytes: plain === null ? pdfOf(sheet, turned) : Buffer.from(plain.text),
    truth: truthOf(scene, kind, plain?.places ?? sheet.places),
  };
}

/** `count` documents from a seed on, each with the next one. */
export function* makeDocuments(kind: DocumentKind, count: number, seed: number, options: MakeOptions = {}): Generator<MadeDocument> {
  for (let n = 0; n < count; n++) yield makeDocument(kind, seed + n, options);
}

function truthOf(scene: Scene, kind: DocumentKind, places: ReadonlyMap<string, readonly (Place | TextPlace)[]>): Record<string, TrueValue> {
  const truth: Record<string, TrueValue> = {};
  for (const field of new Set([...FIELDS[kind], ...scene.truth.keys()])) {
    const printed = places.get(field) ?? [];
    const value = printed.length === 0 ? null : (scene.truth.get(field) ?? null);
    truth[field] = { value, visible: value !== null, places: value === null ? [] : printed };
  }
  return truth;
}

export { FIELDS, KINDS, useCaseOf };
