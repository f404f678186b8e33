/** `ix reviews export`: what people decided, as labelled data: documents with their true values beside them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Job } from '../contracts/job.ts';
import type { Source } from '../contracts/response.ts';
import { latestOf, type Review } from '../contracts/review.ts';
import type { IxClient } from './client.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface ExportOptions extends TargetOptions {
  readonly useCase: string;
  readonly client?: string;
  readonly out: string;
}

export function register(program: Command): void {
  const reviews = program.command('reviews').summary('export what people decided').description('What people decided about answers.');

  reviews
    .command('export')
    .description('Write the documents of complete reviews, each job with its true values beside them.')
    .requiredOption('--use-case <name>', 'jobs of this use case')
    .requiredOption('--out <folder>', 'the folder to write to; it is made if it is not there')
    .option('--client <id>', 'only jobs of this client')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Example:
  ix reviews export --use-case invoice --out labelled`,
    )
    .action(async ({ useCase, client: clientId, out, ...target }: ExportOptions) => {
      const client = await runningIx(target);
      await mkdir(out, { recursive: true });
      const filter = { use_case: useCase, ...(clientId === undefined ? {} : { client_id: clientId }) };
      let written = 0;
      for await (const { job_id, review } of client.reviews(filter)) {
        if (!review.complete) continue;
        await exportJob(client, job_id, review, out);
        written++;
      }
      process.stdout.write(`${written} reviewed ${written === 1 ? 'job' : 'jobs'} in ${out}\n`);
    });
}

async function exportJob(client: IxClient, jobId: string, review: Review, out: string): Promise<void> {
  const { value: job } = await client.job(`/jobs/${jobId}`);
  const documents = namesOf(job);
  for (const [index, name] of documents.entries())
    await writeFile(join(out, name), await client.bytes(`/v1/jobs/${jobId}/documents/${index}`));
  const about = { name: jobId, kind: job.use_case, family: 'reviewed', documents, truth: truthOf(job, review) };
  await writeFile(join(out, `${jobId}.json`), `${JSON.stringify(about, null, 2)}\n`);
}

/** Of one document: the job's id and the ending of its name. Of several each has its number. */
function namesOf({ job_id, request }: Job): string[] {
  const { files, texts } = request.context;
  const ends = [
    ...files.map((file) => /\.([a-z0-9]{1,5})$/i.exec(file.display_name ?? ('url' in file ? file.url : ''))?.[1]?.toLowerCase() ?? 'bin'),
    ...texts.map(() => 'txt'),
  ];
  return ends.map((end, i) => `${job_id}${ends.length > 1 ? `-${i + 1}` : ''}.${end}`);
}

/** What `npm run make-documents` writes of a field, and whether a person decided about it. */
interface TrueValue {
  readonly value: string | null;
  readonly visible: boolean;
  readonly decided: boolean;
  /** Boxes are of the page's width and height, 0 to 1. */
  readonly places: readonly (Pick<Source, 'file_index' | 'page' | 'bounding_box'> & { readonly text: string })[];
}

/** Dotted path → true value. What the machine was sure of and nobody changed is there as it was. */
function truthOf({ response }: Job, review: Review): Record<string, TrueValue> {
  const decisions = latestOf(review);
  const truth: Record<string, TrueValue> = {};
  for (const [path, trust] of Object.entries(response?.trust ?? {})) {
    const own = { value: valueAt(response?.ix_result?.result, path), sources: response?.provenance?.fields[path]?.sources ?? [] };
    const value = textOf(decisions.has(path) ? decisions.get(path)?.value : own.value);
    const found = [own, ...trust.runners_up].find((candidate) => value !== null && textOf(candidate.value) === value);
    const places = (found?.sources ?? []).map(({ file_index, page, bounding_box, snippet: text }) => ({
      file_index,
      page,
      text,
      bounding_box,
    }));
    truth[path.replace(/^result\./, '')] = { value, visible: value !== null, decided: decisions.has(path), places };
  }
  return truth;
}

const Parts = z.record(z.string(), z.unknown()).or(z.array(z.unknown()));

const valueAt = (result: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>((inner, name) => Object.entries(Parts.safeParse(inner).data ?? {}).find(([key]) => key === name)?.[1] ?? null, result);

/** An empty list is no value. */
const textOf = (value: unknown): string | null =>
  value === null || value === undefined || typeof value === 'object' ? null : String(value);
