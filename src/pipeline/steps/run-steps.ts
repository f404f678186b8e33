/** Runs steps one after the other, wherever that is. */
import type { Context, Step, Tools } from './step.ts';

/** @throws what a step throws, and the signal's reason when it aborts. */
export async function runSteps(steps: readonly Step[], context: Context, tools: Tools): Promise<void> {
  for (const step of steps) await runStep(step, context, tools);
}

/** One step with its timing, which stands there also when the step fails or its validation refuses the request. */
async function runStep(step: Step, context: Context, tools: Tools): Promise<void> {
  const { signal, now, tell } = tools;
  signal.throwIfAborted();
  const started = now();
  let executed = true;
  try {
    executed = step.validate(context) === 'run';
    if (!executed) return;
    tell({ step: step.name });
    await abortable(() => step.process(context, tools), signal);
  } finally {
    if (executed) context.timings.push({ step: step.name, elapsed_seconds: (now() - started) / 1000 });
  }
}

/** The work's outcome, or the signal's reason as soon as it aborts: work that does not listen is left behind. */
async function abortable(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  // Before the work begins: it may be what brings the abort about.
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
