/** The documentation of this ix, made when it is first asked for, and its search. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildGuide, type GuidePage, type GuideSection, rootOfDocs } from './guide-build.ts';

let made: Promise<readonly GuidePage[]> | null = null;

/** The index first. Empty: this ix was installed without its documentation. */
export function guide(): Promise<readonly GuidePage[]> {
  const root = rootOfDocs();
  if (root === null) return Promise.resolve([]);
  // What fails is tried again for who asks next.
  made ??= buildGuide(root).catch((error: unknown) => {
    made = null;
    throw error;
  });
  return made;
}

/** A picture of a page, by its file's name. Null: there is none of this name. */
export async function guidePicture(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const root = rootOfDocs();
  if (root === null || !/^[\w-]+\.png$/.test(name)) return null;
  const file = new URL(`docs/screenshots/${name}`, root);
  return existsSync(file) ? Uint8Array.from(await readFile(file)) : null;
}

export interface Found {
  readonly page: GuidePage;
  readonly section: GuideSection;
  /** The text around the first word that was asked for. */
  readonly excerpt: string;
}

const SHOWN = 30;
/** Words of a search that count, and places of one in a section: anybody may search, and nobody is to wait for it. */
const WORDS = 8;
const PLACES = 10;

/** Sections in which every word stands, or begins a word; those that say it in a heading come first, then those that say it often. */
export function searchGuide(pages: readonly GuidePage[], query: string): Found[] {
  const asked = query.toLowerCase().split(/[\s,;]+/);
  const words = [...new Set(asked)].filter(Boolean).slice(0, WORDS);
  if (words.length === 0) return [];
  const found = pages.flatMap((page) =>
    page.sections.flatMap((section) => {
      const [title, text] = [`${page.title} ${section.title}`.toLowerCase(), section.text.toLowerCase()];
      const counts = words.map((word) => 20 * occurrences(title, word) + occurrences(text, word));
      if (counts.includes(0)) return [];
      const score = counts.reduce((sum, count) => sum + count, 0);
      return [{ page, section, score, excerpt: excerptOf(section.text, words) }];
    }),
  );
  return found.sort((a, b) => b.score - a.score).slice(0, SHOWN);
}

/** Up to PLACES, where words begin, or after what joins them in a name: `timeout` finds IX_CALLBACK_TIMEOUT_SECONDS. */
function occurrences(text: string, word: string): number {
  let found = 0;
  for (let at = text.indexOf(word); at !== -1 && found < PLACES; at = text.indexOf(word, at + word.length)) {
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) found++;
  }
  return found;
}

const AROUND = 90;

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const at = Math.max(0, Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0), lower.length));
  const from = at >= lower.length ? 0 : text.lastIndexOf(' ', Math.max(0, at - AROUND)) + 1;
  const cut = text.slice(from, at >= lower.length ? 2 * AROUND : at + AROUND);
  return `${from > 0 ? '… ' : ''}${cut}${from + cut.length < text.length ? ' …' : ''}`;
}
