/** The rules engine: labels, types and layout; deterministic, no model, no network. */
import type { Engine } from '../engine.ts';
import { extractByRules } from './extract.ts';

/**
 * The embedded default engine. Its work is synchronous and linear in the documents but for `pattern`s of the use case, which may
 * backtrack for ever: whoever runs those must be able to end the thread. `signal` is looked at before the work begins.
 */
export function createRulesEngine(): Engine {
  return {
    name: 'rules',
    async extract(reading, useCase, { explain = false }, signal) {
      signal.throwIfAborted();
      return extractByRules(reading, useCase, { explain });
    },
  };
}
