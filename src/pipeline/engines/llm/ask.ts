/** One question to a model server: in the dialect that it understands, again where it asks to wait, its answer checked and its tokens counted. */
import { tracingChannel } from 'node:diagnostics_channel';
import type OpenAI from 'openai';
import type { IxError } from '../../../contracts/errors.ts';
import type { EngineOptions } from '../engine.ts';
import { type Failure, failureOf, isOverflow, unavailable } from './failure.ts';
import { type Completion, CompletionSchema, excerpt, messageIn } from './wire.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** Shown behind it. */
  readonly pictures?: readonly Picture[];
}

/** A PNG of a page. */
export interface Picture {
  /** 1-based over all documents. */
  readonly page: number;
  readonly png: Uint8Array;
}

/** What of the API a server has shown not to understand is left out from then on. */
export interface Dialect {
  /** The server holds the model to a JSON Schema; else the schema stands in the system message. */
  readonly schema: boolean;
  readonly limit: 'max_tokens' | 'max_completion_tokens' | null;
  readonly temperature: boolean;
  readonly pictures: boolean;
}

export const FULL_DIALECT: Dialect = { schema: true, limit: 'max_tokens', temperature: true, pictures: true };

export interface Question {
  /** @param schema whether the schema has to be said in words. */
  readonly messages: (schemaInWords: boolean) => readonly Message[];
  readonly schema: Readonly<Record<string, unknown>>;
  /** Tokens that the answer may have. */
  readonly answerTokens: number;
  readonly model: string;
  readonly temperature: EngineOptions['temperature'];
}

export interface Reply {
  readonly content: string;
  /** It ended because it was as long as it may be. */
  readonly cut: boolean;
  readonly model: string | null;
  readonly usage: Completion['usage'];
  readonly dialect: Dialect;
}

export interface Patience {
  /** Seconds that may be waited for the server altogether. */
  readonly seconds: number;
  /** @throws the signal's reason when it aborts. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** TracingChannel of each request to a model server: for tracers and metrics. Costs nothing without subscribers. */
export const MODEL_CHANNEL = 'ix.model';
/** What it tells; how the request ended is known at its end. */
export interface ModelCall {
  readonly model: string;
  /** As the server counts them; null: it does not, or has not answered. */
  tokens: { readonly input: number; readonly output: number } | null;
  /** In words; null: a completion came. */
  failure: string | null;
}
const calls = tracingChannel<unknown, ModelCall>(MODEL_CHANNEL);

/** Requests for one question, at most. */
const ATTEMPTS = 5;
/** The first wait where the server does not say how long; the next is twice as long. */
const FIRST_WAIT_SECONDS = 1;

/**
 * @throws IxError IX_002_000 when the server cannot be reached, refuses, asks to wait for longer than there is time, or answers with what
 *   is no completion; the signal's reason once it aborts.
 */
export async function ask(client: OpenAI, question: Question, from: Dialect, patience: Patience, signal: AbortSignal): Promise<Reply> {
  const deadline = patience.now() + patience.seconds * 1000;
  let dialect = from;
  for (let attempt = 1; ; ) {
    const outcome = await told(question.model, () => tryOnce(client, question, dialect, signal));
    if ('content' in outcome) return outcome;
    const simpler = simplerThan(dialect, outcome);
    if (simpler !== null) {
      dialect = simpler;
      continue;
    }
    const seconds = outcome.retryAfter ?? FIRST_WAIT_SECONDS * 2 ** (attempt - 1);
    if (!outcome.passes || attempt >= ATTEMPTS || patience.now() + seconds * 1000 >= deadline) throw endOf(outcome, attempt);
    await patience.wait(seconds, signal);
    attempt += 1;
  }
}

const tokensOf = (usage: Completion['usage']): ModelCall['tokens'] =>
  usage === null || usage === undefined ? null : { input: usage.prompt_tokens, output: usage.completion_tokens };

async function told(model: string, request: () => Promise<Reply | Failure>): Promise<Reply | Failure> {
  const call: ModelCall = { model, tokens: null, failure: null };
  return await calls.tracePromise(async () => {
    try {
      const outcome = await request();
      if ('content' in outcome) call.tokens = tokensOf(outcome.usage);
      else call.failure = outcome.words;
      return outcome;
    } catch (error) {
      call.failure = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }, call);
}

function endOf(failure: Failure, attempts: number): IxError {
  if (isOverflow(failure)) return unavailable(`${failure.words}; set IX_LLM_CONTEXT_TOKENS to the window that it has`);
  const { words, retryAfter } = failure;
  if (retryAfter !== null && attempts < ATTEMPTS) return unavailable(`${words}; it asks to wait ${retryAfter} s, which is too long`);
  return unavailable(attempts > 1 ? `${words} (${attempts} attempts)` : words);
}

async function tryOnce(client: OpenAI, question: Question, dialect: Dialect, signal: AbortSignal): Promise<Reply | Failure> {
  let body: unknown;
  try {
    body = await client.chat.completions.create(requestOf(question, dialect), { signal });
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error, new Date());
  }
  const parsed = CompletionSchema.safeParse(body);
  if (!parsed.success) throw unavailable(noCompletion(body));
  const { choices, usage, model = null } = parsed.data;
  const [choice] = choices;
  const refusal = choice?.message.refusal ?? null;
  if (refusal !== null) throw unavailable(`refused to answer: ${excerpt(refusal)}`);
  return { content: choice?.message.content ?? '', cut: choice?.finish_reason === 'length', model, usage, dialect };
}

function noCompletion(body: unknown): string {
  const said = messageIn(body);
  if (said !== null) return `answered 200 with an error: ${said}`;
  const start = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return `answered 200 with what is no chat completion: ${excerpt(start)}`;
}

function requestOf({ messages, schema, answerTokens, model, temperature }: Question, dialect: Dialect) {
  return {
    model,
    messages: messages(!dialect.schema).map((message) => messageOf(message, dialect)),
    ...(dialect.temperature && { temperature: temperature ?? 0 }),
    ...(dialect.limit !== null && { [dialect.limit]: answerTokens }),
    ...(dialect.schema && {
      response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema: { ...schema } } },
    }),
    stream: false as const,
  };
}

function messageOf({ role, content, pictures = [] }: Message, dialect: Dialect) {
  if (role !== 'user' || pictures.length === 0 || !dialect.pictures) return { role, content };
  const shown = pictures.flatMap(({ page, png }) => [
    { type: 'text' as const, text: `Picture of page ${page}:` },
    { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${Buffer.from(png).toString('base64')}` } },
  ]);
  return { role, content: [{ type: 'text' as const, text: content }, ...shown] };
}

/** How to say it to a server that refused a part of the request; null: that is not why it refused. */
function simplerThan(dialect: Dialect, failure: Failure): Dialect | null {
  const { status, words } = failure;
  if (status === null || status === 200 || isOverflow(failure)) return null;
  const refused = [400, 404, 415, 422].includes(status);
  // To llama.cpp a model without eyes is a fault of the server.
  if (dialect.pictures && /image|vision|multi-?modal/i.test(words)) return { ...dialect, pictures: false };
  if (refused && dialect.limit !== null && /max_(?:completion_)?tokens/.test(words))
    return { ...dialect, limit: dialect.limit === 'max_tokens' ? 'max_completion_tokens' : null };
  if (refused && dialect.temperature && words.includes('temperature')) return { ...dialect, temperature: false };
  // Grammars that cannot be made of a schema are a fault of the server to llama.cpp.
  const ofSchema = /schema|grammar|response_format|json/i.test(words);
  if (dialect.schema && (status === 400 || status === 422 || (status >= 500 && ofSchema))) return { ...dialect, schema: false };
  return null;
}
