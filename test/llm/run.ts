/** Evaluates a real model server: `IX_LLM_BASE_URL=http://127.0.0.1:11434/v1 npm run test:llm -- --count 100 --seed 1`. */
import { parseArgs } from 'node:util';
import { openModelServer } from '../../src/app/model-server.ts';
import { loadConfig } from '../../src/config.ts';
import { evaluate, tableOf } from './evaluate.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } });
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || count < 1) throw new Error('--count is a whole number of documents');
if (!Number.isInteger(seed)) throw new Error('--seed is a whole number');

const config = loadConfig();
if (config.IX_LLM_BASE_URL === null) {
  console.log('IX_LLM_BASE_URL is not set: there is no model server to evaluate.');
} else {
  const never = new AbortController().signal;
  for (const engine of ['rules', 'auto', 'llm'] as const) {
    // Each evaluation closes its engine.
    const llm = openModelServer(config, () => []);
    if (engine === 'auto' && llm !== null) {
      const { model, window, assumed } = await llm.state(never);
      console.log(`model ${model}, window of ${window} tokens${assumed ? ' (assumed)' : ''}, ${count} documents, seed ${seed}\n`);
    }
    console.log(`engine ${engine}\n${tableOf(await evaluate({ llm, engine, count, seed }))}\n`);
  }
}
