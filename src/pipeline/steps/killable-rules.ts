/** The rules engine, in a thread that can be killed where its work might not end in time. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { IxError } from '../../contracts/errors.ts';
import type { FieldDefinition } from '../../contracts/use-case.ts';
import type { Engine } from '../engines/engine.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import type { Reading } from '../reading.ts';
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
/** A thread ends after this long without work. */
const IDLE_MS = 60_000;

/**
 * Patterns of a use case are written by users and may backtrack for ever on the wrong text; a regular expression cannot be
 * interrupted, its thread can. Use cases without patterns run where they are, in turns, unless the documents are very large.
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
    async extract(reading, useCase, signal) {
      if (!hasPattern(useCase.fields) && !isLarge(reading)) return inTurn(() => here.extract(reading, useCase, signal));
      const result = await pool.run({ pages: reading.pages, engines: reading.engines, useCase }, { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
      if ('code' in result) throw new IxError(result.code, result.detail);
      return result;
    },
    close: () => pool.destroy(),
  };
}

function hasPattern(fields: readonly FieldDefinition[]): boolean {
  return fields.some((field) => field.pattern !== null || (field.fields !== null && hasPattern(field.fields)));
}

function isLarge({ segments }: Reading): boolean {
  let characters = 0;
  return segments.some(({ line }) => {
    characters += line.text.length;
    return characters > LARGE_READING;
  });
}
