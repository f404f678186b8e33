/** What model servers answer over the wire, as far as ix reads it: every answer passes through these schemas, whatever its status said. */
import { z } from 'zod';

/** A chat completion; servers add fields of their own, which are let be. */
export const CompletionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number().int().min(0), completion_tokens: z.number().int().min(0).default(0) }).nullish(),
});
export type Completion = z.output<typeof CompletionSchema>;

/** A number of tokens, by the names under which servers tell the window of a model. */
const tokens = z.number().int().positive().nullish().catch(null);

/** `GET /models`; vLLM tells `max_model_len`, gateways `context_length` or `context_window`. */
export const ModelsSchema = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: tokens, context_length: tokens, context_window: tokens })),
});

/** llama.cpp, `GET /props` beside `/v1`. */
export const PropsSchema = z.object({ default_generation_settings: z.object({ n_ctx: z.number().int().positive() }) });

/** LM Studio, `GET /api/v0/models` beside `/v1`. */
export const StudioModelsSchema = z.object({
  data: z.array(z.object({ id: z.string(), loaded_context_length: tokens, max_context_length: tokens })),
});

/** Ollama, `GET /api/ps` beside `/v1`: the models that are loaded. */
export const LoadedSchema = z.object({ models: z.array(z.object({ model: z.string(), context_length: tokens })) });

/** Errors: `{error: {message}}`, `{error: "…"}` (LM Studio), `{message}` (vLLM, also with 200). */
const ErrorBodySchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ object: z.literal('error'), message: z.string() }).transform(({ message }) => message),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

/** What an error body says, in one line of at most 300 characters; null: it is none. */
export function messageIn(body: unknown): string | null {
  const parsed = ErrorBodySchema.safeParse(body);
  return parsed.success ? excerpt(parsed.data) : null;
}

const EXCERPT = 300;

export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= EXCERPT ? line : `${line.slice(0, EXCERPT).toWellFormed()}…`;
}
