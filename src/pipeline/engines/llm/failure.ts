/** What can go wrong between ix and a model server, told apart by what is done about it. */
import OpenAI from 'openai';
import { IxError } from '../../../contracts/errors.ts';
import { EgressError, explainNetworkError } from '../../../egress/egress.ts';
import { parseRetryAfter } from '../../../egress/retry-after.ts';
import { Redirected } from './connection.ts';
import { excerpt, messageIn } from './wire.ts';

export interface Failure {
  /** For people, after "the model server ". */
  readonly words: string;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** It may be otherwise in a moment. */
  readonly passes: boolean;
  /** Seconds the server asks to wait; null: it does not say. */
  readonly retryAfter: number | null;
}

/** @throws what is none of the server's: mistakes of ix, and the reason of an abort. */
export function failureOf(error: unknown, now: Date): Failure {
  if (error instanceof OpenAI.APIConnectionError) return ofNetwork(error.cause);
  if (error instanceof OpenAI.APIError && error.status !== undefined) return ofStatus(error.status, error, now);
  // The client reads what calls itself JSON.
  if (error instanceof SyntaxError) return notJson(error);
  throw error;
}

function ofNetwork(cause: unknown): Failure {
  if (cause instanceof Redirected) return { words: cause.message, status: null, passes: false, retryAfter: null };
  const passes = !(cause instanceof EgressError) || cause.failure === 'network';
  return { words: `cannot be reached: ${explainNetworkError(cause)}`, status: null, passes, retryAfter: null };
}

function ofStatus(status: number, { error, headers, message }: InstanceType<typeof OpenAI.APIError>, now: Date): Failure {
  const said = messageIn({ error }) ?? excerpt(message.replace(/^\d{3} /, ''));
  const asked = headers?.get('retry-after') ?? null;
  return {
    words: `answered ${status}: ${said}`,
    status,
    passes: status === 408 || status === 429 || status >= 500,
    retryAfter: asked === null ? null : parseRetryAfter(asked, now),
  };
}

const notJson = ({ message }: SyntaxError): Failure => ({
  words: `sent what is not JSON: ${excerpt(message)}`,
  status: 200,
  passes: false,
  retryAfter: null,
});

/** Servers say in many words that a prompt is longer than the window; the code of OpenAI, llama.cpp's type, vLLM's and Ollama's text. */
const OVERFLOW =
  /context[_ ](?:length|size|window)|maximum context|exceeds? (?:the )?(?:available )?context|too many tokens|prompt is too long/i;

export const isOverflow = ({ words, status }: Failure): boolean => status !== null && status !== 200 && OVERFLOW.test(words);

export function unavailable(words: string): IxError {
  return new IxError('IX_002_000', `the model server ${words}`);
}
