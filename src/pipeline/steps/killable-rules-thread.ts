/** What runs inside an extraction thread: one reading and use case in, the extraction or its fault out. */
import { IxError, type IxErrorCode } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Extraction } from '../engines/engine.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import { readingOf } from '../reading.ts';

export interface RulesTask {
  readonly pages: readonly Page[];
  readonly engines: readonly string[];
  readonly useCase: UseCase;
}

/** Errors lose their class between threads; so a fault travels as its parts. */
export type RulesResult = Extraction | { readonly code: IxErrorCode; readonly detail: string | null };

const rules = createRulesEngine();
/** Nobody aborts in here: the thread is killed instead. */
const never = new AbortController().signal;

export default async function extract({ pages, engines, useCase }: RulesTask): Promise<RulesResult> {
  try {
    return await rules.extract(readingOf(pages, engines), useCase, never);
  } catch (error) {
    if (error instanceof IxError) return { code: error.code, detail: error.detail };
    throw error;
  }
}
