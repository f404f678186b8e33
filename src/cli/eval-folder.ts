/** What `ix eval` does: reads the folder, runs its documents, prints and writes what came of it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openLocalPipeline, openLocalRenderer } from '../app/evaluation.ts';
import { type Config, loadConfig } from '../config.ts';
import type { UseCase } from '../contracts/use-case.ts';
import { differencesOf, hasFallen } from '../evaluation/differences.ts';
import { evaluate, filesOf } from '../evaluation/evaluate.ts';
import { summaryOf } from '../evaluation/figures.ts';
import { type Folder, openFolder } from '../evaluation/folder.ts';
import { picturesOf } from '../evaluation/pictures.ts';
import { type ReportOptions, reportOf } from '../evaluation/report.ts';
import { type Run, RunSchema } from '../evaluation/run.ts';
import { loadUseCases, readUseCase } from '../pipeline/use-cases/registry.ts';
import type { EvalOptions } from './eval.ts';
import { differencesText, evaluationText } from './eval-text.ts';
import { CliError, EXIT, type ExitCode } from './failure.ts';
import { progressOn } from './progress.ts';

/** @returns the exit code. @throws CliError for what the command line names wrongly. */
export async function evaluateFolder(folder: string, options: EvalOptions): Promise<ExitCode> {
  const config = loadConfig();
  const useCase = await useCaseOf(options, config);
  const before = options.against === undefined ? null : await readRun(options.against);
  const found = await asUsage(() => openFolder(folder, useCase));
  for (const remark of remarksOn(found)) process.stderr.write(`ix: ${remark}\n`);
  if (found.documents.length === 0) throw new CliError(`${folder}: no documents with truth for ${useCase.name} beside them`, EXIT.usage);
  const run = await runOver(found, useCase, options.engine, config);
  const differences = before === null ? null : differencesOf(before, run);
  const json = `${JSON.stringify({ ...run, summary: summaryOf(run), differences }, null, 2)}\n`;
  if (options.out !== undefined) await writeReport(options.out, json, { run, differences, groups: options.by }, found, config);
  if (options.json) process.stdout.write(json);
  else {
    process.stdout.write(`${evaluationText(run, options.by)}\n`);
    if (differences !== null) process.stdout.write(`\n${differencesText(differences)}\n`);
  }
  const failed = run.documents.some(({ error }) => error !== null);
  return failed || (differences !== null && hasFallen(differences)) ? EXIT.failed : EXIT.ok;
}

/** What goes wrong with what the command line names. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), EXIT.usage, { cause: error });
  }
}

async function useCaseOf({ useCase: name, useCaseFile: file }: EvalOptions, config: Config): Promise<UseCase> {
  if (file !== undefined) {
    const useCase = await asUsage(() => readUseCase(resolve(file)));
    if (name === undefined || name === useCase.name) return useCase;
    throw new CliError(`--use-case ${name}: the use case of ${file} is called ${useCase.name}`, EXIT.usage);
  }
  if (name === undefined) throw new CliError('--use-case NAME or --use-case-file FILE says what to extract', EXIT.usage);
  const known = await asUsage(() => loadUseCases(config.IX_USE_CASES_DIR));
  const useCase = known.get(name);
  if (useCase !== null) return useCase;
  const names = known.list().map((one) => one.name);
  throw new CliError(`--use-case ${name}: no such use case; there are: ${names.join(', ')}`, EXIT.usage);
}

async function readRun(path: string): Promise<Run> {
  const text = await asUsage(() => readFile(path, 'utf8'));
  try {
    return RunSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CliError(`--against ${path}: not a run that ix eval --json or --out has written`, EXIT.usage, { cause: error });
  }
}

function remarksOn({ withoutTruth, ofOthers, unknown }: Folder): string[] {
  return [
    ...(withoutTruth > 0
      ? [withoutTruth === 1 ? '1 file without truth beside it is left out' : `${withoutTruth} files without truth beside them are left out`]
      : []),
    ...(ofOthers > 0 ? [`left out, because their truth is for other use cases: ${ofOthers}`] : []),
    ...(unknown.length > 0 ? [`not fields of the use case, and left out: ${unknown.join(', ')}`] : []),
  ];
}

async function runOver({ documents }: Folder, useCase: UseCase, engine: Run['engine'], config: Config): Promise<Run> {
  const progress = progressOn(process.stderr);
  const useCases = { list: () => [useCase], get: (name: string) => (name === useCase.name ? useCase : null) };
  const pipeline = openLocalPipeline(config, useCases, filesOf(documents));
  try {
    return await evaluate(documents, {
      useCase,
      engine,
      pipeline,
      atOnce: config.IX_PIPELINE_THREADS,
      timeoutSeconds: config.IX_PIPELINE_REQUEST_TIMEOUT_SECONDS,
      onDocument: (done) => progress.show(`${done} of ${documents.length} documents`),
    });
  } finally {
    progress.clear();
    await pipeline.close();
  }
}

async function writeReport(
  folder: string,
  json: string,
  report: Omit<ReportOptions, 'pictures'>,
  { documents }: Folder,
  config: Config,
): Promise<void> {
  const renderer = openLocalRenderer(config);
  try {
    const pictures = await picturesOf(report.run, documents, renderer);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'run.json'), json);
    await writeFile(join(folder, 'index.html'), await reportOf({ ...report, pictures }));
  } finally {
    await renderer.close();
  }
}
