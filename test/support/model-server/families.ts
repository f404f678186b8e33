/** How the usual model servers put what a model says on the wire, and their errors: written after their public descriptions. */

export interface Said {
  readonly content: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly finish: 'stop' | 'length';
}

export interface Family {
  readonly model: string;
  /** Tokens that a probe finds; null: the family does not tell. */
  readonly window: number | null;
  models(): unknown;
  /** What is answered beside `/v1`, by path. */
  readonly beside: Readonly<Record<string, unknown>>;
  completion(said: Said): unknown;
  error(status: number, message: string): unknown;
}

const CREATED = 1_760_000_000;

const choices = ({ content, finish }: Said, more: object = {}) => [
  { index: 0, message: { role: 'assistant', content, ...more }, finish_reason: finish },
];

const usage = ({ promptTokens, completionTokens }: Said) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});

const completion = (model: string, said: Said, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: CREATED,
  model,
  choices: choices(said),
  usage: usage(said),
  ...more,
});

const listed = (id: string, more: object = {}) => ({ object: 'list', data: [{ id, object: 'model', created: CREATED, ...more }] });

const ollama: Family = {
  model: 'llama3.1:8b',
  window: 4096,
  models: () => listed('llama3.1:8b', { owned_by: 'library' }),
  beside: { '/api/ps': { models: [{ name: 'llama3.1:8b', model: 'llama3.1:8b', size: 6, context_length: 4096 }] } },
  completion: (said) => completion('llama3.1:8b', said, { system_fingerprint: 'fp_ollama' }),
  error: (_status, message) => ({ error: { message, type: 'api_error', param: null, code: null } }),
};

const vllm: Family = {
  model: 'Qwen/Qwen3-8B',
  window: 32_768,
  models: () => listed('Qwen/Qwen3-8B', { owned_by: 'vllm', root: 'Qwen/Qwen3-8B', parent: null, max_model_len: 32_768, permission: [] }),
  beside: {},
  completion: (said) =>
    completion('Qwen/Qwen3-8B', said, {
      choices: choices(said, { refusal: null, reasoning_content: null, tool_calls: [] }).map((choice) => ({
        ...choice,
        stop_reason: null,
        logprobs: null,
      })),
      prompt_logprobs: null,
      kv_transfer_params: null,
    }),
  error: (status, message) => ({ object: 'error', message, type: 'BadRequestError', param: null, code: status }),
};

const llamaCpp: Family = {
  model: 'gemma-3-12b-it-Q4_K_M.gguf',
  window: 16_384,
  models: () => ({
    models: [{ name: 'gemma-3-12b-it-Q4_K_M.gguf', model: 'gemma-3-12b-it-Q4_K_M.gguf' }],
    ...listed('gemma-3-12b-it-Q4_K_M.gguf', { owned_by: 'llamacpp', meta: { n_ctx_train: 131_072, n_params: 12_000_000_000 } }),
  }),
  beside: { '/props': { default_generation_settings: { n_ctx: 16_384 }, total_slots: 1, model_path: '/models/gemma.gguf' } },
  completion: (said) => completion('gemma-3-12b-it-Q4_K_M.gguf', said, { timings: { prompt_n: said.promptTokens, prompt_ms: 10.5 } }),
  error: (status, message) => ({ error: { code: status, message, type: 'invalid_request_error' } }),
};

const lmStudio: Family = {
  model: 'qwen2.5-7b-instruct',
  window: 8192,
  models: () => listed('qwen2.5-7b-instruct', { owned_by: 'organization_owner' }),
  beside: {
    '/api/v0/models': {
      object: 'list',
      data: [{ id: 'qwen2.5-7b-instruct', object: 'model', state: 'loaded', max_context_length: 32_768, loaded_context_length: 8192 }],
    },
  },
  completion: (said) => completion('qwen2.5-7b-instruct', said, { stats: {}, system_fingerprint: 'qwen2.5-7b-instruct' }),
  error: (_status, message) => ({ error: message }),
};

const openai: Family = {
  model: 'gpt-4.1-mini',
  window: null,
  models: () => listed('gpt-4.1-mini', { owned_by: 'system' }),
  beside: {},
  completion: (said) =>
    completion('gpt-4.1-mini-2025-04-14', said, {
      choices: choices(said, { refusal: null, annotations: [] }).map((choice) => ({ ...choice, logprobs: null })),
      service_tier: 'default',
      usage: { ...usage(said), prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } },
    }),
  error: (_status, message) => ({ error: { message, type: 'invalid_request_error', param: null, code: null } }),
};

export const FAMILIES = { ollama, vllm, 'llama.cpp': llamaCpp, 'LM Studio': lmStudio, openai } as const satisfies Readonly<
  Record<string, Family>
>;
