/** What runs inside an extraction thread: one reading and use case in, the extraction or its fault out. */
import { IxError, type IxErrorCode } from '../../contracts/errors.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { EngineOptions, Extraction } from '../engines/engine.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import type { Reading } from '../reading/reading.ts';

export interface RulesTask {
  readonly reading: Reading;
  readonly useCase: UseCase;
  readonly options: EngineOptions;
}

/** Errors lose their class between threads; so a fault travels as its parts. */
export type RulesResult = Extraction | { readonly code: IxErrorCode; readonly detail: string | null };

const rules = createRulesEngine();
/** Nobody aborts in here: the thread is killed instead. */
const never = new AbortController().signal;

export default async function extract({ reading, useCase, options }: RulesTask): Promise<RulesResult> {
  try {
    return await rules.extract(reading, useCase, options, never);
  } catch (error) {
    if (error instanceof IxError) return { code: error.code, detail: error.detail };
    throw error;
  }
}
