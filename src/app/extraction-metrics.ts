/** What comes out of the runs of one process, for Prometheus: by which engine, how far the values are trusted, pages of OCR, and calls of models. */
import { tracingChannel } from 'node:diagnostics_channel';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { ResponseIX } from '../contracts/response.ts';
import { MODEL_CHANNEL, type ModelCall } from '../pipeline/engines/llm/ask.ts';
import type { Progress } from '../pipeline/pipeline.ts';
import { RECOGNISE } from '../pipeline/steps/recognise.ts';

/** Seconds: from a small model on a card to a large one without. */
const MODEL_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

export class ExtractionMetrics {
  readonly #results: Counter<'use_case' | 'engine'>;
  readonly #values: Counter<'use_case' | 'trust'>;
  readonly #reviews: Counter<'use_case'>;
  readonly #ocrPages: Counter;
  readonly #modelCalls: Counter<'outcome'>;
  readonly #modelSeconds: Histogram;
  readonly #modelTokens: Counter<'direction'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#results = new Counter({
      name: 'ix_results_total',
      help: 'Jobs whose values this worker has stored, by the engine that gave them: "rules", "llm", or "auto" (the rules, and a model for the rest).',
      labelNames: ['use_case', 'engine'],
      registers,
    });
    this.#values = new Counter({
      name: 'ix_values_total',
      help: 'Values of those jobs by how far they may be trusted: "high", "check", "low", "none".',
      labelNames: ['use_case', 'trust'],
      registers,
    });
    this.#reviews = new Counter({
      name: 'ix_results_to_review_total',
      help: 'Of those jobs, the ones with values that a person should look at.',
      labelNames: ['use_case'],
      registers,
    });
    this.#ocrPages = new Counter({
      name: 'ix_ocr_pages_total',
      help: 'Pages that OCR of this worker has read, or failed to read.',
      registers,
    });
    this.#modelCalls = new Counter({
      name: 'ix_model_requests_total',
      help: 'Requests to the model server that this worker has sent: "answered" with a completion, or "failed".',
      labelNames: ['outcome'],
      registers,
    });
    this.#modelSeconds = new Histogram({
      name: 'ix_model_seconds',
      help: 'Time that such a request took.',
      buckets: MODEL_BUCKETS,
      registers,
    });
    this.#modelTokens = new Counter({
      name: 'ix_model_tokens_total',
      help: 'Tokens as the model server counts them: "in" of prompts, "out" of answers.',
      labelNames: ['direction'],
      registers,
    });
    for (const outcome of ['answered', 'failed']) this.#modelCalls.inc({ outcome }, 0);
    this.#watchModels();
  }

  ended(use_case: string, { ix_result, trust, needs_review }: ResponseIX): void {
    if (ix_result === null) return;
    this.#results.inc({ use_case, engine: ix_result.meta_data.engine });
    for (const { level } of Object.values(trust ?? {})) this.#values.inc({ use_case, trust: level });
    if (needs_review.length > 0) this.#reviews.inc({ use_case });
  }

  progressed({ step, page }: Progress): void {
    if (step === RECOGNISE && page !== undefined) this.#ocrPages.inc();
  }

  /** For the life of the process: there is one of these in it. */
  #watchModels(): void {
    const begun = new WeakMap<ModelCall, number>();
    tracingChannel<ModelCall>(MODEL_CHANNEL).subscribe({
      start: (call) => void begun.set(call, performance.now()),
      asyncEnd: (call) => {
        this.#modelCalls.inc({ outcome: call.failure === null ? 'answered' : 'failed' });
        this.#modelSeconds.observe((performance.now() - (begun.get(call) ?? performance.now())) / 1000);
        this.#modelTokens.inc({ direction: 'in' }, call.tokens?.input ?? 0);
        this.#modelTokens.inc({ direction: 'out' }, call.tokens?.output ?? 0);
      },
      end: () => {},
      asyncStart: () => {},
      error: () => {},
    });
  }
}
