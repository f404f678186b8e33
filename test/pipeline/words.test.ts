/** No word of any language stands in the pipeline but in its locales: every literal and pattern is an identifier of this list, or a message. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { FORMAT_MESSAGES, FORMATS } from './format-identifiers.ts';
import { IDENTIFIERS, MESSAGES } from './identifiers.ts';

const ROOT = join(import.meta.dirname, '../../src/pipeline');
const ALLOWED = new Set(`${IDENTIFIERS} ${FORMATS}`.split(/\s+/));
const TOLD = new Set([...MESSAGES, ...FORMAT_MESSAGES]);

/** Calls whose texts are for people: errors, warnings, reasons. */
const TELLING = /^(?:\w*Error|fault|#fault|tell|tellUnread|unread|notRead|unfit|unsupported|bad|tooMuch)$/;

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'MemberExpression') return nameOf(callee.property);
  return typeof callee.name === 'string' ? callee.name : '';
}

/** The texts of a tree that the program works with; those told to people are left out. */
function* textsOf(node: Node): Generator<string> {
  if (node.type === 'ImportDeclaration' || node.type.startsWith('TS')) return;
  if ((node.type === 'NewExpression' || node.type === 'CallExpression') && TELLING.test(nameOf(node.callee))) return;
  if (node.type === 'ThrowStatement') return;
  // `{ …, detail: '…' }`, `reason: '…'`: parts of faults.
  if (node.type === 'Property' && /^(?:detail|reason|description|title|note|failed)$/.test(nameOf(node.key))) return;
  if (node.type === 'Literal') {
    const { regex, value } = node;
    if (typeof regex === 'object' && regex !== null && 'pattern' in regex) yield String(regex.pattern);
    else if (typeof value === 'string') yield value;
  }
  if (node.type === 'TemplateElement' && typeof node.value === 'object' && node.value !== null && 'raw' in node.value)
    yield String(node.value.raw);
  for (const [key, part] of Object.entries(node)) {
    // Names of properties are identifiers by themselves.
    if (key === 'key' && node.computed !== true) continue;
    for (const inner of Array.isArray(part) ? part : [part]) if (isNode(inner)) yield* textsOf(inner);
  }
}

/** Locales, and what is said to a model: in English, of any document. */
const SPOKEN = /^locales\/[a-z]{2}\.ts$|^engines\/llm\/prompt\.ts$/;

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !SPOKEN.test(file))
  .sort();

/** Three letters or more; escapes and classes of patterns are none. */
const wordsIn = (text: string): string[] =>
  text.replace(/\\k<\w+>|\(\?<\w+>|\\[pPuxbdDsSwWnrtvf](?:\{[^}]*\}|[0-9a-f]{2,4})?/g, ' ').match(/\p{L}{3,}/gu) ?? [];

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(60);
});

test.each(files)('%s', (file) => {
  const program: unknown = parseAst(readFileSync(join(ROOT, file), 'utf8'), { lang: 'ts' });
  if (!isNode(program)) throw new Error(`${file} is no program`);
  const unknown = [...textsOf(program)]
    .filter((text) => !TOLD.has(text))
    .flatMap((text) =>
      wordsIn(text)
        .filter((word) => !ALLOWED.has(word))
        .map((word) => `${word} in ${JSON.stringify(text)}`),
    );
  expect(unknown).toEqual([]);
});
