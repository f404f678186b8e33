/** The llm engine: any OpenAI-compatible server. The model gives values and cites lines; whether they say so is found out afterwards. */
import type OpenAI from 'openai';
import { IxError } from '../../../contracts/errors.ts';
import type { UseCase } from '../../../contracts/use-case.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Engine, EngineOptions, Extraction } from '../engine.ts';
import { readAnswer, type Sheet } from './answer.ts';
import { ask, type Dialect, FULL_DIALECT, type Patience, type Picture, type Question, type Reply } from './ask.ts';
import { openClient, type ServerOptions } from './connection.ts';
import { type Answered, merge, pagesOf } from './merge.ts';
import { listModels, probeWindow } from './probe.ts';
import { askAgain, instructions, messagesFor } from './prompt.ts';
import { answerSchema, type JsonSchema } from './schema.ts';
import { estimateTokens, type Part, partsOf } from './windows.ts';

export interface LlmOptions extends ServerOptions {
  /** Null: the first model that the server lists. */
  readonly model: string | null;
  /** The model's window in tokens; null: what the server says, or {@link ASSUMED_WINDOW}. */
  readonly contextTokens: number | null;
  readonly wait: Patience['wait'];
  readonly now: Patience['now'];
}

export interface LlmState {
  readonly model: string;
  readonly window: number;
  /** The server does not say its window, and nobody has set one. */
  readonly assumed: boolean;
}

export interface LlmEngine extends Engine {
  /** Asks the server which model and window it has. @throws IxError IX_002_000 when it does not answer, or has no such model. */
  state(signal: AbortSignal): Promise<LlmState>;
}

/** What the smallest of the usual servers keep without a setting. */
const ASSUMED_WINDOW = 8192;
/** Jobs believe for this long what the server said of its models. */
const REMEMBERED_MS = 60_000;
/** Shares of the window: for the answer, and for what a second question repeats. */
const ANSWER_SHARE = 1 / 4;
const AGAIN_SHARE = 1 / 8;
const MOST_ANSWER_TOKENS = 8192;
/** Less room for the document than this is none. */
const LEAST_ROOM = 256;
/** Of a picture of a page, at most: models that cut pictures into squares of 28 pixels make 1,500 of an A4 page as it is drawn here. */
const PICTURE_TOKENS = 1600;
/** A token of text has no more characters than this: a server that counted fewer has not read all of a prompt. */
const MOST_CHARACTERS_PER_TOKEN = 12;

export function createLlmEngine(options: LlmOptions): LlmEngine {
  let client: OpenAI | null = null;
  const open = () => (client ??= openClient(options));
  const dialects = new Map<string, Dialect>();

  const known = new Map<string | null, { readonly at: number; readonly state: LlmState }>();
  const stateOf = async (asked: string | null, signal: AbortSignal): Promise<LlmState> => {
    const last = known.get(asked);
    if (last !== undefined && options.now() - last.at < REMEMBERED_MS) return last.state;
    const state = await probe(asked, signal);
    known.set(asked, { at: options.now(), state });
    return state;
  };
  const probe = async (asked: string | null, signal: AbortSignal): Promise<LlmState> => {
    const models = await listModels(open(), signal);
    const wanted = asked ?? options.model ?? models?.[0]?.id ?? null;
    if (wanted === null) throw new IxError('IX_002_000', 'the model server lists no models; name one in IX_LLM_MODEL');
    const found = models?.find(({ id }) => id === wanted || id === `${wanted}:latest`);
    if (found === undefined && models !== null)
      throw new IxError('IX_002_000', `the model server has no model ${JSON.stringify(wanted)}; it has ${namesOf(models)}`);
    const model = found?.id ?? wanted;
    const window = options.contextTokens ?? found?.window ?? null;
    if (window !== null) return { model, window, assumed: false };
    const probed = await probeWindow(options, model, signal);
    return { model, window: probed?.tokens ?? ASSUMED_WINDOW, assumed: probed?.told !== true };
  };

  return {
    name: 'llm',
    state: (signal) => probe(null, signal),
    async extract(reading, useCase, engineOptions, signal) {
      const { model, window } = await stateOf(engineOptions.model, signal);
      const patience = { seconds: options.timeoutSeconds, wait: options.wait, now: options.now };
      const talk = new Talk(open(), model, window, engineOptions, patience, dialects.get(model) ?? FULL_DIALECT, signal);
      try {
        return await talk.extract(reading, useCase);
      } finally {
        dialects.set(model, talk.dialect);
      }
    },
  };
}

const namesOf = (models: readonly { readonly id: string }[]): string =>
  models.length === 0
    ? 'none'
    : models
        .slice(0, 10)
        .map(({ id }) => JSON.stringify(id))
        .join(', ');

/** One extraction: its questions one after the other, and what they cost. */
class Talk {
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #window: number;
  readonly #options: EngineOptions;
  readonly #patience: Patience;
  readonly #signal: AbortSignal;
  readonly #warnings: string[] = [];
  #usage: Extraction['token_usage'] = null;
  /** That it sees no pictures was told. */
  #blind = false;
  #answeredBy: string | null = null;
  dialect: Dialect;

  constructor(
    client: OpenAI,
    model: string,
    window: number,
    options: EngineOptions,
    patience: Patience,
    dialect: Dialect,
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#model = model;
    this.#window = window;
    this.#options = options;
    this.#patience = patience;
    this.#signal = signal;
    this.dialect = dialect;
  }

  async extract(reading: Reading, useCase: UseCase): Promise<Extraction> {
    const schema = answerSchema(useCase.fields);
    const { pictures } = this.#options;
    const tokensOfPicture = (page: number) => (pictures?.has(page) === true ? PICTURE_TOKENS : 0);
    const { parts, cut } = partsOf(reading, this.#roomFor(useCase, schema), tokensOfPicture);
    if (cut.length > 0) this.#warnings.push(`lines longer than the model's window were read in part: ${cut.slice(0, 10).join(', ')}`);
    const answers: Answered[] = [];
    let unread: IxError | null = null;
    for (const part of parts) {
      this.#signal.throwIfAborted();
      try {
        answers.push({ part, sheet: await this.#answerTo(useCase, schema, part) });
      } catch (error) {
        if (!(error instanceof IxError) || error.code !== 'IX_002_001') throw error;
        unread = error;
        this.#warnings.push(`${pagesOf(part)} were not read by the model: ${error.detail ?? error.message}`);
      }
    }
    if (answers.length === 0 && unread !== null) throw unread;
    return {
      ...merge(useCase.fields, answers, reading),
      warnings: this.#warnings,
      engine: 'llm',
      model_name: this.#answeredBy ?? this.#model,
      token_usage: this.#usage,
    };
  }

  /** Tokens that a part of the document may have. @throws IxError IX_002_000 when the fields alone take the window. */
  #roomFor(useCase: UseCase, schema: JsonSchema): number {
    const told = estimateTokens(instructions(useCase, schema, true));
    const room = Math.floor(this.#window * (1 - AGAIN_SHARE)) - this.#answerTokens() - told;
    if (room >= LEAST_ROOM) return room;
    const detail = `the fields take about ${told} tokens, which leaves no room for a document in the model's window of ${this.#window}`;
    throw new IxError('IX_002_000', `${detail}; see IX_LLM_CONTEXT_TOKENS`);
  }

  #answerTokens(): number {
    return Math.min(MOST_ANSWER_TOKENS, Math.floor(this.#window * ANSWER_SHARE));
  }

  /** @throws IxError IX_002_001 when the answer, asked for twice, is none. */
  async #answerTo(useCase: UseCase, schema: JsonSchema, part: Part): Promise<Sheet> {
    const pictures = await this.#picturesOf(part);
    const messages = (inWords: boolean) => messagesFor(useCase, schema, part, pictures, inWords);
    const first = await this.#ask({ messages, schema });
    const sheet = readAnswer(useCase.fields, first.content);
    if (sheet !== null && sheet.faults.length === 0) return sheet;
    const before = this.dialect;
    // A server that lets through what the schema does not allow has not understood it.
    if (sheet === null && !first.cut) this.dialect = { ...this.dialect, schema: false };
    const faults = sheet?.faults ?? [first.cut ? 'it was cut off: answer more briefly' : 'it holds no JSON object of the fields'];
    const quoted = first.content.slice(0, Math.floor(this.#window * AGAIN_SHARE));
    const second = await this.#ask({ messages: (inWords) => [...messages(inWords), ...askAgain(quoted, faults)], schema });
    const again = readAnswer(useCase.fields, second.content);
    if (again === null) this.dialect = before;
    const better = again !== null && (sheet === null || again.faults.length <= sheet.faults.length) ? again : sheet;
    if (better === null)
      throw new IxError('IX_002_001', `${part.lastPage === 1 ? '' : `${pagesOf(part)}: `}the model answered twice: ${faults.join('; ')}`);
    return better;
  }

  async #picturesOf({ firstPage, lastPage }: Part): Promise<Picture[]> {
    const { pictures } = this.#options;
    const shown: Picture[] = [];
    for (let page = firstPage; page <= lastPage && pictures !== null && this.dialect.pictures; page++) {
      const png = pictures.has(page) ? await pictures.draw(page) : null;
      if (png !== null) shown.push({ page, png });
    }
    return shown;
  }

  async #ask(question: Pick<Question, 'messages' | 'schema'>): Promise<Reply> {
    const { temperature } = this.#options;
    const whole = { ...question, model: this.#model, temperature, answerTokens: this.#answerTokens() };
    const reply = await ask(this.#client, whole, this.dialect, this.#patience, this.#signal);
    if (this.#options.pictures !== null && !reply.dialect.pictures && !this.#blind)
      this.#warnings.push('the model server takes no images: the model was shown the text of the pages alone');
    this.#blind = !reply.dialect.pictures;
    this.dialect = reply.dialect;
    this.#answeredBy = reply.model ?? this.#answeredBy;
    this.#count(reply, question.messages(false));
    return reply;
  }

  #count({ usage }: Reply, messages: readonly { readonly content: string }[]): void {
    if (usage === null || usage === undefined) return;
    const { prompt_tokens = 0, completion_tokens = 0 } = this.#usage ?? {};
    this.#usage = {
      prompt_tokens: prompt_tokens + usage.prompt_tokens,
      completion_tokens: completion_tokens + usage.completion_tokens,
    };
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    if (usage.prompt_tokens > 0 && usage.prompt_tokens * MOST_CHARACTERS_PER_TOKEN < characters)
      this.#warnings.push(
        `the model server counted ${usage.prompt_tokens} tokens in a prompt of ${characters} characters: it has not read all of it; its window is smaller than ${this.#window} tokens (IX_LLM_CONTEXT_TOKENS)`,
      );
  }
}
