/** The model server of the settings: its engine, and the way to it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { createEgress, type OwnPlace } from '../egress/egress.ts';
import { createLlmEngine, type LlmEngine } from '../pipeline/engines/llm/llm.ts';

/** Null: none is configured. Closing the engine closes its connections, and may be done twice. */
export function openModelServer(config: Config, own: () => readonly OwnPlace[]): LlmEngine | null {
  const { IX_LLM_BASE_URL: baseUrl } = config;
  if (baseUrl === null) return null;
  const { host, hostname, port, protocol } = new URL(baseUrl);
  // The operator has named this place, and it alone, for models: files and callbacks have a door of their own.
  const allow = port === '' ? `${hostname}:${protocol === 'https:' ? 443 : 80}` : host;
  const egress = createEgress({ allow: [allow], own });
  const engine = createLlmEngine({
    baseUrl: baseUrl.replace(/\/+$/, ''),
    apiKey: config.IX_LLM_API_KEY,
    model: config.IX_LLM_MODEL,
    contextTokens: config.IX_LLM_CONTEXT_TOKENS === 0 ? null : config.IX_LLM_CONTEXT_TOKENS,
    // A job's deadline comes first: what could only be answered after it is not waited for.
    timeoutSeconds: Math.min(config.IX_LLM_TIMEOUT_SECONDS, config.IX_PIPELINE_REQUEST_TIMEOUT_SECONDS),
    egress,
    wait: async (seconds, signal) => {
      await delay(seconds * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
    now: () => performance.now(),
  });
  let closed: Promise<void> | null = null;
  return { ...engine, close: () => (closed ??= egress.close()) };
}
