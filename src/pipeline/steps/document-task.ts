/** A thread's task: one document job, from its bytes to its answer, or to its reading where another engine is to extract. */
import type { RequestIX } from '../../contracts/request.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import type { ReadingLimits } from '../reading/readers/reader.ts';
import { type Carried, carry } from '../threads/carried.ts';
import { extract } from './extract.ts';
import { ground } from './ground.ts';
import { read } from './read.ts';
import { respond } from './respond.ts';
import { runSteps } from './run-steps.ts';
import { type Context, newContext, type SniffedFile, type Told } from './step.ts';

export interface DocumentInput {
  readonly request: RequestIX;
  readonly files: readonly SniffedFile[];
  /** As JSON: equal ones are told by it, so that what is made of a use case is made once. */
  readonly useCase: string;
  readonly limits: ReadingLimits;
  readonly recognised: Context['recognised'];
  readonly until: 'reading' | 'answer';
}

/** What the steps have left, whether they went well or not. */
export interface DocumentOutput extends Pick<Context, 'warnings' | 'timings' | 'answer' | 'reading' | 'wanted' | 'straightened'> {
  readonly fault: Carried | null;
}

const engine = createRulesEngine();
/** Nobody aborts in here: the thread is killed instead. */
const { signal } = new AbortController();
const AFTER_READING = { reading: [], answer: [extract, ground, respond] };

export default async function runDocument(input: DocumentInput, tell: (told: Told) => void): Promise<DocumentOutput> {
  const { request, files, useCase, limits, recognised, until } = input;
  const context: Context = { ...newContext(request), files, recognised, useCase: useCaseOf(useCase) };
  let fault: Carried | null = null;
  try {
    const tools = { signal, tell, limits, engine, now: () => performance.now() };
    await runSteps([read], context, tools);
    if (context.wanted.length === 0) await runSteps(AFTER_READING[until], context, tools);
  } catch (error) {
    fault = carry(error);
  }
  const { warnings, timings, answer, reading, wanted, straightened } = context;
  // Pages are large: they go to the other thread only where somebody works on with them.
  return { warnings, timings, answer, reading: until === 'reading' ? reading : null, wanted, straightened, fault };
}

const useCases = new Map<string, UseCase | null>();
/** Characters of all that are kept. */
const MOST_CHARACTERS = 2_000_000;
let characters = 0;

/** The same object for the same JSON. */
function useCaseOf(json: string): UseCase | null {
  const known = useCases.get(json);
  if (known !== undefined) return known;
  if (characters + json.length > MOST_CHARACTERS) {
    useCases.clear();
    characters = 0;
  }
  const useCase: UseCase | null = JSON.parse(json);
  useCases.set(json, useCase);
  characters += json.length;
  return useCase;
}
