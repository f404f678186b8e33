/** Values of a document that somebody spoilt, nothing cited, as a model may answer: how many are verified, and how many are of high trust. */
import { expect, test } from 'vitest';
import type { UseCase } from '../../src/contracts/use-case.ts';
import { combine } from '../../src/pipeline/engines/combine.ts';
import type { Extraction } from '../../src/pipeline/engines/engine.ts';
import { extractByRules } from '../../src/pipeline/engines/rules/extract.ts';
import { ground } from '../../src/pipeline/grounding/ground.ts';
import { trustOf } from '../../src/pipeline/grounding/trust.ts';
import { kindOf } from '../../src/pipeline/kinds/kinds.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { makeDocuments, useCaseOf } from '../maker/maker.ts';
import { KINDS } from '../maker/scene.ts';
import { readingOf } from './readings.ts';

const DOCUMENTS = 10;
const SEED = 720_000;
/** Of the spoilt values of one manner. */
const MOST_AT_HIGH = 0.01;
const MOST_VERIFIED = 0.01;
/** The rest of a name stands on the page, and so does a day that may be read either way: to verify says no more than that. */
const STAND_THERE: ReadonlySet<string> = new Set(['a word dropped', 'day and month swapped']);

/** Manner → the value spoilt in it; null where it cannot be. */
const MANNERS: Readonly<Record<string, (value: string, kind: string) => string | null>> = {
  'a word dropped': (value, kind) => {
    const words = value.split(' ');
    return kind === 'name' && words.length > 2 ? words.slice(1).join(' ') : null;
  },
  'a group dropped': (value, kind) => (kind === 'iban' && value.length > 14 ? value.slice(0, 8) + value.slice(12) : null),
  'day and month swapped': (value, kind) => {
    const [year, month, day] = value.split('-');
    return kind === 'date' && Number(day) <= 12 && month !== day ? `${year}-${day}-${month}` : null;
  },
  'the last letter wrong': (value, kind) => {
    const last = value.at(-1) ?? '';
    const other = /\d/.test(last) ? String((Number(last) + 3) % 10) : last === 'x' ? 'k' : 'x';
    return kind === 'date' || kind === 'currency' || kind === 'choice' || value.length < 5 ? null : value.slice(0, -1) + other;
  },
};

/** What a model would say without citing anything. */
const said = (result: Record<string, unknown>): Extraction => ({
  result,
  evidence: new Map(),
  reasons: new Map(),
  warnings: [],
  engine: 'llm',
  model_name: 'none',
  token_usage: null,
});

interface Tally {
  tried: number;
  verified: number;
  high: number;
}

async function count(tally: Tally, reading: Reading, useCase: UseCase, spoilt: Record<string, string>): Promise<void> {
  const rules = extractByRules(reading, useCase);
  // By the model alone, and beside rules that find some of it: there theirs stays.
  for (const extraction of [said(spoilt), combine(rules, said(spoilt), useCase)]) {
    const options = { maxSources: 5, withContext: false };
    const provenance = await ground(reading, useCase, extraction, options, new AbortController().signal);
    const { trust } = trustOf(reading, useCase, extraction, provenance);
    for (const [field, value] of Object.entries(spoilt)) {
      if (extraction.result[field] !== value) continue;
      tally.tried += 1;
      if (provenance.fields[`result.${field}`]?.provenance_verified === true) tally.verified += 1;
      if (trust?.[`result.${field}`]?.level === 'high') tally.high += 1;
    }
  }
}

test('spoilt values: at most one in a hundred is of high trust', async () => {
  const tallies = new Map<string, Tally>();
  for (const kind of KINDS) {
    const useCase = useCaseOf(kind);
    for (const made of makeDocuments(kind, DOCUMENTS, SEED)) {
      const reading = await readingOf(made);
      for (const [manner, spoil] of Object.entries(MANNERS)) {
        const spoilt: Record<string, string> = {};
        for (const field of useCase.fields) {
          const truth = made.truth[field.name]?.value ?? null;
          const other = truth === null ? null : spoil(truth, kindOf(field).name);
          if (other !== null) spoilt[field.name] = other;
        }
        const tally = tallies.get(manner) ?? { tried: 0, verified: 0, high: 0 };
        tallies.set(manner, tally);
        if (Object.keys(spoilt).length > 0) await count(tally, reading, useCase, spoilt);
      }
    }
  }
  const shares = [...tallies].map(([manner, { tried, verified, high }]) => ({
    manner,
    tried,
    verified: verified / tried,
    high: high / tried,
  }));
  expect(shares.length).toBe(Object.keys(MANNERS).length);
  expect(shares.filter(({ tried }) => tried < 10)).toEqual([]);
  expect(shares.filter(({ high }) => high > MOST_AT_HIGH)).toEqual([]);
  expect(shares.filter(({ manner, verified }) => !STAND_THERE.has(manner) && verified > MOST_VERIFIED)).toEqual([]);
});
