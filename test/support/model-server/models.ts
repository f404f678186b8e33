/** Scripted models: they read the document that they are shown, and answer by their manner. */
import type { AskedFor, Model } from './server.ts';

export type Truth = Readonly<Record<string, { readonly value: unknown /** Words of the line that says it. */; readonly line: string }>>;

/** Lines of the document by id, as the prompt shows them. */
export function shownLines({ messages }: AskedFor): Map<string, string> {
  const text = messages.find(({ role }) => role === 'user')?.content ?? '';
  return new Map(Array.from(text.matchAll(/^(p\d+_l\d+): (.*)$/gm), ([, id = '', line = '']) => [id, line]));
}

/** The fields that are asked for: the names stand in the system message. */
export function askedFields({ messages }: AskedFor): string[] {
  const text = messages.find(({ role }) => role === 'system')?.content ?? '';
  return Array.from(text.matchAll(/^- ([a-z_]+) \(/gm), ([, name = '']) => name);
}

type Cell = { readonly value: unknown; readonly segments: readonly string[] };
const NOTHING: Cell = { value: null, segments: [] };

const answering =
  (cell: (name: string, asked: AskedFor) => Cell): Model =>
  (asked) =>
    JSON.stringify(Object.fromEntries(askedFields(asked).map((name) => [name, cell(name, asked)])));

function lineSaying(words: string, asked: AskedFor): string | null {
  return [...shownLines(asked)].find(([, line]) => line.includes(words))?.[0] ?? null;
}

/** Says the truth of the lines that it is shown, and nothing else. */
export const right = (truth: Truth): Model =>
  answering((name, asked) => {
    const known = truth[name];
    const id = known === undefined ? null : lineSaying(known.line, asked);
    return known === undefined || id === null ? NOTHING : { value: known.value, segments: [id] };
  });

/** Finds nothing, ever. */
export const lazy: Model = answering(() => NOTHING);

/** Says the same for each field, citing where it pleases: `lies` by field. */
export const saying = (lies: Readonly<Record<string, Cell>>): Model => answering((name) => lies[name] ?? NOTHING);

/** The truth, from lines that do not exist. */
export const inventing = (truth: Truth): Model =>
  answering((name) => (truth[name] === undefined ? NOTHING : { value: truth[name].value, segments: ['p99_l1'] }));
