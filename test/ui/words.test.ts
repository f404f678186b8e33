/** All words of the pages stand in src/ui/words: no template, notice, title or script has one of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { wantedLanguage } from '../../src/ui/words/language.ts';

const UI = fileURLToPath(new URL('../../src/ui/', import.meta.url));
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(UI, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(UI, folder, name));

/** Names that are the same in every language. */
const NAMES = /\b(?:ix|JSON|CSV|XLSX|UTC|PDF)\b/g;
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text.replaceAll(NAMES, '').replaceAll(/\$\{.*?(\}|$)|^\/.*/g, ''));
/** A template may be no more than attributes of a tag. */
const ATTRIBUTES = /^ (?:(?:disabled|open|data-live)$|[\w-]+="[^"]*")/;

/** What a template says itself: its text outside of tags, commands and keys, and attributes that people are told. */
function wordsOf(template: string): string[] {
  const spoken = template.replaceAll(/<(code|kbd|noscript)>.*?<\/\1>/gs, '').replaceAll(/<!doctype[^>]*>/g, '');
  const attributes = Array.from(spoken.matchAll(/\s(?:aria-label|title|alt|data-label)="([^"]*)"/g), ([, text]) => text ?? '');
  const texts = ATTRIBUTES.test(spoken) ? [] : spoken.replaceAll(/<[^>]*>/g, '\n').split('\n');
  return [...attributes, ...texts].map((text) => text.replaceAll('\u0000', '').replaceAll(/&\w+;/g, '')).filter(hasWords);
}

/** The templates of a source, each without what is filled in, for which stands U+0000; those within others are of their own. */
function templatesOf(source: string): string[] {
  const found: string[] = [];
  /** Reads code up to a closing brace, or a template up to its end. @returns where it ends. */
  const code = (from: number): number => {
    for (let at = from; at < source.length; at++) {
      const rest = source.slice(at, at + 2);
      if (rest === '//') at = source.indexOf('\n', at);
      else if (rest === '/*') at = source.indexOf('*/', at + 2) + 1;
      else if (source[at] === '{') at = code(at + 1);
      else if (source[at] === '}') return at;
      else if (source[at] === '`') at = template(at + 1, source.slice(0, at).endsWith('html'));
      else if (source[at] === "'" || source[at] === '"') at = string(at);
      else if (source[at] === '/' && /[=(,:?&|!]\s*$/.test(source.slice(Math.max(0, at - 9), at))) at = pattern(at + 1);
    }
    return source.length;
  };
  const string = (from: number): number => {
    let at = from + 1;
    while (at < source.length && source[at] !== source[from]) at += source[at] === '\\' ? 2 : 1;
    return at;
  };
  const pattern = (from: number): number => {
    let inClass = false;
    let at = from;
    for (; at < source.length && (source[at] !== '/' || inClass); at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === '[') inClass = true;
      else if (source[at] === ']') inClass = false;
    }
    return at;
  };
  const template = (from: number, isHtml: boolean): number => {
    let text = '';
    let at = from;
    for (; at < source.length && source[at] !== '`'; at++) {
      if (source[at] === '\\') at++;
      else if (source.startsWith('${', at)) {
        at = code(at + 2);
        text += '\u0000';
      } else text += source[at];
    }
    if (isHtml) found.push(text);
    return at;
  };
  code(0);
  return found;
}

/** Titles, and what notices say, where a string stands for them. */
const STRINGS = [/\btitle: ['`]([^'`]*)/g, /\bnotice\(\s*'\w+',\s*['`]([^'`]*)/g];

const said = (source: string): string[] => [
  ...templatesOf(source).flatMap(wordsOf),
  ...STRINGS.flatMap((one) => Array.from(source.matchAll(one), ([, text]) => text ?? '')).filter(hasWords),
];

test('no page has a word outside of the folder of words', () => {
  const files = filesIn('', '.ts');
  const found = files.flatMap((path) => said(readFileSync(path, 'utf8')).map((text) => `${path.slice(UI.length)}: ${text}`));
  expect(files.length).toBeGreaterThan(40);
  expect(found).toEqual([]);
  // It finds what it looks for, and nothing else.
  const own =
    'page({ title: \'Own\', body: html`<p aria-label="A name" class="b">Own @{f({ a: html`<b>inner</b>` })} words</p>` })'.replace(
      '@',
      '$',
    );
  expect(said(own)).toEqual(['inner', 'A name', 'Own  words', 'Own']);
});

test('no script has a sentence of its own', () => {
  const found = filesIn('assets', '.js').flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(/textContent [?]?[?]?= ['`]([^'`]*)/g), ([, text]) => text ?? '').filter(hasWords),
  );
  expect(found).toEqual([]);
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'en'],
  ['en;q=0.2, de;q=0.3', 'de'],
  ['de;q=0, en', 'en'],
  ['fr', 'en'],
])('Accept-Language: %s', (header, language) => expect(wantedLanguage(header)).toBe(language));
