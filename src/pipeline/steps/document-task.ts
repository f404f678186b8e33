/** A thread's task: one document job, from its bytes to its answer; to its reading where another engine is to extract, and from there on. */
import type { RequestIX } from '../../contracts/request.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import { openPart } from '../engines/combine.ts';
import type { Extraction } from '../engines/engine.ts';
import { createRulesEngine } from '../engines/rules/rules.ts';
import type { ReadingLimits } from '../reading/readers/reader.ts';
import type { Reading } from '../reading/reading.ts';
import { type Carried, carry } from '../threads/carried.ts';
import { conform } from './conform.ts';
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
  readonly work: Work;
  /** What `finish` goes on from. */
  readonly reading: Reading | null;
  readonly extraction: Extraction | null;
}

/** `draft`: an answer, and with it what it was made of where a model is to be asked for more; `finish`: from an extraction to the answer. */
export type Work = 'reading' | 'answer' | 'draft' | 'finish';

/** What the steps have left, whether they went well or not. */
export interface DocumentOutput
  extends Pick<Context, 'warnings' | 'timings' | 'answer' | 'reading' | 'extraction' | 'wanted' | 'straightened'> {
  readonly fault: Carried | null;
}

const engine = createRulesEngine();
/** Nobody aborts in here: the thread is killed instead. */
const { signal } = new AbortController();
const AFTER_READING = [extract, ground, respond];
const STEPS = {
  reading: { first: [read], rest: [] },
  answer: { first: [read], rest: AFTER_READING },
  draft: { first: [read], rest: AFTER_READING },
  finish: { first: [], rest: [conform, ground, respond] },
};

export default async function runDocument(input: DocumentInput, tell: (told: Told) => void): Promise<DocumentOutput> {
  const { request, files, useCase, limits, recognised, work, reading, extraction } = input;
  const context: Context = { ...newContext(request), files, recognised, useCase: useCaseOf(useCase), reading, extraction };
  let fault: Carried | null = null;
  try {
    const tools = { signal, tell, limits, engine, model: null, pictures: null, now: () => performance.now() };
    const { first, rest } = STEPS[work];
    await runSteps(first, context, tools);
    if (context.wanted.length === 0) await runSteps(rest, context, tools);
  } catch (error) {
    fault = carry(error);
  }
  const { warnings, timings, answer, wanted, straightened } = context;
  // Pages are large: they go to the other thread only where somebody works on with them.
  const parts = work === 'reading' || (work === 'draft' && leavesOpen(context)) ? context : NO_PARTS;
  return { warnings, timings, answer, reading: parts.reading, extraction: parts.extraction, wanted, straightened, fault };
}

const NO_PARTS: Pick<Context, 'reading' | 'extraction'> = { reading: null, extraction: null };

function leavesOpen({ useCase, extraction, answer }: Context): boolean {
  return useCase !== null && extraction !== null && openPart(useCase, extraction, answer?.trust ?? null) !== null;
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
