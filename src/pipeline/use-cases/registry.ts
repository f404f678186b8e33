/** The use cases known by name: the shipped ones and the operator's own, one file each, JSON or TypeScript. */
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { NameSchema } from '../../contracts/bounds.ts';
import { type UseCase, type UseCaseDefinition, UseCaseDefinitionSchema } from '../../contracts/use-case.ts';
import { bankStatementHeader } from './bank-statement-header.ts';
import { faultsOfInline, useCaseFromInline } from './inline.ts';
import { invoice } from './invoice.ts';
import { letter } from './letter.ts';
import { receipt } from './receipt.ts';

export interface UseCaseRegistry {
  /** By name, in alphabetical order. */
  list(): UseCase[];
  get(name: string): UseCase | null;
}

/** The use cases that come with ix. */
export const SHIPPED: readonly UseCase[] = [bankStatementHeader, invoice, letter, receipt];

/** A use case as a request gives it, and what people read beside its name. */
const UseCaseFileSchema = UseCaseDefinitionSchema.extend({
  /** Or no request could name it. */
  name: NameSchema,
});

/**
 * The shipped use cases and every `*.json`, `*.ts` and `*.js` of the folder (null: none); of code the default export is the use case.
 * A file may take a shipped name and so replace it.
 * @param onFile told of each of them.
 * @throws Error naming the file and what is wrong with it: unreadable, not JSON, not a use case, a name two files bear.
 */
export async function loadUseCases(
  dir: string | null,
  onFile: (useCase: UseCase, file: string) => void = () => {},
): Promise<UseCaseRegistry> {
  const byName = new Map(SHIPPED.map((useCase) => [useCase.name, useCase]));
  const fileOf = new Map<string, string>();
  for (const file of dir === null ? [] : await filesOf(dir)) {
    const useCase = await readUseCase(file);
    const other = fileOf.get(useCase.name);
    if (other !== undefined) throw new Error(`use case file ${file}: its name ${JSON.stringify(useCase.name)} is also that of ${other}`);
    fileOf.set(useCase.name, file);
    byName.set(useCase.name, useCase);
    onFile(useCase, file);
  }
  const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { list: () => [...sorted], get: (name) => byName.get(name) ?? null };
}

/** Declarations of types are no use cases. */
const USE_CASE_FILE = /^(?!.*\.d\.ts$).*\.(?:json|ts|js)$/;

async function filesOf(dir: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    throw new Error(`use case folder ${dir}: ${reason(error)}`, { cause: error });
  }
  const yaml = names.find((name) => /\.ya?ml$/i.test(name));
  if (yaml !== undefined)
    throw new Error(`use case file ${join(dir, yaml)}: YAML is not read; expected JSON or TypeScript, or no such file there`);
  return names
    .filter((name) => USE_CASE_FILE.test(name))
    .sort()
    .map((name) => join(dir, name));
}

async function contentOf(file: string): Promise<unknown> {
  if (file.endsWith('.json')) return definitionOf(file, JSON.parse(await readFile(file, 'utf8')));
  const module: { default?: unknown } = await import(pathToFileURL(file).href);
  return definitionOf(file, module.default);
}

/** What a file says, as a use case: a JSON Schema by itself, as zod and pydantic write one, is one that is named as its file. */
const definitionOf = (file: string, content: unknown): unknown =>
  isSchemaAlone(content) ? { name: parse(file).name, json_schema: content } : content;

function isSchemaAlone(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return false;
  return ('properties' in content || '$ref' in content) && !('name' in content || 'fields' in content || 'json_schema' in content);
}

const faultText = ({ path, message }: z.core.$ZodIssue): string => `/${path.map(String).join('/')}: ${message}`;

/** What is kept of a use case → the use case. @throws IxError IX_001_001 saying what is wrong with it. */
export function useCaseFromDefinition({ title, description, ...inline }: UseCaseDefinition & { readonly name: string }): UseCase {
  const useCase = useCaseFromInline(inline);
  return { ...useCase, title: title ?? useCase.title, description };
}

/** Everything that is wrong with a use case file, each with its place in it; empty: it can be run. */
export async function faultsOfFile(file: string): Promise<readonly string[]> {
  try {
    const parsed = UseCaseFileSchema.safeParse(await contentOf(file));
    if (!parsed.success) return parsed.error.issues.map(faultText);
    return faultsOfInline(parsed.data).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  } catch (error) {
    return [reason(error)];
  }
}

/** One use case of a file. @throws Error naming the file and what is wrong with it. */
export async function readUseCase(file: string): Promise<UseCase> {
  try {
    return useCaseFromDefinition(UseCaseFileSchema.parse(await contentOf(file)));
  } catch (error) {
    throw new Error(`use case file ${file}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(faultText).join('; ');
  return error instanceof Error ? error.message : String(error);
}
