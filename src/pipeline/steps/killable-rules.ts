/** The rules engine, in a thread that can be killed where its work might not end in time. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { IxError } from '../../contracts/errors.ts';
import type { FieldDefinition, UseCase } from '../../contracts/use-case.ts';
import type { Engine } from '../engines/engine.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import { type Reading, segmentsOf } from '../reading/reading.ts';
import type { RulesResult, RulesTask } from './killable-rules-thread.ts';
import { inTurn } from './turn.ts';

export interface KillableRulesOptions {
  /** Most extractions in threads at a time. */
  readonly threads: number;
  /** Heap limit of one thread, MiB. */
  readonly maxHeapMb: number;
}

/**
 * Characters of a reading from which extraction would hold up the other jobs of the process for too long: some fifteen dense
 * pages. The worst text found for the engine takes 0.2 s at this size on one core.
 */
const LARGE_READING = 50_000;
/** The same for use cases of more fields than this: as many characters fewer. (The shipped ones have less than 30.) */
const MANY_FIELDS = 30;
/** Characters of labels and choices that take as long to make ready. */
const LARGE_USE_CASE = 50_000;
/** A thread ends after this long without work. */
const IDLE_MS = 60_000;

/**
 * Patterns of a use case are written by users and may backtrack for ever on the wrong text; a regular expression cannot be
 * interrupted, its thread can. Use cases without patterns run where they are, in turns, unless they or the documents are very large.
 */
export function createKillableRules({ threads, maxHeapMb }: KillableRulesOptions): Engine & { close(): Promise<void> } {
  const here = createRulesEngine();
  const pool = new Piscina<RulesTask, RulesResult>({
    // Beside this file, and like it: `.ts` as it is, `.js` once built.
    filename: new URL(`./killable-rules-thread${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    atomics: 'disabled',
  });

  return {
    name: 'rules',
    async extract(reading, useCase, options, signal) {
      if (!needsThread(reading, sizeOf(useCase))) return inTurn(() => here.extract(reading, useCase, options, signal));
      const result = await pool.run({ reading, useCase, options }, { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
      if ('code' in result) throw new IxError(result.code, result.detail);
      return result;
    },
    close: () => pool.destroy(),
  };
}

interface Size {
  readonly fields: number;
  /** Of labels and choices, and of a schema. */
  readonly characters: number;
  readonly patterns: number;
}

function sizeOf({ fields, json_schema }: UseCase): Size {
  const size = sizeOfFields(fields);
  if (json_schema === null) return size;
  // Answers are checked by the whole schema: its patterns run as well, those that fields know nothing of among them.
  const schema = JSON.stringify(json_schema);
  return { ...size, characters: size.characters + schema.length, patterns: size.patterns + (schema.includes('"pattern') ? 1 : 0) };
}

function sizeOfFields(fields: readonly FieldDefinition[]): Size {
  let size: Size = { fields: fields.length, characters: 0, patterns: 0 };
  for (const field of fields) {
    const inner = sizeOfFields(field.fields ?? []);
    const words = [field, ...(field.items === null ? [] : [field.items])].flatMap(({ labels, phrases, choices, choice_labels }) => [
      ...[...labels, ...phrases, ...Object.values(choice_labels).flat()],
      ...(choices ?? []).map(String),
    ]);
    const patterns = [field.pattern, field.items?.pattern ?? null].filter((pattern) => pattern !== null).length;
    size = {
      fields: size.fields + inner.fields,
      characters: size.characters + words.reduce((sum, { length }) => sum + length, 0) + inner.characters,
      patterns: size.patterns + patterns + inner.patterns,
    };
  }
  return size;
}

function needsThread(reading: Reading, { fields, characters, patterns }: Size): boolean {
  if (patterns > 0 || characters > LARGE_USE_CASE) return true;
  const most = LARGE_READING * Math.min(1, MANY_FIELDS / fields);
  let read = 0;
  return segmentsOf(reading).some(({ line }) => {
    read += line.text.length;
    return read > most;
  });
}
