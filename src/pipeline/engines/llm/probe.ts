/** What a model server says of itself: which models it has, and how long their window is. */
import type OpenAI from 'openai';
import type { z } from 'zod';
import type { Egress } from '../../../egress/egress.ts';
import { failureOf, unavailable } from './failure.ts';
import { LoadedSchema, ModelsSchema, PropsSchema, StudioModelsSchema } from './wire.ts';

export interface ProbedServer {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly egress: Egress;
}

export interface ModelInfo {
  readonly id: string;
  /** Tokens; null: the server does not say. */
  readonly window: number | null;
}

const PROBE_SECONDS = 5;
const PROBE_BYTES = 4_194_304;

/** The models of the server, in its order; null: it has no list. @throws IxError IX_002_000. */
export async function listModels(client: OpenAI, signal: AbortSignal): Promise<ModelInfo[] | null> {
  const body = await client
    .get('/models', { signal })
    .then((value: unknown) => value)
    .catch((error: unknown) => {
      signal.throwIfAborted();
      const { words, status } = failureOf(error, new Date());
      if (status === 404 || status === 405) return null;
      throw unavailable(words);
    });
  if (body === null) return null;
  const parsed = ModelsSchema.safeParse(body);
  if (!parsed.success) throw unavailable('has no list of models at /models');
  return parsed.data.data.map(({ id, max_model_len, context_length, context_window }) => ({
    id,
    window: max_model_len ?? context_length ?? context_window ?? null,
  }));
}

/** What Ollama gives a model that nobody has said more for; a prompt that is longer loses its beginning, without a word. */
const OLLAMA_WINDOW = 4096;

export interface Window {
  readonly tokens: number;
  /** The server has said so. */
  readonly told: boolean;
}

/** The window by what only some servers have beside `/v1`; null where none of them answers. */
export async function probeWindow(server: ProbedServer, model: string, signal: AbortSignal): Promise<Window | null> {
  const props = await ask(server, '/props', PropsSchema, signal);
  if (props !== null) return told(props.default_generation_settings.n_ctx);
  const studio = await ask(server, '/api/v0/models', StudioModelsSchema, signal);
  const own = studio?.data.find(({ id }) => id === model);
  if (own !== undefined) return told(own.loaded_context_length ?? own.max_context_length);
  const loaded = await ask(server, '/api/ps', LoadedSchema, signal);
  if (loaded === null) return null;
  const known = told(loaded.models.find((one) => one.model === model)?.context_length);
  return known ?? { tokens: OLLAMA_WINDOW, told: false };
}

const told = (tokens: number | null | undefined): Window | null => (typeof tokens === 'number' ? { tokens, told: true } : null);

async function ask<T extends z.ZodType>(server: ProbedServer, path: string, schema: T, signal: AbortSignal): Promise<z.output<T> | null> {
  const url = new URL(path, server.baseUrl).href;
  try {
    const { status, body } = await server.egress.request(url, {
      headers: { 'user-agent': 'ix', ...(server.apiKey !== null && { authorization: `Bearer ${server.apiKey}` }) },
      signal,
      timeoutSeconds: PROBE_SECONDS,
      maxBytes: PROBE_BYTES,
      overflow: 'error',
    });
    if (status !== 200) return null;
    const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data : null;
  } catch {
    // A server of another kind; whether it answers at all has been seen at /models.
    signal.throwIfAborted();
    return null;
  }
}
