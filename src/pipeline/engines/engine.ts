/** The contract of an extraction engine: a reading and a use case in, values and where they stand out. */
import type { FieldExplanation } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Reading } from '../reading/reading.ts';

/** Where an engine took a value from: [start, end) of a segment's text in UTF-16 units. */
export interface Evidence {
  readonly segment_id: string;
  readonly start: number;
  readonly end: number;
  /** `label`: the words that named the value; shown for `source_type: value_and_context` only. */
  readonly role: 'value' | 'label';
}

/** How sure an engine is of a field. */
export interface Judgement {
  /** 0–1: how likely the value is right; without a value, how likely the best rival is; null: the engine cannot tell. */
  readonly probability: number | null;
  /** What another engine says, where one was asked. */
  readonly second?: 'agrees' | 'differs';
  /** Why the value should be looked at all the same, in words. */
  readonly doubts: readonly string[];
  /** What decided, the weightiest first, in words. */
  readonly why: readonly string[];
  /** Other values, JSON values in the field's type, the likeliest first. */
  readonly rivals: readonly { readonly value: unknown; readonly probability: number; readonly evidence: readonly Evidence[] }[];
}

export interface Extraction {
  /** Every field of the use case, JSON values in its type; null where nothing was found. Never a guess. */
  readonly result: Record<string, unknown>;
  /** Dotted path below the result (`closing_balance`, `items.0.amount`) → where it stands, best first. */
  readonly evidence: ReadonlyMap<string, readonly Evidence[]>;
  /** Dotted path → why its value is doubtful, in words; told in `warning` and beside the field. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Dotted paths of the values that an electronic invoice states, whether the pages show them or not. Absent: there is none. */
  readonly stated?: ReadonlySet<string>;
  /** Dotted path → how sure the engine is; left out by engines that cannot tell. */
  readonly judgements?: ReadonlyMap<string, Judgement>;
  /** Dotted path → why it is what it is; where it was asked for, and the engine can tell. */
  readonly explanations?: ReadonlyMap<string, FieldExplanation>;
  /** What is not about one value. */
  readonly warnings: readonly string[];
  /** `auto`: the rules, and a model where they left something open. */
  readonly engine: 'rules' | 'llm' | 'auto';
  readonly model_name: string | null;
  readonly token_usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

/** Pictures of the pages of a reading, each as upright and straight as its boxes lie on it. Pages are counted from 1 over all documents. */
export interface Pictures {
  /** False for texts, and for files that have no pages of their own. */
  has(page: number): boolean;
  /** A PNG; null: it cannot be drawn. */
  draw(page: number): Promise<Uint8Array | null>;
}

/** What a request asks of the engine; an engine without a model has no use for it. */
export interface EngineOptions {
  /** Null: the server's default. */
  readonly model: string | null;
  readonly temperature: number | null;
  /** Null: the model is to be shown none. */
  readonly pictures: Pictures | null;
  /** Say why each field is what it is, where the engine can. */
  readonly explain?: boolean;
}

export interface Engine {
  readonly name: 'rules' | 'llm';
  extract(reading: Reading, useCase: UseCase, options: EngineOptions, signal: AbortSignal): Promise<Extraction>;
  /** Lets go of what the engine holds: threads, connections. */
  close?(): Promise<void>;
}
