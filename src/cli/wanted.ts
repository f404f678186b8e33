/** What to extract: a use case that ix knows by name, one in a file, or fields named on the command line. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { SubmissionInput } from '../contracts/request.ts';
import { FIELD_TYPES, type FieldInput, type UseCase, type UseCaseInline } from '../contracts/use-case.ts';
import type { IxClient, UseCaseFields } from './client.ts';
import { CliError, EXIT } from './failure.ts';

export interface WantedOptions {
  readonly useCase?: string;
  readonly useCaseFile?: string;
  readonly field: readonly FieldInput[];
}

export interface Wanted {
  /** As the submission says it. */
  readonly request: Pick<SubmissionInput, 'use_case' | 'use_case_inline'>;
  /** Its fields in order. @throws CliError naming those that exist, when ix does not know the use case. */
  fields(client: IxClient): Promise<UseCaseFields>;
}

/** Of the types a field may have, those that `NAME:TYPE` can say. */
const SCALARS = FIELD_TYPES.filter((type) => type !== 'object' && type !== 'array');

export function addWanted(command: Command): Command {
  return command
    .option('-u, --use-case <name>', 'what to extract: bank_statement_header, invoice, receipt, or one of your own')
    .option('--use-case-file <file>', 'a use case that ix does not know by name: JSON or TypeScript')
    .option('--field <name:type:labels>', 'a field, without a use case; may be repeated: total:decimal:Total,Summe', collectField, []);
}

/** @throws CliError unless exactly one of the three ways is taken, or when the file holds no use case. */
export async function wantedOf({ useCase: name, useCaseFile: file, field: fields }: WantedOptions): Promise<Wanted> {
  const ways = [name, file, fields.length > 0 ? fields : undefined].filter((way) => way !== undefined);
  if (ways.length === 0) {
    throw new CliError(
      '--use-case NAME, --use-case-file FILE or --field NAME:TYPE says what to extract; `ix use-cases list` names some',
      EXIT.usage,
    );
  }
  if (ways.length > 1) throw new CliError('expected one of --use-case, --use-case-file and --field, not several', EXIT.usage);
  if (name !== undefined) return { request: { use_case: name }, fields: (client) => client.useCase(name) };
  if (file === undefined) {
    return {
      request: { use_case_inline: { name: 'fields', fields: [...fields] } },
      fields: async () => fields.map((field) => ({ name: field.name, required: false })),
    };
  }
  const useCase = await readUseCaseFile(file);
  return { request: { use_case_inline: inlineOf(useCase) }, fields: async () => [...useCase.fields] };
}

/** @throws CliError with everything that is wrong with the file. */
export async function readUseCaseFile(file: string): Promise<UseCase> {
  // Here and not above: commands that name a use case do without the pipeline's.
  const { readUseCase } = await import('../pipeline/use-cases/registry.ts');
  return readUseCase(resolve(file)).catch((error: unknown) => {
    throw new CliError(`--use-case-file ${error instanceof Error ? error.message : String(error)}`, EXIT.usage, { cause: error });
  });
}

/** A use case as a request takes it: what people read beside its name stays here. */
function inlineOf({ name, system_prompt, fields, checks, json_schema }: UseCase): UseCaseInline {
  return { name, system_prompt, checks: [...checks], ...(json_schema === null ? { fields: [...fields] } : { json_schema }) };
}

/** `NAME`, `NAME:TYPE` or `NAME:TYPE:LABEL,LABEL`: a string without a type, called by its name without labels. */
function collectField(value: string, earlier: readonly FieldInput[]): FieldInput[] {
  const [, name = '', type = 'string', labels = ''] = /^([^:]*)(?::([^:]*))?(?::(.*))?$/s.exec(value) ?? [];
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new InvalidArgumentError('expected a name of letters, digits and _ before the first colon.');
  const known = SCALARS.find((one) => one === type);
  if (known === undefined) throw new InvalidArgumentError(`${JSON.stringify(type)} is no type, expected ${SCALARS.join(', ')}.`);
  if (earlier.some((field) => field.name === name)) throw new InvalidArgumentError(`there are two fields ${name}.`);
  const called = labels.split(',').flatMap((label) => (label.trim() === '' ? [] : [label.trim()]));
  return [...earlier, { name, type: known, labels: called }];
}
