/** Which runs are so small that a hop to a thread would cost more than they do. */
import type { FieldDefinition, UseCase } from '../../contracts/use-case.ts';
import type { Context } from './step.ts';

/**
 * Characters of a reading from which extraction would hold up the other jobs of the process for too long: some fifteen dense
 * pages. The worst text found for the engine takes 0.2 s at this size on one core.
 */
const LARGE_READING = 50_000;
/** The same for use cases of more fields than this: as many characters fewer. (The shipped ones have less than 30.) */
const MANY_FIELDS = 30;
/** Characters of labels and choices that take as long to make ready. */
const LARGE_USE_CASE = 50_000;

/** Documents that are texts alone, and short ones: reading them cannot go wrong, nor take long. */
export function hasSmallDocuments(context: Pick<Context, 'request' | 'files'>): boolean {
  return context.files.every(({ type }) => type.kind === 'text') && lengthOf(context) <= LARGE_READING;
}

/**
 * Small documents, and a use case whose extraction ends soon. Patterns of a use case are written by users and may backtrack for ever
 * on the wrong text; a regular expression cannot be interrupted, its thread can.
 */
export function isSmall(context: Pick<Context, 'request' | 'files' | 'useCase'>): boolean {
  const { useCase } = context;
  if (!hasSmallDocuments(context)) return false;
  if (useCase === null) return true;
  const { fields, characters, patterns } = sizeOf(useCase);
  const most = LARGE_READING * Math.min(1, MANY_FIELDS / fields);
  return patterns === 0 && characters <= LARGE_USE_CASE && lengthOf(context) <= most;
}

/** Bytes of files and characters of texts: there are no more characters than these. */
function lengthOf({ request, files }: Pick<Context, 'request' | 'files'>): number {
  const parts = [...files.map(({ bytes }) => bytes), ...request.context.texts];
  return parts.reduce((sum, { length }) => sum + length, 0);
}

interface Size {
  readonly fields: number;
  /** Of labels and choices, and of a schema. */
  readonly characters: number;
  readonly patterns: number;
}

const sizes = new WeakMap<UseCase, Size>();

function sizeOf(useCase: UseCase): Size {
  let size = sizes.get(useCase);
  if (size === undefined) {
    size = sizeOfUseCase(useCase);
    sizes.set(useCase, size);
  }
  return size;
}

function sizeOfUseCase({ fields, json_schema }: UseCase): Size {
  const size = sizeOfFields(fields);
  if (json_schema === null) return size;
  // Answers are checked by the whole schema: its patterns run as well, those that fields know nothing of among them.
  const schema = JSON.stringify(json_schema);
  return { ...size, characters: size.characters + schema.length, patterns: size.patterns + (schema.includes('"pattern') ? 1 : 0) };
}

function sizeOfFields(fields: readonly FieldDefinition[]): Size {
  let size: Size = { fields: fields.length, characters: 0, patterns: 0 };
  for (const field of fields) {
    const inner = sizeOfFields(field.fields ?? []);
    const words = [field, ...(field.items === null ? [] : [field.items])].flatMap(({ labels, phrases, choices, choice_labels }) => [
      ...[...labels, ...phrases, ...Object.values(choice_labels).flat()],
      ...(choices ?? []).map(String),
    ]);
    const patterns = [field.pattern, field.items?.pattern ?? null].filter((pattern) => pattern !== null).length;
    size = {
      fields: size.fields + inner.fields,
      characters: size.characters + words.reduce((sum, { length }) => sum + length, 0) + inner.characters,
      patterns: size.patterns + patterns + inner.patterns,
    };
  }
  return size;
}
