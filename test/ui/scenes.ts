/** Every page there is, with something to see on each: for the accessibility run and for the screenshots. */
import { readFile } from 'node:fs/promises';
import { doubtful, STATEMENT_NAME, statement } from './documents.ts';
import { ended, submitTo } from './submitter.ts';

export interface Scene {
  readonly name: string;
  readonly path: string;
  /** A selector that is there once the page is complete. */
  readonly ready: string;
}

const sample = (name: string): Promise<Buffer> => readFile(new URL(`../../samples/${name}`, import.meta.url));

/** Submits jobs of several kinds and waits for their ends. */
export async function makeScenes(address: string): Promise<Scene[]> {
  const done = await submitTo(
    address,
    { use_case: 'bank_statement_header', ix_client_id: 'accounting', callback_url: 'http://127.0.0.1:9/hook' },
    { name: STATEMENT_NAME, bytes: await statement() },
  );
  const pages = await submitTo(
    address,
    { use_case: 'invoice', ix_client_id: 'accounting' },
    { name: 'invoice-de-two-pages.pdf', bytes: await sample('invoice-de-two-pages.pdf') },
  );
  const text = await submitTo(address, {
    use_case: 'receipt',
    ix_client_id: 'cafe',
    context: { texts: [(await sample('receipt-us.txt')).toString()] },
  });
  const failed = await submitTo(address, {
    use_case: 'invoice',
    ix_client_id: 'cafe',
    context: { files: ['http://127.0.0.1:9/gone.pdf'] },
  });
  const doubted = await submitTo(address, { use_case: 'invoice', ix_client_id: 'cafe' }, { name: 'doubtful.pdf', bytes: await doubtful() });
  for (const id of [done, pages, text, failed, doubted]) await ended(address, id);
  await fetch(`${address}/v1/filters/${encodeURIComponent('to review')}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ filter: { needs_review: true } }),
  });
  await fetch(`${address}/v1/pauses/client/somebody`, { method: 'PUT' });
  return [
    { name: 'submit', path: '/ui', ready: '#submit' },
    { name: 'jobs', path: '/ui/jobs', ready: 'table.jobs' },
    { name: 'jobs-to-review', path: '/ui/jobs?needs_review=true', ready: 'table.jobs .needs-review' },
    { name: 'jobs-empty', path: '/ui/jobs?client=nobody', ready: '.empty' },
    { name: 'job', path: `/ui/jobs/${done}`, ready: '#viewer svg.sheet' },
    { name: 'job-pages', path: `/ui/jobs/${pages}`, ready: '#viewer svg.sheet' },
    { name: 'job-zoomed', path: `/ui/jobs/${pages}?page=1&zoom=200&turn=90&overview=true`, ready: '#viewer svg.sheet' },
    { name: 'job-text', path: `/ui/jobs/${text}`, ready: '#viewer pre.text' },
    { name: 'job-failed', path: `/ui/jobs/${failed}`, ready: '.notice.error' },
    { name: 'review', path: `/ui/jobs/${doubted}/review?field=result.gross_amount`, ready: '#review .choice' },
    { name: 'review-text', path: `/ui/jobs/${text}/review`, ready: '#review .choice' },
    { name: 'review-none', path: `/ui/jobs/${failed}/review`, ready: '.notice' },
    { name: 'to-check', path: '/ui/to-check', ready: 'table.jobs' },
    { name: 'batch', path: `/ui/batch?job=${done}&job=${failed}&taken=${text}`, ready: 'table.jobs' },
    { name: 'jobs-of-code', path: '/ui/jobs?code=IX_000_007', ready: 'table.jobs .failure' },
    { name: 'jobs-said', path: '/ui/jobs?did=cancel&applied=1&seen=2', ready: '.notice.info' },
    { name: 'submit-again', path: `/ui?from=${done}`, ready: '.kept' },
    { name: 'submit-fields', path: '/ui?use_case=%2Binline', ready: '#field-rows tr' },
    { name: 'health', path: '/ui/health', ready: '.charts' },
    { name: 'use-cases', path: '/ui/use-cases', ready: '#receipt' },
    { name: 'callbacks', path: '/ui/callbacks', ready: '.card' },
    { name: 'callbacks-delivered', path: '/ui/callbacks?state=delivered&status=nonsense', ready: '#delivered' },
    {
      name: 'callbacks-redeliver',
      path: `/ui/callbacks/redeliver?${new URLSearchParams({ client_id: 'accounting', origin: 'http://127.0.0.1:9' })}`,
      ready: 'form',
    },
    { name: 'keys', path: '/ui/keys', ready: '.card' },
    { name: 'audit', path: '/ui/audit', ready: '.filters' },
    { name: 'sign-in', path: '/ui/sign-in', ready: '.sign-in' },
    { name: 'nothing-here', path: '/ui/nothing', ready: 'h1' },
  ];
}
