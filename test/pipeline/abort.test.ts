/** Aborts: between steps, inside each of them, and of work that does not listen. */
import { describe, expect, it } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import type { Engine } from '../../src/pipeline/engines/engine.ts';
import type { Progress } from '../../src/pipeline/pipeline.ts';
import type { PipelineDeps } from '../../src/pipeline/run.ts';
import { bombPage, rawPdf } from '../documents/raw-pdf.ts';
import { COLON_USE_CASE, colonEngine, testPipeline } from './parts.ts';

const DEADLINE = new IxError('IX_003_002', 'after 300 s');
const REQUEST = { use_case_inline: COLON_USE_CASE, context: { files: ['somewhere'], texts: ['number: 4711'] } };
const steps = (response: { metadata: { timings: { step: string }[] } }) => response.metadata.timings.map(({ step }) => step);

/** Work that never ends and listens to no signal; tells when it has begun. */
const endless = (begun: () => void) => {
  begun();
  return new Promise<never>(() => {});
};

describe('an abort', () => {
  it('before the run ends it before the first step', async () => {
    const pipeline = await testPipeline();
    const response = await pipeline.run(REQUEST, { signal: AbortSignal.abort(DEADLINE) });
    expect(response).toMatchObject({ code: 'IX_003_002', error: DEADLINE.message, metadata: { timings: [] } });
    await pipeline.close();
  });

  it.each<[string, (begun: () => void) => Partial<PipelineDeps>, string[]]>([
    ['setup', (begun) => ({ files: { fetch: () => endless(begun), upload: () => endless(begun) } }), ['setup']],
    [
      'read',
      // Its second page would be drawn for years.
      (begun) => ({
        files: {
          fetch: async () => ({ bytes: rawPdf([{ content: '' }, bombPage(10, 12, '')]), displayName: null }),
          upload: () => endless(begun),
        },
      }),
      ['setup', 'read'],
    ],
    [
      'extract',
      (begun) => ({
        files: { fetch: async () => ({ bytes: Buffer.from('name: ACME'), displayName: null }), upload: () => endless(begun) },
        rules: { name: 'rules', extract: () => endless(begun) } satisfies Engine,
      }),
      ['setup', 'read', 'extract'],
    ],
  ])('within %s ends the run at once, though the work does not listen', async (_step, parts, executed) => {
    const abort = new AbortController();
    const pipeline = await testPipeline(parts(() => abort.abort(DEADLINE)));
    const onProgress = ({ page }: Progress) => page === 1 && abort.abort(DEADLINE);
    const response = await pipeline.run(REQUEST, { signal: abort.signal, onProgress });
    expect(response.code).toBe('IX_003_002');
    expect(steps(response)).toEqual(executed);
    await pipeline.close();
  });

  it('between two steps ends the run before the next', async () => {
    const abort = new AbortController();
    const rules: Engine = {
      name: 'rules',
      async extract(reading, useCase, options, signal) {
        const extraction = await colonEngine.extract(reading, useCase, options, signal);
        abort.abort(new IxError('IX_003_000'));
        return extraction;
      },
    };
    const pipeline = await testPipeline({ rules });
    const response = await pipeline.run({ ...REQUEST, context: { texts: ['number: 1'] } }, { signal: abort.signal });
    expect(response).toMatchObject({ code: 'IX_003_000', ix_result: null });
    expect(steps(response)).toEqual(['setup', 'read', 'extract']);
    await pipeline.close();
  });

  it('is what is told, whatever else the aborted work says', async () => {
    const abort = new AbortController();
    const rules: Engine = {
      name: 'rules',
      extract: (_reading, _useCase, _options, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('socket hang up')));
          abort.abort(DEADLINE);
        }),
    };
    const pipeline = await testPipeline({ rules });
    expect(await pipeline.run({ ...REQUEST, context: { texts: ['number: 1'] } }, { signal: abort.signal })).toMatchObject({
      code: 'IX_003_002',
    });
    await pipeline.close();
  });
});

describe('a pattern that backtracks for ever', () => {
  // 2^40 ways to part the a's, none of which ends in "b": on the main thread this test would never end.
  const useCase = (pattern: string) => ({ name: 'hostile', fields: [{ name: 'code', type: 'string', labels: ['Code'], pattern }] });
  const context = { texts: [`Code: ${'a'.repeat(40)}1!`, 'Code: AB-1234'] };

  const schemas: [string, object][] = [
    ['of a field', useCase('(?:a+)+b')],
    [
      'of the items of a list',
      { name: 'hostile', fields: [{ name: 'code', type: 'array', items: { type: 'string', pattern: '(?:a+)+b' } }] },
    ],
    [
      'that only the answer is checked by',
      { name: 'hostile', json_schema: { type: 'object', properties: { code: { type: 'string', not: { pattern: '^(?:a+)+b' } } } } },
    ],
  ];
  it.each(schemas)('%s is killed at the deadline; the pipeline goes on with the next', async (_where, hostileUseCase) => {
    // One thread alone: whoever comes after the killed one needs it back.
    const pipeline = await testPipeline({ rules: null });
    const harmless = { use_case_inline: useCase('[A-Z]{2}-\\d{4}'), context };
    const first = await pipeline.run(harmless);
    const deadline = new AbortController();
    const hostile = await pipeline.run(
      { use_case_inline: hostileUseCase, context: { texts: context.texts.slice(0, 1) } },
      {
        signal: deadline.signal,
        // This timer runs at all only because the pattern does not hold up the main thread.
        onProgress: ({ step }) => step === 'extract' && setTimeout(() => deadline.abort(DEADLINE), 100),
      },
    );
    expect(hostile).toMatchObject({ code: 'IX_003_002' });
    const next = await pipeline.run(harmless);
    for (const { ix_result, provenance } of [first, next]) {
      expect(ix_result?.result).toEqual({ code: 'AB-1234' });
      expect(provenance?.fields['result.code']).toMatchObject({ provenance_verified: true, sources: [{ segment_id: 'p2_l0' }] });
    }
    await pipeline.close();
  });
});
