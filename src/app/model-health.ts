/** Whether the model server is well, in words for health and for the log. Loads no client: most who ask have no model server. */
import type { Logger } from 'pino';
import type { Health } from '../http/app.ts';
import type { LlmEngine } from '../pipeline/engines/llm/llm.ts';

export async function modelHealth(engine: LlmEngine | null, signal: AbortSignal): Promise<Health['llm']> {
  if (engine === null) return { ok: true, state: 'absent', detail: 'IX_LLM_BASE_URL is not set, the rules do all extraction' };
  try {
    const { model, window, assumed } = await engine.state(signal);
    const about = assumed ? `, which is assumed: the server does not say it (IX_LLM_CONTEXT_TOKENS)` : '';
    return { ok: true, state: 'well', detail: `${model}, window of ${window} tokens${about}` };
  } catch (error) {
    return { ok: false, state: 'ill', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Says at start what the model server is like. It may come later: nothing waits for it. */
export async function logModelServer(engine: LlmEngine | null, log: Logger, signal: AbortSignal): Promise<void> {
  if (engine === null) return;
  const { ok, detail } = await modelHealth(engine, signal);
  if (signal.aborted) return;
  if (ok) log.info({ llm: detail }, 'the model server answers');
  else log.warn({ llm: detail }, 'the model server does not answer as it should; jobs that need it end with IX_002_000 until it does');
}
