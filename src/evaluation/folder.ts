/** The documents of a folder that have truth beside them: `x.pdf` and `x.json`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UseCase } from '../contracts/use-case.ts';
import type { TestDocument } from './evaluate.ts';
import { truthOf, useCaseNamedBy } from './truth.ts';

export interface Folder {
  readonly documents: readonly TestDocument[];
  /** Files without truth beside them. */
  readonly withoutTruth: number;
  /** Documents whose truth is for another use case. */
  readonly ofOthers: number;
  /** Fields that truths name and the use case does not have. */
  readonly unknown: readonly string[];
}

/** Folders in it are looked into. @throws Error naming the file and what is wrong with it. */
export async function openFolder(folder: string, useCase: UseCase): Promise<Folder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
  const truths = new Set(names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)));
  const files = names.filter((name) => !name.endsWith('.json'));
  const documents: TestDocument[] = [];
  const unknown = new Set<string>();
  let [withoutTruth, ofOthers] = [0, 0];
  for (const path of files) {
    const stem = path.replace(/\.[^./\\]+$/, '');
    if (!truths.has(stem)) withoutTruth += 1;
    else {
      const truth = await readTruth(`${stem}.json`, useCase);
      if (truth === null) ofOthers += 1;
      else {
        for (const name of truth.unknown) unknown.add(name);
        documents.push({ name: path.slice(folder.length).replace(/^[/\\]+/, ''), truth, bytes: () => readFile(path) });
      }
    }
  }
  return { documents, withoutTruth, ofOthers, unknown: [...unknown] };
}

/** Null: it is the truth for another use case. */
async function readTruth(path: string, useCase: UseCase): Promise<TestDocument['truth'] | null> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    const named = useCaseNamedBy(json);
    return named === null || named === useCase.name ? truthOf(json, useCase) : null;
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
